package api_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/netip"
	"regexp"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/api"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// Holds: S3, ASVS 3.4.1, ASVS 3.4.3, ASVS 3.4.4, ASVS 3.4.5, ASVS 3.4.6, ASVS 4.1.1
func TestHeaders(t *testing.T) {
	w := boot(t)
	k := w.finished(t)
	for _, c := range []call{
		{method: "GET", path: "/v1/instruments"}, {method: "GET", path: "/v1/nothing"}, {method: "PATCH", path: "/v1/instruments"},
		{method: "GET", path: "/healthz"}, {method: "GET", path: "/openapi.yaml"}, {method: "POST", path: "/v1/attempts"},
		{method: "OPTIONS", path: "/v1/attempts"}, {method: "HEAD", path: "/v1/instruments"},
		k.call("GET", "/playbook.pdf", ""), k.call("DELETE", "", ""),
	} {
		h := w.do(t, c).Header()
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
			"Content-Security-Policy":   "default-src 'none'; frame-ancestors 'none'",
			"Strict-Transport-Security": "max-age=31536000; includeSubDomains",
			"Server":                    "", "Set-Cookie": "", "Access-Control-Allow-Origin": "",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s %s: got %s %q, want %q", c.method, c.path, name, got, want)
			}
		}
		if got := h.Get("Request-Id"); !regexp.MustCompile(`^req_[A-Z2-7]{26}$`).MatchString(got) {
			t.Errorf("%s %s: got Request-Id %q", c.method, c.path, got)
		}
	}
	plain := boot(t, func(c *api.Config) { c.BaseURL = "http://127.0.0.1:8080" })
	if got := plain.do(t, call{method: "GET", path: "/healthz"}).Header().Get("Strict-Transport-Security"); got != "" {
		t.Errorf("got Strict-Transport-Security %q over http", got)
	}
}

// Holds: H4
func TestRequestID(t *testing.T) {
	w := boot(t)
	for sent, kept := range map[string]bool{"abcd-1234_X": true, "short": false, "with space 12": false, "a\"b\"c\"d\"e\"": false, strings.Repeat("x", 65): false} {
		got := w.do(t, call{method: "GET", path: "/healthz", header: http.Header{"Request-Id": {sent}}}).Header().Get("Request-Id")
		if (got == sent) != kept || got == "" {
			t.Errorf("sent %q: got %q, want it kept: %v", sent, got, kept)
		}
	}
}

// Holds: ASVS 3.4.2
func TestAnyOrigin(t *testing.T) {
	w := boot(t)
	k := w.finished(t)
	for _, origin := range []string{"https://site.example", "null"} {
		for _, c := range append(k.calls(), call{method: "GET", path: "/v1/instruments"}, call{method: "POST", path: "/v1/attempts"}) {
			c.header = http.Header{"Origin": {origin}}
			h := w.do(t, c).Header()
			if h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Access-Control-Allow-Credentials") != "" {
				t.Errorf("%s %s from %s: got %v", c.method, c.path, origin, h)
			}
		}
	}
	for _, path := range []string{"/healthz", "/nothing"} {
		c := call{method: "GET", path: path, header: http.Header{"Origin": {"https://site.example"}}}
		if got := w.do(t, c).Header().Get("Access-Control-Allow-Origin"); got != "" {
			t.Errorf("%s: got Access-Control-Allow-Origin %q", path, got)
		}
	}
}

// Holds: ASVS 3.4.2
func TestPreflight(t *testing.T) {
	c := call{method: "OPTIONS", path: "/v1/attempts/att_x/responses", header: http.Header{
		"Origin": {"null"}, "Access-Control-Request-Method": {"PUT"}, "Access-Control-Request-Headers": {"authorization,content-type"},
	}}
	rec := boot(t).do(t, c)
	if rec.Code != 204 {
		t.Errorf("got %d, want 204", rec.Code)
	}
	for name, want := range map[string]string{
		"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "OPTIONS, PUT", "Allow": "OPTIONS, PUT",
		"Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key", "Access-Control-Max-Age": "600",
	} {
		if got := rec.Header().Get(name); got != want {
			t.Errorf("got %s %q, want %q", name, got, want)
		}
	}
}

// Holds: ASVS 3.5.2
func TestCookiesAreIgnored(t *testing.T) {
	w := boot(t)
	k := w.begin(t)
	for _, name := range []string{"session", "__Host-session", "token"} {
		c := call{method: "GET", path: "/v1/attempts/" + k.id, header: http.Header{"Cookie": {name + "=" + k.token}}}
		w.refused(t, c, 401, "unauthorized")
	}
}

// Holds: S2, ASVS 2.4.1
func TestRateLimit(t *testing.T) {
	w := boot(t, func(c *api.Config) { c.Limits.Address = 0.001 }) // one at once, the next after 1000 s
	from := func(address, path string) *http.Request {
		r := call{method: "GET", path: path}.request()
		r.RemoteAddr = address
		r.Header.Set("X-Forwarded-For", "203.0.113.99")
		return r
	}
	for _, tt := range []struct {
		address, path string
		want          int
	}{
		{"192.0.2.1:1000", "/v1/instruments", 200},
		{"192.0.2.1:1001", "/v1/instruments", 429},
		{"192.0.2.1:1001", "/healthz", 200},
		{"192.0.2.2:1000", "/v1/instruments", 200},
		{"[2001:db8::1]:1000", "/v1/instruments", 200},
		{"[2001:db8::2]:1000", "/v1/instruments", 429}, // the same network of 64 bits
		{"[2001:db8:0:1::1]:1000", "/v1/instruments", 200},
	} {
		rec := w.serve(from(tt.address, tt.path))
		if rec.Code != tt.want {
			t.Errorf("%s %s: got %d, want %d", tt.address, tt.path, rec.Code, tt.want)
		}
		if rec.Code == 429 && (rec.Header().Get("Retry-After") == "" || rec.Header().Get("RateLimit-Policy") == "" ||
			rec.Header().Get("Content-Type") != "application/problem+json") {
			t.Errorf("got 429 with %v", rec.Header())
		}
	}
}

// Only a trusted proxy is believed about whom it speaks for.
//
// Holds: ASVS 4.1.3, ASVS 15.3
func TestTrustedProxies(t *testing.T) {
	w := boot(t, func(c *api.Config) {
		c.Limits.Address, c.TrustedProxies = 0.001, []netip.Prefix{netip.MustParsePrefix("10.1.2.3/8"), netip.MustParsePrefix("2001:db8::/32")}
	})
	for _, tt := range []struct {
		peer, forwarded string
		want            int
	}{
		{"10.9.9.9:1", "203.0.113.1", 200},
		{"10.9.9.8:1", "203.0.113.1", 429},
		{"[2001:db8::7]:1", "203.0.113.1", 429},
		{"10.9.9.9:1", "203.0.113.2", 200},
		{"192.168.0.1:1", "203.0.113.3", 200},
		{"192.168.0.1:1", "203.0.113.4", 429},
	} {
		r := call{method: "GET", path: "/v1/instruments"}.request()
		r.RemoteAddr = tt.peer
		r.Header.Set("X-Forwarded-For", tt.forwarded)
		if got := w.serve(r).Code; got != tt.want {
			t.Errorf("%s for %s: got %d, want %d", tt.peer, tt.forwarded, got, tt.want)
		}
	}
}

func TestGzip(t *testing.T) {
	w := boot(t)
	k := w.finished(t)
	gz := http.Header{"Accept-Encoding": {"gzip"}}
	c := k.call("GET", "/playbook", "")
	want := w.do(t, c).Body.Bytes()
	c.header = gz
	rec := w.serve(c.request())
	r, err := gzip.NewReader(rec.Body)
	if err != nil || rec.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("got %v with %v", err, rec.Header())
	}
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, want) {
		t.Errorf("got %d bytes, %v, want %d", len(got), err, len(want))
	}
	for _, c := range []call{k.call("GET", "/playbook.pdf", ""), {method: "GET", path: "/healthz"}, {method: "GET", path: "/v1/attempts"}} {
		c.header = gz
		if got := w.do(t, c).Header().Get("Content-Encoding"); got != "" {
			t.Errorf("%s: got Content-Encoding %q", c.path, got)
		}
	}
}

// explosive panics with what a person sent.
type explosive struct{ playbook.Printer }

func (explosive) Print(_ io.Writer, doc playbook.Document, _ playbook.Paper) error {
	panic("canary " + doc.Title)
}

// Holds: S9, ASVS 16.5
func TestPanic(t *testing.T) {
	w := boot(t, func(c *api.Config) { c.Printer = explosive{} })
	k := w.finished(t)
	w.log.Reset()
	c := k.call("GET", "/playbook.pdf", "")
	w.refused(t, c, 500, "internal")
	lines := strings.Split(strings.TrimSpace(w.log.String()), "\n")
	if len(lines) != 1 {
		t.Fatalf("got %d log lines, want 1: %s", len(lines), w.log)
	}
	var line map[string]any
	if err := json.Unmarshal([]byte(lines[0]), &line); err != nil {
		t.Fatal(err)
	}
	text, _ := line["error"].(string)
	if line["level"] != "ERROR" || !strings.Contains(text, "panic: string") || !strings.Contains(text, "edge_test.go") {
		t.Errorf("got %v, want an error with the type and the place", line)
	}
	if strings.Contains(w.log.String(), "canary") {
		t.Error("the log holds what was thrown")
	}
}

// What a person sends appears in no line of the log, whatever becomes of it.
//
// Holds: S9, ASVS 16.2.5, ASVS 16.4.1
func TestLogHoldsNoCanary(t *testing.T) {
	w := boot(t)
	k := w.finished(t)
	const canary = "c4n4ry"
	calls := append(k.calls()[:9],
		call{method: "POST", path: "/v1/attempts", body: `{"` + canary + `":"` + canary + `"}`},
		call{method: "POST", path: "/v1/attempts", body: strings.Replace(beginBody, "true", `true,"article":"`+canary+`"`, 1)},
		call{method: "GET", path: "/v1/instruments/" + canary + "?" + canary + "=" + canary},
		call{method: "GET", path: "/" + canary},
		call{method: canary, path: "/v1/attempts"},
		call{method: "GET", path: "/v1/attempts/" + canary, token: strings.Repeat(canary, 4) + "abc"},
		k.call("PUT", "/responses", `{"responses":{"`+canary+`":"`+canary+`"}}`),
	)
	for _, c := range calls {
		c.header = http.Header{"Idempotency-Key": {canary + "-" + canary + "-" + canary}, "User-Agent": {canary}, "Referer": {"https://" + canary}}
		w.serve(c.request())
	}
	log := w.log.String()
	for _, secret := range []string{canary, k.token, k.id, "192.0.2.1"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q: %s", secret, log)
		}
	}
	for _, want := range []string{`"route":"/v1/attempts/:id/responses"`, `"method":"other"`, `"status":422`, `"request_id":"req_`} {
		if !strings.Contains(log, want) {
			t.Errorf("the log has no %s", want)
		}
	}
}

// An answer never repeats a value.
//
// Holds: S4, ASVS 16.5
func TestErrorsRepeatNoValue(t *testing.T) {
	w := boot(t)
	k := w.finished(t)
	for _, c := range []call{
		{method: "POST", path: "/v1/attempts", body: strings.NewReplacer("mini", "C4N4RY", `"en"`, `"c4n4ry!"`, "true", `"c4n4ry"`).Replace(beginBody)},
		{method: "POST", path: "/v1/attempts", body: `{"c4n4ry`},
		{method: "GET", path: "/v1/instruments/mini?locale=c4n4ry!"},
		{method: "GET", path: "/c4n4ry"},
		k.call("PUT", "/plan", `{"audience":"c4n4ry","focus":["c4n4ry"],"region":"c4n4ry","keep":"c4n4ry"}`),
		k.call("POST", "/fit", `{"section":"c4n4ry","fits":"c4n4ry"}`),
	} {
		rec := w.do(t, c)
		if rec.Code < 400 || strings.Contains(strings.ToLower(rec.Body.String()), "c4n4ry") {
			t.Errorf("%s %s: got %d %s", c.method, c.path, rec.Code, rec.Body)
		}
	}
}

// site stands for the pages.
type site struct{ errs []error }

func (*site) Register(e *echo.Echo) {
	e.GET("/page", func(echo.Context) error { return quiz.ErrConsent })
	e.GET("/teapot", func(echo.Context) error { return echo.NewHTTPError(418, "short and stout") })
}

func (s *site) Error(c echo.Context, status int, err error) error {
	s.errs = append(s.errs, err)
	return c.HTML(status, "<h1>page</h1>")
}

func TestPagesWriteTheirErrors(t *testing.T) {
	pages := &site{}
	w := boot(t, func(c *api.Config) { c.Pages = pages })
	for path, want := range map[string]int{"/page": 403, "/teapot": 418, "/nowhere": 404, "/v1x": 404} {
		rec := w.serve(call{method: "GET", path: path}.request())
		if rec.Code != want || rec.Body.String() != "<h1>page</h1>" {
			t.Errorf("%s: got %d %s, want %d and the page", path, rec.Code, rec.Body, want)
		}
		if rec.Header().Get("X-Content-Type-Options") != "nosniff" || rec.Header().Get("Content-Security-Policy") != "" {
			t.Errorf("%s: got %v, want the common headers alone", path, rec.Header())
		}
	}
	if len(pages.errs) != 4 {
		t.Errorf("got %d errors, want 4", len(pages.errs))
	}
	for _, path := range []string{"/v1/nothing", "/v1"} {
		w.refused(t, call{method: "GET", path: path}, 404, "not-found")
	}
	w.refused(t, call{method: "POST", path: "/healthz"}, 405, "method-not-allowed")
}

// A request that its client gave up is no fault of ours.
func TestGivenUp(t *testing.T) {
	w := boot(t)
	k := w.begin(t)
	w.take.Attempts = faulty{w.store, context.Canceled}
	w.log.Reset()
	w.refused(t, k.call("GET", "", ""), 503, "unavailable")
	if strings.Contains(w.log.String(), "ERROR") {
		t.Errorf("got %s, want no error", w.log)
	}
}
