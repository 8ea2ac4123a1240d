package quiz

import (
	"context"
	"time"
)

// Delivery is one event on its way to one partner's webhook. It holds ids
// only: what is said about them is read at each try.
type Delivery struct {
	// ID is the event's, and the webhook-id of every try.
	ID      EventID
	Partner PartnerID
	Type    EventType
	// Subject is the id of the attempt or the lead that it tells of; empty
	// once that is gone for good, after which it cannot be sent again.
	Subject string
	At      time.Time // when the event happened
	State   DeliveryState
	Step    int       // tries that failed since it was queued or replayed
	Due     time.Time // when the next try may begin; zero once it has ended
	Tries   []Try     // the oldest first, the last MaxTries of them
}

// DeliveryState is where a delivery stands.
type DeliveryState string

const (
	DeliveryPending   DeliveryState = "pending"
	DeliveryDelivered DeliveryState = "delivered"
	DeliveryFailed    DeliveryState = "failed" // given up
)

// MaxTries bounds what is kept of a delivery's tries.
const MaxTries = 16

// Try is one attempt at a delivery.
type Try struct {
	At     time.Time
	Took   time.Duration // to the millisecond
	Status int           // of the answer; 0: there was none
	Fault  TryFault      // why it failed; empty: it did not
}

// TryFault says why a try failed, in a word that a partner may read.
type TryFault string

const (
	TryRefused    TryFault = "refused"    // the answer was not 2xx
	TryGone       TryFault = "gone"       // the answer was 410: the endpoint is disabled
	TryTimeout    TryFault = "timeout"    // no answer in time
	TryUnreached  TryFault = "unreached"  // no connection, or it broke
	TryForbidden  TryFault = "forbidden"  // an address that may not be dialled
	TryUnresolved TryFault = "unresolved" // the name has no address
	TryUntrusted  TryFault = "untrusted"  // the certificate is not valid for the name
	TryDisabled   TryFault = "disabled"   // not sent: the endpoint is disabled
	TryUnset      TryFault = "unset"      // not sent: the partner has no webhook any more
	TryLost       TryFault = "lost"       // not sent: what it tells of is gone
)

// DeliveryMark is a place in a list of deliveries: behind the one with this
// time and id. The zero mark is the place before all.
type DeliveryMark struct {
	At time.Time
	ID EventID
}

// Deliveries is the queue and the log of deliveries. Every method is atomic
// and durable when it returns nil, and safe for concurrent use.
type Deliveries interface {
	// Enqueue stores deliveries, pending and without tries. One whose id is
	// known already stays as it is.
	Enqueue(ctx context.Context, ds ...Delivery) error

	// DuePartners lists the partners with a delivery that ClaimDeliveries
	// would give now.
	DuePartners(ctx context.Context) ([]PartnerID, error)

	// ClaimDeliveries returns up to limit pending deliveries of the partner
	// that are due and not under another's lease, the longest due first, and
	// leases them for the duration, at most MaxLease.
	ClaimDeliveries(ctx context.Context, p PartnerID, limit int, lease time.Duration) ([]Delivery, error)

	// RecordTry adds a try to a pending delivery and ends its lease. The
	// delivery ends in the state, or stays pending until due where that is the
	// state. A lead's delivery that was delivered loses its subject. It returns
	// ErrNotFound if there is no such pending delivery.
	RecordTry(ctx context.Context, id EventID, t Try, state DeliveryState, due time.Time) error

	// Overdue says how many pending deliveries are due, and since when the first
	// of them is.
	Overdue(ctx context.Context) (Backlog, error)

	// ListDeliveries returns up to limit of the partner's deliveries after the
	// mark, those of the newest events first. What is queued meanwhile changes
	// nothing about what comes after a mark, unless it is of an older event.
	ListDeliveries(ctx context.Context, p PartnerID, after DeliveryMark, limit int) ([]Delivery, error)

	// Replay makes the partner's delivery due now, whatever its state, with
	// all its tries before it, and enables the partner's endpoint. It returns
	// ErrNotFound if the partner has no such delivery and ErrGone if its
	// subject is gone.
	Replay(ctx context.Context, p PartnerID, id EventID) error

	// ForgetDeliveries removes up to limit deliveries that ended at or before
	// the time, and returns how many there were. It also takes the ids of
	// attempts whose erasure was delivered, and that nothing pending tells of,
	// out of every delivery.
	ForgetDeliveries(ctx context.Context, ended time.Time, limit int) (int, error)

	// Disable notes that the partner's endpoint asked for no more; the hash is
	// that of its URL. Each partner has one such note.
	Disable(ctx context.Context, p PartnerID, url Hash) error

	// Enable takes the note away, if there is one.
	Enable(ctx context.Context, p PartnerID) error

	// Disabled reports whether the note names this URL.
	Disabled(ctx context.Context, p PartnerID, url Hash) (bool, error)
}
