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
