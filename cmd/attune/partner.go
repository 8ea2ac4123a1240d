package main

import (
	"crypto/rand"
	"fmt"
	"regexp"
	"strings"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/internal/app"
	"github.com/attune-quiz/attune/quiz"
)

// partnerCmd makes what a file of partners needs.
type partnerCmd struct {
	Key    partnerKeyCmd    `cmd:"" help:"Make a key of the partner API and show what to write into the partners' file."`
	Secret partnerSecretCmd `cmd:"" help:"Make a secret that webhooks are signed with."`
}

type partnerKeyCmd struct {
	Partner string `help:"Id of the partner." placeholder:"ID" required:""`
	Test    bool   `help:"For the test side, whose data never mix with the live one's."`
	BaseURL string `name:"base-url" help:"Public address of the server, for the snippet." placeholder:"URL" default:"https://quiz.example.org" env:"ATTUNE_BASE_URL"`
	contentFlag
}

var partnerID = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,39}$`)

func (c *partnerKeyCmd) Run(std streams) error {
	id := quiz.PartnerID(c.Partner)
	if !partnerID.MatchString(c.Partner) || id.Test() {
		return fmt.Errorf("%w: %q is no partner's id; for a test side, write the id of its partner and --test", errUsage, c.Partner)
	}
	key, err := quiz.NewKey(rand.Reader, c.Test)
	if err != nil {
		return err
	}
	side := "live"
	if c.Test {
		side, id = "test", id.TestSide()
	}
	if _, err := fmt.Fprintf(std.Out, keyText, c.Partner, key, quiz.HashOf(key), side); err != nil {
		return err
	}
	// What is wrong with the content is for "attune check" to say.
	lib, _ := content.Load(c.fs())
	base := strings.TrimRight(c.BaseURL, "/")
	snippet := app.Snippet(lib, base, id, "en")
	if snippet == "" {
		return nil
	}
	_, err = fmt.Fprintf(std.Out, snippetText, strings.ReplaceAll(snippet, "\n", "\n    "), base, id)
	return err
}

const keyText = `The key, for the servers of %[1]s alone. It is shown this once and kept nowhere:

  %[2]s

Add to the entry of %[1]s in the partners' file, and send the server a SIGHUP or
wait a few seconds:

    keys:
      - hash: "%[3]x"
        side: %[4]s
`

const snippetText = `
For its pages, where the test is to stand:

    %[1]s

With topic, article, language and colours it is made at
%[2]s/partners/%[3]s/embed
`

type partnerSecretCmd struct{}

func (c *partnerSecretCmd) Run(std streams) error {
	secret, err := quiz.NewWebhookSecret(rand.Reader)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(std.Out, secret)
	return err
}
