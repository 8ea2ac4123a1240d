package harness_test

import (
	"context"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/app"
	"github.com/attune-quiz/attune/internal/harness"
)

// turned runs the program in this process with a clock that can be set ahead.
func turned(t *testing.T, cfg app.Config) (url string, set func(time.Duration)) {
	t.Helper()
	var ahead atomic.Int64
	ctx, cancel := context.WithCancel(t.Context())
	ready := make(chan string, 1)
	cfg.Now = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	cfg.Ready = func(at app.Addresses) { ready <- at.Public }
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := app.Run(ctx, cfg); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() { cancel(); wg.Wait() })
	return <-ready, func(d time.Duration) { ahead.Store(int64(d)) }
}

// TestClock (R10) sets the clock a day and more ahead and back under writers:
// nothing is lost, and every event comes once.
//
// Holds: R10
func TestClock(t *testing.T) {
	dir := t.TempDir()
	events := filepath.Join(dir, "events.jsonl")
	url, set := turned(t, app.Config{DB: filepath.Join(dir, "attune.db"), Events: events})
	ls := ledgers(t, url, writers)
	var walked []*harness.Visitor
	for _, ahead := range []time.Duration{24 * time.Hour, 0, 25 * time.Hour, 0, -24 * time.Hour, 0} {
		c := churn(t, ls, nil)
		time.Sleep(200 * time.Millisecond)
		set(ahead)
		// Whoever comes now can take the test whatever the clock says.
		end := make(chan struct{})
		time.AfterFunc(stretch(300*time.Millisecond, 3*time.Second), func() { close(end) })
		done := walk(t, func(int) string { return url }, end)
		if len(done) == 0 {
			t.Errorf("nobody could finish with the clock %v ahead", ahead)
		}
		if ahead == 0 {
			walked = append(walked, done...)
			back(t, c.Churn, time.Now())
		}
		c.stop()
		t.Logf("clock %v ahead: %s; %d journeys", ahead, c, len(done))
	}
	verify(t, ls)
	wantEvents(t, events, walked, ls)
}
