package storetest

import (
	"time"

	"github.com/attune-quiz/attune/quiz"
)

func createKeepsEveryField(b *bench) {
	want := full()
	b.succeed(b.Create(b.Context(), want))
	b.equal(b.get(want.ID), want)
	got, err := b.ByKey(b.Context(), want.Key)
	b.succeed(err)
	b.equal(got, want)
}

func createKeepsTheLeast(b *bench) {
	want := quiz.Attempt{
		ID: "att_least", Status: quiz.InProgress, Sheet: quiz.NewSheet(0),
		Expires: start.Add(time.Hour),
	}
	b.succeed(b.Create(b.Context(), want))
	got := b.get(want.ID)
	b.equal(got.Sheet.Len(), 0)
	got.Sheet = want.Sheet
	b.equal(got, want)

	// Times are kept to the millisecond and come back in UTC.
	zone := time.FixedZone("", 8*3600)
	want = quiz.Attempt{ID: "att_zone", Status: quiz.InProgress, Sheet: quiz.NewSheet(1),
		Created: start.In(zone).Add(999 * time.Microsecond), Expires: start.In(zone).Add(time.Hour)}
	b.succeed(b.Create(b.Context(), want))
	got = b.get(want.ID)
	b.equal(got.Created, start)
	b.equal(got.Expires, start.Add(time.Hour))
	b.equal(got.Finished.IsZero(), true)
}

func createRefusesKnown(b *bench) {
	first := full()
	b.succeed(b.Create(b.Context(), first))

	sameID := full()
	sameID.Key, sameID.Locale = quiz.HashOf("another"), "en"
	b.fail(b.Create(b.Context(), sameID), quiz.ErrConflict)
	sameKey := full()
	sameKey.ID = "att_another"
	b.fail(b.Create(b.Context(), sameKey), quiz.ErrConflict)

	b.equal(b.get(first.ID), first)
	_, err := b.Get(b.Context(), sameKey.ID)
	b.fail(err, quiz.ErrNotFound)

	// No key is no conflict, and nothing is found by it.
	b.begin(1)
	b.begin(1)
	_, err = b.ByKey(b.Context(), quiz.Hash{})
	b.fail(err, quiz.ErrNotFound)
}

func createStoresEventsOrNothing(b *bench) {
	a := full()
	started := b.event(quiz.AttemptStarted, a.ID)
	b.succeed(b.Create(b.Context(), a, started))
	b.equal(b.waiting(), []quiz.Event{started})

	b.fail(b.Create(b.Context(), a, b.event(quiz.AttemptStarted, a.ID)), quiz.ErrConflict)
	b.equal(b.waiting(), []quiz.Event{started})

	// An event that cannot be stored takes its cause with it.
	other := full()
	other.ID, other.Key = "att_other", quiz.HashOf("other")
	b.fail(b.Create(b.Context(), other, b.event(quiz.AttemptStarted, other.ID), started), quiz.ErrConflict)
	_, err := b.Get(b.Context(), other.ID)
	b.fail(err, quiz.ErrNotFound)
	b.equal(b.waiting(), []quiz.Event{started})
}

func getRefuses(b *bench) {
	_, err := b.Get(b.Context(), "att_unknown")
	b.fail(err, quiz.ErrNotFound)
	_, err = b.ByKey(b.Context(), quiz.HashOf("unknown"))
	b.fail(err, quiz.ErrNotFound)

	a := full()
	b.succeed(b.Create(b.Context(), a))
	b.clock.advance(a.Expires.Sub(start) - time.Millisecond)
	b.equal(b.get(a.ID), a)
	b.clock.advance(time.Millisecond)
	_, err = b.Get(b.Context(), a.ID)
	b.fail(err, quiz.ErrNotFound)
	_, err = b.ByKey(b.Context(), a.Key)
	b.fail(err, quiz.ErrNotFound)
}

func callersOwn(b *bench) {
	want := full()
	given := full()
	b.succeed(b.Create(b.Context(), given))
	spoil(&given)
	got := b.get(want.ID)
	b.equal(got, want)
	spoil(&got)
	b.equal(b.get(want.ID), want)

	b.succeed(b.Update(b.Context(), want.ID, func(a *quiz.Attempt) ([]quiz.Event, error) {
		got = *a
		return nil, nil
	}))
	spoil(&got)
	b.equal(b.get(want.ID), want)
}

// spoil changes whatever an attempt points at.
func spoil(a *quiz.Attempt) {
	a.Tokens[0] = quiz.HashOf("spoilt")
	a.Sheet.Put(quiz.Response{Place: 0, Value: 4})
	a.Plan.Focus[0] = "spoilt"
	a.Plan.Done[0] = "spoilt"
	a.Profile.Scales["spoilt"] = quiz.Score{}
	a.Profile.Style.Between[0] = "spoilt"
	*a.Profile.Scales["anxious"].Value = 9
}
