package app

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// As many documents as there are places are rendered at once; a few wait for a
// while, more are told to come back, and pages wait for nobody.
//
// Holds: S2, ASVS 15.2.2
func TestPress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refused, rendered := 0, map[string]int{}
		p := newPress(func() { refused++ }, func(_ context.Context, what string) func(error) { return func(error) { rendered[what]++ } })
		p.places, p.room = make(chan struct{}, 1), 1
		release, first := make(chan struct{}), make(chan error)
		go func() { first <- p.do(t.Context(), "playbook", func() error { <-release; return nil }) }()
		synctest.Wait()

		waits := make(chan error)
		go func() { waits <- p.do(t.Context(), "summary", func() error { return nil }) }()
		synctest.Wait()
		if err := p.do(t.Context(), "card", nil); !errors.Is(err, quiz.ErrBusy) {
			t.Errorf("a third: got %v, want busy at once", err)
		}
		if err := p.do(t.Context(), "page", func() error { return nil }); err != nil {
			t.Errorf("a page: got %v, want it rendered", err)
		}
		close(release)
		if err := errors.Join(<-first, <-waits); err != nil {
			t.Errorf("the first two: got %v, want them rendered", err)
		}
		if refused != 1 || rendered["playbook"] != 1 || rendered["summary"] != 1 || rendered["page"] != 1 {
			t.Errorf("got %d refused and %v rendered, want 1 and one of each", refused, rendered)
		}
	})
}

func TestPressEndsWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(func() {}, func(context.Context, string) func(error) { return func(error) {} })
		p.places = make(chan struct{}, 1)
		p.places <- struct{}{}
		begun := time.Now()
		if err := p.do(t.Context(), "card", nil); !errors.Is(err, quiz.ErrBusy) || time.Since(begun) != printPatience {
			t.Errorf("got %v after %v, want busy after %v", err, time.Since(begun), printPatience)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := p.do(ctx, "card", nil); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want an end with the request's", err)
		}
		if got := p.waiting.Load(); got != 0 {
			t.Errorf("%d still wait", got)
		}
	})
}
