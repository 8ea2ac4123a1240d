package quiz

import (
	"context"
	"errors"
	"time"
)

// ErrUndeliverable: a letter can never arrive; trying again does not help.
var ErrUndeliverable = errors.New("the letter cannot be delivered")

// LetterID names a letter: "let_" and 16 random bytes in base64url.
type LetterID string

// Letter is a playbook that goes out by mail. It is the only place where an
// address stands, and only until the letter has gone.
type Letter struct {
	ID      LetterID
	Attempt AttemptID
	To      string // of ParseAddress
	Created time.Time
	Tries   int // that failed so far
}

// Letters is the queue of letters, which Gates fills. Erasing an attempt, or
// its end, takes its letter along in the same commit. Contracts otherwise as
// for Attempts and Outbox.
type Letters interface {
	// ClaimLetters returns up to limit letters that are due, the longest due
	// first, and leases them for the duration, at most MaxLease.
	ClaimLetters(ctx context.Context, limit int, lease time.Duration) ([]Letter, error)

	// PostponeLetter counts a try that failed and ends the lease; the letter is
	// due again then. ErrNotFound if there is no such letter any more.
	PostponeLetter(ctx context.Context, id LetterID, until time.Time) error

	// DiscardLetter removes a letter that has gone or is given up. ErrNotFound
	// as for PostponeLetter.
	DiscardLetter(ctx context.Context, id LetterID) error

	// LetterOf returns the letter that waits for the attempt, or ErrNotFound.
	LetterOf(ctx context.Context, id AttemptID) (Letter, error)

	// ForgetLetters removes up to limit letters that were written by then, and
	// returns how many.
	ForgetLetters(ctx context.Context, written time.Time, limit int) (int, error)
}
