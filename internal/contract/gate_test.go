package contract_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestGateHolds tries to pass a gate that wants a code: by requests to every
// call of the contract, valid, mutated and hostile, and by forms to every page,
// on the site and in frames. Whoever asks holds what a visitor may: their own
// token, another's, a key of another partner, and codes that are another
// partner's, another's of the same, spent, or made up.
//
// Holds: ASVS 2.3.2
func TestGateHolds(t *testing.T) {
	doc, router := routed(t)
	base, keys := bootWithPartners(t, "acme", "rival")
	spent, foreign := mint(t, base, keys["acme"]), mint(t, base, keys["rival"])
	other := finishOne(t, base, "acme")
	var opened map[string]any
	ask(t, http.MethodPost, base+"/v1/attempts/"+other.ID+"/unlock", other.Token, `{"code":"`+spent+`"}`, &opened)

	for seed := uint64(1); seed <= 3; seed++ {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			f := &fuzzer{
				t: t, base: base, router: router, rand: rand.New(rand.NewPCG(seed, 11)), attempt: finishOne(t, base, "acme"), key: keys["rival"],
				words: []string{
					spent, foreign, strings.ToLower(spent), other.Token, keys["rival"], "0000-0000-0000-0000-0000-0000-0000-0000", foreign[:len(foreign)/2] + spent[len(spent)/2:],
				},
				spare: "DELETE /v1/attempts/{id}",
			}
			f.seen = f.passesNothing
			f.statuses = map[int]int{}
			f.all(doc)
			f.pages()
			t.Logf("%d requests, by status: %v", f.sent, f.statuses)
			f.locked()
		})
	}
}

// passesNothing fails the test where an answer is what the gate is closed over.
func (f *fuzzer) passesNothing(r *http.Request, status int, answer []byte) {
	f.t.Helper()
	whole := strings.Contains(r.URL.Path, "playbook.pdf") && bytes.Contains(answer, []byte("%PDF-")) || bytes.Contains(answer, []byte("BEGIN:VCALENDAR"))
	if whole || strings.HasSuffix(r.URL.Path, "/unlock") && status == http.StatusOK && bytes.Contains(answer, []byte(`"unlocked":true`)) {
		f.t.Errorf("%s %s: %d %.200s", r.Method, r.URL, status, answer)
	}
}

// locked fails the test unless the gate is as closed as at first.
func (f *fuzzer) locked() {
	f.t.Helper()
	var book struct {
		Locked     struct{ By string }
		Worksheets []any
		Phrases    []any
	}
	ask(f.t, http.MethodGet, f.base+"/v1/attempts/"+f.attempt.ID+"/playbook", f.attempt.Token, "", &book)
	if book.Locked.By != "code" || len(book.Worksheets) > 0 || len(book.Phrases) > 3 {
		f.t.Errorf("the gate is open: %+v", book)
	}
}

// pages sends forms to every page, as the visitor or as nobody.
func (f *fuzzer) pages() {
	f.t.Helper()
	paths := []string{
		"/", "/begin", "/take/1", "/take/13", "/check", "/safety", "/result", "/playbook.pdf", "/summary.pdf", "/plan.ics", "/sheets/journal",
		"/sheets/agreement", "/plan", "/fit", "/unlock", "/language", "/export", "/export.json", "/compare", "/resume", "/resume/code", "/resume/keep",
		"/share", "/share/revoke", "/s/shr_AAAAAAAAAAAAAAAAAAAAAA", "/help", "/privacy", "/gate", "/unlock/", "/playbook.pdf/", "/PLAYBOOK.PDF", "//playbook.pdf",
	}
	for _, path := range paths {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut} {
			for range max(1, *requests/4) {
				f.page(method, path)
			}
		}
	}
}

// page sends one form, at the site with the cookie or in a frame with the token.
func (f *fuzzer) page(method, path string) {
	f.t.Helper()
	form := url.Values{}
	for range f.rand.IntN(5) {
		name := f.pick("code", "email", "marketing", "unlocked", "part", "audience", "keep", "region", "focus", "card", "pick", "id", "locale", "to", "paper", "start", "partner", "practice", "done", "saved", "response")
		form.Add(name, f.pick(append(append([]string{"joint", "12m", "phrase", "helps", "unlock", "acme", "rival", "open", "none", "true", "1", "/result", "2026-12-07", "letter"}, f.words...), wild...)...))
	}
	pass := f.attempt.ID + "." + f.attempt.Token
	framed := f.sometimes(2)
	if framed {
		path = f.pick("/embed/acme/relationship", "/embed/rival/relationship") + path
	}
	body := ""
	if method == http.MethodGet {
		path += "?" + form.Encode()
	} else {
		body = form.Encode()
	}
	r, err := http.NewRequest(method, f.base+path, strings.NewReader(body))
	if err != nil {
		return // no client can send it
	}
	r.Header.Set("Content-Type", f.pick("application/x-www-form-urlencoded", "application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x"))
	switch {
	case framed:
		r.Header.Set("Authorization", "Bearer "+pass)
	case !f.sometimes(10):
		r.AddCookie(&http.Cookie{Name: "attune", Value: pass})
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		f.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		f.t.Fatal(err)
	}
	f.sent++
	f.statuses[resp.StatusCode/100]++
	if resp.StatusCode >= 500 && resp.StatusCode != http.StatusServiceUnavailable {
		f.t.Errorf("%s %s %.200s: %d %.300s", method, path, body, resp.StatusCode, answer)
	}
	f.passesNothing(r, resp.StatusCode, answer)
	if strings.HasSuffix(resp.Header.Get("Location"), "saved=unlock#unlock") {
		f.t.Errorf("%s %s %.200s opens the gate", method, path, body)
	}
}

// mint has the server of a partner make one code.
func mint(t *testing.T, base, key string) string {
	t.Helper()
	var made struct{ Codes []string }
	ask(t, http.MethodPost, base+"/v1/partner/codes", key, fmt.Sprintf(`{"count":1,"expires_at":%q}`, time.Now().Add(time.Hour).UTC().Format(time.RFC3339)), &made)
	if len(made.Codes) != 1 {
		t.Fatalf("got %v, want one code", made)
	}
	return made.Codes[0]
}
