package store

import (
	"errors"
	"fmt"
	"slices"

	"github.com/attune-quiz/attune/quiz"
)

// ShareRow is a share as its table keeps it.
type ShareRow struct {
	id, attempt, key string
	card, locale     string
	texts, area      string // JSON; empty: none
	created          int64
}

// NewShareRow packs a share. Its time loses what is below a millisecond.
func NewShareRow(s quiz.Share) (ShareRow, error) {
	texts, errTexts := packJSON(s.Texts, len(s.Texts) == 0)
	area, errArea := packJSON(s.Area, s.Area == nil)
	if err := errors.Join(errTexts, errArea); err != nil {
		return ShareRow{}, fmt.Errorf("pack share: %w", err)
	}
	return ShareRow{
		id: string(s.ID), attempt: string(s.Attempt), key: PackHash(s.Key),
		card: string(s.Card), locale: string(s.Locale), texts: texts, area: area, created: Millis(s.Created),
	}, nil
}

// Share unpacks the row into a share that the caller owns.
func (r ShareRow) Share() (quiz.Share, error) {
	key, errKey := unpackHash(r.key)
	var texts []string
	errTexts := unpackJSON(r.texts, &texts)
	var area *quiz.Area
	errArea := unpackJSON(r.area, &area)
	if err := errors.Join(errKey, errTexts, errArea); err != nil {
		return quiz.Share{}, fmt.Errorf("unpack share %s: %w", r.id, err)
	}
	return quiz.Share{
		ID: quiz.ShareID(r.id), Attempt: quiz.AttemptID(r.attempt), Key: key,
		Card: quiz.Card(r.card), Locale: quiz.Locale(r.locale), Texts: texts, Area: area, Created: Moment(r.created),
	}, nil
}

// Fields points at every column in the order of the statements.
func (r *ShareRow) Fields() []any {
	return []any{&r.id, &r.attempt, &r.key, &r.card, &r.locale, &r.texts, &r.area, &r.created}
}

// ID names the share.
func (r ShareRow) ID() quiz.ShareID { return quiz.ShareID(r.id) }

// Of names its attempt.
func (r ShareRow) Of() quiz.AttemptID { return quiz.AttemptID(r.attempt) }

// Admits says why an attempt in this status with these shares takes no more
// of this one; or which of them it is already, where its key was used before.
func (r ShareRow) Admits(status quiz.Status, shares []ShareRow) (known *ShareRow, err error) {
	if status != quiz.Finished {
		return nil, quiz.ErrUnfinished
	}
	if at := slices.IndexFunc(shares, func(s ShareRow) bool { return r.key != "" && s.key == r.key }); at >= 0 {
		if !r.same(shares[at]) {
			return nil, quiz.ErrConflict
		}
		return &shares[at], nil
	}
	if len(shares) >= quiz.MaxShares {
		return nil, quiz.ErrLimit
	}
	return nil, nil
}

func (r ShareRow) same(s ShareRow) bool {
	return r.card == s.card && r.locale == s.locale && r.texts == s.texts && r.area == s.area
}

const (
	shareColumns = `s.id, s.attempt, s.idempotency_key, s.card, s.locale, s.texts, s.area, s.created`

	// InsertShare takes ShareRow.Fields. Zero rows: the id exists.
	InsertShare = `INSERT INTO shares (id, attempt, idempotency_key, card, locale, texts, area, created)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`

	// SelectShare takes id and now and gives ShareRow.Fields.
	SelectShare = `SELECT ` + shareColumns + ` FROM shares s JOIN attempts a ON a.id = s.attempt
WHERE s.id = $1 AND a.status <> 'erased' AND a.expires > $2`

	// SelectSharesOf takes an attempt and gives ShareRow.Fields, the oldest first.
	SelectSharesOf = `SELECT ` + shareColumns + ` FROM shares s WHERE s.attempt = $1 ORDER BY s.created, s.id`

	// RemoveShare takes id and attempt. Zero rows: there is no such share.
	RemoveShare = `DELETE FROM shares WHERE id = $1 AND attempt = $2`

	// RemoveSharesOf takes an attempt.
	RemoveSharesOf = `DELETE FROM shares WHERE attempt = $1`
)

// Shares unpacks rows; never nil.
func Shares(rows []ShareRow) ([]quiz.Share, error) {
	out := make([]quiz.Share, 0, len(rows))
	for _, r := range rows {
		s, err := r.Share()
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}
