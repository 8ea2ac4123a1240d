package sqlite_test

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/store/sqlite"
	"github.com/attune-quiz/attune/quiz"
)

// held is a store whose writer waits inside an Update until release is called.
func held(t *testing.T) (s *sqlite.Store, release func()) {
	t.Helper()
	s = open(t, filepath.Join(t.TempDir(), "attune.db"), time.Now)
	if err := s.Create(t.Context(), attempt("att_held")); err != nil {
		t.Fatal(err)
	}
	begun, end := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		err := s.Update(context.Background(), "att_held", func(*quiz.Attempt) ([]quiz.Event, error) {
			close(begun)
			<-end
			return nil, nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-begun
	release = sync.OnceFunc(func() { close(end); wg.Wait() })
	t.Cleanup(release)
	return s, release
}

// waitFor yields until so many writes wait.
func waitFor(s *sqlite.Store, n int) {
	for s.Waiting() < n {
		runtime.Gosched()
	}
}

func TestFullQueueIsBusy(t *testing.T) {
	s, release := held(t)
	var wg sync.WaitGroup
	for range sqlite.QueueLength {
		wg.Go(func() {
			if err := s.Count(context.Background(), "queue", "waited"); err != nil {
				t.Error(err)
			}
		})
	}
	waitFor(s, sqlite.QueueLength)
	if err := s.Count(t.Context(), "queue", "refused"); !errors.Is(err, quiz.ErrBusy) {
		t.Errorf("got %v, want ErrBusy", err)
	}
	if err := s.Ping(t.Context()); !errors.Is(err, quiz.ErrBusy) {
		t.Errorf("ping: got %v, want ErrBusy", err)
	}
	if _, err := s.Get(t.Context(), "att_held"); err != nil {
		t.Errorf("a read while the queue is full: %v", err)
	}
	release()
	wg.Wait()
	got, err := s.Tally(t.Context(), "queue")
	if err != nil || got["waited"] != sqlite.QueueLength || got["refused"] != 0 {
		t.Errorf("got %v, %v; want %d waited, none refused", got, err, sqlite.QueueLength)
	}
}

func TestCallerGivesUpWhileWaiting(t *testing.T) {
	s, release := held(t)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- s.Count(ctx, "queue", "given up") }()
	waitFor(s, 1)
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	release()
	if err := s.Ping(t.Context()); err != nil { // behind it in the queue
		t.Fatal(err)
	}
	if got, err := s.Tally(t.Context(), "queue"); err != nil || len(got) != 0 {
		t.Errorf("got %v, %v; want nothing counted", got, err)
	}
}

// TestCallerWaitsForWhatHasBegun: fn never runs after Update has returned,
// so that callers may read what it wrote.
func TestCallerWaitsForWhatHasBegun(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "attune.db"), time.Now)
	if err := s.Create(t.Context(), attempt("att_1")); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := false
	err := s.Update(ctx, "att_1", func(a *quiz.Attempt) ([]quiz.Event, error) {
		cancel()
		for range 1000 {
			runtime.Gosched() // time enough for a caller that would not wait
		}
		a.Article, ended = "changed", true
		return nil, nil
	})
	if err != nil || !ended {
		t.Fatalf("got %v with fn ended: %t; want what was done", err, ended)
	}
	if got, err := s.Get(t.Context(), "att_1"); err != nil || got.Article != "changed" {
		t.Errorf("got %q, %v; want the change", got.Article, err)
	}
}

func TestCloseAnswersWhatWasAccepted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "attune.db")
	s, err := sqlite.Open(t.Context(), path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	errs := make(chan error, 100)
	for range cap(errs) {
		go func() { errs <- s.Count(context.Background(), "close", "counted") }()
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	counted := 0
	for range cap(errs) {
		if <-errs == nil {
			counted++
		}
	}
	if err := s.Ping(t.Context()); err == nil {
		t.Error("ping after close: got no error")
	}
	got, err := open(t, path, time.Now).Tally(t.Context(), "close")
	if err != nil || got["counted"] != counted {
		t.Errorf("got %v, %v; want the %d that were answered", got, err, counted)
	}
}
