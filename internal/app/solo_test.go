package app_test

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/app"
)

// TestSoloLeavesNoTrace takes the test three times, alike but for the safety
// question: somebody who says yes, somebody who would rather not say, and
// somebody who says no and chooses a plan for one. After that nothing that
// anyone can see, keep or be sent tells them apart.
func TestSoloLeavesNoTrace(t *testing.T) {
	ways := map[string]url.Values{
		"affirmed":   {"afraid": {"yes"}},
		"unsaid":     {"afraid": {"unsaid"}, "audience": {"joint"}},
		"chose solo": {"afraid": {"no"}, "audience": {"solo"}},
	}
	seen := map[string]map[string]string{}
	for name, reply := range ways {
		seen[name] = takeAlone(t, reply)
	}
	want := seen["chose solo"]
	if len(want["/result"]) < 20_000 || len(want["/playbook.pdf"]) < 20_000 || len(want["/plan.ics?start=2026-12-01"]) < 1000 {
		t.Fatalf("the journey leads to next to nothing: %d, %d, %d bytes", len(want["/result"]), len(want["/playbook.pdf"]), len(want["/plan.ics?start=2026-12-01"]))
	}
	for name, got := range seen {
		for what := range want {
			if got[what] != want[what] {
				t.Errorf("%s differs between %q and %q:\n%s", what, name, "chose solo", firstDifference(got[what], want[what]))
			}
		}
	}
}

// takeAlone goes to the result and returns all that can be had from there on,
// with what names the attempt made alike.
func takeAlone(t *testing.T, safety url.Values) map[string]string {
	t.Helper()
	events := filepath.Join(t.TempDir(), "events")
	noon := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	base := boot(t, app.Config{Now: func() time.Time { return noon }, Events: events, BaseURL: "http://127.0.0.1"})
	v := newPageVisitor(t, base)
	v.post("/begin", url.Values{"locale": {"en"}, "form": {"full"}, "topic": {"music"}, "article": {"quiet-evenings"},
		"relationship": {"current"}, "consent": {v.consent()}, "age_ok": {"1"}})
	for n := range 44 {
		v.post(fmt.Sprintf("/take/%d", n+1), url.Values{"response": {fmt.Sprint(1 + (n*3)%5)}, "ms": {"2300"}})
	}
	v.post("/check", nil)
	v.post("/safety", safety)

	out := map[string]string{}
	for _, path := range []string{"/", "/result", "/help", "/safety", "/erase", "/resume", "/privacy", "/export", "/export.json", "/compare", "/playbook.pdf",
		"/playbook.pdf?paper=letter", "/summary.pdf", "/plan.ics?start=2026-12-01", "/sheets/trigger_journal", "/check", "/take/1", "/exit"} {
		out[path] = v.seen(http.MethodGet, path, "")
	}
	id, token := v.key()
	for _, call := range []string{"GET ", "GET /profile", "GET /playbook", "GET /export", "GET /plan.ics?start=2026-12-01",
		"GET /playbook.pdf", "GET /summary.pdf", "POST /resume-code", `POST /share {"card":"map"}`, "PUT /plan {}", "POST /finish"} {
		method, rest, _ := strings.Cut(call, " ")
		path, body, _ := strings.Cut(rest, " ")
		out["/v1 "+call] = v.asked(method, "/v1/attempts/"+id+path, token, body)
	}
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		raw, err := os.ReadFile(events)
		if err == nil && strings.Contains(string(raw), "attempt.finished") {
			out["events"] = alike(string(raw))
			return out
		}
		if time.Now().After(end) {
			t.Fatalf("the events do not say that it was finished: %s, %v", raw, err)
		}
	}
}

// names are what differs between any two attempts.
var names = regexp.MustCompile(`(att|evt|shr|msg|req)_[A-Za-z0-9_-]{8,}|/s/[A-Za-z0-9_-]{8,}|[0-9A-Z]{4}(-[0-9A-Z]{4}){4}|UID:[^\r\n]+`)

func alike(s string) string { return names.ReplaceAllString(s, "$1_") }

func firstDifference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	around := func(s string) string { return s[max(0, i-80):min(len(s), i+80)] }
	return fmt.Sprintf("%q\n%q", around(a), around(b))
}

// pageVisitor reads pages and fills in forms, with a browser's one cookie.
type pageVisitor struct {
	t      *testing.T
	base   string
	client *http.Client
}

func newPageVisitor(t *testing.T, base string) pageVisitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return pageVisitor{t, base, &http.Client{Jar: jar, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}}
}

func (v pageVisitor) consent() string {
	v.t.Helper()
	found := regexp.MustCompile(`name="consent" value="([^"]+)"`).FindStringSubmatch(get(v.t, v.base+"/"))
	if found == nil {
		v.t.Fatal("the start page asks for no consent")
	}
	return found[1]
}

func (v pageVisitor) post(path string, form url.Values) {
	v.t.Helper()
	answer, err := v.client.PostForm(v.base+path, form)
	if err != nil {
		v.t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		v.t.Fatalf("POST %s: %s", path, answer.Status)
	}
}

// seen is an answer as whoever looks over a shoulder or at the wire has it.
func (v pageVisitor) seen(method, path, body string) string {
	return v.asked(method, path, "", body)
}

func (v pageVisitor) asked(method, path, token, body string) string {
	v.t.Helper()
	req, err := http.NewRequest(method, v.base+path, strings.NewReader(body))
	if err != nil {
		v.t.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	client := *v.client
	if path == "/exit" || token != "" {
		client.Jar = nil // leaves the session as it is
	}
	answer, err := client.Do(req)
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	var out strings.Builder
	fmt.Fprintln(&out, answer.Status)
	for _, name := range slices.Sorted(maps.Keys(answer.Header)) {
		switch name {
		case "Date", "Request-Id", "X-Request-Id", "Traceparent", "Content-Length":
		default:
			fmt.Fprintln(&out, name, answer.Header[name])
		}
	}
	out.Write(raw)
	return alike(out.String())
}

// key takes the cookie apart.
func (v pageVisitor) key() (id, token string) {
	v.t.Helper()
	u, err := url.Parse(v.base)
	if err != nil {
		v.t.Fatal(err)
	}
	for _, c := range v.client.Jar.Cookies(u) {
		if id, token, ok := strings.Cut(c.Value, "."); ok {
			return id, token
		}
	}
	v.t.Fatal("no cookie")
	return "", ""
}
