package store

import "github.com/attune-quiz/attune/quiz"

// SelectBacklog gives how many events are not settled, and when the first of
// them happened, or 0.
const SelectBacklog = `SELECT count(*), COALESCE((SELECT created FROM outbox WHERE settled = 0 ORDER BY seq LIMIT 1), 0)
FROM outbox WHERE settled = 0`

// SelectOverdue takes now and gives how many deliveries are due, and since when
// the first of them is, or 0.
const SelectOverdue = `SELECT count(*), COALESCE(min(due), 0) FROM deliveries WHERE state = 'pending' AND due <= $1`

// Backlog is the row that SelectBacklog or SelectOverdue gives.
func Backlog(events int, oldest int64) quiz.Backlog {
	if events == 0 {
		return quiz.Backlog{}
	}
	return quiz.Backlog{Events: events, Oldest: Moment(oldest)}
}
