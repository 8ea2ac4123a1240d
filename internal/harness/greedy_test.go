package harness_test

import (
	"context"
	"os"
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

// TestPartnerFlood lets one partner's visitors come at several times the rate
// that a partner has: another's are served as fast as before.
//
// Holds: S2, ASVS 15.2.2
func TestPartnerFlood(t *testing.T) {
	dir := t.TempDir()
	partners := filepath.Join(dir, "partners.yaml")
	check(t, os.WriteFile(partners, []byte(twoPartners), 0o600))
	server := serve(t, filepath.Join(dir, "attune.db"), "--partners", partners, "--partner-limit", "300/s")
	flood, others := through(t, server.URL, "acme", 32), through(t, server.URL, "globex", 8)
	d := stretch(1500*time.Millisecond, 10*time.Second)
	const rate, flooding = 100, 1500
	saving(others, rate, d/3).Run(t.Context()) // until everything is in use

	var quiet, beside harness.Histogram
	for range 3 { // in turns: the machine is shared
		merge(t, &quiet, saving(others, rate, d/3).Run(t.Context()))
		ended := make(chan *harness.Outcome, 1)
		go func() { ended <- saving(flood, flooding, d/3+500*time.Millisecond).Run(t.Context()) }()
		time.Sleep(500 * time.Millisecond) // until what may come at once has come
		merge(t, &beside, saving(others, rate, d/3).Run(t.Context()))
		o := <-ended
		t.Logf("the flood, %s", o)
		if o.Errors()["429"] == 0 {
			t.Errorf("nothing of the flood was refused: %v", o.Errors())
		}
	}
	ratio := func(q float64) float64 { return float64(beside.Quantile(q)) / float64(quiet.Quantile(q)) }
	t.Logf("another's saves alone, %s", &quiet)
	t.Logf("another's saves beside, %s: ratio p50 %.2f, p90 %.2f", &beside, ratio(.5), ratio(.9))
	if *full && ratio(.5) > 2 {
		t.Errorf("another's saves are %.2f times as slow at p50, want 2 at most", ratio(.5))
	}
}

const twoPartners = `partners:
  - {id: acme, name: Acme, controller: Acme GmbH, privacy: "https://acme.example/privacy", origins: ["https://acme.example"]}
  - {id: globex, name: Globex, controller: Globex SA, privacy: "https://globex.example/privacy", origins: ["https://globex.example"]}
`

// through begins n attempts of a partner's visitors.
func through(t testing.TB, url, partner string, n int) []*harness.Visitor {
	t.Helper()
	consent := consentOf(t, url)
	vs := make([]*harness.Visitor, n)
	for i := range vs {
		vs[i] = &harness.Visitor{Wire: harness.NewWire(url), Partner: partner}
		check(t, vs[i].Begin(t.Context(), "full", consent))
		t.Cleanup(vs[i].Close)
	}
	return vs
}
