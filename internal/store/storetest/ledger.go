package storetest

import (
	"fmt"
	"slices"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// page returns the ids of a page.
func (b *bench) page(side quiz.PartnerID, after quiz.Mark, limit int) (ids []quiz.AttemptID, last quiz.Mark) {
	b.Helper()
	list, err := b.Listed(b.Context(), side, after, limit)
	b.succeed(err)
	for _, l := range list {
		ids, last = append(ids, l.ID), l.Mark()
	}
	return ids, last
}

// through stores a finished attempt of the side.
func (b *bench) through(side quiz.PartnerID, created time.Time) quiz.Attempt {
	b.Helper()
	b.made++
	a := full()
	a.ID, a.Key = quiz.AttemptID(fmt.Sprintf("att_%d", b.made)), quiz.HashOf(fmt.Sprint(b.made))
	a.Partner, a.Created, a.Expires = side, created, start.Add(24*time.Hour)
	b.succeed(b.Create(b.Context(), a))
	return a
}

func listsPartner(b *bench) {
	a := b.through("acme", start)
	got, err := b.Listed(b.Context(), "acme", quiz.Mark{}, 9)
	b.succeed(err)
	b.equal(got, []quiz.Listed{{
		ID: a.ID, Instrument: a.Instrument, Status: quiz.Finished,
		Created: a.Created, Finished: a.Finished, Unlocked: a.Unlocked,
	}})
	begun := b.begin(2)
	got, err = b.Listed(b.Context(), "acme", quiz.Mark{}, 1)
	b.succeed(err)
	b.equal(got, []quiz.Listed{{ID: begun.ID, Instrument: begun.Instrument, Status: quiz.InProgress, Created: start}})
}

// listsSidesApart: nobody is given another's attempts, nor those of nobody.
func listsSidesApart(b *bench) {
	live, test := b.through("acme", start), b.through("test_acme", start)
	b.through("", start)
	for side, want := range map[quiz.PartnerID][]quiz.AttemptID{
		"acme": {live.ID}, "test_acme": {test.ID}, "other": nil, "": nil,
	} {
		got, _ := b.page(side, quiz.Mark{}, 9)
		b.equal(got, want)
	}
	gone := b.through("acme", start)
	b.erase(gone.ID)
	got, _ := b.page("acme", quiz.Mark{}, 9)
	b.equal(got, []quiz.AttemptID{live.ID})
	b.clock.advance(24 * time.Hour)
	got, _ = b.page("acme", quiz.Mark{}, 9)
	b.equal(got, []quiz.AttemptID(nil))
}

// listsStably walks in pages while attempts begin and end, some at one time.
func listsStably(b *bench) {
	var want []quiz.AttemptID
	for i := range 9 {
		want = append(want, b.through("acme", start.Add(time.Duration(i/4)*time.Minute)).ID)
	}
	slices.Reverse(want)
	var got []quiz.AttemptID
	var mark quiz.Mark
	for {
		ids, last := b.page("acme", mark, 2)
		if len(ids) == 0 {
			break
		}
		got, mark = append(got, ids...), last
		b.through("acme", start.Add(time.Hour)) // newer than all: in no later page
		if len(got) == 4 {
			b.erase(want[3]) // the mark stays where it was
			b.erase(want[6])
		}
	}
	b.equal(got, slices.Delete(want, 6, 7))
}
