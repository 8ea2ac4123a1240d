package jobs_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/attune-quiz/attune/internal/jobs"
	"github.com/attune-quiz/attune/internal/store/memory"
	"github.com/attune-quiz/attune/quiz"
)

// publish stores n events and returns their ids, oldest first.
func publish(t *testing.T, s *memory.Store, n int) []quiz.EventID {
	t.Helper()
	ids := make([]quiz.EventID, n)
	for i := range ids {
		ids[i] = quiz.EventID(fmt.Sprintf("evt_%d", i))
		err := s.Create(t.Context(), quiz.Attempt{
			ID: quiz.AttemptID(fmt.Sprintf("att_told_%d", i)), Status: quiz.InProgress,
			Sheet: quiz.NewSheet(1), Expires: time.Now().Add(10000 * time.Hour),
		}, quiz.Event{ID: ids[i], Type: quiz.AttemptStarted, Attempt: attemptID(i), At: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
	}
	return ids
}

func deliverer(s quiz.Outbox, sink jobs.Sink) *jobs.Deliverer {
	return &jobs.Deliverer{Outbox: s, Sink: sink, Every: time.Second, Log: slog.New(slog.DiscardHandler)}
}

// read returns the events of a file, line by line.
func read(t *testing.T, path string) (ids []quiz.EventID) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for scan := bufio.NewScanner(f); scan.Scan(); {
		var line struct {
			ID        quiz.EventID
			Type      quiz.EventType
			Timestamp time.Time
			Data      struct{ Attempt quiz.AttemptID }
		}
		d := json.NewDecoder(bytes.NewReader(scan.Bytes()))
		d.DisallowUnknownFields()
		if err := d.Decode(&line); err != nil || line.Type != quiz.AttemptStarted || line.Data.Attempt == "" || line.Timestamp.IsZero() {
			t.Fatalf("%s: %+v, %v", scan.Text(), line, err)
		}
		ids = append(ids, line.ID)
	}
	return ids
}

func TestFileGetsEveryEventOnce(t *testing.T) {
	for _, n := range []int{0, 1, 64, 65, 300} {
		store := memory.New(time.Now)
		want := publish(t, store, n)
		path := filepath.Join(t.TempDir(), "events.jsonl")
		var wg sync.WaitGroup
		for range 3 { // replicas
			wg.Go(func() {
				file, err := jobs.OpenFile(path)
				if err != nil {
					t.Error(err)
					return
				}
				defer file.Close()
				if _, err := deliverer(store, file).Deliver(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		seen := map[quiz.EventID]int{}
		for _, id := range read(t, path) {
			seen[id]++
		}
		for _, id := range want {
			if seen[id] != 1 {
				t.Errorf("of %d: event %s is there %d times, want once", n, id, seen[id])
			}
		}
		if len(seen) != n {
			t.Errorf("got %d events, want %d", len(seen), n)
		}
	}
}

// stubborn is a sink that takes only the first of what it is given, and
// nothing at all until it is told to.
type stubborn struct {
	sync.Mutex
	willing bool
	tried   []quiz.EventID
	got     []quiz.EventID
}

var errStubborn = errors.New("not now")

func (s *stubborn) Deliver(_ context.Context, events []quiz.Event) (int, error) {
	s.Lock()
	defer s.Unlock()
	s.tried = append(s.tried, events[0].ID)
	if !s.willing {
		return 0, errStubborn
	}
	s.got = append(s.got, events[0].ID)
	if len(events) > 1 {
		return 1, errStubborn
	}
	return 1, nil
}

// TestFailedDeliveriesAreTriedAgain under the same id, once the lease is over.
//
// Holds: S6
func TestFailedDeliveriesAreTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memory.New(time.Now)
		want := publish(t, store, 3)
		sink := &stubborn{}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- deliverer(store, sink).Run(ctx) }()
		time.Sleep(90 * time.Second)
		synctest.Wait()
		sink.Lock()
		if len(sink.got) != 0 || len(sink.tried) != 2 {
			t.Errorf("got %v after trying %v, want two tries in a minute and a half", sink.got, sink.tried)
		}
		sink.willing = true
		sink.Unlock()
		time.Sleep(5 * time.Minute)
		synctest.Wait()
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if fmt.Sprint(sink.got) != fmt.Sprint(want) {
			t.Errorf("got %v, want %v", sink.got, want)
		}
	})
}

// journal is a log that is read while it is written.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(b)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

func (j *journal) Len() int { return len(j.String()) }

func TestOneSweeperAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memory.New(time.Now)
		fill(t, store, 300) // one expires each minute
		logs := make([]journal, 2)
		stop := make([]context.CancelFunc, 2)
		var wg sync.WaitGroup
		for i := range logs {
			s := sweeper(store, &logs[i])
			s.Every, s.Leases, s.Outbox, s.Holder = time.Minute, store, store, fmt.Sprint("replica ", i)
			var ctx context.Context
			ctx, stop[i] = context.WithCancel(t.Context())
			defer stop[i]()
			wg.Go(func() {
				if err := s.Run(ctx); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		time.Sleep(30*time.Minute + time.Second)
		synctest.Wait()
		if logs[0].Len() == 0 || logs[1].Len() > 0 {
			t.Errorf("both replicas sweep:\n%s\n%s", logs[0].String(), logs[1].String())
		}
		stop[0]()
		time.Sleep(30 * time.Minute)
		synctest.Wait()
		if logs[1].Len() == 0 {
			t.Error("nobody took over")
		}
		stop[1]()
		wg.Wait()
		if got := len(claim(t, store)); got != 60 {
			t.Errorf("got %d erased, want 60", got)
		}
	})
}

func TestSweepForgetsWhatWasDelivered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memory.New(time.Now)
		fill(t, store, 150)
		ctx, cancel := context.WithCancel(t.Context())
		var log bytes.Buffer
		s := sweeper(store, &log)
		s.Every, s.Outbox = time.Minute, store
		var wg sync.WaitGroup
		wg.Go(func() { _ = s.Run(ctx) })
		wg.Go(func() { _ = deliverer(store, jobs.All{}).Run(ctx) })
		time.Sleep(200 * time.Minute)
		synctest.Wait()
		cancel()
		wg.Wait()
		// The bare ids went with their events: the ids are free again.
		fill(t, store, 150)
	})
}

// TestALeapOfTheClockErasesNothing sets the clock a day ahead for half an hour.
func TestALeapOfTheClockErasesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		ahead := time.Duration(0)
		set := func(d time.Duration) { mu.Lock(); ahead = d; mu.Unlock() }
		clock := func() time.Time { mu.Lock(); defer mu.Unlock(); return time.Now().Add(ahead) }
		store := memory.New(clock)
		a := quiz.Attempt{ID: "att_kept", Status: quiz.InProgress, Sheet: quiz.NewSheet(1), Expires: time.Now().Add(20 * time.Hour)}
		if err := store.Create(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		var log bytes.Buffer
		s := sweeper(store, &log)
		s.Every, s.Now, s.Leases, s.Holder = time.Minute, clock, store, "a"
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { _ = s.Run(ctx) })
		time.Sleep(90 * time.Second)
		synctest.Wait()
		set(24 * time.Hour)
		time.Sleep(30 * time.Minute)
		synctest.Wait()
		if _, err := store.Get(t.Context(), a.ID); !errors.Is(err, quiz.ErrNotFound) {
			t.Errorf("while the clock is ahead: got %v, want ErrNotFound", err)
		}
		set(0)
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		if _, err := store.Get(t.Context(), a.ID); err != nil {
			t.Errorf("with the clock set right: %v", err)
		}
		time.Sleep(20 * time.Hour)
		synctest.Wait()
		if got := len(claim(t, store)); got != 1 {
			t.Errorf("got %d erased when its time was over, want 1", got)
		}
		cancel()
		wg.Wait()
	})
}
