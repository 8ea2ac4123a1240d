// Package memory stores attempts, events and tallies in memory, for tests and
// for trying the program without leaving a trace. Nothing survives the
// process.
//
// It keeps rows as the databases do, so that it loses and keeps the same.
package memory

import (
	"context"
	"sync"
	"time"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

// Store holds everything behind one lock. It is safe for concurrent use.
type Store struct {
	clock func() time.Time

	mu      sync.Mutex
	rows    map[quiz.AttemptID]store.Row
	keys    map[quiz.Hash]quiz.AttemptID
	outbox  []entry              // oldest first
	places  map[quiz.EventID]int // in outbox
	tallies map[string]map[string]int

	versions map[string]quiz.Version
	leases   map[string]lease
	funnel   map[store.Reached]int

	deliveries deliveries
	codes      map[quiz.Hash]store.CodeRow
	shares     []store.ShareRow // oldest first

	gateCodes map[quiz.Hash]gateCode
	batches   map[quiz.Hash]batch
	letters   map[quiz.LetterID]*letter
	leads     map[quiz.EventID]*lead
}

// New returns an empty store. The clock says what now is, for expiry and
// leases.
func New(clock func() time.Time) *Store {
	return &Store{
		clock:   clock,
		rows:    map[quiz.AttemptID]store.Row{},
		keys:    map[quiz.Hash]quiz.AttemptID{},
		places:  map[quiz.EventID]int{},
		tallies: map[string]map[string]int{},

		versions: map[string]quiz.Version{},
		leases:   map[string]lease{},
		funnel:   map[store.Reached]int{},

		deliveries: deliveries{off: map[quiz.PartnerID]quiz.Hash{}},
		codes:      map[quiz.Hash]store.CodeRow{},

		gateCodes: map[quiz.Hash]gateCode{},
		batches:   map[quiz.Hash]batch{},
		letters:   map[quiz.LetterID]*letter{},
		leads:     map[quiz.EventID]*lead{},
	}
}

// Ping reports that the store takes writes, which it always does.
func (s *Store) Ping(ctx context.Context) error { return ctx.Err() }

// Close does nothing: there is nothing to keep.
func (s *Store) Close() error { return nil }
