package store

// The statements, in SQL that SQLite and PostgreSQL both accept. Times are
// milliseconds since 1970 UTC; "now" is always an argument, so that the
// injected clock decides. A refusal is zero rows, never an error.
const (
	columns = `id, status, tokens, COALESCE(idempotency_key, ''),
  instrument, version, form, locale, topic, article,
  consent_version, consent_locale, consent_at, relation, responses, elapsed,
  audience, focus, region, keep, profile, created, finished, expires`

	// InsertAttempt takes Row.Fields. Zero rows: the id or the key exists.
	InsertAttempt = `INSERT INTO attempts (id, status, tokens, idempotency_key,
  instrument, version, form, locale, topic, article,
  consent_version, consent_locale, consent_at, relation, responses, elapsed,
  audience, focus, region, keep, profile, created, finished, expires)
VALUES ($1, $2, $3, NULLIF($4, ''), $5, $6, $7, $8, $9, $10, $11, $12, $13,
  $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
ON CONFLICT DO NOTHING`

	// UpdateAttempt takes Row.Fields.
	UpdateAttempt = `UPDATE attempts SET status = $2, tokens = $3, idempotency_key = NULLIF($4, ''),
  instrument = $5, version = $6, form = $7, locale = $8, topic = $9, article = $10,
  consent_version = $11, consent_locale = $12, consent_at = $13, relation = $14,
  responses = $15, elapsed = $16, audience = $17, focus = $18, region = $19, keep = $20,
  profile = $21, created = $22, finished = $23, expires = $24
WHERE id = $1`

	// SelectAttempt takes id and now and gives Row.Fields.
	SelectAttempt = `SELECT ` + columns + `
FROM attempts WHERE id = $1 AND status <> 'erased' AND expires > $2`

	// SelectByKey takes key and now and gives Row.Fields.
	SelectByKey = `SELECT ` + columns + `
FROM attempts WHERE idempotency_key = $1 AND status <> 'erased' AND expires > $2`

	// SelectStanding takes id and gives status, expires and the number of
	// items, for Refused.
	SelectStanding = `SELECT status, expires, length(responses) FROM attempts WHERE id = $1`

	// SelectExpired takes now and a limit and gives ids, the longest expired first.
	SelectExpired = `SELECT id FROM attempts
WHERE expires <= $1 AND status <> 'erased' ORDER BY expires, id LIMIT $2`

	// SelectOneExpired takes id and now and gives created and expires.
	SelectOneExpired = `SELECT created, expires FROM attempts
WHERE id = $1 AND expires <= $2 AND status <> 'erased'`

	// InsertEvent takes id, type, attempt and time. Zero rows: the id exists.
	InsertEvent = `INSERT INTO outbox (id, type, attempt, created) VALUES ($1, $2, $3, $4)
ON CONFLICT DO NOTHING`

	// SettleEvent takes id and now. Zero rows: no such unsettled event.
	SettleEvent = `UPDATE outbox SET settled = $2 WHERE id = $1 AND settled = 0`

	// CountTally takes name and value.
	CountTally = `INSERT INTO tallies (name, value, total) VALUES ($1, $2, 1)
ON CONFLICT (name, value) DO UPDATE SET total = tallies.total + 1`

	// SelectTally takes name and gives value and total.
	SelectTally = `SELECT value, total FROM tallies WHERE name = $1`
)

// ClaimEvents takes now, the end of the lease and a limit; it gives seq, id,
// type, attempt and time of the events in no order. The dialect's lock ends
// the inner query: empty, or one that passes over rows that others hold.
func ClaimEvents(lock string) string {
	return `UPDATE outbox SET leased_until = $2 WHERE seq IN (
  SELECT seq FROM outbox WHERE settled = 0 AND leased_until <= $1 ORDER BY seq LIMIT $3 ` + lock + `)
RETURNING seq, id, type, attempt, created`
}
