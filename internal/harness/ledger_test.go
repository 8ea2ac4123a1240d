package harness_test

import (
	"context"
	"database/sql"
	"sync"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"github.com/attune-quiz/attune/internal/harness"
)

// ledgers begin n attempts.
func ledgers(t testing.TB, url string, n int) []*harness.Ledger {
	t.Helper()
	ls := make([]*harness.Ledger, n)
	for i, v := range visitors(t, url, n) {
		ls[i] = &harness.Ledger{Visitor: v}
	}
	return ls
}

// lead leads the ledgers to another server.
func lead(ls []*harness.Ledger, url string) {
	for _, l := range ls {
		l.Close()
		l.Wire = harness.NewWire(url)
	}
}

// running is a churn in the background.
type running struct {
	*harness.Churn
	stop func()
}

// churn lets the ledgers save until stop is called, which fails the test if
// anything was lost.
func churn(t testing.TB, ls []*harness.Ledger, again func(*harness.Ledger)) running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	c := &harness.Churn{Ledgers: ls, Again: again}
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := c.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	return running{c, sync.OnceFunc(func() { cancel(); wg.Wait() })}
}

// verify wants all that was acknowledged.
func verify(t testing.TB, ls []*harness.Ledger) {
	t.Helper()
	for _, l := range ls {
		if err := l.Verify(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

// back waits until a save has succeeded after the moment, and returns how
// long that took.
func back(t testing.TB, c *harness.Churn, since time.Time) time.Duration {
	t.Helper()
	for time.Since(since) < 30*time.Second {
		if c.Since() < time.Since(since) {
			return time.Since(since)
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("no save succeeds after half a minute: %v", c.First())
	return 0
}

// sound wants an intact SQLite file.
func sound(t testing.TB, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	check(t, err)
	defer db.Close()
	var said string
	check(t, db.QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&said))
	if said != "ok" {
		t.Fatalf("integrity check: %s", said)
	}
}
