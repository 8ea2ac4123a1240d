package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/api"
)

func (w *world) makeCode(t *testing.T, k ticket) string {
	t.Helper()
	return w.get(t, k.call("POST", "/resume-code", ""), 200)["code"].(string)
}

func resume(code string) call {
	return call{method: "POST", path: "/v1/resume", body: fmt.Sprintf(`{"code":%q}`, code)}
}

func TestResume(t *testing.T) {
	w := boot(t)
	k := w.begin(t)
	made := w.get(t, k.call("POST", "/resume-code", ""), 200)
	code := made["code"].(string)
	if want := start.Add(7 * 24 * time.Hour).Format(time.RFC3339); made["expires_at"] != want {
		t.Errorf("got expires_at %v, want %s", made["expires_at"], want)
	}
	got := w.get(t, resume(code), 200)
	if got["id"] != k.id || got["token"] == k.token {
		t.Errorf("got %v, want %s with a new token", got, k.id)
	}
	elsewhere := ticket{k.id, got["token"].(string)}
	w.get(t, elsewhere.call("PUT", "/responses", `{"responses":{"an1":4}}`), 200)
	w.get(t, k.call("GET", "", ""), 200)
	if strings.Contains(w.log.String(), code) || strings.Contains(w.log.String(), elsewhere.token) {
		t.Error("the log holds a secret")
	}
}

func TestDropResumeCode(t *testing.T) {
	w := boot(t)
	k := w.begin(t)
	code := w.makeCode(t, k)
	drop := k.call("DELETE", "/resume-code", "")
	w.get(t, drop, 204)
	w.refused(t, resume(code), 404, "not-found")
	got := w.get(t, k.call("GET", "", ""), 200)
	if want := start.Add(24 * time.Hour).Format(time.RFC3339); got["expires_at"] != want {
		t.Errorf("without its code the attempt expires at %v, want %s", got["expires_at"], want)
	}
	w.get(t, drop, 204) // a repeat is answered alike
	again := w.makeCode(t, k)
	w.get(t, resume(again), 200)
	w.get(t, drop, 204)
	if got := w.get(t, k.call("GET", "", ""), 200)["expires_at"]; got != start.Add(7*24*time.Hour).Format(time.RFC3339) {
		t.Errorf("a code that was used keeps its days: the attempt expires at %v", got)
	}
}

// Whatever is wrong with a code is answered alike.
//
// Holds: ASVS 2.3.2
func TestResumeRefuses(t *testing.T) {
	w := boot(t)
	k, erased := w.begin(t), w.begin(t)
	spent, gone, replaced := w.makeCode(t, k), w.makeCode(t, erased), ""
	w.get(t, resume(spent), 200)
	w.get(t, erased.call("DELETE", "", ""), 204)
	replaced = w.makeCode(t, k)
	over := w.makeCode(t, k)
	w.now = start.Add(7 * 24 * time.Hour)
	want := ""
	for _, code := range []string{"x", "7Q4K-0ZBM-X2C9-HT3V-R8WD", spent, gone, replaced, over, over + "Z", strings.Repeat("-", 64)} {
		w.refused(t, resume(code), 404, "not-found")
		body := w.do(t, resume(code)).Body.String()
		if want == "" {
			want = body
		}
		if body != want {
			t.Errorf("%q: got %s, want %s", code, body, want)
		}
	}
	for _, body := range []string{`{}`, `{"code":7}`, `{"code":""}`, `{"code":"` + strings.Repeat("x", 65) + `"}`, `{"code":"x","id":"y"}`} {
		w.refused(t, call{method: "POST", path: "/v1/resume", body: body}, 422, "invalid-fields")
	}
}

// Holds: S2, ASVS 2.4.1
func TestGuessesAreLimited(t *testing.T) {
	w := boot(t, func(c *api.Config) { c.Limits.Guess = 10 })
	for range 10 {
		w.refused(t, resume("7Q4K-0ZBM-X2C9-HT3V-R8WD"), 404, "not-found")
	}
	w.refused(t, resume("7Q4K-0ZBM-X2C9-HT3V-R8WD"), 429, "too-many-requests")
	w.get(t, call{method: "GET", path: "/v1/instruments"}, 200)
}
