package jobs_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/attune-quiz/attune/internal/jobs"
	"github.com/attune-quiz/attune/internal/store/memory"
	"github.com/attune-quiz/attune/quiz"
)

// relay takes letters and answers as it is told.
type relay struct {
	mu     sync.Mutex
	answer func(quiz.Letter) error
	tried  []time.Duration // since it was opened
	gone   []string        // to whom
	opened time.Time
}

// Send implements jobs.LetterSender.
func (r *relay) Send(ctx context.Context, l quiz.Letter) error {
	r.mu.Lock()
	r.tried = append(r.tried, time.Since(r.opened))
	answer := r.answer
	r.mu.Unlock()
	if answer != nil {
		if err := answer(l); err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.gone = append(r.gone, l.To)
	return nil
}

// mailroom is a queue with a postman.
type mailroom struct {
	t       *testing.T
	store   *memory.Store
	relay   *relay
	log     *journal
	postman *jobs.Postman
	written int
}

func newMailroom(t *testing.T) *mailroom {
	m := &mailroom{t: t, store: memory.New(time.Now), relay: &relay{opened: time.Now()}, log: &journal{}}
	m.postman = m.another()
	return m
}

// another is a postman of another replica.
func (m *mailroom) another() *jobs.Postman {
	limit, err := jobs.NewPostLimit(rand.Reader)
	if err != nil {
		m.t.Fatal(err)
	}
	return &jobs.Postman{
		Letters: m.store, Sender: m.relay, Every: time.Second, Now: time.Now, Limit: limit,
		Log: slog.New(slog.NewJSONHandler(m.log, nil)),
	}
}

// write has the playbook of a new attempt sent to the address.
func (m *mailroom) write(to string) quiz.AttemptID {
	m.t.Helper()
	m.written++
	id := quiz.AttemptID(fmt.Sprintf("att_%d", m.written))
	err := m.store.Create(m.t.Context(), quiz.Attempt{
		ID: id, Status: quiz.InProgress, Sheet: quiz.NewSheet(1), Expires: time.Now().Add(1000 * time.Hour),
	})
	if err == nil {
		err = m.store.Unlock(m.t.Context(), id, func(*quiz.Attempt) (quiz.Opening, error) {
			return quiz.Opening{Letter: &quiz.Letter{
				ID: quiz.LetterID(fmt.Sprintf("let_%d", m.written)), Attempt: id, To: to, Created: time.Now(),
			}}, nil
		})
	}
	if err != nil {
		m.t.Fatal(err)
	}
	return id
}

// open lets the postman work for the time.
func (m *mailroom) open(postman *jobs.Postman, d time.Duration) {
	m.t.Helper()
	ctx, cancel := context.WithCancel(m.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- postman.Run(ctx) }()
	time.Sleep(d)
	synctest.Wait()
	cancel()
	if err := <-ended; err != nil {
		m.t.Error(err)
	}
}

// waits reports whether the address of the attempt's visitor is still kept.
func (m *mailroom) waits(id quiz.AttemptID) bool {
	m.t.Helper()
	_, err := m.store.LetterOf(m.t.Context(), id)
	if err != nil && !errors.Is(err, quiz.ErrNotFound) {
		m.t.Fatal(err)
	}
	return err == nil
}

// clean fails where the log holds an address.
func (m *mailroom) clean() {
	m.t.Helper()
	if log := m.log.String(); strings.Contains(log, "example") || strings.Contains(log, "zoe") {
		m.t.Errorf("the log holds an address: %s", log)
	}
}

func TestLettersGoOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMailroom(t)
		var ids []quiz.AttemptID
		for i := range 20 {
			ids = append(ids, m.write(fmt.Sprintf("zoe%d@example.org", i)))
		}
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for _, p := range []*jobs.Postman{m.postman, m.another(), m.another()} {
			wg.Go(func() {
				if err := p.Run(ctx); err != nil {
					t.Error(err)
				}
			})
		}
		time.Sleep(time.Second)
		synctest.Wait()
		cancel()
		wg.Wait()
		seen := map[string]int{}
		for _, to := range m.relay.gone {
			seen[to]++
		}
		if len(m.relay.gone) != 20 || len(seen) != 20 {
			t.Errorf("got letters to %v, want one to each of twenty", m.relay.gone)
		}
		for _, id := range ids {
			if m.waits(id) {
				t.Errorf("%s: the address is still kept", id)
			}
		}
		m.clean()
	})
}

// TestALetterIsTriedForADay and its address is gone then, whatever happened.
func TestALetterIsTriedForADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMailroom(t)
		id := m.write("zoe@example.org")
		m.relay.answer = func(quiz.Letter) error { return errors.New("the relay is closed") }
		m.open(m.postman, 23*time.Hour)
		if !m.waits(id) {
			t.Fatal("the letter was given up within the day")
		}
		m.open(m.postman, 4*time.Hour)
		if m.waits(id) {
			t.Error("the address is kept for longer than a day")
		}
		want := []time.Duration{0, time.Minute, 6 * time.Minute, 21 * time.Minute, 81 * time.Minute}
		for at := want[len(want)-1] + 3*time.Hour; at < 24*time.Hour; at += 3 * time.Hour {
			want = append(want, at)
		}
		if len(m.relay.tried) != len(want) {
			t.Fatalf("tried after %v, want %v", m.relay.tried, want)
		}
		for i, at := range m.relay.tried {
			if at < want[i] || at > want[i]+time.Duration(i+1)*time.Second {
				t.Errorf("try %d after %v, want %v", i, at, want[i])
			}
		}
		m.clean()
	})
}

func TestALetterComesThrough(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMailroom(t)
		id := m.write("zoe@example.org")
		tries := 0
		m.relay.answer = func(l quiz.Letter) error {
			if tries++; tries < 3 {
				return errors.New("not now")
			}
			if l.Tries != 2 {
				t.Errorf("the letter counts %d tries, want 2", l.Tries)
			}
			return nil
		}
		m.open(m.postman, time.Hour)
		if m.waits(id) || len(m.relay.gone) != 1 {
			t.Errorf("gone to %v, still kept %t", m.relay.gone, m.waits(id))
		}
	})
}

// TestALetterThatCannotArrive is given up at once, as is one whose attempt was
// erased.
func TestALetterThatCannotArrive(t *testing.T) {
	for name, err := range map[string]error{
		"undeliverable": fmt.Errorf("%w: refused with 550", quiz.ErrUndeliverable), "erased": quiz.ErrNotFound,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newMailroom(t)
				id := m.write("zoe@example.org")
				m.relay.answer = func(quiz.Letter) error { return err }
				m.open(m.postman, time.Minute)
				if m.waits(id) || len(m.relay.tried) != 1 {
					t.Errorf("tried %d times, still kept %t", len(m.relay.tried), m.waits(id))
				}
				m.clean()
			})
		})
	}
}

// TestAnErasureInMidAir: the letter may go, and nothing comes of its absence.
func TestAnErasureInMidAir(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMailroom(t)
		id := m.write("zoe@example.org")
		for _, answer := range []error{nil, errors.New("not now")} {
			m.relay.answer = func(quiz.Letter) error {
				if err := m.store.Update(context.Background(), id, func(a *quiz.Attempt) ([]quiz.Event, error) {
					a.Erase()
					return nil, nil
				}); err != nil && !errors.Is(err, quiz.ErrNotFound) {
					t.Error(err)
				}
				return answer
			}
			m.open(m.postman, time.Minute)
			if m.waits(id) {
				t.Error("the address outlived the erasure")
			}
			id = m.write("kim@example.org")
		}
		if log := m.log.String(); strings.Contains(log, "ERROR") {
			t.Errorf("got %s", log)
		}
	})
}

// TestStrangersAreLeftAlone: whatever is asked for, an address gets three
// letters a day.
func TestStrangersAreLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMailroom(t)
		var ids []quiz.AttemptID
		for _, to := range []string{"zoe@example.org", "Zoe@example.org", "zoe+1@example.org", "zoe+2@example.org", "zoe@EXAMPLE.org", "kim@example.org"} {
			ids = append(ids, m.write(to))
		}
		m.open(m.postman, time.Minute)
		if len(m.relay.gone) != 4 || m.relay.gone[3] != "kim@example.org" {
			t.Errorf("got letters to %v, want three to one and one to the other", m.relay.gone)
		}
		for _, id := range ids {
			if m.waits(id) {
				t.Errorf("%s: the address is still kept", id)
			}
		}
		m.clean()
		time.Sleep(24 * time.Hour)
		m.write("zoe@example.org")
		m.open(m.postman, time.Minute)
		if len(m.relay.gone) != 5 {
			t.Errorf("a day later: got letters to %v", m.relay.gone)
		}
	})
}

// TestAPostmanStops in the middle: another sends the letter when the lease is
// over.
func TestAPostmanStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMailroom(t)
		id := m.write("zoe@example.org")
		ctx, cancel := context.WithCancel(t.Context())
		m.relay.answer = func(quiz.Letter) error { cancel(); return nil }
		if sent, err := m.postman.Empty(ctx); sent != 0 || err != nil {
			t.Errorf("got %d, %v; want nothing sent and no error", sent, err)
		}
		if !m.waits(id) {
			t.Fatal("the letter is lost")
		}
		m.relay.answer = nil
		m.open(m.another(), time.Minute)
		if len(m.relay.gone) != 0 {
			t.Error("sent under another's lease")
		}
		m.open(m.another(), 2*time.Minute)
		if len(m.relay.gone) != 1 || m.waits(id) {
			t.Errorf("got letters to %v, still kept %t", m.relay.gone, m.waits(id))
		}
	})
}

// TestSweepForgetsGates: codes that are over go, and so does an address whose
// letter nobody sends any more.
func TestSweepForgetsGates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMailroom(t)
		id := m.write("zoe@example.org")
		batch := quiz.CodeBatch{Key: quiz.HashOf("k"), Partner: "acme", Expires: time.Now().Add(2 * time.Hour)}
		for i := range 250 {
			batch.Codes = append(batch.Codes, quiz.HashOf(fmt.Sprint(i)))
		}
		if err := m.store.MintGateCodes(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
		s := sweeper(m.store, m.log)
		s.GateCodes, s.Letters, s.Every = m.store, m.store, 10*time.Minute
		runFor(t, s, 115*time.Minute)
		other := batch
		other.Expires = other.Expires.Add(time.Hour)
		if err := m.store.MintGateCodes(t.Context(), other); !errors.Is(err, quiz.ErrConflict) {
			t.Errorf("got %v, want the codes that are not over yet", err)
		}
		runFor(t, s, 30*time.Minute)
		if err := m.store.MintGateCodes(t.Context(), other); err != nil {
			t.Errorf("got %v, want the codes gone that are over", err)
		}
		if !m.waits(id) {
			t.Error("the letter is gone within a day")
		}
		runFor(t, s, 22*time.Hour)
		if m.waits(id) {
			t.Error("the address is kept for longer than a day")
		}
		m.clean()
	})
}
