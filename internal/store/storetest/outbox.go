package storetest

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// publish stores n events and returns them, oldest first.
func (b *bench) publish(n int) []quiz.Event {
	b.Helper()
	a := b.begin(1)
	events := make([]quiz.Event, n)
	for i := range events {
		events[i] = b.event(quiz.AttemptStarted, a.ID)
		b.succeed(b.Update(b.Context(), a.ID, func(*quiz.Attempt) ([]quiz.Event, error) {
			return events[i : i+1], nil
		}))
	}
	return events
}

func claimLeases(b *bench) {
	events := b.publish(5)
	claim := func(limit int) []quiz.Event {
		got, err := b.Claim(b.Context(), limit, time.Minute)
		b.succeed(err)
		return got
	}
	b.equal(claim(2), events[:2])
	b.equal(claim(2), events[2:4])
	b.clock.advance(30 * time.Second)
	b.equal(claim(9), events[4:])
	b.equal(len(claim(9)), 0)
	b.clock.advance(30*time.Second - time.Millisecond)
	b.equal(len(claim(9)), 0)
	b.clock.advance(time.Millisecond) // the first four leases are over
	b.equal(claim(9), events[:4])
	b.clock.advance(time.Hour)
	b.equal(claim(9), events)
}

func claimedOnce(b *bench) {
	events := b.publish(40)
	got := make([][]quiz.Event, 8)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() {
			for {
				batch, err := b.Claim(b.Context(), 3, time.Minute)
				if err != nil {
					b.Error(err)
				}
				if len(batch) == 0 {
					return
				}
				got[i] = append(got[i], batch...)
			}
		})
	}
	wg.Wait()
	times := map[quiz.Event]int{}
	for _, batch := range got {
		for _, e := range batch {
			times[e]++
		}
	}
	b.equal(len(times), len(events))
	for _, e := range events {
		b.equal(times[e], 1)
	}
}

func settleEnds(b *bench) {
	events := b.publish(2)
	b.fail(b.Settle(b.Context(), "evt_unknown"), quiz.ErrNotFound)
	b.equal(b.waiting(), events)
	b.succeed(b.Settle(b.Context(), events[0].ID))
	b.equal(b.waiting(), events[1:])
	b.fail(b.Settle(b.Context(), events[0].ID), quiz.ErrNotFound)
	b.clock.advance(1000 * time.Hour)
	b.equal(b.waiting(), events[1:])
}

func talliesCount(b *bench) {
	const name = "fit.relationship.pattern"
	var wg sync.WaitGroup
	for range 10 {
		for _, value := range []string{"yes", "yes", "部分"} {
			wg.Go(func() {
				if err := b.Count(b.Context(), name, value); err != nil {
					b.Error(err)
				}
			})
		}
	}
	wg.Wait()
	b.succeed(b.Count(b.Context(), "fit.relationship.plan", "no"))
	got, err := b.Tally(b.Context(), name)
	b.succeed(err)
	b.equal(got, map[string]int{"yes": 20, "部分": 10})
	got, err = b.Tally(b.Context(), "never counted")
	b.succeed(err)
	b.equal(got, map[string]int{})
}

func cancelled(b *bench) {
	a := b.begin(2)
	published := b.publish(1)
	ctx, cancel := context.WithCancel(b.Context())
	cancel()
	_, errGet := b.Get(ctx, a.ID)
	_, errByKey := b.ByKey(ctx, quiz.HashOf("key"))
	_, errSave := b.Save(ctx, a.ID, []quiz.Response{{Place: 0, Value: 1}}, keep)
	_, errExpired := b.Expired(ctx, 1)
	_, errClaim := b.Claim(ctx, 1, time.Hour)
	_, errTally := b.Tally(ctx, "name")
	_, errListed := b.Listed(ctx, "acme", quiz.Mark{}, 1)
	for _, err := range []error{
		errGet, errByKey, errSave, errExpired, errClaim, errTally, errListed,
		b.Create(ctx, full(), b.event(quiz.AttemptStarted, full().ID)),
		b.Update(ctx, a.ID, func(*quiz.Attempt) ([]quiz.Event, error) { return nil, errors.New("ran") }),
		b.EraseExpired(ctx, a.ID),
		b.Settle(ctx, published[0].ID),
		b.Count(ctx, "name", "value"),
	} {
		b.fail(err, context.Canceled)
	}
	b.equal(b.get(a.ID), a)
	_, err := b.Get(b.Context(), full().ID)
	b.fail(err, quiz.ErrNotFound)
	b.equal(b.waiting(), published)
	got, err := b.Tally(b.Context(), "name")
	b.succeed(err)
	b.equal(len(got), 0)
}
