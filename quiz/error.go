package quiz

import (
	"errors"
	"strings"
)

// The errors that cross package edges. Wrap them with what was being done;
// test for them with errors.Is.
var (
	// ErrNotFound: there is no such thing, or it is not the caller's.
	ErrNotFound = errors.New("not found")
	// ErrConflict: the thing exists already, with other content.
	ErrConflict = errors.New("conflict")
	// ErrLimit: there are as many as there may be; one must go first.
	ErrLimit = errors.New("as many as there may be")
	// ErrFinished: the attempt takes no more responses.
	ErrFinished = errors.New("the attempt is finished")
	// ErrUnfinished: what was asked for exists only after finishing.
	ErrUnfinished = errors.New("the attempt is not finished")
	// ErrGone: the version that an attempt began with is served no more.
	ErrGone = errors.New("this version is served no more")
	// ErrUnauthorized: a token is missing or malformed.
	ErrUnauthorized = errors.New("a token is needed")
	// ErrConsent: the current consent text was not agreed to.
	ErrConsent = errors.New("the current consent is needed")
	// ErrUnderAge: the visitor did not say that they are old enough.
	ErrUnderAge = errors.New("adults only")
	// ErrInvalidPlace: a response names a place outside the sheet.
	ErrInvalidPlace = errors.New("no item at that place")
	// ErrLocked: the partner's gate is closed over what was asked for.
	ErrLocked = errors.New("the gate is closed")
	// ErrCode: the code opens nothing here; whether it never did, was spent or
	// is over is not said.
	ErrCode = errors.New("no such code")
	// ErrBusy: a bounded queue or pool is full; trying again later helps.
	ErrBusy = errors.New("busy")
	// ErrUnavailable: a store cannot do its work now, such as on a full disk
	// or a read-only file; trying again later may help.
	ErrUnavailable = errors.New("unavailable")
)

// FieldError says what is wrong with one field of a request.
type FieldError struct {
	Pointer string // RFC 6901 as a URI fragment, such as "#/responses/an01"
	Detail  string // what is wrong and what to send instead; never the value itself
}

// Invalid is an error that lists every field at fault.
type Invalid []FieldError

func (e Invalid) Error() string {
	parts := make([]string, len(e))
	for i, f := range e {
		parts[i] = f.Pointer + ": " + f.Detail
	}
	return strings.Join(parts, "; ")
}

// Add appends a fault.
func (e *Invalid) Add(pointer, detail string) {
	*e = append(*e, FieldError{Pointer: pointer, Detail: detail})
}
