package harness_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/harness"
)

// resident is the memory of a process in bytes.
func resident(t *testing.T, pid int) int64 {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	skipUnless(t, err == nil, "no /proc: memory is not measured here")
	var size, pages int64
	if _, err := fmt.Sscan(string(b), &size, &pages); err != nil {
		t.Fatal(err)
	}
	return pages * int64(os.Getpagesize())
}

// TestSoak (R13) saves at a steady rate with journeys beside it and watches
// errors, latency and memory.
//
// Holds: R13
func TestSoak(t *testing.T) {
	const rate = 1000
	server := serve(t, filepath.Join(t.TempDir(), "attune.db"))
	vs := visitors(t, server.URL, savers)
	total := stretch(3*time.Second, time.Minute)
	saving(vs, rate, total/10).Run(t.Context()) // until everything is in use
	ended := make(chan *harness.Outcome, 1)
	go func() { ended <- journeys(t, server.URL, 4, 2, total).Run(t.Context()) }()
	result := make(chan *harness.Outcome, 1)
	go func() { result <- saving(vs, rate, total).Run(t.Context()) }()
	var memory []int64
	for begun := time.Now(); time.Since(begun) < total; time.Sleep(total / 60) {
		memory = append(memory, resident(t, server.PID()))
	}
	saves, walks := <-result, <-ended
	third := len(memory) / 3
	first, last := mean(memory[third:2*third]), mean(memory[2*third:])
	t.Logf("saves for %v, %s", total, saves)
	t.Logf("journeys beside, %s", walks)
	t.Logf("memory %d MB in the second third, %d MB in the last", first>>20, last>>20)
	failed, reason := saves.Failed()
	if float64(failed) > 0.001*float64(saves.Done()) {
		t.Errorf("%d of %d saves failed: %v", failed, saves.Done(), reason)
	}
	// A shorter run ends before memory has found its level.
	if total >= 30*time.Second && last > first+first/5+(8<<20) {
		t.Errorf("memory grew from %d to %d bytes", first, last)
	}
	if p99 := saves.Latency.Quantile(.99); *full && p99 > 10*time.Millisecond {
		t.Errorf("p99 of saves is %v, want 10 ms", p99)
	}
}

func mean(values []int64) (m int64) {
	for _, v := range values {
		m += v / int64(len(values))
	}
	return m
}

// TestMillion stores many finished attempts and compares the latencies of
// saves and results with those of an empty database, in turns in one run.
func TestMillion(t *testing.T) {
	dir := t.TempDir()
	large, small := filepath.Join(dir, "large.db"), filepath.Join(dir, "small.db")
	organic(t, large)
	multiply(t, large, *many)
	info, err := os.Stat(large)
	check(t, err)
	each := float64(info.Size()) / float64(*many)
	stored, empty := serve(t, large), serve(t, small)
	t.Logf("%d finished attempts: %.0f bytes each, the server starts in %v (%v on an empty database)",
		*many, each, stored.Start.Round(time.Millisecond), empty.Start.Round(time.Millisecond))
	if each > 1500 && *many >= 10_000 {
		t.Errorf("got %.0f bytes an attempt, want 1500 at most", each)
	}
	if stored.Start > time.Second {
		t.Errorf("the server starts in %v, want a second at most", stored.Start)
	}
	compare(t, stored.URL, empty.URL)
}

// organic takes whole journeys, so that rows have grown as rows do, and
// reports what the file takes for each of them.
func organic(t *testing.T, db string) {
	t.Helper()
	server := serve(t, db)
	o := journeys(t, server.URL, 16, 0, stretch(time.Second, 30*time.Second)).Run(t.Context())
	noErrors(t, o)
	time.Sleep(1200 * time.Millisecond) // the events are settled
	check(t, server.Stop())
	info, err := os.Stat(db)
	check(t, err)
	t.Logf("%d attempts that grew by saves: %.0f bytes each before events are forgotten", o.Done(), float64(info.Size())/float64(o.Done()))
}

// multiply copies the finished attempts under random ids until there are n.
func multiply(t *testing.T, path string, n int) {
	t.Helper()
	db, err := sql.Open("sqlite", path+"?_pragma=synchronous(OFF)")
	check(t, err)
	defer db.Close()
	db.SetMaxOpenConns(1)
	rows, err := db.QueryContext(t.Context(), "SELECT name FROM pragma_table_info('attempts')")
	check(t, err)
	var columns, values []string
	for rows.Next() {
		var name string
		check(t, rows.Scan(&name))
		columns = append(columns, name)
		switch name {
		case "id":
			name = "'att_' || substr(hex(randomblob(11)), 1, 22)"
		case "expires":
			name = "expires + abs(random()) % 2592000000"
		}
		values = append(values, name)
	}
	check(t, rows.Err())
	_, err = db.ExecContext(t.Context(), "DELETE FROM outbox")
	check(t, err)
	for have := 0; have < n; {
		check(t, db.QueryRowContext(t.Context(), "SELECT count(*) FROM attempts").Scan(&have))
		_, err := db.ExecContext(t.Context(), fmt.Sprintf(
			"INSERT INTO attempts (%s) SELECT %s FROM attempts WHERE status = 'finished' LIMIT %d",
			strings.Join(columns, ", "), strings.Join(values, ", "), min(n-have, 50_000)))
		check(t, err)
	}
	_, err = db.ExecContext(t.Context(), "PRAGMA wal_checkpoint(TRUNCATE)")
	check(t, err)
}

// compare times saves and results on both servers in turns.
func compare(t *testing.T, large, small string) {
	t.Helper()
	const rate = 400
	var saves, results [2]harness.Histogram
	urls := []string{large, small}
	var vs, done [2][]*harness.Visitor
	for i, url := range urls {
		vs[i], done[i] = visitors(t, url, 16), visitors(t, url, 16)
		for _, v := range done[i] {
			for item := range v.Items {
				check(t, v.Save(t.Context(), item, 1+item%5))
			}
			_, err := v.Finish(t.Context())
			check(t, err)
		}
	}
	reading := func(vs []*harness.Visitor, d time.Duration) harness.Load {
		l := saving(vs, rate, d)
		l.Task = func(ctx context.Context, worker, _ int) error {
			_, err := vs[worker].Profile(ctx)
			return err
		}
		return l
	}
	d := stretch(500*time.Millisecond, 3*time.Second)
	for range 6 {
		for i := range urls {
			merge(t, &saves[i], saving(vs[i], rate, d).Run(t.Context()))
			merge(t, &results[i], reading(done[i], d).Run(t.Context()))
		}
	}
	for _, c := range []struct {
		name string
		of   *[2]harness.Histogram
	}{{"saves", &saves}, {"results", &results}} {
		ratio := func(q float64) float64 { return float64(c.of[0].Quantile(q)) / float64(c.of[1].Quantile(q)) }
		t.Logf("%s: %s; on an empty database %s; ratio p50 %.2f, p90 %.2f", c.name, &c.of[0], &c.of[1], ratio(.5), ratio(.9))
		if *full && ratio(.5) > 1.2 {
			t.Errorf("%s: %.2f times as slow at p50, want 1.2 at most", c.name, ratio(.5))
		}
	}
}

func merge(t *testing.T, into *harness.Histogram, o *harness.Outcome) {
	t.Helper()
	noErrors(t, o)
	into.Merge(&o.Latency)
}
