package storetest

import (
	"errors"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// change is an Update without events.
func (b *bench) change(id quiz.AttemptID, fn func(*quiz.Attempt)) error {
	return b.Update(b.Context(), id, func(a *quiz.Attempt) ([]quiz.Event, error) {
		fn(a)
		return nil, nil
	})
}

func updateStores(b *bench) {
	a := b.begin(5)
	want := full()
	want.ID, want.Key = a.ID, a.Key
	finished, erased := b.event(quiz.AttemptFinished, a.ID), b.event(quiz.AttemptErased, a.ID)
	b.succeed(b.Update(b.Context(), a.ID, func(got *quiz.Attempt) ([]quiz.Event, error) {
		b.equal(*got, a)
		*got = want
		return []quiz.Event{finished, erased}, nil
	}))
	b.equal(b.get(a.ID), want)
	b.equal(b.waiting(), []quiz.Event{finished, erased})

	// Back to nothing: what is no longer there goes.
	want.Tokens, want.Plan, want.Profile, want.Finished, want.Unlocked = nil, quiz.Plan{}, nil, time.Time{}, time.Time{}
	b.succeed(b.change(a.ID, func(got *quiz.Attempt) { *got = want }))
	b.equal(b.get(a.ID), want)
}

func updateFails(b *bench) {
	a := b.begin(5)
	refused := errors.New("refused by the caller")
	err := b.Update(b.Context(), a.ID, func(got *quiz.Attempt) ([]quiz.Event, error) {
		*got = full()
		return []quiz.Event{b.event(quiz.AttemptFinished, a.ID)}, refused
	})
	b.fail(err, refused)
	b.equal(b.get(a.ID), a)
	b.equal(len(b.waiting()), 0)

	// An event that cannot be stored takes the change with it.
	known := b.event(quiz.AttemptStarted, a.ID)
	b.succeed(b.Update(b.Context(), a.ID, func(*quiz.Attempt) ([]quiz.Event, error) {
		return []quiz.Event{known}, nil
	}))
	fresh := b.event(quiz.AttemptFinished, a.ID)
	err = b.Update(b.Context(), a.ID, func(got *quiz.Attempt) ([]quiz.Event, error) {
		got.Article = "changed"
		return []quiz.Event{fresh, known}, nil
	})
	b.fail(err, quiz.ErrConflict)
	b.equal(b.get(a.ID), a)
	b.equal(b.waiting(), []quiz.Event{known})
}

func updateRefusesGone(b *bench) {
	never := func(*quiz.Attempt) { b.Error("fn ran") }
	b.fail(b.change("att_unknown", never), quiz.ErrNotFound)
	erased := b.begin(2)
	b.erase(erased.ID)
	b.fail(b.change(erased.ID, never), quiz.ErrNotFound)
	expired := b.begin(2)
	b.clock.advance(expired.Expires.Sub(start))
	b.fail(b.change(expired.ID, never), quiz.ErrNotFound)
}

func updateLeavesIdentity(b *bench) {
	a := full()
	b.succeed(b.Create(b.Context(), a))
	for _, fn := range []func(*quiz.Attempt){
		func(a *quiz.Attempt) { a.ID = "att_another" },
		func(a *quiz.Attempt) { a.Key = quiz.HashOf("another") },
		func(a *quiz.Attempt) { a.Key = quiz.Hash{} },
	} {
		if err := b.change(a.ID, fn); err == nil {
			b.Fatal("an update changed id or key")
		}
	}
	b.equal(b.get(a.ID), a)
}

func updatePanics(b *bench) {
	a := b.begin(2)
	got := func() (got any) {
		defer func() { got = recover() }()
		err := b.change(a.ID, func(a *quiz.Attempt) {
			a.Article = "changed"
			panic("of the caller")
		})
		b.Errorf("update returned %v", err)
		return nil
	}()
	b.equal(got, any("of the caller"))
	b.equal(b.get(a.ID), a)
	b.succeed(b.change(a.ID, func(a *quiz.Attempt) { a.Article = "afterwards" }))
	b.equal(b.get(a.ID).Article, "afterwards")
}
