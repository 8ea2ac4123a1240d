package storetest

import (
	"fmt"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// erase erases as a visitor does.
func (b *bench) erase(id quiz.AttemptID, events ...quiz.Event) {
	b.Helper()
	b.succeed(b.Update(b.Context(), id, func(a *quiz.Attempt) ([]quiz.Event, error) {
		a.Erase()
		return events, nil
	}))
}

func eraseLeavesNoTrace(b *bench) {
	byVisitor, byTime := full(), full()
	byTime.ID, byTime.Key = "att_time", quiz.HashOf("time")
	byTime.Expires = start.Add(time.Minute)
	b.succeed(b.Create(b.Context(), byVisitor))
	b.succeed(b.Create(b.Context(), byTime))
	b.erase(byVisitor.ID)
	b.clock.advance(time.Minute)
	b.succeed(b.EraseExpired(b.Context(), byTime.ID))

	// A clock set back must not bring it to light again.
	b.clock.advance(-time.Minute)
	for _, a := range []quiz.Attempt{byVisitor, byTime} {
		_, err := b.Get(b.Context(), a.ID)
		b.fail(err, quiz.ErrNotFound)
		_, err = b.ByKey(b.Context(), a.Key)
		b.fail(err, quiz.ErrNotFound)
		// The id stays taken: it never names another attempt.
		b.fail(b.Create(b.Context(), a), quiz.ErrConflict)
	}
	b.clock.advance(1000 * time.Hour)
	b.fail(b.EraseExpired(b.Context(), byVisitor.ID), quiz.ErrNotFound)
}

func eraseFreesKey(b *bench) {
	first := full()
	b.succeed(b.Create(b.Context(), first))
	b.erase(first.ID)
	second := full()
	second.ID = "att_second"
	b.succeed(b.Create(b.Context(), second))
	got, err := b.ByKey(b.Context(), first.Key)
	b.succeed(err)
	b.equal(got, second)
}

func expiredLists(b *bench) {
	want := []quiz.AttemptID{}
	for i := range 5 {
		a := full()
		a.ID, a.Key = quiz.AttemptID(fmt.Sprintf("att_old%d", i)), quiz.HashOf(fmt.Sprint(i))
		a.Expires = start.Add(time.Duration(i) * time.Hour)
		if i == 4 {
			a.Status, a.Profile = quiz.InProgress, nil
		}
		b.succeed(b.Create(b.Context(), a))
		want = append(want, a.ID)
	}
	erased := b.begin(1)
	b.erase(erased.ID)
	b.begin(1) // with a day left

	list := func(limit int) []quiz.AttemptID {
		ids, err := b.Expired(b.Context(), limit)
		b.succeed(err)
		return ids
	}
	b.equal(list(10), want[:1]) // at its expiry an attempt is over
	b.clock.advance(4*time.Hour - time.Millisecond)
	b.equal(list(10), want[:4])
	b.clock.advance(time.Millisecond)
	b.equal(list(10), want)
	b.equal(list(2), want[:2])
	b.succeed(b.EraseExpired(b.Context(), want[0]))
	b.equal(list(10), want[1:])
}

func eraseExpired(b *bench) {
	a := b.begin(2)
	gone := b.event(quiz.AttemptErased, a.ID)
	b.fail(b.EraseExpired(b.Context(), "att_unknown", gone), quiz.ErrNotFound)
	b.fail(b.EraseExpired(b.Context(), a.ID, gone), quiz.ErrNotFound)
	b.equal(len(b.waiting()), 0)
	b.equal(b.get(a.ID), a)

	b.clock.advance(a.Expires.Sub(start))
	unaddressed := gone
	unaddressed.Partner = ""
	b.succeed(b.EraseExpired(b.Context(), a.ID, unaddressed))
	b.equal(unaddressed.Partner, quiz.PartnerID(""))
	b.equal(b.waiting(), []quiz.Event{gone})
	b.fail(b.EraseExpired(b.Context(), a.ID, b.event(quiz.AttemptErased, a.ID)), quiz.ErrNotFound)
	b.equal(b.waiting(), []quiz.Event{gone})
}
