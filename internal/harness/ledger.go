package harness

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// Ledger is a visitor who changes one response after another, for ever, and
// remembers what was acknowledged. A save that failed is asked for again, so
// that at most one is in doubt.
type Ledger struct {
	*Visitor
	Acked int // saves that were acknowledged
}

// nth is the n-th save: item by item, round by round, each round another value.
func nth(items, n int) (item, value int) {
	item, round := n%items, n/items
	return item, 1 + (item+2*round)%5
}

// Step asks for the next save.
func (l *Ledger) Step(ctx context.Context) error {
	item, value := nth(len(l.Items), l.Acked)
	if err := l.Save(ctx, item, value); err != nil {
		return err
	}
	l.Acked++
	return nil
}

// After is what an attempt of so many items holds after so many saves.
func After(items []string, saves int) map[string]int {
	held := map[string]int{}
	for n := max(0, saves-len(items)); n < saves; n++ {
		item, value := nth(len(items), n)
		held[items[item]] = value
	}
	return held
}

// Holds reports whether the attempt is as it was after so many saves.
func (l *Ledger) Holds(got map[string]int, saves int) bool {
	want := After(l.Items, saves)
	if len(got) != len(want) {
		return false
	}
	for id, value := range want {
		if got[id] != value {
			return false
		}
	}
	return true
}

// ErrLost is the error of an attempt that does not hold what was acknowledged.
var ErrLost = errors.New("an acknowledged save is lost")

// Verify asks what is stored: everything that was acknowledged, and perhaps
// the one save that is in doubt.
func (l *Ledger) Verify(ctx context.Context) error {
	got, err := l.Responses(ctx)
	if err != nil {
		return err
	}
	if !l.Holds(got, l.Acked) && !l.Holds(got, l.Acked+1) {
		return fmt.Errorf("%w: after %d saves %s holds %v, want %v", ErrLost, l.Acked, l.ID, got, After(l.Items, l.Acked))
	}
	return nil
}

// Churn is ledgers at work.
type Churn struct {
	Ledgers []*Ledger
	// Again is called after each failure, before the next try; it may lead
	// the ledger to another server. May be nil.
	Again func(*Ledger)

	Saved, Failed atomic.Int64
	Latency       Histogram
	last          atomic.Int64 // when a save last succeeded, in Unix nanoseconds

	mu    sync.Mutex
	first error
	lost  error
}

// Run lets every ledger save until ctx ends. After each failure it looks
// whether all that was acknowledged is there. It returns ErrLost if not.
func (c *Churn) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	for _, l := range c.Ledgers {
		wg.Go(func() {
			for ctx.Err() == nil {
				c.step(ctx, l)
			}
		})
	}
	wg.Wait()
	return c.lost
}

func (c *Churn) step(ctx context.Context, l *Ledger) {
	begun := time.Now()
	// What has begun may end: a save cut off here would only be in doubt.
	err := l.Step(context.WithoutCancel(ctx))
	if err == nil {
		c.Saved.Add(1)
		c.Latency.Add(time.Since(begun))
		c.last.Store(time.Now().UnixNano())
		return
	}
	c.Failed.Add(1)
	c.note(&c.first, err)
	for ctx.Err() == nil {
		time.Sleep(10 * time.Millisecond)
		if c.Again != nil {
			c.Again(l)
		}
		if err = l.Verify(ctx); err == nil {
			return
		}
		if errors.Is(err, ErrLost) {
			c.note(&c.lost, err)
			return
		}
	}
}

func (c *Churn) note(where *error, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if *where == nil {
		*where = err
	}
}

// First is the first failure.
func (c *Churn) First() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.first
}

// Since returns how long ago a save last succeeded.
func (c *Churn) Since() time.Duration { return time.Since(time.Unix(0, c.last.Load())) }

// String is one line of a report.
func (c *Churn) String() string {
	saved, failed := c.Saved.Load(), c.Failed.Load()
	return fmt.Sprintf("%d saves acknowledged, %d calls failed (%.3f %%), %s",
		saved, failed, 100*float64(failed)/float64(max(saved+failed, 1)), &c.Latency)
}
