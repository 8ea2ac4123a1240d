package quiz

import (
	"context"
	"time"
)

// Ledger tells a partner how the attempts stand that came through it: of
// persons no more than ids, times and status, never what anybody said.
type Ledger interface {
	// Listed lists up to limit attempts of the side after the mark, the
	// newest first. Those that are erased or expired are left out. Attempts
	// that begin meanwhile change nothing about what comes after a mark.
	Listed(ctx context.Context, side PartnerID, after Mark, limit int) ([]Listed, error)

	// Reached tells how far the attempts came that began on the days from one
	// to the other, both counted, by a property, in no order. It goes on
	// counting those that are erased or expired: what is left of them is how
	// far they came, by one property at a time.
	Reached(ctx context.Context, side PartnerID, by Property, from, to Day) ([]Reach, error)
}

// Listed is what a partner may know of one attempt.
type Listed struct {
	ID         AttemptID
	Instrument InstrumentID
	Status     Status
	Created    time.Time
	Finished   time.Time // zero until finished
	Unlocked   time.Time // zero until the partner's gate was opened
}

// Mark is a place in a list of attempts: behind the one with this time and id.
// The zero Mark is the place before all.
type Mark struct {
	Created time.Time
	ID      AttemptID
}

// Mark returns the place behind the attempt.
func (l Listed) Mark() Mark { return Mark{Created: l.Created, ID: l.ID} }
