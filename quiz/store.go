package quiz

import (
	"context"
	"time"
)

// Attempts stores attempts. Every method is atomic and durable when it
// returns nil, and safe for concurrent use. Times come from the clock that
// the store was opened with. Whoever gets an Attempt owns it.
type Attempts interface {
	// Create stores a new attempt and its events. It returns ErrConflict if
	// the id, or a key that is not zero, exists already.
	Create(ctx context.Context, a Attempt, events ...Event) error

	// Get returns the attempt, or ErrNotFound if there is none, it was
	// erased, or it has expired.
	Get(ctx context.Context, id AttemptID) (Attempt, error)

	// ByKey returns the attempt that was created with the key; errors as Get.
	ByKey(ctx context.Context, key Hash) (Attempt, error)

	// Save merges responses into the sheet of an attempt in progress and
	// moves its expiry to at least expires. It is one conditional statement:
	// callers may share a commit, never an outcome. It returns ErrFinished if
	// the attempt is finished and ErrNotFound as Get does; then nothing has
	// changed. Places must lie within the sheet, else ErrInvalidPlace; values
	// must be Storable.
	Save(ctx context.Context, id AttemptID, responses []Response, expires time.Time) (Progress, error)

	// SaveOpened is Save for whoever holds the secret with the hash opener: it
	// returns ErrNotFound, whatever else may be wrong, unless that is one of
	// the attempt's tokens.
	SaveOpened(ctx context.Context, id AttemptID, opener Hash, responses []Response, expires time.Time) (Progress, error)

	// Update reads the attempt under a lock, lets fn change it and stores it
	// together with the events that fn returns. If fn fails, nothing changes
	// and its error comes back. fn must be pure: it may run again, and not in
	// the caller's goroutine, though never after Update has returned. It
	// leaves the id as it is, and the key too unless it erases. Errors as Get.
	Update(ctx context.Context, id AttemptID, fn func(*Attempt) ([]Event, error)) error

	// Expired lists up to limit attempts, finished or not, whose time is over
	// and that were not erased.
	Expired(ctx context.Context, limit int) ([]AttemptID, error)

	// EraseExpired erases the attempt if its time is over, as Attempt.Erase
	// does, and stores the events as those of the attempt's partner; otherwise
	// it returns ErrNotFound.
	EraseExpired(ctx context.Context, id AttemptID, events ...Event) error
}

// ResumeCodes stores the codes that open attempts elsewhere. The code of an
// attempt goes with it: whatever erases the attempt erases its code in the same
// step.
type ResumeCodes interface {
	// KeepResumeCode stores the code in the place of any former one of its
	// attempt. It returns ErrNotFound unless the attempt can be read, and
	// ErrConflict if there is a code with the hash.
	KeepResumeCode(ctx context.Context, c ResumeCode) error

	// SpendResumeCode takes the code away and adds the token with the hash
	// opener to its attempt, both or nothing. It returns ErrNotFound if there is
	// no such code, it has expired, or its attempt cannot be read.
	SpendResumeCode(ctx context.Context, code, opener Hash) (AttemptID, error)

	// ResumeCode returns the attempt's code, or ErrNotFound if it has none that
	// opens anything.
	ResumeCode(ctx context.Context, id AttemptID) (ResumeCode, error)

	// RemoveResumeCode takes the attempt's code away: from then on it opens
	// nothing. Where there is none it changes nothing. It returns ErrNotFound
	// unless the attempt can be read.
	RemoveResumeCode(ctx context.Context, id AttemptID) error

	// SweepResumeCodes removes up to limit codes that have expired and returns
	// how many there were.
	SweepResumeCodes(ctx context.Context, limit int) (int, error)
}

// Shares stores what visitors show to others. The shares of an attempt go with
// it: whatever erases the attempt erases them in the same step, and once it has
// expired they are not found.
type Shares interface {
	// AddShare stores the share of a finished attempt and returns it. Where the
	// attempt has a share with its key, that one is returned and nothing is
	// stored; if it has another card, locale or content it is ErrConflict. It
	// returns ErrNotFound unless the attempt can be read, ErrUnfinished before it
	// is finished, ErrLimit where it has MaxShares already, and ErrConflict if
	// the id exists.
	AddShare(ctx context.Context, s Share) (Share, error)

	// Share returns the share, or ErrNotFound if there is none or its attempt
	// cannot be read.
	Share(ctx context.Context, id ShareID) (Share, error)

	// SharesOf lists the attempt's shares, the oldest first.
	SharesOf(ctx context.Context, id AttemptID) ([]Share, error)

	// RemoveShare takes the attempt's share away for good. It returns
	// ErrNotFound if it has no such share.
	RemoveShare(ctx context.Context, of AttemptID, id ShareID) error
}

// MaxLease is the longest that anything may be leased for. A lease that ends
// later than that from now was granted under a clock that has since been set
// back: it is void, so that a clock's jump never holds anything up for long.
const MaxLease = time.Hour

// Outbox hands out the events that the operations of Attempts wrote.
type Outbox interface {
	// Claim returns up to limit events, oldest first, that are neither
	// settled nor under another's lease, and leases them for the duration, at
	// most MaxLease.
	Claim(ctx context.Context, limit int, lease time.Duration) ([]Event, error)

	// Settle ends the delivery of a claimed event: it will not be handed out
	// again. It returns ErrNotFound if there is no such unsettled event.
	Settle(ctx context.Context, id EventID) error

	// Backlog says how much is not settled.
	Backlog(ctx context.Context) (Backlog, error)

	// Forget removes up to limit events that were settled at or before the
	// time, oldest first, and returns how many there were. The bare id that is
	// left of an erased attempt goes with its last event.
	Forget(ctx context.Context, settled time.Time, limit int) (int, error)
}

// Versions keeps every instrument version that was served, for ever.
type Versions interface {
	// Keep stores the version; one that is known stays as it is.
	Keep(ctx context.Context, v Version) error

	// Version returns the version with the hash, or ErrNotFound.
	Version(ctx context.Context, hash string) (Version, error)
}

// Leases lets one replica at a time do a job.
type Leases interface {
	// Hold gives the job to the holder for the duration, at most MaxLease,
	// and reports true, unless another holds it. Holding again extends it.
	Hold(ctx context.Context, job, holder string, lease time.Duration) (bool, error)
}

// Tallies counts what is kept apart from any attempt.
type Tallies interface {
	// Count adds one to the tally of name and value, such as
	// ("fit.relationship.pattern", "yes").
	Count(ctx context.Context, name, value string) error

	// Tally returns the counts of name by value.
	Tally(ctx context.Context, name string) (map[string]int, error)
}
