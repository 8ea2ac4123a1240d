package api_test

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/api"
	"github.com/attune-quiz/attune/quiz"
)

func TestFinishNeedsAllItems(t *testing.T) {
	w := boot(t)
	k := w.begin(t)
	w.get(t, k.call("PUT", "/responses", `{"responses":{"an1":1,"an2":null,"av1":2,"av2":3,"re1":2,"me1":null}}`), 200)
	got := strings.Join(w.refused(t, k.call("POST", "/finish", ""), 422, "invalid-fields"), " ")
	if want := "#/responses/re2 #/responses/me2"; got != want {
		t.Errorf("got pointers %s, want %s", got, want)
	}
	if a := w.stored(t, k); a.Status != quiz.InProgress || a.Profile != nil {
		t.Errorf("stored %+v", a)
	}
}

// Holds: ASVS 2.3.1
func TestOrderOfTheJourney(t *testing.T) {
	w := boot(t)
	open := w.begin(t)
	for _, c := range []call{
		open.call("GET", "/profile", ""), open.call("GET", "/playbook", ""),
		open.call("GET", "/playbook.pdf", ""), open.call("GET", "/plan.ics", ""), open.call("PUT", "/plan", `{"audience":"joint"}`),
	} {
		w.refused(t, c, 409, "unfinished")
	}
	done := w.finished(t)
	before := w.stored(t, done)
	got := strings.Join(w.refused(t, done.call("PUT", "/responses", `{"responses":{"an1":1}}`), 409, "finished"), " ")
	if got != "#/responses" {
		t.Errorf("got pointers %s, want #/responses", got)
	}
	if after := w.stored(t, done); !reflect.DeepEqual(after, before) {
		t.Errorf("what was stored changed: got %+v, want %+v", after, before)
	}
}

// calls lists a call to every route of an attempt.
func (k ticket) calls() []call {
	return []call{
		k.call("GET", "", ""), k.call("PUT", "/responses", `{"responses":{"an1":1}}`), k.call("POST", "/finish", ""),
		k.call("PUT", "/plan", `{}`), k.call("GET", "/profile", ""), k.call("GET", "/playbook", ""),
		k.call("GET", "/playbook.pdf", ""), k.call("GET", "/plan.ics", ""), k.call("GET", "/export", ""),
		k.call("POST", "/fit", `{"section":"map","fits":"no"}`), k.call("POST", "/resume-code", ""), k.call("POST", "/share", `{"card":"map"}`),
		k.call("DELETE", "/share/shr_"+strings.Repeat("x", 22), ""), k.call("DELETE", "", ""),
	}
}

// Holds: ASVS 8.2.1
func TestTokens(t *testing.T) {
	w := boot(t)
	mine, other := w.finished(t), w.finished(t)
	for _, c := range mine.calls() {
		for _, bad := range [][]string{nil, {""}, {"Bearer"}, {"Bearer "}, {"Bearer short"}, {"Bearer " + mine.token + "x"},
			{"Bearer  " + mine.token}, {"Basic " + mine.token}, {mine.token}, {"Bearer " + mine.token, "Bearer " + mine.token}} {
			c.token, c.header = "", http.Header{"Authorization": bad}
			w.refused(t, c, 401, "unauthorized")
			if got := w.do(t, c).Header().Get("WWW-Authenticate"); !strings.HasPrefix(got, "Bearer") {
				t.Errorf("%s %s: got WWW-Authenticate %q", c.method, c.path, got)
			}
		}
		c.token, c.header = other.token, nil
		w.refused(t, c, 404, "not-found")
		c.path = strings.Replace(c.path, mine.id, "att_"+strings.Repeat("x", 22), 1)
		w.refused(t, c, 404, "not-found")
	}
	w.get(t, mine.call("GET", "", ""), 200)
}

// A stranger's attempt and one that does not exist cannot be told apart.
//
// Holds: ASVS 8.2.2
func TestForeignEqualsUnknown(t *testing.T) {
	w := boot(t)
	mine, other := w.begin(t), w.begin(t)
	foreign := w.do(t, call{method: "GET", path: "/v1/attempts/" + mine.id, token: other.token})
	unknown := w.do(t, call{method: "GET", path: "/v1/attempts/att_" + strings.Repeat("x", 22), token: other.token})
	if foreign.Body.String() != unknown.Body.String() {
		t.Errorf("got %s and %s", foreign.Body, unknown.Body)
	}
}

// Holds: G3
func TestExpiredIsNotFound(t *testing.T) {
	w := boot(t)
	k := w.begin(t)
	w.now = start.Add(24 * time.Hour)
	w.refused(t, k.call("GET", "", ""), 404, "not-found")
}

// faulty fails to save and to read.
type faulty struct {
	quiz.Attempts
	err error
}

func (f faulty) Get(context.Context, quiz.AttemptID) (quiz.Attempt, error) {
	return quiz.Attempt{}, f.err
}

// Holds: ASVS 16.5
func TestStoreFaults(t *testing.T) {
	for _, tt := range []struct {
		err    error
		status int
		slug   string
		retry  string
	}{
		{quiz.ErrBusy, 503, "busy", "5"},
		{errors.Join(quiz.ErrUnavailable, errDisk), 503, "unavailable", "5"},
		{context.DeadlineExceeded, 503, "unavailable", "5"},
		{quiz.ErrGone, 410, "gone", ""},
		{errDisk, 500, "internal", ""},
	} {
		w := boot(t)
		k := w.finished(t)
		w.take.Attempts = faulty{w.store, tt.err}
		c := k.call("GET", "/export", "")
		w.refused(t, c, tt.status, tt.slug)
		rec := w.do(t, c)
		if got := rec.Header().Get("Retry-After"); got != tt.retry {
			t.Errorf("%v: got Retry-After %q, want %q", tt.err, got, tt.retry)
		}
		if strings.Contains(rec.Body.String(), "disk") {
			t.Errorf("the answer tells what failed: %s", rec.Body)
		}
	}
}

func TestPrinterFaults(t *testing.T) {
	for err, want := range map[error]int{quiz.ErrBusy: 503, errDisk: 500} {
		w := boot(t, func(c *api.Config) { c.Printer = sheetPrinter{err} })
		rec := w.do(t, w.finished(t).call("GET", "/playbook.pdf", ""))
		if rec.Code != want || rec.Header().Get("Content-Disposition") != "" {
			t.Errorf("%v: got %d with %q, want %d without", err, rec.Code, rec.Header().Get("Content-Disposition"), want)
		}
	}
}

// The instrument's content changed under an attempt.
func TestGone(t *testing.T) {
	w := boot(t)
	k := w.finished(t)
	changed := mini(t)
	changed.Hash = strings.Repeat("cd", 32)
	w.take.Catalogue = catalogue{"mini": changed}
	w.refused(t, k.call("GET", "/playbook", ""), 410, "gone")
	w.get(t, k.call("GET", "/profile", ""), 200)
	w.get(t, k.call("DELETE", "", ""), 204)
}
