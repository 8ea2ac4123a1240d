package storetest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

const (
	acme  quiz.PartnerID = "acme"
	other quiz.PartnerID = "test_acme"
)

// delivery makes one that is due now, of an attempt that none other tells of.
func (b *bench) delivery(p quiz.PartnerID, kind quiz.EventType) quiz.Delivery {
	b.made++
	return quiz.Delivery{
		ID: quiz.EventID(fmt.Sprintf("evt_%d", b.made)), Partner: p, Type: kind, Subject: fmt.Sprintf("att_%d", b.made),
		At: b.clock.Now().Add(-time.Minute), State: quiz.DeliveryPending, Due: b.clock.Now(),
	}
}

// queue stores n deliveries of the partner, a millisecond apart, and returns them.
func (b *bench) queue(p quiz.PartnerID, n int) []quiz.Delivery {
	b.Helper()
	ds := make([]quiz.Delivery, n)
	for i := range ds {
		ds[i] = b.delivery(p, quiz.AttemptFinished)
		b.succeed(b.Enqueue(b.Context(), ds[i]))
		b.clock.advance(time.Millisecond)
	}
	return ds
}

func (b *bench) claimFor(p quiz.PartnerID, limit int) []quiz.Delivery {
	b.Helper()
	ds, err := b.ClaimDeliveries(b.Context(), p, limit, time.Minute)
	b.succeed(err)
	return ds
}

func (b *bench) record(id quiz.EventID, state quiz.DeliveryState, due time.Time) {
	b.Helper()
	b.succeed(b.RecordTry(b.Context(), id, quiz.Try{At: b.clock.Now()}, state, due))
}

// listed returns all of a partner's deliveries, those of the newest events
// first.
func (b *bench) listed(p quiz.PartnerID) []quiz.Delivery {
	b.Helper()
	ds, err := b.ListDeliveries(b.Context(), p, quiz.DeliveryMark{}, 1000)
	b.succeed(err)
	return ds
}

func (b *bench) duePartners(want ...quiz.PartnerID) {
	b.Helper()
	got, err := b.DuePartners(b.Context())
	b.succeed(err)
	b.equal(fmt.Sprint(got), fmt.Sprint(want))
}

func queuedOnce(b *bench) {
	b.succeed(b.Enqueue(b.Context()))
	d := b.delivery(acme, quiz.AttemptStarted)
	again := d
	again.Partner, again.Subject, again.Due = other, "att_other", d.Due.Add(time.Hour)
	next := b.delivery(acme, quiz.AttemptErased)
	b.succeed(b.Enqueue(b.Context(), d))
	b.succeed(b.Enqueue(b.Context(), again, next, next))
	b.equal(b.listed(acme), []quiz.Delivery{next, d})
	b.equal(len(b.listed(other)), 0)
	b.record(d.ID, quiz.DeliveryFailed, time.Time{})
	b.succeed(b.Enqueue(b.Context(), d)) // known, although it has ended
	b.equal(b.listed(acme)[1].State, quiz.DeliveryFailed)
}

func claimedWhenDue(b *bench) {
	now := b.clock.Now()
	late, soon := b.delivery(acme, quiz.AttemptStarted), b.delivery(acme, quiz.AttemptFinished)
	late.Due, soon.Due = now.Add(2*time.Second), now.Add(time.Second)
	b.succeed(b.Enqueue(b.Context(), late, soon))
	b.duePartners()
	b.equal(len(b.claimFor(acme, 9)), 0)
	b.clock.advance(2 * time.Second)
	b.duePartners(acme)
	b.equal(b.claimFor(acme, 1), []quiz.Delivery{soon}) // the longest due first
	b.equal(b.claimFor(acme, 9), []quiz.Delivery{late})
	b.duePartners()
	b.clock.advance(time.Minute - time.Millisecond)
	b.equal(len(b.claimFor(acme, 9)), 0)
	b.clock.advance(time.Millisecond) // the leases are over
	b.duePartners(acme)
	b.equal(b.claimFor(acme, 9), []quiz.Delivery{soon, late})
}

func deliveryClaimedOnce(b *bench) {
	ds := b.queue(acme, 40)
	got := make([][]quiz.Delivery, 8)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() {
			for {
				batch, err := b.ClaimDeliveries(b.Context(), acme, 3, time.Minute)
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
	times := map[quiz.EventID]int{}
	for _, batch := range got {
		for _, d := range batch {
			times[d.ID]++
		}
	}
	b.equal(len(times), len(ds))
	for _, d := range ds {
		b.equal(times[d.ID], 1)
	}
}

func claimsByPartner(b *bench) {
	mine, theirs := b.queue(acme, 3), b.queue(other, 2)
	b.duePartners(acme, other)
	b.equal(b.claimFor(other, 9), theirs)
	b.duePartners(acme)
	b.equal(b.claimFor(acme, 9), mine)
	b.equal(len(b.claimFor("unknown", 9)), 0)
}

func deliveriesOutliveClock(b *bench) {
	ds := b.queue(acme, 2)
	b.clock.advance(24 * time.Hour)
	b.equal(b.claimFor(acme, 9), ds)
	b.clock.advance(-24 * time.Hour)
	b.duePartners(acme)
	b.equal(b.claimFor(acme, 9), ds)
	b.equal(len(b.claimFor(acme, 9)), 0)
}

// triesKept: each try is added, and only the last of very many are kept.
func triesKept(b *bench) {
	d := b.queue(acme, 1)[0]
	faults := []quiz.TryFault{quiz.TryRefused, quiz.TryGone, quiz.TryTimeout, quiz.TryUnreached, quiz.TryForbidden,
		quiz.TryUnresolved, quiz.TryUntrusted, quiz.TryDisabled, quiz.TryUnset, quiz.TryLost}
	for i := range quiz.MaxTries + 3 {
		b.equal(len(b.claimFor(acme, 9)), 1)
		b.clock.advance(1234 * time.Millisecond)
		try := quiz.Try{At: b.clock.Now(), Took: time.Duration(i) * 987 * time.Millisecond, Status: 500 + i, Fault: faults[i%len(faults)]}
		due := b.clock.Now().Add(5 * time.Second)
		b.succeed(b.RecordTry(b.Context(), d.ID, try, quiz.DeliveryPending, due))
		d.Tries = append(d.Tries, try)
		d.Tries = d.Tries[max(0, len(d.Tries)-quiz.MaxTries):]
		d.Step, d.Due = i+1, due
		b.equal(b.listed(acme), []quiz.Delivery{d})
		b.equal(len(b.claimFor(acme, 9)), 0)
		b.clock.advance(5 * time.Second) // the lease is over with the try
	}
	b.equal(b.claimFor(acme, 9), []quiz.Delivery{d})
	last := quiz.Try{At: b.clock.Now(), Status: 204}
	b.succeed(b.RecordTry(b.Context(), d.ID, last, quiz.DeliveryDelivered, b.clock.Now()))
	got := b.listed(acme)[0]
	b.equal(got.Tries[quiz.MaxTries-1], last)
	b.equal(got.State, quiz.DeliveryDelivered)
	b.equal(got.Due, time.Time{})
	b.duePartners()
}

func endedTakesNoTry(b *bench) {
	b.fail(b.RecordTry(b.Context(), "evt_unknown", quiz.Try{}, quiz.DeliveryFailed, time.Time{}), quiz.ErrNotFound)
	for i, state := range []quiz.DeliveryState{quiz.DeliveryDelivered, quiz.DeliveryFailed} {
		d := b.queue(acme, 1)[0]
		b.record(d.ID, state, time.Time{})
		err := b.RecordTry(b.Context(), d.ID, quiz.Try{At: b.clock.Now()}, quiz.DeliveryPending, b.clock.Now())
		b.fail(err, quiz.ErrNotFound)
		got := b.listed(acme)
		b.equal(len(got), i+1)
		b.equal(got[0].State, state)
		b.equal(len(got[0].Tries), 1)
		b.equal(len(b.claimFor(acme, 9)), 0)
	}
}

// deliveriesListed walks the pages while more are queued: none is missed, none
// comes twice. Some are of one moment.
func deliveriesListed(b *bench) {
	var want []quiz.Delivery
	for i := range 7 {
		d := b.queue(acme, 1)[0]
		want = append(want, d)
		b.queue(other, 1)
		if i == 3 { // of the same moment
			twin := b.delivery(acme, quiz.AttemptStarted)
			twin.At, twin.ID = d.At, d.ID+"_"
			b.succeed(b.Enqueue(b.Context(), twin))
			want = append(want, twin)
		}
	}
	slices.Reverse(want)
	var got []quiz.Delivery
	var after quiz.DeliveryMark
	for {
		ds, err := b.ListDeliveries(b.Context(), acme, after, 3)
		b.succeed(err)
		b.queue(acme, 1)
		if len(ds) == 0 {
			break
		}
		got = append(got, ds...)
		after = quiz.DeliveryMark{At: ds[len(ds)-1].At, ID: ds[len(ds)-1].ID}
	}
	b.equal(got, want)
	b.equal(len(b.listed("unknown")), 0)
}

func replays(b *bench) {
	ds := b.queue(acme, 3)
	b.record(ds[0].ID, quiz.DeliveryDelivered, time.Time{})
	b.record(ds[1].ID, quiz.DeliveryFailed, time.Time{})
	b.record(ds[2].ID, quiz.DeliveryPending, b.clock.Now().Add(24*time.Hour))
	b.duePartners()
	for _, d := range ds {
		b.clock.advance(time.Second)
		b.succeed(b.Replay(b.Context(), acme, d.ID))
		b.duePartners(acme)
		got := b.claimFor(acme, 9)
		b.equal(len(got), 1)
		b.equal(got[0].ID, d.ID)
		b.equal(got[0].State, quiz.DeliveryPending)
		b.equal(got[0].Step, 0) // all tries are before it again
		b.equal(got[0].Due, b.clock.Now())
		b.equal(len(got[0].Tries), 1) // and the log stays
	}
	// A replay of what is being tried does not let another try it too.
	b.succeed(b.Replay(b.Context(), acme, ds[0].ID))
	b.equal(len(b.claimFor(acme, 9)), 0)
}

func replayRefuses(b *bench) {
	b.fail(b.Replay(b.Context(), acme, "evt_unknown"), quiz.ErrNotFound)
	d := b.queue(acme, 1)[0]
	b.record(d.ID, quiz.DeliveryFailed, time.Time{})
	b.fail(b.Replay(b.Context(), other, d.ID), quiz.ErrNotFound)

	lead := b.delivery(acme, quiz.LeadCreated)
	lead.Subject = string(lead.ID)
	b.succeed(b.Enqueue(b.Context(), lead))
	b.record(lead.ID, quiz.DeliveryFailed, time.Time{})
	b.succeed(b.Replay(b.Context(), acme, lead.ID)) // it is still there
	b.record(lead.ID, quiz.DeliveryDelivered, time.Time{})
	b.fail(b.Replay(b.Context(), acme, lead.ID), quiz.ErrGone)
	b.equal(b.listed(acme)[0].Subject, "")
	b.equal(b.listed(acme)[1].State, quiz.DeliveryFailed)
	b.duePartners()
}

func deliveriesForgotten(b *bench) {
	ds := b.queue(acme, 5)
	start := b.clock.Now()
	for i, d := range ds[:4] {
		b.record(d.ID, []quiz.DeliveryState{quiz.DeliveryDelivered, quiz.DeliveryFailed}[i%2], time.Time{})
		b.clock.advance(time.Minute)
	}
	forget := func(at time.Time, limit int) int {
		n, err := b.ForgetDeliveries(b.Context(), at, limit)
		b.succeed(err)
		return n
	}
	b.equal(forget(start.Add(-time.Millisecond), 9), 0)
	b.equal(forget(start.Add(time.Minute), 9), 2)
	b.equal(forget(start.Add(time.Hour), 1), 1)
	b.equal(forget(start.Add(time.Hour), 9), 1)
	b.equal(forget(start.Add(time.Hour), 9), 0)
	b.equal(b.listed(acme), ds[4:]) // what is pending stays
	b.succeed(b.Replay(b.Context(), acme, ds[4].ID))
	b.fail(b.Replay(b.Context(), acme, ds[0].ID), quiz.ErrNotFound)
}

// subjectsForgotten: when the erasure was delivered and nothing more is to be
// said of an attempt, its id is nowhere.
func subjectsForgotten(b *bench) {
	started, erased, stays := b.delivery(acme, quiz.AttemptStarted), b.delivery(acme, quiz.AttemptErased), b.delivery(acme, quiz.AttemptFinished)
	started.Subject = erased.Subject
	b.succeed(b.Enqueue(b.Context(), started, erased, stays))
	b.record(stays.ID, quiz.DeliveryDelivered, time.Time{})
	subjects := func(want ...string) {
		b.Helper()
		_, err := b.ForgetDeliveries(b.Context(), b.clock.Now().Add(-time.Hour), 9)
		b.succeed(err)
		var got []string
		for _, d := range b.listed(acme) {
			got = append(got, d.Subject)
		}
		b.equal(got, want)
	}
	b.record(erased.ID, quiz.DeliveryPending, b.clock.Now())
	subjects(stays.Subject, erased.Subject, erased.Subject)
	b.record(erased.ID, quiz.DeliveryDelivered, time.Time{})
	subjects(stays.Subject, erased.Subject, erased.Subject) // its start is still to be told
	b.record(started.ID, quiz.DeliveryFailed, time.Time{})
	subjects(stays.Subject, "", "")
	b.fail(b.Replay(b.Context(), acme, erased.ID), quiz.ErrGone)
	b.fail(b.Replay(b.Context(), acme, started.ID), quiz.ErrGone)
	b.succeed(b.Replay(b.Context(), acme, stays.ID))
}

func endpointsDisabled(b *bench) {
	first, second := quiz.HashOf("https://a.example/hook"), quiz.HashOf("https://b.example/hook")
	disabled := func(p quiz.PartnerID, url quiz.Hash, want bool) {
		b.Helper()
		got, err := b.Disabled(b.Context(), p, url)
		b.succeed(err)
		b.equal(got, want)
	}
	disabled(acme, first, false)
	b.succeed(b.Enable(b.Context(), acme))
	b.succeed(b.Disable(b.Context(), acme, first))
	b.succeed(b.Disable(b.Context(), acme, first))
	disabled(acme, first, true)
	disabled(acme, second, false) // another URL is another endpoint
	disabled(other, first, false) // as is another side's
	b.succeed(b.Disable(b.Context(), acme, second))
	disabled(acme, second, true)
	disabled(acme, first, false)

	d := b.queue(acme, 1)[0]
	b.fail(b.Replay(b.Context(), other, d.ID), quiz.ErrNotFound)
	disabled(acme, second, true)
	b.succeed(b.Replay(b.Context(), acme, d.ID)) // whoever replays wants it
	disabled(acme, second, false)

	b.succeed(b.Disable(b.Context(), acme, second))
	b.succeed(b.Enable(b.Context(), acme))
	disabled(acme, second, false)
}

func deliveriesCancelled(b *bench) {
	d := b.queue(acme, 1)[0]
	ctx, cancel := context.WithCancel(b.Context())
	cancel()
	_, errDue := b.DuePartners(ctx)
	_, errClaim := b.ClaimDeliveries(ctx, acme, 1, time.Hour)
	_, errList := b.ListDeliveries(ctx, acme, quiz.DeliveryMark{}, 1)
	_, errForget := b.ForgetDeliveries(ctx, b.clock.Now(), 1)
	_, errDisabled := b.Disabled(ctx, acme, quiz.Hash{1})
	for _, err := range []error{
		errDue, errClaim, errList, errForget, errDisabled,
		b.Enqueue(ctx, b.delivery(acme, quiz.AttemptStarted)),
		b.RecordTry(ctx, d.ID, quiz.Try{}, quiz.DeliveryFailed, time.Time{}),
		b.Replay(ctx, acme, d.ID),
		b.Disable(ctx, acme, quiz.Hash{1}),
		b.Enable(ctx, acme),
	} {
		b.fail(err, context.Canceled)
	}
	b.equal(b.listed(acme), []quiz.Delivery{d})
	b.equal(len(b.claimFor(acme, 9)), 1)
}
