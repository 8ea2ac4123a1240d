package storetest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// batchOf is n codes of the partner under a key.
func batchOf(partner quiz.PartnerID, key string, n int) quiz.CodeBatch {
	b := quiz.CodeBatch{Key: quiz.HashOf(key), Partner: partner, Expires: start.Add(time.Hour)}
	for i := range n {
		b.Codes = append(b.Codes, quiz.HashOf(fmt.Sprint(key, " code ", i)))
	}
	return b
}

// use is a code in somebody's hands.
func use(code quiz.Hash, partner quiz.PartnerID) *quiz.CodeUse {
	return &quiz.CodeUse{Hash: code, Partner: partner}
}

// unlock opens the attempt in a way that shows, and does what the opening says.
func (b *bench) unlock(id quiz.AttemptID, o quiz.Opening) error {
	return b.Unlock(b.Context(), id, func(a *quiz.Attempt) (quiz.Opening, error) {
		a.Article = "unlocked"
		return o, nil
	})
}

func (b *bench) letter(id quiz.AttemptID) *quiz.Letter {
	b.made++
	return &quiz.Letter{ID: quiz.LetterID(fmt.Sprintf("let_%d", b.made)), Attempt: id, To: "zoë@例子.example", Created: b.clock.Now()}
}

func (b *bench) lead(partner quiz.PartnerID) *quiz.Lead {
	b.made++
	return &quiz.Lead{
		ID: quiz.EventID(fmt.Sprintf("evt_%d", b.made)), Partner: partner, Email: "someone@example.org",
		Locale: "zh-Hans", Consent: "2026-11", Due: quiz.LeadsLeave(b.clock.Now()),
	}
}

func mintOnce(b *bench) {
	batch := batchOf("acme", "a", 3)
	b.succeed(b.MintGateCodes(b.Context(), batch))
	b.succeed(b.MintGateCodes(b.Context(), batch))

	more, later, taken := batchOf("acme", "a", 4), batchOf("acme", "a", 3), batchOf("acme", "b", 3)
	later.Expires = later.Expires.Add(time.Second)
	taken.Codes[2] = batch.Codes[0]
	for _, other := range []quiz.CodeBatch{more, later, taken} {
		b.fail(b.MintGateCodes(b.Context(), other), quiz.ErrConflict)
	}
	// Nothing of the batch that was refused is there.
	a := b.begin(1)
	b.fail(b.unlock(a.ID, quiz.Opening{Code: use(taken.Codes[0], "acme")}), quiz.ErrCode)
	b.succeed(b.unlock(a.ID, quiz.Opening{Code: use(batch.Codes[0], "acme")}))

	// What was spent is not minted again.
	b.succeed(b.MintGateCodes(b.Context(), batch))
	b.fail(b.unlock(a.ID, quiz.Opening{Code: use(batch.Codes[0], "acme")}), quiz.ErrCode)
}

func unlockSpends(b *bench) {
	batch := batchOf("acme", "a", 3)
	b.succeed(b.MintGateCodes(b.Context(), batch))
	a := b.begin(1)
	event := b.event(quiz.PlaybookUnlocked, a.ID)
	for _, wrong := range []*quiz.CodeUse{
		use(quiz.HashOf("guessed"), "acme"), use(batch.Codes[0], "other"), use(batch.Codes[0], "test_acme"), use(batch.Codes[0], ""),
	} {
		o := quiz.Opening{Code: wrong, Letter: b.letter(a.ID), Lead: b.lead("acme"), Events: []quiz.Event{event}}
		b.fail(b.unlock(a.ID, o), quiz.ErrCode)
		b.equal(b.get(a.ID), a)
	}
	b.equal(len(b.waiting()), 0)
	b.nothingQueued()

	b.succeed(b.unlock(a.ID, quiz.Opening{Code: use(batch.Codes[0], "acme"), Events: []quiz.Event{event}}))
	a.Article = "unlocked"
	b.equal(b.get(a.ID), a)
	b.equal(b.waiting(), []quiz.Event{event})

	b.clock.advance(time.Hour - time.Millisecond)
	b.succeed(b.unlock(a.ID, quiz.Opening{Code: use(batch.Codes[1], "acme")}))
	b.clock.advance(time.Millisecond)
	b.fail(b.unlock(a.ID, quiz.Opening{Code: use(batch.Codes[2], "acme")}), quiz.ErrCode)
}

// nothingQueued looks as far ahead as nothing would wait.
func (b *bench) nothingQueued() {
	b.Helper()
	b.clock.advance(2 * time.Hour)
	letters, err := b.ClaimLetters(b.Context(), 9, 0)
	b.succeed(err)
	leads, err := b.DueLeads(b.Context(), 9)
	b.succeed(err)
	b.clock.advance(-2 * time.Hour)
	if len(letters)+len(leads) > 0 {
		b.Fatalf("got letters %+v and leads %+v, want none", letters, leads)
	}
}

func unlockAllOrNothing(b *bench) {
	batch := batchOf("acme", "a", 1)
	b.succeed(b.MintGateCodes(b.Context(), batch))
	a := b.begin(1)
	refused := errors.New("refused by the caller")
	b.fail(b.Unlock(b.Context(), a.ID, func(a *quiz.Attempt) (quiz.Opening, error) {
		a.Article = "changed"
		return quiz.Opening{Code: use(batch.Codes[0], "acme"), Letter: b.letter(a.ID)}, refused
	}), refused)

	known := b.event(quiz.AttemptStarted, a.ID)
	b.succeed(b.Update(b.Context(), a.ID, func(*quiz.Attempt) ([]quiz.Event, error) { return []quiz.Event{known}, nil }))
	letter, lead := b.letter(a.ID), b.lead("acme")
	b.fail(b.unlock(a.ID, quiz.Opening{
		Code: use(batch.Codes[0], "acme"), Letter: letter, Lead: lead, Events: []quiz.Event{known},
	}), quiz.ErrConflict)
	b.equal(b.get(a.ID), a)
	b.nothingQueued()

	// The code was given back each time.
	b.succeed(b.unlock(a.ID, quiz.Opening{Code: use(batch.Codes[0], "acme"), Letter: letter, Lead: lead}))
	b.fail(b.unlock(a.ID, quiz.Opening{Letter: letter}), quiz.ErrConflict)
	b.fail(b.unlock(a.ID, quiz.Opening{Lead: lead}), quiz.ErrConflict)

	b.fail(b.unlock("att_unknown", quiz.Opening{}), quiz.ErrNotFound)
	b.erase(a.ID)
	b.fail(b.unlock(a.ID, quiz.Opening{}), quiz.ErrNotFound)
}

// oneCodeOpensOne: fifty visitors try one code at once.
func oneCodeOpensOne(b *bench) {
	batch := batchOf("acme", "a", 1)
	b.succeed(b.MintGateCodes(b.Context(), batch))
	const tries = 50
	ids := make([]quiz.AttemptID, tries)
	for i := range ids {
		ids[i] = b.begin(1).ID
	}
	var opened atomic.Int64
	var wg sync.WaitGroup
	for _, id := range ids {
		wg.Go(func() {
			switch err := b.unlock(id, quiz.Opening{Code: use(batch.Codes[0], "acme")}); {
			case err == nil:
				opened.Add(1)
			case !errors.Is(err, quiz.ErrCode):
				b.Error(err)
			}
		})
	}
	wg.Wait()
	changed := 0
	for _, id := range ids {
		if b.get(id).Article == "unlocked" {
			changed++
		}
	}
	if opened.Load() != 1 || changed != 1 {
		b.Fatalf("%d were told that it opened and %d are open, want 1", opened.Load(), changed)
	}
}

func forgetsGateCodes(b *bench) {
	early, late := batchOf("acme", "a", 3), batchOf("acme", "b", 1)
	late.Expires = late.Expires.Add(time.Hour)
	b.succeed(b.MintGateCodes(b.Context(), early))
	b.succeed(b.MintGateCodes(b.Context(), late))
	forget := func(over time.Time, limit int) int {
		n, err := b.ForgetGateCodes(b.Context(), over, limit)
		b.succeed(err)
		return n
	}
	b.equal(forget(early.Expires.Add(-time.Millisecond), 9), 0)
	b.equal(forget(early.Expires, 2), 2)
	b.equal(forget(early.Expires, 2), 1)
	b.equal(forget(early.Expires, 2), 0)
	b.succeed(b.unlock(b.begin(1).ID, quiz.Opening{Code: use(late.Codes[0], "acme")}))
	// The batch went too: its key is free, that of the later one is not.
	again := batchOf("acme", "a", 5)
	b.succeed(b.MintGateCodes(b.Context(), again))
	b.fail(b.MintGateCodes(b.Context(), batchOf("acme", "b", 5)), quiz.ErrConflict)
}
