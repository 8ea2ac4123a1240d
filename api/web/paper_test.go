package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// A script reads the status alone, and may send the same again.
func TestSavedByScript(t *testing.T) {
	h := open(t, nil)
	v := h.visitor(t)
	v.begin()
	for range 2 {
		if p := v.script("/take/2", "response", "3", "elapsed", "4200"); p.status != http.StatusNoContent || p.body != "" {
			t.Errorf("saving: %d %q, want 204 and nothing", p.status, p.body)
		}
	}
	v.script("/take/3", "decline", "1", "elapsed", "900")
	a := v.attempt(h)
	if got, took := a.Sheet.At(1), a.Sheet.Took(1); got != 3 || took != 4200*time.Millisecond {
		t.Errorf("stored %d after %v, want 3 after 4.2 s", got, took)
	}
	if got := a.Sheet.At(2); got != quiz.Declined {
		t.Errorf("stored %d, want declined", got)
	}
	item := v.get("/take/2").body
	for _, want := range []string{`"first":1`, `"v":"3","ms":4200}`, `"v":"declined","ms":900}`} {
		if !strings.Contains(item, want) {
			t.Errorf("the paper of the item's page lacks %s", want)
		}
	}

	v.answerAll("1", "1", "1", "1", "1", "1")
	v.post("/check")
	if p := v.script("/take/1", "response", "3"); p.status != http.StatusConflict {
		t.Errorf("saving after finishing: %d, want 409", p.status)
	}
	if p := h.visitor(t).script("/take/1", "response", "3"); p.status != http.StatusNotFound {
		t.Errorf("saving without a test: %d, want 404", p.status)
	}
}

func (v *visitor) script(path string, pairs ...string) page {
	v.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	req, err := http.NewRequest(http.MethodPost, v.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	return v.do(req)
}
