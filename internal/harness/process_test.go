package harness_test

import (
	"bufio"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/harness"
)

const writers = 16

// TestKill9 (R1) kills the server under sixteen writers again and again: every
// save that was acknowledged is there, and the file is intact.
//
// Holds: R1, ASVS 2.3.3
func TestKill9(t *testing.T) {
	db := filepath.Join(t.TempDir(), "attune.db")
	server := serve(t, db)
	ls := ledgers(t, server.URL, writers)
	acked := int64(0)
	for range *kills {
		c := churn(t, ls, nil)
		time.Sleep(time.Duration(50+rand.IntN(450)) * time.Millisecond)
		check(t, server.Kill())
		c.stop()
		acked += c.Saved.Load()
		sound(t, db)
		server = serve(t, db)
		lead(ls, server.URL)
		verify(t, ls)
	}
	t.Logf("%d kills under %d writers: %d saves acknowledged, none lost, integrity ok", *kills, writers, acked)
}

// TestFsync (R2) watches the server's calls of the kernel: between reading a
// save and answering it, the journal was synced to the disk; for one writer
// after another, and for sixteen that share commits.
//
// Holds: R2
func TestFsync(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		if os.Getenv("ATTUNE_TEST_ALL") == "1" {
			t.Fatal("no strace: apt-get install strace")
		}
		t.Skip("no strace: apt-get install strace")
	}
	for name, n := range map[string]int{"alone": 1, "grouped": writers} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			trace := filepath.Join(dir, "trace")
			cmd := command(t, filepath.Join(dir, "attune.db"))
			cmd.Args = append([]string{"strace", "-f", "-y", "-s", "32", "-o", trace,
				"-e", "trace=fsync,fdatasync,read,write"}, append([]string{cmd.Path}, cmd.Args[1:]...)...)
			cmd.Path = strace
			server := start(t, cmd)
			ls := ledgers(t, server.URL, n)
			c := churn(t, ls, nil)
			time.Sleep(stretch(time.Second, 5*time.Second))
			c.stop()
			check(t, server.Stop())
			saves, syncs := syncedBefore(t, trace)
			t.Logf("%d writers: %d saves answered, each after a sync of the journal, %d syncs", n, saves, syncs)
			if saves < int(c.Saved.Load()) || saves == 0 {
				t.Errorf("the trace shows %d saves of %d", saves, c.Saved.Load())
			}
			if n == 1 && syncs < saves {
				t.Errorf("got %d syncs for %d saves one after another", syncs, saves)
			}
		})
	}
}

var (
	callOf  = regexp.MustCompile(`^(\d+) +(read|write|fsync|fdatasync)\((\d+)<([^>]*)>`)
	resumed = regexp.MustCompile(`^(\d+) +<\.\.\. (read|write|fsync|fdatasync) resumed>`)
)

// syncedBefore reads a trace of strace. It fails the test at the first save
// that was answered without a sync of the journal since its request was read.
func syncedBefore(t *testing.T, trace string) (saves, syncs int) {
	t.Helper()
	f, err := os.Open(trace)
	check(t, err)
	defer f.Close()
	type call struct{ name, fd, path string }
	open := map[string]call{}   // by thread: a call that was interrupted in the trace
	asked := map[string]int{}   // by socket: syncs when a save was read
	waiting := map[string]int{} // syncs that have begun, by thread
	scan := bufio.NewScanner(f)
	begun := 0
	for scan.Scan() {
		line := scan.Text()
		var thread string
		var now call
		ended := !strings.Contains(line, "<unfinished")
		if m := callOf.FindStringSubmatch(line); m != nil {
			thread, now = m[1], call{m[2], m[3], m[4]}
			if strings.HasSuffix(now.path, "-wal") && strings.Contains(now.name, "sync") {
				begun++
				waiting[thread] = begun
			}
			// An answer counts from when it begins.
			if at, ok := asked[now.fd]; ok && now.name == "write" && strings.Contains(line, `"HTTP/1.1 200`) {
				if syncs <= at {
					t.Fatalf("a save was answered before its sync: %s", line)
				}
				saves++
				delete(asked, now.fd)
			}
			open[thread] = now
		} else if m := resumed.FindStringSubmatch(line); m != nil {
			thread, now = m[1], open[m[1]]
		}
		if !ended || now.name == "" {
			continue
		}
		switch {
		case now.name == "read" && strings.Contains(line, `UT /v1/attempts/`): // net/http may read the first byte alone
			asked[now.fd] = begun // a sync that had begun may have missed it
		case strings.HasSuffix(now.path, "-wal") && strings.Contains(now.name, "sync") && strings.HasSuffix(line, "= 0"):
			syncs = max(syncs, waiting[thread])
		}
	}
	check(t, scan.Err())
	return saves, syncs
}

// TestStop (R6) ends the server as an operator does: what is in flight
// completes, and the process ends well within ten seconds.
//
// Holds: R6
func TestStop(t *testing.T) {
	db := filepath.Join(t.TempDir(), "attune.db")
	server := serve(t, db)
	ls := ledgers(t, server.URL, writers)
	c := churn(t, ls, nil)
	time.Sleep(300 * time.Millisecond)
	begun := time.Now()
	if err := server.Stop(); err != nil {
		t.Errorf("the server ended with %v", err)
	}
	t.Logf("stopped in %v", time.Since(begun).Round(time.Millisecond))
	c.stop()
	lead(ls, serve(t, db).URL)
	verify(t, ls)
}

// TestBackupUnderLoad (R11) copies the database while sixteen writers save,
// restores the copy elsewhere and serves it: each attempt is as it was at one
// moment of the backup, and one erased since is gone.
//
// Holds: R11
func TestBackupUnderLoad(t *testing.T) {
	dir := t.TempDir()
	db, file, other := filepath.Join(dir, "attune.db"), filepath.Join(dir, "copy.db"), filepath.Join(dir, "other.db")
	server := serve(t, db)
	ls := ledgers(t, server.URL, writers)
	gone := visitors(t, server.URL, 1)[0]
	c := churn(t, ls, nil)
	time.Sleep(300 * time.Millisecond)
	before := make([]int, len(ls))
	c.stop()
	for i, l := range ls {
		before[i] = l.Acked
	}
	c = churn(t, ls, nil)
	begun := time.Now()
	run(t, "backup", "--db", db, file)
	took := time.Since(begun)
	c.stop()
	check(t, gone.Erase(t.Context()))
	check(t, server.Stop())

	said := run(t, "restore", "--db", other, "--erasures", db+".erasures", file)
	if !strings.Contains(said, "Erased again: 1 of the 1 that") {
		t.Errorf("restore said %q", said)
	}
	sound(t, other)
	again := serve(t, other)
	lead(ls, again.URL)
	for i, l := range ls {
		got, err := l.Responses(t.Context())
		check(t, err)
		found := false
		for saves := before[i]; saves <= l.Acked && !found; saves++ {
			found = l.Holds(got, saves)
		}
		if !found {
			t.Errorf("attempt %d is as at no moment of the backup", i)
		}
	}
	gone.Close()
	gone.Wire = harness.NewWire(again.URL)
	if _, err := gone.Responses(t.Context()); err == nil {
		t.Error("what was erased is back")
	}
	t.Logf("backup in %v beside %s", took.Round(time.Millisecond), c.Churn)
}

func run(t testing.TB, args ...string) string {
	t.Helper()
	out, err := exec.Command(built(t), args...).CombinedOutput()
	if err != nil {
		t.Fatalf("attune %v: %v\n%s", args, err, out)
	}
	return string(out)
}
