package store

import (
	"math"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// SelectListed takes ListedArgs and gives Line.Fields, the newest first.
const SelectListed = `SELECT id, instrument, status, created, finished, unlocked
FROM attempts WHERE partner = $1 AND partner <> '' AND status <> 'erased' AND expires > $2
  AND (created, id) < ($3, $4) ORDER BY created DESC, id DESC LIMIT $5`

// ListedArgs returns the arguments of SelectListed.
func ListedArgs(now time.Time, side quiz.PartnerID, after quiz.Mark, limit int) []any {
	created := int64(math.MaxInt64)
	if after != (quiz.Mark{}) {
		created = Millis(after.Created)
	}
	return []any{string(side), Millis(now), created, string(after.ID), limit}
}

// Line is an attempt as SelectListed gives it.
type Line struct {
	id, instrument, status      string
	created, finished, unlocked int64
}

// Fields points at every column in the order of SelectListed.
func (l *Line) Fields() []any {
	return []any{&l.id, &l.instrument, &l.status, &l.created, &l.finished, &l.unlocked}
}

// Listed unpacks the line.
func (l Line) Listed() quiz.Listed {
	return quiz.Listed{
		ID: quiz.AttemptID(l.id), Instrument: quiz.InstrumentID(l.instrument), Status: quiz.Status(l.status),
		Created: Moment(l.created), Finished: Moment(l.finished), Unlocked: Moment(l.unlocked),
	}
}

// Line returns the row as SelectListed would give it.
func (r Row) Line() Line {
	return Line{r.id, r.instrument, r.status, r.created, r.finished, r.unlocked}
}
