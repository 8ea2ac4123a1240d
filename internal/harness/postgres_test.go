package harness_test

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/harness"
	"github.com/attune-quiz/attune/internal/store/pgtest"
)

// TestPostgresFaults (R7) restarts the database, crashes it and terminates its
// backends under sixteen writers: nothing that was acknowledged is lost, and
// saves go on within five seconds of the database's return.
//
// Holds: R7
func TestPostgresFaults(t *testing.T) {
	cluster := pgtest.Start(t)
	server := serve(t, cluster.Database(t))
	ls := ledgers(t, server.URL, writers)
	for _, fault := range []struct {
		name string
		do   func()
	}{
		{"restart", func() { cluster.Stop(t, "fast"); cluster.Start(t) }},
		{"immediate stop", func() { cluster.Stop(t, "immediate"); cluster.Start(t) }},
		{"terminated backends", func() {
			for range 5 {
				cluster.SQL(t, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'attune'")
				time.Sleep(100 * time.Millisecond)
			}
		}},
	} {
		c := churn(t, ls, nil)
		time.Sleep(stretch(500*time.Millisecond, 5*time.Second))
		fault.do()
		took := back(t, c.Churn, time.Now())
		time.Sleep(300 * time.Millisecond)
		c.stop()
		verify(t, ls)
		t.Logf("%s: back %v after; %s", fault.name, took.Round(time.Millisecond), c)
		if took > 5*time.Second {
			t.Errorf("%s: back after %v, want 5 s", fault.name, took)
		}
		if got := status(t, server.URL, "/readyz"); got != 200 {
			t.Errorf("%s: /readyz: got %d, want 200", fault.name, got)
		}
	}
	if strings.Contains(server.Log(), "canary-password") {
		t.Error("the log holds the password")
	}
}

// TestPostgresAway wants a server without its database alive but not ready.
//
// Holds: R7
func TestPostgresAway(t *testing.T) {
	cluster := pgtest.Start(t)
	server := serve(t, cluster.Database(t))
	cluster.Stop(t, "fast")
	if got := status(t, server.URL, "/readyz"); got != 503 {
		t.Errorf("/readyz: got %d, want 503", got)
	}
	if got := status(t, server.URL, "/healthz"); got != 200 {
		t.Errorf("/healthz: got %d, want 200", got)
	}
	cluster.Start(t)
	if got := status(t, server.URL, "/readyz"); got != 200 {
		t.Errorf("/readyz after the return: got %d, want 200", got)
	}
}

// TestPostgresLink (R8) makes the link to the database slow, sliced and cut.
//
// Holds: R8
func TestPostgresLink(t *testing.T) {
	cluster := pgtest.Start(t)
	direct, err := url.Parse(cluster.Database(t))
	check(t, err)
	link, err := harness.NewProxy(direct.Host)
	check(t, err)
	defer link.Close()
	server := serve(t, cluster.Address(strings.TrimPrefix(direct.Path, "/"), link.Port()))
	ls := ledgers(t, server.URL, writers)
	for _, fault := range []struct {
		name string
		do   func()
	}{
		{"20 ms each way", func() { link.Slow(20*time.Millisecond, 0); time.Sleep(stretch(time.Second, 5*time.Second)) }},
		{"slices of 100 bytes", func() { link.Slow(0, 100); time.Sleep(stretch(time.Second, 5*time.Second)) }},
		{"resets", func() {
			for range 5 {
				link.Reset()
				time.Sleep(100 * time.Millisecond)
			}
		}},
		{"a second away", func() { link.Down(true); time.Sleep(time.Second); link.Down(false) }},
	} {
		c := churn(t, ls, nil)
		time.Sleep(200 * time.Millisecond)
		fault.do()
		link.Slow(0, 0)
		took := back(t, c.Churn, time.Now())
		c.stop()
		verify(t, ls)
		t.Logf("%s: back %v after; %s", fault.name, took.Round(time.Millisecond), c)
		if took > 5*time.Second {
			t.Errorf("%s: back after %v, want 5 s", fault.name, took)
		}
	}
}

// TestReplicas runs two replicas on one database, one of which is killed at
// intervals under load: no acknowledged save is lost, and no event is doubled
// under another id.
func TestReplicas(t *testing.T) {
	address := pgtest.Start(t).Database(t)
	events := filepath.Join(t.TempDir(), "events.jsonl")
	var mu sync.Mutex
	replicas := []*harness.Child{serve(t, address, "--events", events), serve(t, address, "--events", events)}
	at := func(i int) *harness.Child { mu.Lock(); defer mu.Unlock(); return replicas[i%2] }

	ls := ledgers(t, at(0).URL, writers)
	turns := make(map[*harness.Ledger]int, len(ls))
	for i, l := range ls {
		turns[l] = i
	}
	again := func(l *harness.Ledger) { // as a balancer does: to the other replica
		mu.Lock()
		turns[l]++
		turn := turns[l]
		mu.Unlock()
		lead([]*harness.Ledger{l}, at(turn).URL)
	}
	c := churn(t, ls, again)
	interval := stretch(time.Second, 10*time.Second)
	rounds := 3
	if *full {
		rounds = 6
	}
	walks := make(chan []*harness.Visitor, 1)
	end := make(chan struct{})
	go func() { walks <- walk(t, func(i int) string { return at(i).URL }, end) }()
	for i := range rounds {
		time.Sleep(interval)
		check(t, at(i).Kill())
		next := serve(t, address, "--events", events)
		mu.Lock()
		replicas[i%2] = next
		mu.Unlock()
	}
	close(end)
	walked := <-walks
	c.stop()
	verify(t, ls)
	t.Logf("%d replicas killed, every %v: %s; %d journeys", rounds, interval, c, len(walked))
	if failed, all := c.Failed.Load(), c.Failed.Load()+c.Saved.Load(); failed*100 > all {
		t.Errorf("%d of %d calls failed, want 1 %% at most", failed, all)
	}
	wantEvents(t, events, walked, ls)
}

// walk takes the short test again and again until end, at one replica and
// then the other, and returns the visitors whose finish was acknowledged.
func walk(t *testing.T, url func(int) string, end <-chan struct{}) []*harness.Visitor {
	return walkFrom(t, "", url, end)
}

// walkFrom is walk for visitors whom a partner sent.
func walkFrom(t *testing.T, partner string, url func(int) string, end <-chan struct{}) (done []*harness.Visitor) {
	const tries = 500 // ten seconds: a server that was killed is back by then
	consent := consentOf(t, url(0))
	for i := 0; ; i++ {
		select {
		case <-end:
			return done
		default:
		}
		v := &harness.Visitor{Wire: harness.NewWire(url(i)), Partner: partner}
		if err := v.Begin(t.Context(), "short", consent); err != nil {
			v.Close()
			continue
		}
		for try := 0; ; try++ { // every step can be asked for again
			err := finish(t, v)
			v.Close()
			if err == nil {
				done = append(done, v)
				break
			}
			if try == tries {
				t.Errorf("no finish after %d tries: %v", try, err)
				break
			}
			time.Sleep(20 * time.Millisecond)
			v.Wire = harness.NewWire(url(i + try))
		}
	}
}

func finish(t *testing.T, v *harness.Visitor) error {
	for item := range v.Items {
		if err := v.Save(t.Context(), item, 1+item%5); err != nil {
			var refused harness.Status
			if asStatus(err, &refused) && refused.Code == 409 {
				break // the finish went through before the link broke
			}
			return err
		}
	}
	_, err := v.Finish(t.Context())
	return err
}

// wantEvents waits until every event that is due has arrived, and fails where
// one came under two ids.
func wantEvents(t *testing.T, path string, finished []*harness.Visitor, begun []*harness.Ledger) {
	t.Helper()
	deadline := time.Now().Add(2 * time.Minute) // a killed replica's lease must run out
	for {
		ids, lines := readEvents(t, path)
		missing := 0
		for _, v := range finished {
			if ids[describe("attempt.finished", v.ID)] == "" || ids[describe("attempt.started", v.ID)] == "" {
				missing++
			}
		}
		for _, l := range begun {
			if ids[describe("attempt.started", l.ID)] == "" {
				missing++
			}
		}
		if missing == 0 {
			t.Logf("%d events in %d deliveries, each under one id", len(ids), lines)
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d events are missing", missing)
		}
		time.Sleep(200 * time.Millisecond)
	}
}

func describe(kind, attempt string) string { return fmt.Sprint(kind, " ", attempt) }
