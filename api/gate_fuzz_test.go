package api_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/api"
	"github.com/attune-quiz/attune/quiz"
)

// FuzzGate sends whatever there is to whatever takes it: a gate that opens with
// a code stays closed but for a code of its own.
func FuzzGate(f *testing.F) {
	w := gated(f, func(c *api.Config) { c.Log = slog.New(slog.DiscardHandler) })
	k := w.finishedAt(f, "shop")
	code := w.mint(f, rivalKey, 1, nil)[0]
	for _, seed := range []struct{ method, path, body string }{
		{"POST", "/unlock", `{"code":"` + code + `"}`},
		{"POST", "/unlock", `{"code":"","email":"zoe@example.org","marketing":true}`},
		{"POST", "/unlock", `{"unlocked":true,"code":null}`},
		{"POST", "/unlock?code=1", `[{"code":[]}]`},
		{"PUT", "/plan", `{"unlocked":true,"audience":"joint","done":["aw"]}`},
		{"PUT", "/responses", `{"responses":{},"unlocked_at":"2026-11-23T10:00:00Z"}`},
		{"POST", "/finish", `{"unlocked":true}`},
		{"GET", "/playbook.pdf?paper=letter", ""},
		{"POST", "/share", `{"card":"phrase","pick":["ph1"]}`},
	} {
		f.Add(seed.method, seed.path, seed.body)
	}
	methods := []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodHead, http.MethodOptions}
	f.Fuzz(func(t *testing.T, method, path, body string) {
		if !slices.Contains(methods, method) || !strings.HasPrefix(path, "/") || strings.ContainsFunc(path, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '%' || r == '#' }) {
			t.Skip()
		}
		r := httptest.NewRequest(method, "/v1/attempts/"+k.id+path, strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+k.token)
		r.Header.Set("Content-Type", "application/json")
		rec := w.serve(r)
		if rec.Code >= http.StatusInternalServerError {
			t.Errorf("got %d %s", rec.Code, rec.Body)
		}
		if at := w.stored(t, k).Unlocked; !at.IsZero() {
			t.Fatalf("%s %s %q opened the gate", method, path, body)
		}
		if answer, err := io.ReadAll(rec.Body); err != nil || bytes.HasPrefix(answer, []byte("%PDF-1.7 a4 Mini")) || bytes.HasPrefix(answer, []byte("%PDF-1.7 letter Mini")) {
			t.Errorf("%s %s gave the whole playbook", method, path)
		}
	})
}

// TestNobodyElseOpensAGate tries each key and token at what is another's.
func TestNobodyElseOpensAGate(t *testing.T) {
	w := gated(t)
	k, other := w.finishedAt(t, "shop"), w.finishedAt(t, "rival")
	code := w.mint(t, shopKey, 1, nil)[0]
	body := `{"code":"` + code + `"}`
	for name, c := range map[string]call{
		"another's token":   ticket{k.id, other.token}.call("POST", "/unlock", body),
		"a partner's key":   ticket{k.id, shopKey}.call("POST", "/unlock", body),
		"no token":          ticket{k.id, ""}.call("POST", "/unlock", body),
		"another's attempt": other.call("POST", "/unlock", body),
	} {
		if rec := w.do(t, c); rec.Code < 400 {
			t.Errorf("%s: got %d", name, rec.Code)
		}
	}
	for _, ticket := range []ticket{k, other} {
		if !w.stored(t, ticket).Unlocked.IsZero() {
			t.Error("a gate is open")
		}
	}
	w.get(t, k.call("POST", "/unlock", body), 200) // none of them spent the code
	w.told(t, quiz.PlaybookUnlocked, k, "shop")
}
