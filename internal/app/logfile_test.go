package app_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/attune-quiz/attune/internal/app"
)

// slow is written to by one at a time.
type slow struct {
	mu    sync.Mutex
	text  strings.Builder
	calls int
}

func (s *slow) Write(p []byte) (int, error) {
	if !s.mu.TryLock() {
		panic("two writes at once")
	}
	defer s.mu.Unlock()
	s.calls++
	return s.text.Write(p)
}

func TestLogWriterLosesNoLine(t *testing.T) {
	to := &slow{}
	w := app.NewLogWriter(to)
	long := strings.Repeat("x", 3000)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for n := range 200 {
				fmt.Fprintf(w, "%d %d %s\n", i, n, long)
			}
		})
	}
	wg.Wait()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	last := map[string]int{}
	lines := strings.Split(strings.TrimSuffix(to.text.String(), "\n"), "\n")
	for _, line := range lines {
		var n int
		fields := strings.Fields(line)
		if len(fields) != 3 || fields[2] != long {
			t.Fatalf("a broken line: %.80s", line)
		}
		if fmt.Sscan(fields[1], &n); n != last[fields[0]] {
			t.Fatalf("writer %s: got line %d, want %d", fields[0], n, last[fields[0]])
		}
		last[fields[0]]++
	}
	if len(lines) != 1600 {
		t.Errorf("got %d lines in %d writes, want 1600", len(lines), to.calls)
	}
}
