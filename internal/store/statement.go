package store

import (
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// The statements, in SQL that SQLite and PostgreSQL both accept. Times are
// milliseconds since 1970 UTC; "now" is always an argument, so that the
// injected clock decides. A refusal is zero rows, never an error.
const (
	columns = `id, status, tokens, COALESCE(idempotency_key, ''),
  instrument, version, form, locale, topic, article,
  consent_version, consent_locale, consent_at, relation, responses, elapsed,
  audience, focus, region, keep, profile, created, finished, expires,
  partner, unlocked, done`

	// InsertAttempt takes Row.Fields. Zero rows: the id or the key exists.
	InsertAttempt = `INSERT INTO attempts (id, status, tokens, idempotency_key,
  instrument, version, form, locale, topic, article,
  consent_version, consent_locale, consent_at, relation, responses, elapsed,
  audience, focus, region, keep, profile, created, finished, expires, partner, unlocked, done)
VALUES ($1, $2, $3, NULLIF($4, ''), $5, $6, $7, $8, $9, $10, $11, $12, $13,
  $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)
ON CONFLICT DO NOTHING`

	// UpdateAttempt takes Row.Fields.
	UpdateAttempt = `UPDATE attempts SET status = $2, tokens = $3, idempotency_key = NULLIF($4, ''),
  instrument = $5, version = $6, form = $7, locale = $8, topic = $9, article = $10,
  consent_version = $11, consent_locale = $12, consent_at = $13, relation = $14,
  responses = $15, elapsed = $16, audience = $17, focus = $18, region = $19, keep = $20,
  profile = $21, created = $22, finished = $23, expires = $24,
  partner = $25, unlocked = $26, done = $27
WHERE id = $1`

	// SelectAttempt takes id and now and gives Row.Fields.
	SelectAttempt = `SELECT ` + columns + `
FROM attempts WHERE id = $1 AND status <> 'erased' AND expires > $2`

	// SelectByKey takes key and now and gives Row.Fields.
	SelectByKey = `SELECT ` + columns + `
FROM attempts WHERE idempotency_key = $1 AND status <> 'erased' AND expires > $2`

	// SelectStanding takes id and gives Standing.Fields, for Refused.
	SelectStanding = `SELECT status, expires, length(responses), tokens FROM attempts WHERE id = $1`

	// SelectExpired takes now and a limit and gives ids, the longest expired first.
	SelectExpired = `SELECT id FROM attempts
WHERE expires <= $1 AND status <> 'erased' ORDER BY expires, id LIMIT $2`

	// SelectOneExpired takes id and now and gives Remains.Fields.
	SelectOneExpired = `SELECT created, expires, partner FROM attempts
WHERE id = $1 AND expires <= $2 AND status <> 'erased'`

	// RemoveAttempt takes id.
	RemoveAttempt = `DELETE FROM attempts WHERE id = $1`

	// InsertEvent takes EventArgs. Zero rows: the id exists.
	InsertEvent = `INSERT INTO outbox (id, type, attempt, partner, created) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING`

	// SettleEvent takes id and now. Zero rows: no such unsettled event.
	SettleEvent = `UPDATE outbox SET settled = $2 WHERE id = $1 AND settled = 0`

	// ForgetAttempts takes a time and a limit: the bare ids whose erasure was
	// delivered, among the events that ForgetEvents is about to remove with the
	// same arguments.
	ForgetAttempts = `DELETE FROM attempts WHERE status = 'erased' AND id IN (
  SELECT attempt FROM (SELECT attempt, type FROM outbox
    WHERE settled > 0 AND settled <= $1 ORDER BY settled, seq LIMIT $2) AS old
  WHERE type = 'attempt.erased')`

	// ForgetEvents takes a time and a limit.
	ForgetEvents = `DELETE FROM outbox WHERE seq IN (
  SELECT seq FROM outbox WHERE settled > 0 AND settled <= $1 ORDER BY settled, seq LIMIT $2)`

	// KeepVersion takes hash, instrument, number and body.
	KeepVersion = `INSERT INTO instrument_versions (hash, id, version, body) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING`

	// SelectVersion takes a hash and gives instrument, number and body.
	SelectVersion = `SELECT id, version, body FROM instrument_versions WHERE hash = $1`

	// HoldLease takes what HoldArgs gives. Zero rows: another holds it.
	HoldLease = `INSERT INTO leases (job, holder, until) VALUES ($1, $2, $3)
ON CONFLICT (job) DO UPDATE SET holder = $2, until = $3
WHERE leases.holder = $2 OR leases.until <= $4 OR leases.until > $5`

	// CountTally takes name and value.
	CountTally = `INSERT INTO tallies (name, value, total) VALUES ($1, $2, 1)
ON CONFLICT (name, value) DO UPDATE SET total = tallies.total + 1`

	// SelectTally takes name and gives value and total.
	SelectTally = `SELECT value, total FROM tallies WHERE name = $1`
)

// ClaimEvents takes now, the end of the lease, a limit and the end of the
// longest lease that there can be; it gives Entry.Fields of the events in no
// order. The dialect's lock ends the inner query: empty, or
// one that passes over rows that others hold.
func ClaimEvents(lock string) string {
	return `WITH due AS MATERIALIZED (
  SELECT seq FROM outbox WHERE settled = 0 AND (leased_until <= $1 OR leased_until > $4)
  ORDER BY seq LIMIT $3 ` + lock + `)
UPDATE outbox SET leased_until = $2 WHERE seq IN (SELECT seq FROM due)
RETURNING seq, id, type, attempt, partner, created`
}

// ClaimArgs returns the arguments of ClaimEvents.
func ClaimArgs(now time.Time, limit int, lease time.Duration) []any {
	return []any{Millis(now), Millis(now.Add(lease)), limit, Millis(now.Add(quiz.MaxLease))}
}

// HoldArgs returns the arguments of HoldLease.
func HoldArgs(now time.Time, job, holder string, lease time.Duration) []any {
	return []any{job, holder, Millis(now.Add(lease)), Millis(now), Millis(now.Add(quiz.MaxLease))}
}
