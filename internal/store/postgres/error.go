package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/attune-quiz/attune/quiz"
)

// errClosed answers calls after Close.
var errClosed = fmt.Errorf("the store is closed: %w", quiz.ErrUnavailable)

// lost reports whether the database could not be reached or cannot do its
// work now: the connection broke, the server stops, starts or has no room.
func lost(err error) bool {
	var server *pgconn.PgError
	if errors.As(err, &server) {
		return lostCode(server.Code)
	}
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) || pgconn.SafeToRetry(err) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		err != nil && err.Error() == "conn closed"
}

// lostCode knows the SQLSTATE codes of appendix A of PostgreSQL's manual.
func lostCode(code string) bool {
	switch code[:min(2, len(code))] {
	case "08", // connection exceptions
		"53", // out of disk, memory or connections
		"58": // system errors, such as of input and output
		return true
	}
	switch code {
	case "57P01", "57P02", "57P03", // shutting down, crashed, starting
		"25006", // a read-only transaction: a standby, or default_transaction_read_only
		"XX001", "XX002":
		return true
	}
	return false
}

// collided reports whether the transaction lost against another and can run
// again.
func collided(err error) bool {
	var server *pgconn.PgError
	return errors.As(err, &server) && (server.Code == "40001" || server.Code == "40P01")
}

// wrap says what was being done and marks the errors that pass by themselves;
// nil stays nil.
func wrap(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
	case collided(err):
		err = errors.Join(quiz.ErrBusy, err)
	case lost(err) && !errors.Is(err, quiz.ErrUnavailable):
		err = errors.Join(quiz.ErrUnavailable, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// notFound turns the absence of a row into what it means.
func notFound(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return quiz.ErrNotFound
	}
	return err
}
