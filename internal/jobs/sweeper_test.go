package jobs_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/attune-quiz/attune/internal/jobs"
	"github.com/attune-quiz/attune/internal/store/memory"
	"github.com/attune-quiz/attune/quiz"
)

// fill stores n attempts of which each expires a minute after the one before,
// the first a minute from now.
func fill(t *testing.T, s *memory.Store, n int) {
	t.Helper()
	for i := range n {
		err := s.Create(t.Context(), quiz.Attempt{
			ID: attemptID(i), Status: quiz.InProgress, Article: "canary",
			Sheet: quiz.NewSheet(3), Expires: time.Now().Add(time.Duration(i+1) * time.Minute),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func attemptID(i int) quiz.AttemptID { return quiz.AttemptID(fmt.Sprint("att_", i)) }

func sweeper(s quiz.Attempts, log io.Writer) *jobs.Sweeper {
	return &jobs.Sweeper{
		Attempts: s, Every: time.Hour, Now: time.Now, Random: rand.Reader, Log: slog.New(slog.NewTextHandler(log, nil)),
	}
}

func claim(t *testing.T, s *memory.Store) []quiz.Event {
	t.Helper()
	events, err := s.Claim(t.Context(), 10000, 0)
	if err != nil {
		t.Fatal(err)
	}
	return events
}

// Holds: G3
func TestRunSweepsAtIntervals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now().UTC()
		store := memory.New(time.Now)
		fill(t, store, 90) // the last expires after an hour and a half
		var log bytes.Buffer
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			if err := sweeper(store, &log).Run(ctx); err != nil {
				t.Error(err)
			}
			close(done)
		}()

		synctest.Wait()
		for _, want := range []int{0, 60, 90} {
			if got := len(claim(t, store)); got != want {
				t.Errorf("got %d erased events, want %d", got, want)
			}
			time.Sleep(time.Hour)
			synctest.Wait()
		}
		last := claim(t, store)[89]
		want := quiz.Event{ID: last.ID, Type: quiz.AttemptErased, Attempt: "att_89", At: start.Add(2 * time.Hour)}
		if last != want || !regexp.MustCompile(`^evt_[A-Za-z0-9_-]{22}$`).MatchString(string(last.ID)) {
			t.Errorf("got %+v, want %+v", last, want)
		}
		cancel()
		<-done
		if got := strings.Count(log.String(), "\n"); got != 2 {
			t.Errorf("got %d lines of log, want 2:\n%s", got, log.String())
		}
		if !strings.Contains(log.String(), "count=60") || strings.Contains(log.String(), "canary") {
			t.Errorf("the log says\n%s", log.String())
		}
	})
}

// Holds: G3
func TestSweepTakesEveryPage(t *testing.T) {
	for _, n := range []int{0, 1, 99, 100, 101, 250} {
		now := time.Now()
		store := memory.New(func() time.Time { return now.Add(1000 * time.Hour) })
		fill(t, store, n)
		got, err := sweeper(store, nil).Sweep(t.Context())
		if err != nil || got != n || len(claim(t, store)) != n {
			t.Errorf("got %d erased, %d events, %v; want %d", got, len(claim(t, store)), err, n)
		}
	}
}

func TestTwoSweepersEraseOnce(t *testing.T) {
	now := time.Now()
	store := memory.New(func() time.Time { return now.Add(1000 * time.Hour) })
	fill(t, store, 250)
	shared := sweeper(store, nil)
	erased := make([]int, 4)
	var wg sync.WaitGroup
	for i := range erased {
		wg.Go(func() {
			var err error
			if erased[i], err = shared.Sweep(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := erased[0] + erased[1] + erased[2] + erased[3]; got != 250 || len(claim(t, store)) != 250 {
		t.Errorf("got %d erased and %d events, want 250", got, len(claim(t, store)))
	}
}

// broken is a store in which some attempts cannot be erased.
type broken struct {
	*memory.Store
	ids map[quiz.AttemptID]bool
}

var errBroken = errors.New("broken row")

func (b broken) EraseExpired(ctx context.Context, id quiz.AttemptID, events ...quiz.Event) error {
	if b.ids[id] {
		return errBroken
	}
	return b.Store.EraseExpired(ctx, id, events...)
}

func TestSweepGoesOnPastWhatFails(t *testing.T) {
	now := time.Now()
	store := memory.New(func() time.Time { return now.Add(1000 * time.Hour) })
	fill(t, store, 130)
	got, err := sweeper(broken{store, map[quiz.AttemptID]bool{"att_3": true}}, nil).Sweep(t.Context())
	if !errors.Is(err, errBroken) || !strings.Contains(err.Error(), "att_3") || got != 99 {
		t.Errorf("got %d erased, %v; want 99 and the id that failed", got, err)
	}
}

func TestSweepStopsWithItsContext(t *testing.T) {
	now := time.Now()
	store := memory.New(func() time.Time { return now.Add(1000 * time.Hour) })
	fill(t, store, 3)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got, err := sweeper(store, nil).Sweep(ctx); !errors.Is(err, context.Canceled) || got != 0 {
		t.Errorf("got %d, %v; want 0 and context.Canceled", got, err)
	}
	var log bytes.Buffer
	if err := sweeper(store, &log).Run(ctx); err != nil || log.Len() != 0 {
		t.Errorf("a stopped sweeper says %v and\n%s", err, log.String())
	}
}

func TestSweepWithoutRandomnessErasesNothing(t *testing.T) {
	now := time.Now()
	store := memory.New(func() time.Time { return now.Add(1000 * time.Hour) })
	fill(t, store, 3)
	s := sweeper(store, nil)
	s.Random = strings.NewReader("too short")
	if got, err := s.Sweep(t.Context()); err == nil || got != 0 || len(claim(t, store)) != 0 {
		t.Errorf("got %d, %v; want an error and nothing erased", got, err)
	}
}

func TestSweepsResumeCodes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memory.New(time.Now)
		var log bytes.Buffer
		for i := range 150 {
			id := attemptID(i)
			a := quiz.Attempt{ID: id, Status: quiz.InProgress, Sheet: quiz.NewSheet(1), Expires: time.Now().Add(24 * time.Hour)}
			code := quiz.ResumeCode{Hash: quiz.HashOf(string(id)), Attempt: id, Expires: time.Now().Add(time.Minute)}
			if err := errors.Join(store.Create(t.Context(), a), store.KeepResumeCode(t.Context(), code)); err != nil {
				t.Fatal(err)
			}
		}
		s := sweeper(store, &log)
		s.Codes = store
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- s.Run(ctx) }()
		time.Sleep(90 * time.Minute) // two turns
		synctest.Wait()
		if left, err := store.SweepResumeCodes(t.Context(), 1000); err != nil || left != 0 {
			t.Errorf("got %d codes left, %v; want none", left, err)
		}
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}
