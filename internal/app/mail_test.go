package app_test

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/internal/app"
	"github.com/attune-quiz/attune/internal/post/posttest"
	"github.com/attune-quiz/attune/internal/store/sqlite"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
	"github.com/attune-quiz/attune/scoring"
)

// TestAGateThatPromisesMail does not open a program that cannot keep it, and
// what is wrong with the relay is said before anything listens.
func TestAGateThatPromisesMail(t *testing.T) {
	path := partnersIn(t, "Acme GmbH")
	write(t, path, strings.Replace(strings.Replace(partnersFile, "CONTROLLER", "Acme", 1), "    webhook:", "    gate: email\n    webhook:", 1))
	mailing := quiz.NewPartnerSet(&quiz.Partner{ID: "wiki", Gate: quiz.GateEmail})
	for name, tt := range map[string]struct {
		cfg  app.Config
		want string
	}{
		"a file":        {app.Config{PartnersFile: path}, path + ":7:11: error: an email gate sends the playbook by mail"},
		"a set":         {app.Config{Partners: mailing}, "the gate of partner wiki"},
		"no sender":     {app.Config{SMTP: "smtps://mail.example"}, "the address that letters come from"},
		"a bad relay":   {app.Config{SMTP: "https://mail.example", MailFrom: "a@b.example"}, "smtps://, submission:// or smtp://"},
		"in the clear":  {app.Config{SMTP: "smtp://mail.example", MailFrom: "a@b.example"}, "on this machine alone"},
		"no password":   {app.Config{SMTP: "smtps://zoe@mail.example", MailFrom: "a@b.example"}, "a user and a password"},
		"two passwords": {app.Config{SMTP: "smtps://zoe:s3cret@mail.example", SMTPPassword: "s3cret", MailFrom: "a@b.example"}, "given twice"},
	} {
		tt.cfg.Ready = func(app.Addresses) { t.Errorf("%s: it started", name) }
		err := app.Run(t.Context(), tt.cfg)
		if !errors.Is(err, app.ErrConfig) || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: got %v, want %q", name, err, tt.want)
		}
	}
}

// TestStopsWhileTheRelayHangs: a letter that is on its way to a relay that says
// nothing holds up nobody's end, and is still there for the next start.
func TestStopsWhileTheRelayHangs(t *testing.T) {
	sink := posttest.Start(t, true)
	hangs := make(chan struct{}, 8)
	sink.Answer(func(string) error {
		hangs <- struct{}{}
		<-t.Context().Done()
		return nil
	})
	db := t.TempDir() + "/attune.db"
	id := letterIn(t, db)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	log := &safeBuffer{}
	go func() {
		ended <- app.Run(ctx, app.Config{
			DB: db, SMTP: "smtps://" + strings.Replace(posttest.User, "@", "%40", 1) + "@" + sink.Host, SMTPPassword: posttest.Password,
			MailFrom: "playbook@quiz.example.org", MailRoots: sink.Roots, Log: slog.New(slog.NewTextHandler(log, nil)),
		})
	}()
	select {
	case <-hangs:
	case <-time.After(time.Minute):
		t.Fatalf("no letter was begun: %s", log.String())
	}
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("the program waits for the relay")
	}
	st, err := sqlite.Open(t.Context(), db, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if _, err := st.LetterOf(t.Context(), id); err != nil {
		t.Errorf("the letter is lost: %v", err)
	}
	if strings.Contains(log.String(), "zoe") {
		t.Errorf("the log holds the address: %s", log.String())
	}
}

// letterIn leaves a database with a letter in its queue, as a visitor does who
// passes a gate.
func letterIn(t *testing.T, db string) quiz.AttemptID {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	lib, _ := content.Load(content.Shipped())
	in, err := lib.Instrument("relationship")
	must(err)
	st, err := sqlite.Open(t.Context(), db, time.Now)
	must(err)
	journey := &take.Service{
		Catalogue: lib, Attempts: st, Tallies: st, Versions: st, Gates: st, Letters: st, Now: time.Now, Random: rand.Reader,
		Partners: quiz.NewPartnerSet(&quiz.Partner{ID: "wiki", Gate: quiz.GateEmail}),
	}
	begun, err := journey.Begin(t.Context(), take.Beginning{
		Instrument: in.ID, Form: "short", Locale: "en", Consent: in.Consent, AgeOK: true, Partner: "wiki",
	})
	must(err)
	a := begun.Attempt
	responses := map[quiz.ItemID]scoring.Response{}
	for i, item := range begun.Form.Items {
		responses[item] = scoring.Response(1 + i%5)
	}
	_, err = journey.Save(t.Context(), &a, take.Answers{Responses: responses})
	must(err)
	_, err = journey.Finish(t.Context(), a.ID)
	must(err)
	a, err = journey.Open(t.Context(), a.ID, begun.Token)
	must(err)
	must(journey.Unlock(t.Context(), &a, take.Unlocking{Email: "zoe@example.org"}))
	must(st.Close())
	return a.ID
}
