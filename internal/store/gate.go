package store

import (
	"cmp"
	"slices"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// The statements of gates, as those above: refusals are zero rows.
const (
	// InsertBatch takes what BatchArgs gives. Zero rows: the batch is known.
	InsertBatch = `INSERT INTO gate_batches (key, codes, expires) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`

	// SelectBatch takes a key and gives the number of codes and their end.
	SelectBatch = `SELECT codes, expires FROM gate_batches WHERE key = $1`

	// InsertGateCode takes hash, partner and end. Zero rows: the code exists.
	InsertGateCode = `INSERT INTO gate_codes (hash, partner, expires) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`

	// SpendGateCode takes what SpendArgs gives. Zero rows: it opens nothing.
	SpendGateCode = `DELETE FROM gate_codes WHERE hash = $1 AND partner = $2 AND expires > $3`

	// ForgetGateCodes takes a time and a limit.
	ForgetGateCodes = `DELETE FROM gate_codes WHERE hash IN (
  SELECT hash FROM gate_codes WHERE expires <= $1 ORDER BY expires LIMIT $2)`

	// ForgetBatches takes a time and a limit.
	ForgetBatches = `DELETE FROM gate_batches WHERE key IN (
  SELECT key FROM gate_batches WHERE expires <= $1 ORDER BY expires LIMIT $2)`

	// InsertLetter takes what LetterArgs gives. Zero rows: the id exists.
	InsertLetter = `INSERT INTO letters (id, attempt, address, created, due) VALUES ($1, $2, $3, $4, $4)
ON CONFLICT DO NOTHING`

	// SelectLetterOf takes an attempt and gives LetterRow.Fields.
	SelectLetterOf = `SELECT id, attempt, address, created, due, tries FROM letters WHERE attempt = $1`

	// PostponeLetter takes id and the time at which it is due.
	PostponeLetter = `UPDATE letters SET due = $2, leased_until = 0, tries = tries + 1 WHERE id = $1`

	// DiscardLetter takes id.
	DiscardLetter = `DELETE FROM letters WHERE id = $1`

	// RemoveLetterOf takes an attempt.
	RemoveLetterOf = `DELETE FROM letters WHERE attempt = $1`

	// ForgetLetters takes a time and a limit.
	ForgetLetters = `DELETE FROM letters WHERE id IN (
  SELECT id FROM letters WHERE created <= $1 ORDER BY created LIMIT $2)`

	// InsertLead takes what LeadArgs gives. Zero rows: the id exists.
	InsertLead = `INSERT INTO leads (id, partner, address, locale, consent, due) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING`

	// SelectDueLeads takes a time and a limit and gives LeadRow.Fields.
	SelectDueLeads = selectLead + ` WHERE queued = 0 AND due <= $1 ORDER BY id LIMIT $2`

	// SelectLead takes id and gives LeadRow.Fields.
	SelectLead = selectLead + ` WHERE id = $1`

	selectLead = `SELECT id, partner, address, locale, consent, due FROM leads`

	// QueueLead takes id. Zero rows: there is none.
	QueueLead = `UPDATE leads SET queued = 1 WHERE id = $1`

	// DropLead takes id.
	DropLead = `DELETE FROM leads WHERE id = $1`

	// ForgetLeads takes a time and a limit.
	ForgetLeads = `DELETE FROM leads WHERE id IN (
  SELECT id FROM leads WHERE due <= $1 ORDER BY due, id LIMIT $2)`
)

// ClaimLetters takes ClaimArgs and gives LetterRow.Fields in no order; for the
// lock see ClaimEvents.
func ClaimLetters(lock string) string {
	return `WITH free AS MATERIALIZED (
  SELECT id FROM letters WHERE due <= $1 AND (leased_until <= $1 OR leased_until > $4)
  ORDER BY due, id LIMIT $3 ` + lock + `)
UPDATE letters SET leased_until = $2 WHERE id IN (SELECT id FROM free)
RETURNING id, attempt, address, created, due, tries`
}

// BatchArgs returns the arguments of InsertBatch.
func BatchArgs(b quiz.CodeBatch) []any {
	return []any{PackHash(b.Key), len(b.Codes), Millis(b.Expires)}
}

// BatchKnown says of what SelectBatch gives whether it is the batch: nil, or
// quiz.ErrConflict.
func BatchKnown(b quiz.CodeBatch, codes int, expires int64) error {
	if codes != len(b.Codes) || expires != Millis(b.Expires) {
		return quiz.ErrConflict
	}
	return nil
}

// SpendArgs returns the arguments of SpendGateCode.
func SpendArgs(u quiz.CodeUse, now time.Time) []any {
	return []any{PackHash(u.Hash), string(u.Partner), Millis(now)}
}

// LetterArgs returns the arguments of InsertLetter.
func LetterArgs(l quiz.Letter) []any {
	return []any{string(l.ID), string(l.Attempt), l.To, Millis(l.Created)}
}

// LeadArgs returns the arguments of InsertLead.
func LeadArgs(l quiz.Lead) []any {
	return []any{string(l.ID), string(l.Partner), l.Email, string(l.Locale), l.Consent, Millis(l.Due)}
}

// LetterRow is a letter as its table keeps it.
type LetterRow struct {
	id, attempt, address string
	created, due         int64
	tries                int
}

// Fields points at the columns that are read.
func (r *LetterRow) Fields() []any {
	return []any{&r.id, &r.attempt, &r.address, &r.created, &r.due, &r.tries}
}

// Letter unpacks the row.
func (r LetterRow) Letter() quiz.Letter {
	return quiz.Letter{
		ID: quiz.LetterID(r.id), Attempt: quiz.AttemptID(r.attempt), To: r.address,
		Created: Moment(r.created), Tries: r.tries,
	}
}

// LettersInOrder unpacks claimed letters, the longest due first.
func LettersInOrder(rows []LetterRow) []quiz.Letter {
	slices.SortFunc(rows, func(a, b LetterRow) int {
		return cmp.Or(cmp.Compare(a.due, b.due), cmp.Compare(a.id, b.id))
	})
	out := make([]quiz.Letter, len(rows))
	for i, r := range rows {
		out[i] = r.Letter()
	}
	return out
}

// LeadRow is a lead as its table keeps it.
type LeadRow struct {
	id, partner, address, locale, consent string
	due                                   int64
}

// Fields points at the columns that are read.
func (r *LeadRow) Fields() []any {
	return []any{&r.id, &r.partner, &r.address, &r.locale, &r.consent, &r.due}
}

// Lead unpacks the row.
func (r LeadRow) Lead() quiz.Lead {
	return quiz.Lead{
		ID: quiz.EventID(r.id), Partner: quiz.PartnerID(r.partner), Email: r.address,
		Locale: quiz.Locale(r.locale), Consent: r.consent, Due: Moment(r.due),
	}
}

// Unlocking carries what fn of Unlock says past Change, which knows events only.
func Unlocking(fn func(*quiz.Attempt) (quiz.Opening, error), to *quiz.Opening) func(*quiz.Attempt) ([]quiz.Event, error) {
	return func(a *quiz.Attempt) (events []quiz.Event, err error) {
		*to, err = fn(a)
		return to.Events, err
	}
}
