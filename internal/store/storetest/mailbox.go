package storetest

import (
	"cmp"
	"slices"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

func (b *bench) letters(lease time.Duration) []quiz.Letter {
	b.Helper()
	got, err := b.ClaimLetters(b.Context(), 9, lease)
	b.succeed(err)
	return got
}

func (b *bench) dueLeads(limit int) []quiz.Lead {
	b.Helper()
	got, err := b.DueLeads(b.Context(), limit)
	b.succeed(err)
	return got
}

// write unlocks an attempt of its own with a letter.
func (b *bench) write() quiz.Letter {
	b.Helper()
	a := b.begin(1)
	l := b.letter(a.ID)
	b.succeed(b.unlock(a.ID, quiz.Opening{Letter: l}))
	return *l
}

func lettersGoOut(b *bench) {
	first := b.write()
	b.clock.advance(time.Second)
	second := b.write()
	b.equal(b.letters(time.Minute), []quiz.Letter{first, second})
	b.equal(len(b.letters(time.Minute)), 0) // leased
	b.succeed(b.DiscardLetter(b.Context(), first.ID))
	b.fail(b.DiscardLetter(b.Context(), first.ID), quiz.ErrNotFound)
	b.fail(b.PostponeLetter(b.Context(), first.ID, start), quiz.ErrNotFound)

	// One that could not be sent waits, and counts.
	later := b.clock.Now().Add(3 * time.Hour)
	b.succeed(b.PostponeLetter(b.Context(), second.ID, later))
	b.clock.advance(3*time.Hour - time.Millisecond)
	b.equal(len(b.letters(time.Minute)), 0)
	b.clock.advance(time.Millisecond)
	second.Tries = 1
	b.equal(b.letters(time.Minute), []quiz.Letter{second})
	b.clock.advance(time.Minute) // the sender died
	b.equal(b.letters(time.Minute), []quiz.Letter{second})

	got, err := b.LetterOf(b.Context(), second.Attempt)
	b.succeed(err)
	b.equal(got, second)
	_, err = b.LetterOf(b.Context(), first.Attempt)
	b.fail(err, quiz.ErrNotFound)
}

// lettersLeaveWithTheirAttempt: no address outlives an erasure.
func lettersLeaveWithTheirAttempt(b *bench) {
	erased, expired, stays := b.write(), b.write(), b.write()
	b.erase(erased.Attempt)
	b.succeed(b.change(stays.Attempt, func(a *quiz.Attempt) { a.Expires = start.Add(1000 * time.Hour) }))
	b.clock.advance(24 * time.Hour)
	b.succeed(b.EraseExpired(b.Context(), expired.Attempt))
	b.equal(b.letters(0), []quiz.Letter{stays})
	b.fail(b.DiscardLetter(b.Context(), erased.ID), quiz.ErrNotFound)
}

func letterLeasesOutliveClock(b *bench) {
	l := b.write()
	b.clock.advance(24 * time.Hour)
	b.equal(b.letters(time.Minute), []quiz.Letter{l})
	b.clock.advance(-24 * time.Hour)
	b.equal(b.letters(time.Minute), []quiz.Letter{l})
}

func forgetsLetters(b *bench) {
	first := b.write()
	b.clock.advance(time.Second)
	second := b.write()
	forget := func(written time.Time, limit int) int {
		n, err := b.ForgetLetters(b.Context(), written, limit)
		b.succeed(err)
		return n
	}
	b.equal(forget(start.Add(-time.Millisecond), 9), 0)
	b.equal(forget(start, 9), 1)
	b.fail(b.DiscardLetter(b.Context(), first.ID), quiz.ErrNotFound)
	b.equal(forget(start.Add(time.Hour), 0), 0)
	b.equal(b.letters(0), []quiz.Letter{second})
}

func leadsLeaveByTheHour(b *bench) {
	agree := func(partner quiz.PartnerID) quiz.Lead {
		a := b.begin(1)
		l := b.lead(partner)
		b.succeed(b.unlock(a.ID, quiz.Opening{Lead: l}))
		b.erase(a.ID) // leaves the lead: it is the partner's
		return *l
	}
	first, second := agree("acme"), agree("test_acme")
	b.clock.advance(first.Due.Sub(start) - time.Millisecond)
	b.equal(len(b.dueLeads(9)), 0)
	third := agree("other")
	b.clock.advance(time.Millisecond)
	fourth := agree("acme")

	all := []quiz.Lead{first, second, third}
	slices.SortFunc(all, func(x, y quiz.Lead) int { return cmp.Compare(x.ID, y.ID) })
	b.equal(b.dueLeads(9), all)
	b.equal(b.dueLeads(2), all[:2])

	b.succeed(b.QueueLead(b.Context(), all[0].ID))
	b.equal(b.dueLeads(9), all[1:])
	got, err := b.Lead(b.Context(), all[0].ID) // until it has arrived
	b.succeed(err)
	b.equal(got, all[0])
	b.succeed(b.DropLead(b.Context(), all[0].ID))
	b.succeed(b.DropLead(b.Context(), all[0].ID))
	_, err = b.Lead(b.Context(), all[0].ID)
	b.fail(err, quiz.ErrNotFound)
	b.fail(b.QueueLead(b.Context(), all[0].ID), quiz.ErrNotFound)

	b.succeed(b.AddLead(b.Context(), all[0]))
	b.fail(b.AddLead(b.Context(), all[0]), quiz.ErrConflict)
	b.succeed(b.QueueLead(b.Context(), all[0].ID))
	forget := func(due time.Time, limit int) int {
		n, err := b.ForgetLeads(b.Context(), due, limit)
		b.succeed(err)
		return n
	}
	b.equal(forget(first.Due.Add(-time.Millisecond), 9), 0)
	b.equal(forget(first.Due, 1), 1)
	b.equal(forget(first.Due, 9), 2)
	got, err = b.Lead(b.Context(), fourth.ID)
	b.succeed(err)
	b.equal(got, fourth)
}
