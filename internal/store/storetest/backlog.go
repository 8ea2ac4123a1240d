package storetest

import (
	"time"

	"github.com/attune-quiz/attune/quiz"
)

func backlogCounts(b *bench) {
	left := func() quiz.Backlog {
		got, err := b.Backlog(b.Context())
		b.succeed(err)
		return got
	}
	b.equal(left(), quiz.Backlog{})
	first := b.publish(2)
	b.clock.advance(time.Minute)
	second := b.publish(1)
	b.equal(left(), quiz.Backlog{Events: 3, Oldest: first[0].At})
	b.waiting() // a lease is no delivery
	b.equal(left().Events, 3)
	b.succeed(b.Settle(b.Context(), first[0].ID))
	b.succeed(b.Settle(b.Context(), first[1].ID))
	b.equal(left(), quiz.Backlog{Events: 1, Oldest: second[0].At})
	b.succeed(b.Settle(b.Context(), second[0].ID))
	b.equal(left(), quiz.Backlog{})
}

func overdueCounts(b *bench) {
	left := func() quiz.Backlog {
		got, err := b.Overdue(b.Context())
		b.succeed(err)
		return got
	}
	b.equal(left(), quiz.Backlog{})
	late, soon := b.delivery(acme, quiz.AttemptStarted), b.delivery(other, quiz.AttemptFinished)
	late.Due, soon.Due = late.Due.Add(2*time.Minute), soon.Due.Add(time.Minute)
	b.succeed(b.Enqueue(b.Context(), late, soon))
	b.equal(left(), quiz.Backlog{})
	b.clock.advance(time.Minute)
	b.equal(left(), quiz.Backlog{Events: 1, Oldest: soon.Due})
	b.clock.advance(time.Minute)
	b.equal(left(), quiz.Backlog{Events: 2, Oldest: soon.Due})
	b.claimFor(other, 1) // a try under way is no end
	b.equal(left().Events, 2)
	b.record(soon.ID, quiz.DeliveryPending, b.clock.Now().Add(time.Hour))
	b.equal(left(), quiz.Backlog{Events: 1, Oldest: late.Due})
	b.record(late.ID, quiz.DeliveryDelivered, time.Time{})
	b.equal(left(), quiz.Backlog{})
}
