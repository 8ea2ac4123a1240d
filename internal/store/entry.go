package store

import "github.com/attune-quiz/attune/quiz"

// Entry is an event as ClaimEvents gives it.
type Entry struct {
	Seq                        int64 // the order of delivery
	id, kind, attempt, partner string
	created                    int64
}

// Fields points at every column in the order of ClaimEvents.
func (e *Entry) Fields() []any {
	return []any{&e.Seq, &e.id, &e.kind, &e.attempt, &e.partner, &e.created}
}

// EventArgs returns the arguments of InsertEvent.
func EventArgs(e quiz.Event) []any {
	return []any{string(e.ID), string(e.Type), string(e.Attempt), string(e.Partner), Millis(e.At)}
}

// Event unpacks the entry.
func (e Entry) Event() quiz.Event {
	return quiz.Event{
		ID: quiz.EventID(e.id), Type: quiz.EventType(e.kind),
		Attempt: quiz.AttemptID(e.attempt), Partner: quiz.PartnerID(e.partner), At: Moment(e.created),
	}
}
