package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
)

// The errors of requests that are wrong before any use case is called.
var (
	errMalformed = errors.New("malformed JSON")
	errQuery     = errors.New("wrong query")
	errHeader    = errors.New("wrong header")
	errMediaType = errors.New("not application/json")
	errNoWording = errors.New("the instrument has no wording")
	errRate      = errors.New("too many requests")
	errPanic     = errors.New("panic")
	errKey       = errors.New("a partner's key is needed")
	errSpent     = errors.New("what the delivery tells of is gone")
)

// fault says what an error means to a client.
type fault struct {
	is     error // matches by errors.Is; nil matches quiz.Invalid
	status int
	slug   string // last segment of the problem type
	title  string
	detail string // empty: that of a said error
	retry  string // Retry-After in seconds, unless the error knows better; empty: none
}

func (f fault) retryAfter(err error) string {
	if t, ok := errors.AsType[tooMany](err); ok {
		return strconv.FormatInt(seconds(t.wait), 10)
	}
	return f.retry
}

// retrySoon is the Retry-After of whatever passes by itself.
const retrySoon = "5"

// faults lists what errors mean, the first match decides. What matches none
// is a fault of ours.
func faults() []fault {
	return []fault{
		{is: errPanic, status: http.StatusInternalServerError, slug: "internal", title: "Internal error", detail: internalDetail},
		{is: quiz.ErrFinished, status: http.StatusConflict, slug: "finished", title: "The attempt is finished", detail: "A finished attempt takes no more responses."},
		{is: quiz.ErrUnfinished, status: http.StatusConflict, slug: "unfinished", title: "The attempt is not finished", detail: "Finish the attempt first."},
		{is: quiz.ErrConflict, status: http.StatusConflict, slug: "conflict", title: "In conflict with what exists", detail: "This Idempotency-Key came with other content before. Use a new key."},
		{is: quiz.ErrLimit, status: http.StatusConflict, slug: "limit-reached", title: "As many as there may be", detail: "The attempt has 12 shares. Delete one first."},
		{is: quiz.ErrConsent, status: http.StatusForbidden, slug: "consent-needed", title: "Consent is needed", detail: "Show the consent text of GET /v1/instruments/{id} and send its current version as consent."},
		{is: quiz.ErrLocked, status: http.StatusForbidden, slug: "gate-closed", title: "The gate is closed", detail: "This part of the playbook opens once the gate is passed: POST …/unlock. GET …/playbook says by what."},
		{is: quiz.ErrUnderAge, status: http.StatusForbidden, slug: "age-not-confirmed", title: "The age is not confirmed", detail: "Send age_ok as true once the visitor has said that they are old enough. Nothing was stored."},
		{is: quiz.ErrUnauthorized, status: http.StatusUnauthorized, slug: "unauthorized", title: "A token is needed", detail: "Send the attempt's token as Authorization: Bearer TOKEN."},
		{is: errKey, status: http.StatusUnauthorized, slug: "unauthorized", title: "A key is needed", detail: "Send a key of the partner, as it was shown when it was made, as Authorization: Bearer KEY."},
		{is: errSpent, status: http.StatusGone, slug: "gone", title: "Gone", detail: "What this delivery told of was erased, or left for good when it arrived. There is nothing to send again."},
		{is: quiz.ErrGone, status: http.StatusGone, slug: "gone", title: "Gone", detail: "The version of the instrument that this attempt began with is served no more."},
		{is: errNoWording, status: http.StatusNotFound, slug: "not-found", title: "Not found", detail: "This instrument is here to score files with. Its wording belongs to its authors, and the operator has supplied none, so it cannot be taken."},
		{is: quiz.ErrNotFound, status: http.StatusNotFound, slug: "not-found", title: "Not found", detail: "There is no such thing here, or the token is not its own."},
		{status: http.StatusUnprocessableEntity, slug: "invalid-fields", title: "Fields are wrong", detail: "Each field at fault is listed in errors. Nothing was stored."},
		{is: errMalformed, status: http.StatusBadRequest, slug: "malformed-json", title: "The JSON is malformed"},
		{is: errQuery, status: http.StatusBadRequest, slug: "invalid-query", title: "The query is wrong"},
		{is: errHeader, status: http.StatusBadRequest, slug: "invalid-header", title: "A header is wrong"},
		{is: errMediaType, status: http.StatusUnsupportedMediaType, slug: "unsupported-media-type", title: "Unsupported media type", detail: "Send Content-Type: application/json."},
		{is: echo.ErrStatusRequestEntityTooLarge, status: http.StatusRequestEntityTooLarge, slug: "too-large", title: "The body is too large", detail: "A body may have 16384 bytes."},
		{is: echo.ErrMethodNotAllowed, status: http.StatusMethodNotAllowed, slug: "method-not-allowed", title: "Method not allowed", detail: "The Allow header lists the methods of this path."},
		{is: echo.ErrNotFound, status: http.StatusNotFound, slug: "not-found", title: "Not found", detail: "There is nothing at this path."},
		{is: errRate, status: http.StatusTooManyRequests, slug: "too-many-requests", title: "Too many requests", detail: "Wait for the time in Retry-After.", retry: "1"},
		{is: quiz.ErrBusy, status: http.StatusServiceUnavailable, slug: "busy", title: "Busy", detail: "Try again after the time in Retry-After. Nothing was stored.", retry: retrySoon},
		{is: quiz.ErrUnavailable, status: http.StatusServiceUnavailable, slug: "unavailable", title: "Unavailable", detail: "Try again after the time in Retry-After.", retry: retrySoon},
		{is: context.DeadlineExceeded, status: http.StatusServiceUnavailable, slug: "unavailable", title: "Unavailable", detail: "This took too long. Try again after the time in Retry-After.", retry: retrySoon},
		{is: context.Canceled, status: http.StatusServiceUnavailable, slug: "unavailable", title: "Unavailable", detail: "The request was given up.", retry: retrySoon},
	}
}

const internalDetail = "Something went wrong here. The Request-Id names this request in our log."

// faultOf returns the meaning of err and the fields that it lists.
func faultOf(err error) (fault, quiz.Invalid) {
	var fields quiz.Invalid
	listed := errors.As(err, &fields)
	for _, f := range faults() {
		if f.is == nil && listed || f.is != nil && errors.Is(err, f.is) {
			return f.says(err), fields
		}
	}
	return faultOfStatus(err), nil
}

// says completes the fault with the detail that err carries for the client.
func (f fault) says(err error) fault {
	var s said
	if f.detail == "" && errors.As(err, &s) {
		f.detail = s.detail
	}
	return f
}

// faultOfStatus keeps the status of an HTTP error that pages return; all else
// is an internal error.
func faultOfStatus(err error) fault {
	var he *echo.HTTPError
	if errors.As(err, &he) && he.Code >= 400 && he.Code < 500 {
		return fault{status: he.Code, slug: "refused", title: http.StatusText(he.Code), detail: "The request was refused."}
	}
	return fault{status: http.StatusInternalServerError, slug: "internal", title: "Internal error", detail: internalDetail}
}

// said is an error with a sentence for the client, which never repeats a
// value that the client sent.
type said struct {
	error
	detail string
}

func (s said) Unwrap() error { return s.error }

func malformed(detail string) error { return said{errMalformed, detail} }
func badQuery(detail string) error  { return said{errQuery, detail} }
func badHeader(detail string) error { return said{errHeader, detail} }
