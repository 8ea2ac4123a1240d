package sqlite

import (
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/attune-quiz/attune/quiz"
)

// passing marks the errors that pass by themselves: of a file that another
// process has locked for longer than the timeout, of a full disk, of one that
// fails, and of a file that cannot be written.
func passing(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) || errors.Is(err, quiz.ErrBusy) || errors.Is(err, quiz.ErrUnavailable) {
		return err
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return errors.Join(quiz.ErrBusy, err)
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY,
		sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_PROTOCOL:
		return errors.Join(quiz.ErrUnavailable, err)
	}
	return err
}

// full reports whether there was no room left.
func full(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_FULL
}

// broken reports whether the connection may have suffered: all that makes it
// unavailable but a full disk, after which the same connection goes on.
func broken(err error) bool {
	return errors.Is(passing(err), quiz.ErrUnavailable) && !full(err)
}

// notFound turns the absence of a row into the refusal that it means.
func notFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return refusal{quiz.ErrNotFound}
	}
	return err
}

// wrap says what was being done and marks what passes; nil stays nil.
func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, passing(err))
}

// affected returns how many rows a statement changed.
func affected(result sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}
