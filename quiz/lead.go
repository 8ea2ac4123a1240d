package quiz

import (
	"context"
	"time"
)

// Lead is an address that somebody gave with the consent to be written to. It
// shares nothing with an attempt: no id, no topic, and no time finer than the
// hour in which it was given.
type Lead struct {
	ID      EventID // of its event and its webhook; random, made for it alone
	Partner PartnerID
	Email   string
	Locale  Locale
	Consent string // the version of the marketing consent that was given
	// Due is when the lead leaves, with all others of its hour: LeadsLeave.
	Due time.Time
}

// LeadsLeave returns when a lead that is given now leaves: at the next full
// hour in UTC.
func LeadsLeave(now time.Time) time.Time { return now.UTC().Truncate(time.Hour).Add(time.Hour) }

// Leads keeps leads until they have left. Nothing that it stores tells when,
// within its hour, or in which order leads came. Every method is atomic and
// durable when it returns nil, and safe for concurrent use.
type Leads interface {
	// AddLead stores a lead. It returns ErrConflict if the id exists.
	AddLead(ctx context.Context, l Lead) error

	// DueLeads lists up to limit leads whose hour has come and that were not
	// queued, by id.
	DueLeads(ctx context.Context, limit int) ([]Lead, error)

	// QueueLead notes that the lead's delivery was queued: it is due no more.
	// It returns ErrNotFound if there is no such lead.
	QueueLead(ctx context.Context, id EventID) error

	// Lead returns the lead, or ErrNotFound.
	Lead(ctx context.Context, id EventID) (Lead, error)

	// DropLead removes the lead, if it is there, without a trace.
	DropLead(ctx context.Context, id EventID) error

	// ForgetLeads removes up to limit leads, queued or not, that were due at or
	// before the time, and returns how many there were.
	ForgetLeads(ctx context.Context, due time.Time, limit int) (int, error)
}
