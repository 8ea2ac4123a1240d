package app

import (
	"context"
	"crypto/tls"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/attune-quiz/attune/internal/jobs"
	"github.com/attune-quiz/attune/internal/post"
	"github.com/attune-quiz/attune/internal/telemetry"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/quiz/take"
)

const (
	// postEvery is how long a letter may wait in an idle queue.
	postEvery = 5 * time.Second
	// postmen send at once: one that waits for the relay holds up no other.
	postmen = 2
)

// checkMail sees that letters can go out where a gate promises one.
func (c Config) checkMail() error {
	if c.SMTP != "" {
		_, err := c.sender(office{})
		return err
	}
	if c.Partners == nil {
		return nil
	}
	for _, p := range c.Partners.All() {
		if p.Gate == quiz.GateEmail {
			return fmt.Errorf("%w: the gate of partner %s sends playbooks by mail, and there is no mail relay", ErrConfig, p.ID)
		}
	}
	return nil
}

func (c Config) relay() (post.Relay, error) {
	r, err := post.ParseRelay(c.SMTP, c.SMTPPassword)
	if err != nil {
		return post.Relay{}, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	if c.MailRoots != nil {
		r.TLS = &tls.Config{RootCAs: c.MailRoots}
	}
	return r, nil
}

// sender sends what the office makes.
func (c Config) sender(o office) (*post.Sender, error) {
	relay, err := c.relay()
	if err != nil {
		return nil, err
	}
	s, err := post.New(post.Config{
		Relay: relay, From: c.MailFrom, Texts: o.texts, Printer: o.printer, Whole: o.take.WholeOf, Render: o.press.do, Now: c.Now,
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	return s, nil
}

// office is what letters are made with.
type office struct {
	take    *take.Service
	texts   quiz.Texts
	printer playbook.Printer
	press   *press
	meter   *telemetry.Meter
}

// startPost adds to the group what sends letters; nothing where there is no
// relay.
func (c Config) startPost(ctx context.Context, group *errgroup.Group, letters quiz.Letters, o office) error {
	if c.SMTP == "" {
		return nil
	}
	sender, err := c.sender(o)
	if err != nil {
		return err
	}
	limit, err := jobs.NewPostLimit(c.Random)
	if err != nil {
		return err
	}
	postman := jobs.Postman{Letters: letters, Sender: o.meter.Sender(sender), Every: postEvery, Now: c.Now, Log: c.Log, Limit: limit}
	for range postmen {
		group.Go(func() error { return postman.Run(ctx) })
	}
	return nil
}
