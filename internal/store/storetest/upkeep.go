package storetest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// leasesOutliveClock sets the clock a day forward and back, as an operator
// does who corrects it.
func leasesOutliveClock(b *bench) {
	events := b.publish(2)
	claim := func() []quiz.Event {
		got, err := b.Claim(b.Context(), 9, time.Minute)
		b.succeed(err)
		return got
	}
	hold := func(holder string) bool {
		got, err := b.Hold(b.Context(), "sweep", holder, time.Minute)
		b.succeed(err)
		return got
	}
	b.clock.advance(24 * time.Hour)
	b.equal(claim(), events)
	b.equal(hold("a"), true)
	b.clock.advance(-24 * time.Hour)
	b.equal(claim(), events)
	b.equal(len(claim()), 0)
	b.equal(hold("b"), true)
	b.equal(hold("a"), false)
}

func forgets(b *bench) {
	events := b.publish(4)
	for _, e := range events[:3] {
		b.succeed(b.Settle(b.Context(), e.ID))
		b.clock.advance(time.Minute)
	}
	forget := func(at time.Time, limit int) int {
		n, err := b.Forget(b.Context(), at, limit)
		b.succeed(err)
		return n
	}
	b.equal(forget(start.Add(-time.Millisecond), 9), 0)
	b.equal(forget(start.Add(time.Minute), 9), 2)
	b.equal(forget(start.Add(time.Hour), 0), 0)
	b.equal(forget(start.Add(time.Hour), 1), 1)
	b.equal(forget(start.Add(time.Hour), 9), 0)
	b.equal(b.waiting(), events[3:])
	b.fail(b.Settle(b.Context(), events[0].ID), quiz.ErrNotFound)
	b.succeed(b.Settle(b.Context(), events[3].ID))
}

// forgetsBareIDs: an erased attempt's id goes with the event that tells of
// it; an attempt that lives stays.
func forgetsBareIDs(b *bench) {
	lives := b.begin(1)
	b.succeed(b.Update(b.Context(), lives.ID, func(*quiz.Attempt) ([]quiz.Event, error) {
		return []quiz.Event{b.event(quiz.AttemptStarted, lives.ID)}, nil
	}))
	erased := b.begin(1)
	b.erase(erased.ID, b.event(quiz.AttemptErased, erased.ID))
	b.fail(b.Create(b.Context(), erased), quiz.ErrConflict)
	for _, e := range b.waiting() {
		b.succeed(b.Settle(b.Context(), e.ID))
	}
	n, err := b.Forget(b.Context(), b.clock.Now(), 9)
	b.succeed(err)
	b.equal(n, 2)
	b.equal(b.get(lives.ID), lives)
	b.succeed(b.Create(b.Context(), erased)) // nothing is left of it
}

func versionsStay(b *bench) {
	_, err := b.Version(b.Context(), "abc")
	b.fail(err, quiz.ErrNotFound)
	want := quiz.Version{Hash: "abc", Instrument: "relationship", Number: "1.0.0", Body: []byte(`{"a":"依恋 \u0000"}`)}
	b.succeed(b.Keep(b.Context(), want))
	other := want
	other.Number, other.Body = "2.0.0", []byte(`{}`)
	b.succeed(b.Keep(b.Context(), other))
	got, err := b.Version(b.Context(), "abc")
	b.succeed(err)
	b.equal(got, want)
	got.Body[0] = 'x'
	got, err = b.Version(b.Context(), "abc")
	b.succeed(err)
	b.equal(got, want)
}

func oneHolder(b *bench) {
	hold := func(job, holder string) bool {
		got, err := b.Hold(b.Context(), job, holder, time.Minute)
		b.succeed(err)
		return got
	}
	b.equal(hold("sweep", "a"), true)
	b.equal(hold("sweep", "b"), false)
	b.equal(hold("other", "b"), true)
	b.clock.advance(50 * time.Second)
	b.equal(hold("sweep", "a"), true) // extended
	b.clock.advance(50 * time.Second)
	b.equal(hold("sweep", "b"), false)
	b.clock.advance(10 * time.Second)
	b.equal(hold("sweep", "b"), true)
	b.equal(hold("sweep", "a"), false)
}

func oneOfMany(b *bench) {
	var held atomic.Int64
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			ok, err := b.Hold(b.Context(), "sweep", fmt.Sprint("holder ", i), time.Minute)
			if err != nil {
				b.Error(err)
			}
			if ok {
				held.Add(1)
			}
		})
	}
	wg.Wait()
	b.equal(held.Load(), int64(1))
}
