package app_test

import (
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/attune-quiz/attune/internal/app"
	"github.com/attune-quiz/attune/quiz"
)

// The canaries: what people and partners send, and what must appear nowhere
// that an operator reads.
const (
	canary      = "c4n4ry"
	canaryEmail = canary + ".person@" + canary + ".example"
)

// trap is a source of randomness that panics with what it was given, once.
type trap struct{ armed atomic.Pointer[string] }

func (t *trap) Read(p []byte) (int, error) {
	if thrown := t.armed.Swap(nil); thrown != nil {
		panic(*thrown)
	}
	return rand.Read(p)
}

// watchedWorld is the whole program with everything on that an operator reads.
type watchedWorld struct {
	app.Addresses
	db     string
	events string
	trap   *trap
	log    *safeBuffer
	traces *collector
	key    string // of the partner
	secret string // of its webhook
	token  string
	id     string
}

func watchedProgram(t *testing.T) *watchedWorld {
	t.Helper()
	dir := t.TempDir()
	w := &watchedWorld{
		db: filepath.Join(dir, "attune.db"), events: filepath.Join(dir, "events.jsonl"), trap: &trap{}, log: &safeBuffer{}, traces: collect(t),
		secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
	}
	var err error
	if w.key, err = quiz.NewKey(rand.Reader, false); err != nil {
		t.Fatal(err)
	}
	partners := filepath.Join(dir, "partners.yaml")
	write(t, partners, fmt.Sprintf(`partners:
  - id: acme
    name: Name %[1]s
    controller: Controller %[1]s
    privacy: https://acme.example/%[1]s
    origins: [https://%[1]s.example]
    gate: code
    keys: [{hash: %[2]x, side: live}]
    webhook:
      url: https://127.0.0.1:9/%[1]s
      secrets: [{value: %[3]s}]
    readings:
      music:
        - url: https://%[1]s.example/article
          title: {en: Title %[1]s, zh-Hans: 标题 %[1]s}
`, canary, sha256.Sum256([]byte(w.key)), w.secret))
	w.Addresses = start(t, app.Config{
		AdminAddr: "127.0.0.1:0", DB: w.db, Events: w.events, PartnersFile: partners, Random: w.trap, Limits: app.Limits{Guess: 10, Key: 100, Partner: 500},
		Collector: w.traces.url, TraceShare: 1, Log: slog.New(slog.NewJSONHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	return w
}

// send sends a request with a canary in every header that a client may choose.
func (w *watchedWorld) send(t *testing.T, method, path, contentType, body string, header ...string) (status int, answer string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, w.Public+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = http.Header{
		"User-Agent": {canary}, "Referer": {"https://" + canary + ".example/"}, "Origin": {"https://" + canary + ".example"},
		"X-Forwarded-For": {canary}, "Traceparent": {canary}, "Accept-Language": {canary}, "Request-Id": {canary + " not one"},
		"Idempotency-Key": {canary + rand.Text()}, "Content-Type": {contentType}, "Cookie": {"attune=" + canary},
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		return 0, ""
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

func (w *watchedWorld) json(t *testing.T, method, path, body string, header ...string) (int, string) {
	t.Helper()
	return w.send(t, method, path, "application/json", body, append([]string{"Authorization", "Bearer " + w.token}, header...)...)
}

// begin starts an attempt of the partner's visitor.
func (w *watchedWorld) begin(t *testing.T) {
	t.Helper()
	var in struct{ Consent struct{ Version string } }
	_, text := w.json(t, "GET", "/v1/instruments/relationship?locale=en&form=short&partner=acme", "")
	if err := json.Unmarshal([]byte(text), &in); err != nil {
		t.Fatal(err)
	}
	var begun struct{ ID, Token string }
	status, text := w.json(t, "POST", "/v1/attempts", fmt.Sprintf(
		`{"instrument":"relationship","form":"short","locale":"en","partner":"acme","topic":"music","article":"%s","consent":%q,"age_ok":true}`, canary, in.Consent.Version))
	if err := json.Unmarshal([]byte(text), &begun); err != nil || status != 201 {
		t.Fatalf("got %d %s", status, text)
	}
	w.id, w.token = begun.ID, begun.Token
}

// TestCanaries drives the whole program with canaries in everything that
// somebody outside may choose: right, wrong and malformed, through API, pages
// and frames, into a panic and a store that fails. None of it, no token and no
// key is in the log, the metrics, the traces or the file of events.
//
// Holds: S9, G4, ASVS 13.3.1, ASVS 14.2, ASVS 16.2.5, ASVS 16.4.1, ASVS 16.5
func TestCanaries(t *testing.T) {
	w := watchedProgram(t)
	w.begin(t)
	attempt := "/v1/attempts/" + w.id
	w.wrongCalls(t, attempt)
	w.pages(t)
	w.answer(t, attempt)
	w.partnerCalls(t)

	thrown := canary + " " + canaryEmail
	w.trap.armed.Store(&thrown)
	if status, _ := w.json(t, "POST", attempt+"/resume-code", ""); status != 500 {
		t.Errorf("a panic was answered with %d, want 500", status)
	}
	w.breakStore(t)
	if status, text := w.json(t, "POST", attempt+"/fit", `{"section":"pattern","fits":"yes"}`); status < 500 || strings.Contains(text, "tallies") {
		t.Errorf("a store that fails: got %d %s, want 5xx and nothing of the inside", status, text)
	}
	until(t, "the log has the panic and the fault", func() bool {
		log := w.log.String()
		return strings.Contains(log, "panic: string") && strings.Contains(log, "no such table") && strings.Contains(log, "a webhook did not arrive")
	})
	until(t, "traces have arrived", func() bool {
		w.traces.mu.Lock()
		defer w.traces.mu.Unlock()
		return strings.Contains(w.traces.raw.String(), "/resume-code")
	})
	w.search(t)
}

// wrongCalls sends canaries where the API does not expect them.
func (w *watchedWorld) wrongCalls(t *testing.T, attempt string) {
	for _, c := range [][3]string{
		{"PUT", attempt + "/responses", `{"responses":{"` + canary + `":4,"an01":"` + canary + `"},"elapsed_ms":{"` + canary + `":1}}`},
		{"PUT", attempt + "/responses", `{"responses":{"an01":` + canary},
		{"PUT", attempt + "/responses", canary},
		{"PUT", attempt + "/plan", `{"audience":"` + canary + `","region":"` + canary + `"}`},
		{"POST", attempt + "/fit", `{"section":"` + canary + `","fits":"` + canary + `"}`},
		{"POST", attempt + "/unlock", `{"email":"` + canaryEmail + `","marketing":true}`},
		{"POST", attempt + "/unlock", `{"code":"` + canary + `"}`},
		{"POST", "/v1/resume", `{"code":"` + canary + `"}`},
		{"POST", "/v1/attempts", `{"instrument":"` + canary + `","partner":"` + canary + `","locale":"` + canary + `"}`},
		{"GET", "/v1/instruments/" + canary + "?locale=" + canary, ""},
		{"GET", "/v1/shares/" + canary, ""},
		{"GET", "/v1/attempts/" + canary, ""},
		{canary, attempt, ""},
	} {
		if status, _ := w.json(t, c[0], c[1], c[2]); status >= 500 {
			t.Errorf("%s %s: got %d", c[0], c[1], status)
		}
	}
}

// pages sends them through pages and frames.
func (w *watchedWorld) pages(t *testing.T) {
	form := url.Values{"email": {canaryEmail}, "code": {canary}, "value": {canary}, "article": {canary}, "topic": {canary}, "consent": {canary}, "age_ok": {"1"}}.Encode()
	for _, path := range []string{"/begin", "/take/1", "/check", "/safety", "/plan", "/unlock", "/resume", "/" + canary} {
		w.send(t, "POST", path, "application/x-www-form-urlencoded", form, "Sec-Fetch-Site", "same-origin")
		w.send(t, "POST", "/embed/acme/relationship"+path, "application/x-www-form-urlencoded", form, "Authorization", "Bearer "+w.token)
	}
	for _, path := range []string{"/", "/take/1", "/result", "/embed/acme/relationship", "/embed/" + canary + "/" + canary, "/s/" + canary, "/oembed"} {
		if status, _ := w.send(t, "GET", path+"?article="+canary+"&topic="+canary+"&url=https://"+canary+".example", "", ""); status >= 500 && path != "/oembed" {
			t.Errorf("%s: got %d", path, status)
		}
	}
}

// answer takes the test to its result and prints it.
func (w *watchedWorld) answer(t *testing.T, attempt string) {
	var a struct{ Responses map[string]any }
	_, text := w.json(t, "GET", attempt, "")
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		t.Fatal(err)
	}
	var in struct{ Items []struct{ ID string } }
	_, text = w.json(t, "GET", "/v1/instruments/relationship?locale=en&form=short", "")
	if err := json.Unmarshal([]byte(text), &in); err != nil {
		t.Fatal(err)
	}
	responses := map[string]int{}
	for i, item := range in.Items {
		responses[item.ID] = 1 + i%5
	}
	body, err := json.Marshal(map[string]any{"responses": responses})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][3]string{
		{"PUT", attempt + "/responses", string(body)}, {"POST", attempt + "/finish", ""}, {"GET", attempt + "/playbook", ""},
		{"GET", attempt + "/export", ""}, {"GET", attempt + "/plan.ics", ""}, {"GET", attempt + "/summary.pdf", ""},
	} {
		if status, text := w.json(t, c[0], c[1], c[2]); status >= 500 || strings.HasSuffix(c[1], "/finish") && status != 200 {
			t.Errorf("%s %s: got %d %s", c[0], c[1], status, text)
		}
	}
}

// partnerCalls uses the partner's key, and others that are none.
func (w *watchedWorld) partnerCalls(t *testing.T) {
	for _, key := range []string{w.key, "atk_live_" + canary, canary} {
		for _, path := range []string{"/v1/partner/attempts", "/v1/partner/deliveries?cursor=" + canary, "/v1/partner/" + canary} {
			if status, text := w.json(t, "GET", path, "", "Authorization", "Bearer "+key); status >= 500 {
				t.Errorf("%s: got %d %s", path, status, text)
			}
		}
	}
	if status, text := w.json(t, "GET", "/v1/partner/attempts", "", "Authorization", "Bearer "+w.key); status != 200 {
		t.Errorf("the partner's key does not open: %d %s", status, text)
	}
}

// breakStore takes a table from under the running program.
func (w *watchedWorld) breakStore(t *testing.T) {
	t.Helper()
	db, err := sql.Open("sqlite", w.db+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "DROP TABLE tallies"); err != nil {
		t.Fatal(err)
	}
}

// search looks for the canaries wherever an operator looks.
func (w *watchedWorld) search(t *testing.T) {
	t.Helper()
	events, err := os.ReadFile(w.events)
	if err != nil {
		t.Fatal(err)
	}
	w.traces.mu.Lock()
	traces := w.traces.raw.String()
	w.traces.mu.Unlock()
	places := map[string]string{
		"log": w.log.String(), "metrics": get(t, w.Admin+"/metrics"), "traces": traces, "events": string(events),
	}
	secrets := map[string]string{
		"a canary": canary, "a token": w.token, "a key": w.key, "a webhook's secret": w.secret,
		"a key's hash": fmt.Sprintf("%x", sha256.Sum256([]byte(w.key))), "an address": "127.0.0.1:",
	}
	for place, text := range places {
		if len(text) < 100 {
			t.Errorf("the %s hold next to nothing: %q", place, text)
		}
		for what, secret := range secrets {
			if i := strings.Index(text, secret); i >= 0 {
				t.Errorf("the %s hold %s: …%s…", place, what, text[max(0, i-200):min(len(text), i+200)])
			}
		}
	}
}
