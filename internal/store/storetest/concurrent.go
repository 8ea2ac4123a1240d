package storetest

import (
	"errors"
	"fmt"
	"sync"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/scoring"
)

// fiftyFinish finishes one attempt fifty times at once, as a caller does who
// scores inside Update and answers a repeat with what is stored.
func fiftyFinish(b *bench) {
	a := b.begin(2)
	events := make([]quiz.Event, 50)
	for i := range events {
		events[i] = b.event(quiz.AttemptFinished, a.ID)
	}
	seen := make([]string, len(events))
	var wg sync.WaitGroup
	for i, event := range events {
		wg.Go(func() {
			err := b.Update(b.Context(), a.ID, func(a *quiz.Attempt) ([]quiz.Event, error) {
				if a.Status == quiz.Finished {
					seen[i] = a.Profile.Version
					return nil, nil
				}
				a.Status, a.Profile = quiz.Finished, profile()
				a.Profile.Version = fmt.Sprint(i)
				seen[i] = a.Profile.Version
				return []quiz.Event{event}, nil
			})
			if err != nil {
				b.Error(err)
			}
		})
	}
	wg.Wait()
	stored := b.get(a.ID).Profile.Version
	for i, version := range seen {
		if version != stored {
			b.Errorf("call %d saw profile %q, stored is %q", i, version, stored)
		}
	}
	waiting := b.waiting()
	b.equal(len(waiting), 1)
	b.equal(fmt.Sprint(waiting[0].ID), string(events[index(stored)].ID))
}

func index(s string) (i int) {
	fmt.Sscan(s, &i)
	return i
}

func writersLoseNone(b *bench) {
	const writers, each = 16, 8
	a := b.begin(writers * each)
	want := a.Sheet.Clone()
	var wg sync.WaitGroup
	for w := range writers {
		saves := make([]quiz.Response, each)
		for i := range saves {
			saves[i] = quiz.Response{Place: i*writers + w, Value: scoring.Response((w + i) % 6)}
		}
		want.Put(saves...)
		wg.Go(func() {
			for i, r := range saves {
				p, err := b.Save(b.Context(), a.ID, []quiz.Response{r}, keep)
				if err != nil || p.Answered <= i || p.Total != writers*each {
					b.Errorf("writer %d, save %d: got %+v, %v", w, i, p, err)
				}
			}
		})
	}
	wg.Wait()
	got := b.get(a.ID)
	b.equal(got.Sheet.Given(), want.Given())
}

// refusalsLeaveNeighbours mixes writes that succeed with all kinds that do
// not, so that a store that groups them must still tell them apart.
func refusalsLeaveNeighbours(b *bench) {
	const rounds = 40
	good, done := b.begin(rounds), full()
	known := b.event(quiz.AttemptFinished, done.ID)
	b.succeed(b.Create(b.Context(), done, known))
	refused := errors.New("refused by the caller")
	one := func(place int) []quiz.Response { return []quiz.Response{{Place: place, Value: 1}} }

	var wg sync.WaitGroup
	for i := range rounds {
		expect := func(want error, do func() error) {
			wg.Go(func() {
				if err := do(); !errors.Is(err, want) {
					b.Errorf("round %d: got %v, want %v", i, err, want)
				}
			})
		}
		expect(nil, func() error { _, err := b.Save(b.Context(), good.ID, one(i), keep); return err })
		expect(nil, func() error { return b.Count(b.Context(), "rounds", "all") })
		expect(quiz.ErrInvalidPlace, func() error { _, err := b.Save(b.Context(), good.ID, one(rounds), keep); return err })
		expect(quiz.ErrFinished, func() error { _, err := b.Save(b.Context(), done.ID, one(0), keep); return err })
		expect(quiz.ErrConflict, func() error { return b.Create(b.Context(), full()) })
		expect(refused, func() error {
			return b.Update(b.Context(), good.ID, func(*quiz.Attempt) ([]quiz.Event, error) { return nil, refused })
		})
		// This one has written before it fails: it spoils a shared transaction.
		expect(quiz.ErrConflict, func() error {
			return b.Update(b.Context(), done.ID, func(a *quiz.Attempt) ([]quiz.Event, error) {
				a.Article = "changed"
				return []quiz.Event{known}, nil
			})
		})
	}
	wg.Wait()
	b.equal(b.get(done.ID), done)
	b.equal(b.get(good.ID).Sheet.Progress(), quiz.Progress{Answered: rounds, Total: rounds})
	b.equal(b.waiting(), []quiz.Event{known})
	total, err := b.Tally(b.Context(), "rounds")
	b.succeed(err)
	b.equal(total, map[string]int{"all": rounds})
}
