package storetest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// share makes a share of the attempt that no other call made.
func (b *bench) share(of quiz.AttemptID) quiz.Share {
	b.made++
	return quiz.Share{
		ID: quiz.ShareID(fmt.Sprintf("shr_%d", b.made)), Attempt: of, Card: quiz.CardHelps, Locale: "zh-Hans",
		Texts: []string{"说晚到，不如说几点到。", `"quoted' \ & naïve 🎵`}, Created: b.clock.Now(),
	}
}

func (b *bench) add(s quiz.Share) quiz.Share {
	b.Helper()
	got, err := b.AddShare(b.Context(), s)
	b.succeed(err)
	return got
}

func (b *bench) sharesOf(id quiz.AttemptID) []quiz.Share {
	b.Helper()
	got, err := b.SharesOf(b.Context(), id)
	b.succeed(err)
	return got
}

func shareKeepsEveryField(b *bench) {
	a := full()
	b.succeed(b.Create(b.Context(), a))
	b.equal(len(b.sharesOf(a.ID)), 0)

	words := b.share(a.ID)
	words.Key = quiz.HashOf("key")
	b.equal(b.add(words), words)
	b.clock.advance(time.Millisecond)
	drawn := b.share(a.ID)
	drawn.Card, drawn.Texts = quiz.CardMap, nil
	drawn.Area = &quiz.Area{Left: 0, X: 3, Right: 7, Low: 10, Y: 12, High: quiz.AreaSteps}
	b.equal(b.add(drawn), drawn)

	for _, want := range []quiz.Share{words, drawn} {
		got, err := b.Share(b.Context(), want.ID)
		b.succeed(err)
		b.equal(got, want)
	}
	b.equal(b.sharesOf(a.ID), []quiz.Share{words, drawn})
	got := b.sharesOf(a.ID)
	got[0].Texts[0], got[1].Area.X = "spoilt", 9
	b.equal(b.sharesOf(a.ID), []quiz.Share{words, drawn})
}

func shareRefuses(b *bench) {
	refused := func(s quiz.Share, want error) {
		b.Helper()
		_, err := b.AddShare(b.Context(), s)
		b.fail(err, want)
	}
	refused(b.share("att_unknown"), quiz.ErrNotFound)
	refused(b.share(b.begin(1).ID), quiz.ErrUnfinished)
	a, other := full(), full()
	other.ID, other.Key = "att_other", quiz.HashOf("other")
	b.succeed(b.Create(b.Context(), a))
	b.succeed(b.Create(b.Context(), other))
	s := b.add(b.share(a.ID))
	same := b.share(other.ID)
	same.ID = s.ID
	refused(same, quiz.ErrConflict)
	b.equal(len(b.sharesOf(other.ID)), 0)
	_, err := b.Share(b.Context(), "shr_unknown")
	b.fail(err, quiz.ErrNotFound)
	b.clock.advance(a.Expires.Sub(start))
	refused(b.share(a.ID), quiz.ErrNotFound)
}

func shareKeyRepeats(b *bench) {
	a, other := full(), full()
	other.ID, other.Key = "att_other", quiz.HashOf("other")
	b.succeed(b.Create(b.Context(), a))
	b.succeed(b.Create(b.Context(), other))
	first := b.share(a.ID)
	first.Key = quiz.HashOf("key")
	b.add(first)

	again := b.share(a.ID)
	again.Key = first.Key
	b.equal(b.add(again), first)
	changed := b.share(a.ID)
	changed.Key, changed.Texts = first.Key, []string{"another"}
	_, err := b.AddShare(b.Context(), changed)
	b.fail(err, quiz.ErrConflict)
	b.equal(b.sharesOf(a.ID), []quiz.Share{first})

	theirs := b.share(other.ID) // a key is its attempt's own
	theirs.Key = first.Key
	b.equal(b.add(theirs), theirs)
	unkeyed := b.add(b.share(a.ID)) // and none is no key
	b.equal(len(b.sharesOf(a.ID)), 2)
	b.equal(unkeyed.Key, quiz.Hash{})
	b.add(b.share(a.ID))
	b.equal(len(b.sharesOf(a.ID)), 3)
}

// shareLimit adds more than there may be, at once.
func shareLimit(b *bench) {
	a := full()
	b.succeed(b.Create(b.Context(), a))
	var added, refused atomic.Int64
	var wg sync.WaitGroup
	for range quiz.MaxShares + 5 {
		s := b.share(a.ID)
		wg.Go(func() {
			switch _, err := b.AddShare(b.Context(), s); {
			case err == nil:
				added.Add(1)
			case errors.Is(err, quiz.ErrLimit):
				refused.Add(1)
			default:
				b.Error(err)
			}
		})
	}
	wg.Wait()
	b.equal([2]int64{added.Load(), refused.Load()}, [2]int64{quiz.MaxShares, 5})
	list := b.sharesOf(a.ID)
	b.equal(len(list), quiz.MaxShares)
	b.succeed(b.RemoveShare(b.Context(), a.ID, list[0].ID))
	b.add(b.share(a.ID))
}

func sharesGo(b *bench) {
	byVisitor, byTime := full(), full()
	byTime.ID, byTime.Key = "att_time", quiz.HashOf("time")
	byTime.Expires = start.Add(time.Minute)
	var shares []quiz.Share
	for _, a := range []quiz.Attempt{byVisitor, byTime} {
		b.succeed(b.Create(b.Context(), a))
		shares = append(shares, b.add(b.share(a.ID)))
	}
	b.erase(byVisitor.ID)
	b.clock.advance(time.Minute)
	_, err := b.Share(b.Context(), shares[1].ID) // over, though not erased yet
	b.fail(err, quiz.ErrNotFound)
	b.succeed(b.EraseExpired(b.Context(), byTime.ID))
	b.clock.advance(-time.Minute)
	for _, s := range shares {
		_, err := b.Share(b.Context(), s.ID)
		b.fail(err, quiz.ErrNotFound)
		b.equal(len(b.sharesOf(s.Attempt)), 0)
		b.fail(b.RemoveShare(b.Context(), s.Attempt, s.ID), quiz.ErrNotFound)
	}
}

func shareRemoved(b *bench) {
	a, other := full(), full()
	other.ID, other.Key = "att_other", quiz.HashOf("other")
	b.succeed(b.Create(b.Context(), a))
	b.succeed(b.Create(b.Context(), other))
	s := b.add(b.share(a.ID))
	b.fail(b.RemoveShare(b.Context(), other.ID, s.ID), quiz.ErrNotFound)
	b.fail(b.RemoveShare(b.Context(), a.ID, "shr_unknown"), quiz.ErrNotFound)
	b.equal(b.sharesOf(a.ID), []quiz.Share{s})
	b.succeed(b.RemoveShare(b.Context(), a.ID, s.ID))
	_, err := b.Share(b.Context(), s.ID)
	b.fail(err, quiz.ErrNotFound)
	b.fail(b.RemoveShare(b.Context(), a.ID, s.ID), quiz.ErrNotFound)
}
