package store

import "github.com/attune-quiz/attune/quiz"

// CodeRow is a resume code as its table keeps it.
type CodeRow struct {
	hash, attempt string
	expires       int64
}

// NewCodeRow packs a code.
func NewCodeRow(c quiz.ResumeCode) CodeRow {
	return CodeRow{hash: PackHash(c.Hash), attempt: string(c.Attempt), expires: Millis(c.Expires)}
}

// Code unpacks the row.
func (r CodeRow) Code() (quiz.ResumeCode, error) {
	hash, err := unpackHash(r.hash)
	return quiz.ResumeCode{Hash: hash, Attempt: quiz.AttemptID(r.attempt), Expires: Moment(r.expires)}, err
}

// Fields points at every column in the order of the statements.
func (r *CodeRow) Fields() []any { return []any{&r.hash, &r.attempt, &r.expires} }

const (
	// InsertCode takes CodeRow.Fields. Zero rows: the hash exists.
	InsertCode = `INSERT INTO resume_codes (hash, attempt, expires) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING`

	// SelectCode takes hash and now and gives CodeRow.Fields.
	SelectCode = `SELECT hash, attempt, expires FROM resume_codes WHERE hash = $1 AND expires > $2`

	// SelectCodeOf takes an attempt and now and gives CodeRow.Fields.
	SelectCodeOf = `SELECT c.hash, c.attempt, c.expires FROM resume_codes c JOIN attempts a ON a.id = c.attempt
WHERE c.attempt = $1 AND c.expires > $2 AND a.status <> 'erased' AND a.expires > $2`

	// RemoveCode takes hash. Zero rows: it was spent.
	RemoveCode = `DELETE FROM resume_codes WHERE hash = $1`

	// RemoveCodeOf takes an attempt.
	RemoveCodeOf = `DELETE FROM resume_codes WHERE attempt = $1`

	// SweepCodes takes now and a limit.
	SweepCodes = `DELETE FROM resume_codes WHERE hash IN (
  SELECT hash FROM resume_codes WHERE expires <= $1 ORDER BY expires LIMIT $2)`
)

// Opened is the change of an attempt that one more secret opens.
func Opened(opener quiz.Hash) func(*quiz.Attempt) ([]quiz.Event, error) {
	return func(a *quiz.Attempt) ([]quiz.Event, error) {
		a.AddToken(opener)
		return nil, nil
	}
}

// Of names what the code opens.
func (r CodeRow) Of() quiz.AttemptID { return quiz.AttemptID(r.attempt) }
