package store

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// The statements of quiz.Deliveries, in SQL that SQLite and PostgreSQL both
// accept.
const (
	deliveryColumns = `seq, id, partner, type, subject, happened, state, step, due, tries`

	// InsertDelivery takes what InsertDeliveryArgs gives.
	InsertDelivery = `INSERT INTO deliveries (id, partner, type, subject, happened, state, due)
VALUES ($1, $2, $3, $4, $5, 'pending', $6) ON CONFLICT DO NOTHING`

	// SelectDuePartners takes now and the end of the longest lease and gives ids.
	SelectDuePartners = `SELECT DISTINCT partner FROM deliveries
WHERE state = 'pending' AND due <= $1 AND (leased_until <= $1 OR leased_until > $2) ORDER BY partner`

	// RecordTry takes what RecordTryArgs gives. Zero rows: no such pending
	// delivery.
	RecordTry = `UPDATE deliveries SET
  tries = CASE WHEN length(tries) >= $6 THEN substr(tries, $7) ELSE tries END || $2,
  state = $3, step = step + 1, due = $4, ended = $5, leased_until = 0,
  subject = CASE WHEN $3 = 'delivered' AND type = 'lead.created' THEN '' ELSE subject END
WHERE id = $1 AND state = 'pending'`

	// SelectDeliveries takes ListDeliveriesArgs and gives DeliveryRow.Fields, the
	// newest first.
	SelectDeliveries = `SELECT ` + deliveryColumns + ` FROM deliveries
WHERE partner = $1 AND (happened, id) < ($2, $3) ORDER BY happened DESC, id DESC LIMIT $4`

	// ReplayDelivery takes a partner, an id and now. Zero rows: there is no
	// such delivery, or SelectSubject says that its subject is gone.
	ReplayDelivery = `UPDATE deliveries SET state = 'pending', step = 0, due = $3, ended = 0
WHERE partner = $1 AND id = $2 AND subject <> ''`

	// SelectSubject takes a partner and an id.
	SelectSubject = `SELECT subject FROM deliveries WHERE partner = $1 AND id = $2`

	// ForgetDeliveries takes a time and a limit.
	ForgetDeliveries = `DELETE FROM deliveries WHERE seq IN (
  SELECT seq FROM deliveries WHERE ended > 0 AND ended <= $1 ORDER BY ended, seq LIMIT $2)`

	// ForgetSubjects takes the ids of attempts out whose erasure was delivered.
	ForgetSubjects = `UPDATE deliveries SET subject = '' WHERE subject IN (
  SELECT e.subject FROM deliveries AS e
  WHERE e.type = 'attempt.erased' AND e.state = 'delivered' AND e.subject <> ''
    AND NOT EXISTS (SELECT 1 FROM deliveries AS p WHERE p.subject = e.subject AND p.state = 'pending'))`

	// DisableEndpoint takes a partner and the hash of a URL.
	DisableEndpoint = `INSERT INTO endpoints (partner, url) VALUES ($1, $2)
ON CONFLICT (partner) DO UPDATE SET url = $2`

	// EnableEndpoint takes a partner.
	EnableEndpoint = `DELETE FROM endpoints WHERE partner = $1`

	// SelectEndpoint takes a partner and the hash of a URL.
	SelectEndpoint = `SELECT count(*) FROM endpoints WHERE partner = $1 AND url = $2`
)

// ClaimDeliveries takes what ClaimDeliveriesArgs gives and gives
// DeliveryRow.Fields in no order. The dialect's lock ends the inner query, as
// in ClaimEvents.
func ClaimDeliveries(lock string) string {
	return `WITH due AS MATERIALIZED (
  SELECT seq FROM deliveries
  WHERE partner = $5 AND state = 'pending' AND due <= $1 AND (leased_until <= $1 OR leased_until > $4)
  ORDER BY due, seq LIMIT $3 ` + lock + `)
UPDATE deliveries SET leased_until = $2 WHERE seq IN (SELECT seq FROM due)
RETURNING ` + deliveryColumns
}

// ClaimDeliveriesArgs returns the arguments of ClaimDeliveries.
func ClaimDeliveriesArgs(now time.Time, p quiz.PartnerID, limit int, lease time.Duration) []any {
	return append(ClaimArgs(now, limit, lease), string(p))
}

// DueArgs returns the arguments of SelectDuePartners.
func DueArgs(now time.Time) []any { return []any{Millis(now), Millis(now.Add(quiz.MaxLease))} }

// InsertDeliveryArgs returns the arguments of InsertDelivery.
func InsertDeliveryArgs(d quiz.Delivery) []any {
	return []any{string(d.ID), string(d.Partner), string(d.Type), d.Subject, Millis(d.At), Millis(d.Due)}
}

// RecordTryArgs returns the arguments of RecordTry.
func RecordTryArgs(now time.Time, id quiz.EventID, t quiz.Try, state quiz.DeliveryState, due time.Time) []any {
	var ended, next int64
	if state == quiz.DeliveryPending {
		next = Millis(due)
	} else {
		ended = Millis(now)
	}
	return []any{string(id), PackTry(t), string(state), next, ended, quiz.MaxTries * tryWidth, tryWidth + 1}
}

// ListDeliveriesArgs returns the arguments of SelectDeliveries.
func ListDeliveriesArgs(p quiz.PartnerID, after quiz.DeliveryMark, limit int) []any {
	happened := int64(math.MaxInt64)
	if after != (quiz.DeliveryMark{}) {
		happened = Millis(after.At)
	}
	return []any{string(p), happened, string(after.ID), limit}
}

// DeliveryRow is a delivery as its table keeps it.
type DeliveryRow struct {
	seq                        int64
	id, partner, kind, subject string
	happened                   int64
	state                      string
	step                       int
	due                        int64
	tries                      string
}

// Fields points at every column in the order of the statements.
func (r *DeliveryRow) Fields() []any {
	return []any{&r.seq, &r.id, &r.partner, &r.kind, &r.subject, &r.happened, &r.state, &r.step, &r.due, &r.tries}
}

// Delivery unpacks the row.
func (r DeliveryRow) Delivery() (quiz.Delivery, error) {
	tries, err := unpackTries(r.tries)
	if err != nil {
		return quiz.Delivery{}, fmt.Errorf("unpack delivery %s: %w", r.id, err)
	}
	return quiz.Delivery{
		ID: quiz.EventID(r.id), Partner: quiz.PartnerID(r.partner), Type: quiz.EventType(r.kind), Subject: r.subject,
		At: Moment(r.happened), State: quiz.DeliveryState(r.state), Step: r.step, Due: Moment(r.due), Tries: tries,
	}, nil
}

// A try is kept in tryWidth characters: milliseconds since 1970, milliseconds
// that it took, status, fault.
const (
	tryFormat = "%013d %05d %03d %-10s;"
	tryWidth  = 35
	mostTook  = 99_999
)

// PackTry is a try as the tables keep it.
func PackTry(t quiz.Try) string {
	took := min(max(t.Took.Milliseconds(), 0), mostTook)
	return fmt.Sprintf(tryFormat, Millis(t.At), took, min(max(t.Status, 0), 999), t.Fault)
}

func unpackTries(packed string) ([]quiz.Try, error) {
	var tries []quiz.Try
	for ; packed != ""; packed = packed[tryWidth:] {
		if len(packed) < tryWidth {
			return nil, fmt.Errorf("tries cut short")
		}
		t, err := unpackTry(packed[:tryWidth])
		if err != nil {
			return nil, err
		}
		tries = append(tries, t)
	}
	return tries, nil
}

func unpackTry(packed string) (quiz.Try, error) {
	fields := strings.Fields(strings.TrimSuffix(packed, ";"))
	if len(fields) < 3 || len(fields) > 4 {
		return quiz.Try{}, fmt.Errorf("not a try")
	}
	var numbers [3]int64
	for i := range numbers {
		n, err := strconv.ParseInt(fields[i], 10, 64)
		if err != nil {
			return quiz.Try{}, fmt.Errorf("not a try: %w", err)
		}
		numbers[i] = n
	}
	t := quiz.Try{At: Moment(numbers[0]), Took: time.Duration(numbers[1]) * time.Millisecond, Status: int(numbers[2])}
	if len(fields) == 4 {
		t.Fault = quiz.TryFault(fields[3])
	}
	return t, nil
}

// LongestDue orders rows as deliveries are tried.
func LongestDue(a, b DeliveryRow) int {
	return cmp.Or(cmp.Compare(a.due, b.due), cmp.Compare(a.seq, b.seq))
}

// Deliveries unpacks rows.
func Deliveries(rows []DeliveryRow) ([]quiz.Delivery, error) {
	ds := make([]quiz.Delivery, len(rows))
	for i, r := range rows {
		var err error
		if ds[i], err = r.Delivery(); err != nil {
			return nil, err
		}
	}
	return ds, nil
}
