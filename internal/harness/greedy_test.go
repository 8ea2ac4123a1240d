package harness_test

import (
	"context"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/harness"
)

// finished takes a whole test and returns its visitor.
func finished(t testing.TB, url string) *harness.Visitor {
	t.Helper()
	v := &harness.Visitor{Wire: harness.NewWire(url)}
	t.Cleanup(v.Close)
	check(t, v.Journey(t.Context(), consentOf(t, url)))
	return v
}

// TestSlowClients (R5) lets two hundred slow clients at a server that takes
// fewer connections than they are: others save and come in anew as if they were
// alone, and those who are slow are turned away.
//
// Holds: R5
func TestSlowClients(t *testing.T) {
	const most, rate = 128, 300
	server := serve(t, filepath.Join(t.TempDir(), "attune.db"), "--connections", strconv.Itoa(most), "--connections-each", "0")
	vs, greedy := visitors(t, server.URL, 16), finished(t, server.URL)
	for _, v := range vs {
		v.Again = true
	}
	d := stretch(2*time.Second, 15*time.Second)
	quiet := saving(vs, rate, d).Run(t.Context())

	crowd := &harness.Crowd{URL: server.URL, Path: "/v1/attempts/" + greedy.ID + "/playbook.pdf", Token: greedy.Token, Size: 200}
	ctx, end := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { crowd.Run(ctx) })
	defer func() { end(); wg.Wait() }()
	for crowd.Connected.Load() < 200 {
		time.Sleep(10 * time.Millisecond)
	}
	besides := make(chan *harness.Outcome, 1)
	go func() { besides <- newcomers(t, server.URL, d).Run(t.Context()) }()
	saves := saving(vs, rate, d).Run(t.Context())
	came := <-besides
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/": 200} {
		if got := status(t, server.URL, path); got != want {
			t.Errorf("%s: got %d, want %d", path, got, want)
		}
	}
	t.Logf("saves alone, %s", quiet)
	t.Logf("saves beside 200 slow clients, %s", saves)
	t.Logf("pages for newcomers beside them, %s", came)
	t.Logf("%d connections of the crowd for %d places, %d turned away", crowd.Connected.Load(), most, crowd.TurnedAway.Load())
	noErrors(t, quiet)
	noErrors(t, saves)
	noErrors(t, came)
	if crowd.TurnedAway.Load() == 0 {
		t.Error("nobody of the crowd was turned away")
	}
	if p99 := saves.Latency.Quantile(.99); *full && p99 > 50*time.Millisecond {
		t.Errorf("p99 of saves is %v beside the crowd, want 50 ms at most", p99)
	}
}

// newcomers is a load of visitors who each connect anew to see the first page.
func newcomers(t testing.TB, url string, d time.Duration) harness.Load {
	t.Helper()
	return harness.Load{
		Rate: 20, Workers: 4, For: d,
		Task: func(ctx context.Context, _, _ int) error {
			w := harness.NewWire(url)
			defer w.Close()
			code, body, err := w.Do(ctx, "GET", "/", "", "")
			if err == nil && code != 200 {
				return harness.Status{Code: code, Body: string(body)}
			}
			return err
		},
	}
}
