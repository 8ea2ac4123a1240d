package store

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// Standing is what SelectStanding says of an attempt.
type Standing struct {
	Status  string
	Expires int64
	Items   int
	Tokens  string
}

// Fields points at every column in the order of SelectStanding.
func (s *Standing) Fields() []any { return []any{&s.Status, &s.Expires, &s.Items, &s.Tokens} }

// Standing returns where the row stands.
func (r Row) Standing() Standing {
	return Standing{Status: r.status, Expires: r.expires, Items: len(r.responses), Tokens: r.tokens}
}

// Refused says why an attempt in this standing refuses the patch at now; nil
// if it does not.
func (p Patch) Refused(s Standing, now time.Time) error {
	switch status := quiz.Status(s.Status); {
	case status == quiz.Erased || s.Expires <= Millis(now) || !strings.Contains(s.Tokens, p.opener):
		return quiz.ErrNotFound
	case status != quiz.InProgress:
		return quiz.ErrFinished
	case s.Items < p.need:
		return quiz.ErrInvalidPlace
	}
	return nil
}

// Change unpacks the row, lets fn change the attempt and packs it again. The
// error of fn comes back as it is. The id never changes, and the key only by
// erasing.
func Change(row Row, fn func(*quiz.Attempt) ([]quiz.Event, error)) (Row, []quiz.Event, error) {
	a, err := row.Attempt()
	if err != nil {
		return Row{}, nil, err
	}
	events, err := fn(&a)
	if err != nil {
		return Row{}, nil, err
	}
	changed, err := NewRow(a)
	if err != nil {
		return Row{}, nil, err
	}
	if changed.id != row.id || changed.key != row.key && !changed.Erased() {
		return Row{}, nil, errors.New("an update must leave id and key as they are")
	}
	return changed, events, nil
}

// Erased reports whether the row is one that was blanked.
func (r Row) Erased() bool { return quiz.Status(r.status) == quiz.Erased }

// Status is where the attempt stands.
func (r Row) Status() quiz.Status { return quiz.Status(r.status) }

// Partner returns the side that the attempt came through.
func (r Row) Partner() quiz.PartnerID { return quiz.PartnerID(r.partner) }

// ID names the attempt.
func (r Row) ID() quiz.AttemptID { return quiz.AttemptID(r.id) }

// Remains is what is read of an attempt whose time is over before it is
// erased: no row is too broken for that.
type Remains struct {
	created, expires int64
	partner          string
}

// Fields points at every column in the order of SelectOneExpired.
func (r *Remains) Fields() []any { return []any{&r.created, &r.expires, &r.partner} }

// Remains returns what is read of the row.
func (r Row) Remains() Remains { return Remains{r.created, r.expires, r.partner} }

// Erase returns the row that stays of the attempt, and the events as those of
// its partner.
func (r Remains) Erase(id quiz.AttemptID, events []quiz.Event) (Row, []quiz.Event, error) {
	a := quiz.Attempt{ID: id, Created: Moment(r.created), Expires: Moment(r.expires)}
	a.Erase()
	blank, err := NewRow(a)
	told := slices.Clone(events)
	for i := range told {
		told[i].Partner = quiz.PartnerID(r.partner)
	}
	return blank, told, err
}
