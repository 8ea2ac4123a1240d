package storetest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// keepCode gives the attempt a code for an hour.
func (b *bench) keepCode(id quiz.AttemptID, code string) quiz.ResumeCode {
	b.Helper()
	c := quiz.ResumeCode{Hash: quiz.HashOf(code), Attempt: id, Expires: start.Add(time.Hour)}
	b.succeed(b.KeepResumeCode(b.Context(), c))
	return c
}

func (b *bench) spend(code, opener string) (quiz.AttemptID, error) {
	return b.SpendResumeCode(b.Context(), quiz.HashOf(code), quiz.HashOf(opener))
}

func codeOpensOnce(b *bench) {
	a := full()
	b.succeed(b.Create(b.Context(), a))
	_, err := b.ResumeCode(b.Context(), a.ID)
	b.fail(err, quiz.ErrNotFound)
	want := b.keepCode(a.ID, "code")
	got, err := b.ResumeCode(b.Context(), a.ID)
	b.succeed(err)
	b.equal(got, want)

	_, err = b.spend("other", "token")
	b.fail(err, quiz.ErrNotFound)
	b.equal(b.get(a.ID), a)
	id, err := b.spend("code", "token")
	b.succeed(err)
	b.equal(id, a.ID)
	a.Tokens = append(a.Tokens, quiz.HashOf("token"))
	b.equal(b.get(a.ID), a)

	_, err = b.spend("code", "again")
	b.fail(err, quiz.ErrNotFound)
	_, err = b.ResumeCode(b.Context(), a.ID)
	b.fail(err, quiz.ErrNotFound)
	b.equal(b.get(a.ID), a)
}

func codeReplaces(b *bench) {
	a, other := b.begin(1), b.begin(1)
	b.keepCode(a.ID, "first")
	b.keepCode(other.ID, "other")
	want := b.keepCode(a.ID, "second")
	got, err := b.ResumeCode(b.Context(), a.ID)
	b.succeed(err)
	b.equal(got, want)
	_, err = b.spend("first", "token")
	b.fail(err, quiz.ErrNotFound)

	// A hash that is taken changes nothing.
	taken := quiz.ResumeCode{Hash: quiz.HashOf("other"), Attempt: a.ID, Expires: start.Add(time.Hour)}
	b.fail(b.KeepResumeCode(b.Context(), taken), quiz.ErrConflict)
	id, err := b.spend("second", "token")
	b.succeed(err)
	b.equal(id, a.ID)
	id, err = b.spend("other", "token")
	b.succeed(err)
	b.equal(id, other.ID)
}

func codeRemoved(b *bench) {
	a, other := b.begin(1), b.begin(1)
	b.fail(b.RemoveResumeCode(b.Context(), "att_unknown"), quiz.ErrNotFound)
	b.succeed(b.RemoveResumeCode(b.Context(), a.ID)) // there is none yet
	b.keepCode(a.ID, "code")
	b.keepCode(other.ID, "other")
	b.succeed(b.RemoveResumeCode(b.Context(), a.ID))
	_, err := b.ResumeCode(b.Context(), a.ID)
	b.fail(err, quiz.ErrNotFound)
	_, err = b.spend("code", "token")
	b.fail(err, quiz.ErrNotFound)
	b.equal(b.get(a.ID), a)

	id, err := b.spend("other", "token") // another's stays
	b.succeed(err)
	b.equal(id, other.ID)
	b.keepCode(a.ID, "code") // the same may be made again
	b.erase(a.ID)
	b.fail(b.RemoveResumeCode(b.Context(), a.ID), quiz.ErrNotFound)
}

func codeEnds(b *bench) {
	refused := quiz.ResumeCode{Hash: quiz.HashOf("x"), Attempt: "att_unknown", Expires: start.Add(time.Hour)}
	b.fail(b.KeepResumeCode(b.Context(), refused), quiz.ErrNotFound)

	erased, byTime, late := b.begin(1), b.begin(1), full()
	late.Expires = start.Add(30 * time.Minute)
	b.succeed(b.Create(b.Context(), late))
	b.keepCode(erased.ID, "erased")
	b.keepCode(byTime.ID, "time")
	b.keepCode(late.ID, "late")
	b.erase(erased.ID)
	_, err := b.spend("erased", "token")
	b.fail(err, quiz.ErrNotFound)
	_, err = b.ResumeCode(b.Context(), erased.ID)
	b.fail(err, quiz.ErrNotFound)

	b.clock.advance(30 * time.Minute) // the attempt is over, its code is not
	_, err = b.spend("late", "token")
	b.fail(err, quiz.ErrNotFound)
	_, err = b.ResumeCode(b.Context(), late.ID)
	b.fail(err, quiz.ErrNotFound)
	refused.Attempt = late.ID
	b.fail(b.KeepResumeCode(b.Context(), refused), quiz.ErrNotFound)

	b.clock.advance(30*time.Minute - time.Millisecond)
	_, err = b.ResumeCode(b.Context(), byTime.ID)
	b.succeed(err)
	b.clock.advance(time.Millisecond) // the code is over, the attempt is not
	_, err = b.spend("time", "token")
	b.fail(err, quiz.ErrNotFound)
	_, err = b.ResumeCode(b.Context(), byTime.ID)
	b.fail(err, quiz.ErrNotFound)
	b.equal(b.get(byTime.ID), byTime)
}

func codesSwept(b *bench) {
	for i := range 3 {
		a := b.begin(1)
		c := quiz.ResumeCode{Hash: quiz.HashOf(fmt.Sprint(i)), Attempt: a.ID, Expires: start.Add(time.Duration(i+1) * time.Minute)}
		b.succeed(b.KeepResumeCode(b.Context(), c))
	}
	sweep := func(limit int) int {
		n, err := b.SweepResumeCodes(b.Context(), limit)
		b.succeed(err)
		return n
	}
	b.equal(sweep(9), 0)
	b.clock.advance(2 * time.Minute)
	b.equal(sweep(1), 1)
	b.equal(sweep(9), 1)
	b.equal(sweep(9), 0)
	_, err := b.spend("2", "token")
	b.succeed(err)
}

func codeSpentOnce(b *bench) {
	a := b.begin(1)
	b.keepCode(a.ID, "code")
	var spent atomic.Int64
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			switch _, err := b.spend("code", fmt.Sprint("token ", i)); {
			case err == nil:
				spent.Add(1)
			case !errors.Is(err, quiz.ErrNotFound):
				b.Error(err)
			}
		})
	}
	wg.Wait()
	b.equal(spent.Load(), int64(1))
	b.equal(len(b.get(a.ID).Tokens), 1)
}
