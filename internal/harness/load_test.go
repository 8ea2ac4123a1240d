package harness_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/harness"
	"github.com/attune-quiz/attune/internal/store/pgtest"
)

// savers save at the same time.
const savers = 64

// noErrors fails where a load met with any.
func noErrors(t testing.TB, o *harness.Outcome) {
	t.Helper()
	if n, first := o.Failed(); n > 0 {
		t.Errorf("%d failed of %d: %v", n, int64(n)+o.Done(), first)
	}
}

// steps runs a load at rising rates and prints a line for each.
func steps(t *testing.T, title, file string, rates []float64, at func(rate float64) harness.Load) []*harness.Outcome {
	t.Helper()
	var all []*harness.Outcome
	for _, rate := range rates {
		o := at(rate).Run(t.Context())
		t.Logf("%s, %s", title, o)
		noErrors(t, o)
		all = append(all, o)
	}
	if *out != "" {
		check(t, os.MkdirAll(*out, 0o755))
		check(t, os.WriteFile(filepath.Join(*out, file), []byte(harness.Plot(title, all)), 0o644))
	}
	return all
}

// TestLoad saves single responses and takes whole journeys at rising rates.
func TestLoad(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		load(t, filepath.Join(t.TempDir(), "attune.db"), "sqlite", 3500)
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		load(t, pgtest.Start(t).Database(t), "postgres", 2500)
	})
}

func load(t *testing.T, db, name string, target float64) {
	server := serve(t, db)
	vs := visitors(t, server.URL, savers)
	d := stretch(time.Second, 10*time.Second)
	rates, walks := []float64{100, 200}, []float64{2}
	if *full {
		rates = []float64{500, 1000, 1500, 2000, 2500, 3000, 3500, 4000, 4500}
		walks = []float64{10, 20, 40, 60, 70, 80, 100}
	}
	steps(t, "saves on "+name, "saves-"+name+".svg", rates, func(rate float64) harness.Load { return saving(vs, rate, d) })
	most := saving(vs, 0, d).Run(t.Context())
	noErrors(t, most)
	t.Logf("saves on %s, %s", name, most)
	steps(t, "journeys on "+name, "journeys-"+name+".svg", walks, func(rate float64) harness.Load {
		return journeys(t, server.URL, 32, rate, d)
	})
	fastest := journeys(t, server.URL, 32, 0, d).Run(t.Context())
	noErrors(t, fastest)
	t.Logf("journeys on %s, %s", name, fastest)
	if *full && most.Throughput() < target {
		t.Errorf("got %.0f saves a second, want %.0f", most.Throughput(), target)
	}
	check(t, server.Stop())
}

// TestLoadBare compares durable saves with a server that does nothing else,
// in turns in the same run: the ratio is the figure, for machines are shared.
func TestLoadBare(t *testing.T) {
	if *bare == "" {
		t.Skip("no server to compare with: make load-bare BARE=folder")
	}
	dir := t.TempDir()
	check(t, compile(*bare, ".", filepath.Join(dir, "bare")))
	ours := serve(t, filepath.Join(dir, "attune.db"))
	port := "127.0.0.1:23911"
	cmd := exec.Command(filepath.Join(dir, "bare"), "-addr", port, "-db", filepath.Join(dir, "bare.db"))
	check(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	theirs := bareVisitors(t, "http://"+port, savers)
	vs := visitors(t, ours.URL, savers)
	d := stretch(3*time.Second, 10*time.Second)
	var ratios []float64
	for round := range 3 {
		b, o := saving(theirs, 0, d).Run(t.Context()), saving(vs, 0, d).Run(t.Context())
		noErrors(t, b)
		noErrors(t, o)
		t.Logf("round %d: bare, %s", round+1, b)
		t.Logf("round %d: ours, %s", round+1, o)
		ratios = append(ratios, o.Throughput()/b.Throughput())
	}
	slices.Sort(ratios)
	t.Logf("ours is %.0f %% of bare (%.0f %% to %.0f %%)", 100*ratios[1], 100*ratios[0], 100*ratios[2])
	if ratios[1] < 0.6 {
		t.Errorf("got %.2f of the bare server, want 0.60", ratios[1])
	}
}

// bareVisitors are as visitors, of the server that asks for nothing.
func bareVisitors(t *testing.T, url string, n int) []*harness.Visitor {
	t.Helper()
	var items []string
	for i := range 44 {
		items = append(items, "an"+string(rune('0'+i/10))+string(rune('0'+i%10)))
	}
	vs := make([]*harness.Visitor, n)
	for i := range vs {
		vs[i] = &harness.Visitor{Wire: harness.NewWire(url)}
		t.Cleanup(vs[i].Close)
		for range 100 { // until it listens
			if err := vs[i].Begin(t.Context(), "full", ""); err == nil {
				break
			}
			time.Sleep(50 * time.Millisecond)
		}
		vs[i].Items = items
	}
	return vs
}
