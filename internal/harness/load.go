package harness

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Load is a stretch of work by many workers at once.
type Load struct {
	// Rate is how many tasks are due each second. Each is timed from when it
	// was due, whether or not a worker was free: what waits counts, so that a
	// server that stands still is not asked less. 0: as fast as they can.
	Rate    float64
	Workers int
	For     time.Duration
	// Task does the n-th task as the given worker.
	Task func(ctx context.Context, worker, n int) error
}

// Outcome is what a load met with.
type Outcome struct {
	Offered float64 // a second; 0: as fast as they could
	Latency Histogram
	Took    time.Duration

	mu     sync.Mutex
	errors map[string]int
	first  error
}

// Run runs the load to its end. A cancelled ctx ends it early.
func (l Load) Run(ctx context.Context) *Outcome {
	o := &Outcome{Offered: l.Rate, errors: map[string]int{}}
	start := time.Now()
	var next atomic.Int64
	var wg sync.WaitGroup
	for worker := range l.Workers {
		wg.Go(func() {
			for ctx.Err() == nil {
				n := int(next.Add(1)) - 1
				due := l.due(start, n)
				if due.Sub(start) >= l.For {
					return
				}
				time.Sleep(time.Until(due))
				o.note(l.Task(ctx, worker, n), time.Since(due))
			}
		})
	}
	wg.Wait()
	o.Took = time.Since(start)
	return o
}

func (l Load) due(start time.Time, n int) time.Time {
	if l.Rate == 0 {
		return time.Now()
	}
	return start.Add(time.Duration(float64(n) / l.Rate * float64(time.Second)))
}

func (o *Outcome) note(err error, took time.Duration) {
	if err == nil {
		o.Latency.Add(took)
		return
	}
	kind := "connection"
	var status Status
	if errors.As(err, &status) {
		kind = fmt.Sprint(status.Code)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.errors[kind]++
	if o.first == nil {
		o.first = err
	}
}

// Done returns how many tasks succeeded.
func (o *Outcome) Done() int64 { return o.Latency.Count() }

// Throughput returns how many tasks succeeded a second.
func (o *Outcome) Throughput() float64 { return float64(o.Done()) / o.Took.Seconds() }

// Failed returns how many tasks failed, and the first error.
func (o *Outcome) Failed() (n int, first error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, count := range o.errors {
		n += count
	}
	return n, o.first
}

// Errors counts the failed tasks by status, or "connection".
func (o *Outcome) Errors() map[string]int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return maps.Clone(o.errors)
}

// String is one line of a report.
func (o *Outcome) String() string {
	offered := "as fast as it goes"
	if o.Offered > 0 {
		offered = fmt.Sprintf("offered %.0f/s", o.Offered)
	}
	line := fmt.Sprintf("%s: %.0f/s, %s", offered, o.Throughput(), &o.Latency)
	errs := o.Errors()
	for _, kind := range slices.Sorted(maps.Keys(errs)) {
		line += fmt.Sprintf(", %d × %s", errs[kind], kind)
	}
	return line
}
