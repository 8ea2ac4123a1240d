package sqlite

import (
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/attune-quiz/attune/quiz"
)

// busy marks the error of a file that another process has locked for longer
// than the timeout.
func busy(err error) error {
	var e *sqlite.Error
	if errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY {
		return errors.Join(quiz.ErrBusy, err)
	}
	return err
}

// notFound turns the absence of a row into the refusal that it means.
func notFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return refusal{quiz.ErrNotFound}
	}
	return err
}

// wrap says what was being done; nil stays nil.
func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// affected returns how many rows a statement changed.
func affected(result sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}
