package sqlite_test

import (
	"bufio"
	"context"
	"database/sql"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/store/sqlite"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/scoring"
)

var kills = flag.Int("kills", 5, "how often the kill test kills its child")

const (
	childVariable = "ATTUNE_KILL_TEST_DB"
	killWriters   = 16
	killItems     = 20
)

// TestMain lets the kill test run this binary as its child.
func TestMain(m *testing.M) {
	if path := os.Getenv(childVariable); path != "" {
		writeUntilKilled(path)
		return
	}
	os.Exit(m.Run())
}

// TestKilled kills a process under sixteen writers and looks whether every
// save that it acknowledged is there.
func TestKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "attune.db")
	s, err := sqlite.Open(t.Context(), path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	var sheets [killWriters]quiz.Sheet
	for w := range killWriters {
		a := attempt(writerID(w))
		a.Sheet = quiz.NewSheet(killItems)
		sheets[w] = a.Sheet.Clone()
		if err := s.Create(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for range *kills {
		acknowledged := killAfter(t, path, 1+rand.IntN(2000))
		checkIntegrity(t, path)
		checkSheets(t, path, sheets, acknowledged)
	}
}

// nth is the n-th save of every writer, n from 1: place by place, round by
// round, a value higher each round.
func nth(n int) quiz.Response {
	round := (n - 1) / killItems
	return quiz.Response{Place: (n - 1) % killItems, Value: scoring.Response(round % int(quiz.MaxValue+1))}
}

func writerID(w int) string { return fmt.Sprint("att_", w) }

// writeUntilKilled is the child: it prints writer and number of each save
// after it was acknowledged.
func writeUntilKilled(path string) {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, path, time.Now)
	if err != nil {
		panic(err)
	}
	var wg sync.WaitGroup
	for w := range killWriters {
		wg.Go(func() {
			for n := 1; ; n++ {
				if _, err := s.Save(ctx, quiz.AttemptID(writerID(w)), []quiz.Response{nth(n)}, time.Time{}); err != nil {
					panic(err)
				}
				fmt.Fprintf(os.Stdout, "%d %d\n", w, n)
			}
		})
	}
	wg.Wait()
}

// killAfter kills the child once it has acknowledged so many saves and
// returns the last number that each writer acknowledged.
func killAfter(t *testing.T, path string, lines int) (last [killWriters]int) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), childVariable+"="+path)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	scan := bufio.NewScanner(out)
	for read := 1; scan.Scan(); read++ {
		var w, n int
		if _, err := fmt.Sscan(scan.Text(), &w, &n); err != nil {
			t.Fatalf("child said %q: %v", scan.Text(), err)
		}
		last[w] = n
		if read == lines {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := child.Wait(); err == nil || child.ProcessState.Exited() {
		t.Fatalf("the child was not killed: %v", err)
	}
	return last
}

func checkIntegrity(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var got string
	if err := db.QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&got); err != nil || got != "ok" {
		t.Fatalf("integrity check: %s, %v", got, err)
	}
}

// checkSheets wants each sheet as it was after the last acknowledged save, or
// one further: the save that was under way. It leaves in sheets what is there.
func checkSheets(t *testing.T, path string, sheets [killWriters]quiz.Sheet, last [killWriters]int) {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for w, n := range last {
		a, err := s.Get(t.Context(), quiz.AttemptID(writerID(w)))
		if err != nil {
			t.Fatal(err)
		}
		want := sheets[w]
		for i := 1; i <= n; i++ {
			want.Put(nth(i))
		}
		further := want.Clone()
		further.Put(nth(n + 1))
		got := a.Sheet.Given()
		if got != want.Given() && got != further.Given() {
			t.Errorf("writer %d acknowledged %d saves\n got %s\nwant %s\n  or %s", w, n, got, want.Given(), further.Given())
		}
		if got == further.Given() {
			want.Put(nth(n + 1))
		}
	}
}
