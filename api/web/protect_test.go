package web_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/api/web"
	"github.com/attune-quiz/attune/quiz"
)

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Holds: S3, E12, ASVS 3.4.3, ASVS 3.4.4, ASVS 3.4.5, ASVS 3.4.6
func TestHeaders(t *testing.T) {
	v := open(t, nil).visitor(t)
	check := func(path string, p page, personal bool) {
		t.Helper()
		for name, want := range map[string]string{
			"Content-Security-Policy": policy,
			"Referrer-Policy":         "no-referrer",
			"X-Content-Type-Options":  "nosniff",
		} {
			if got := p.header.Get(name); got != want {
				t.Errorf("%s: %s %q, want %q", path, name, got, want)
			}
		}
		if p.header.Get("Permissions-Policy") == "" {
			t.Errorf("%s: no Permissions-Policy", path)
		}
		if personal && (p.header.Get("Cache-Control") != "no-store" || p.header.Get("X-Robots-Tag") != "noindex") {
			t.Errorf("%s: Cache-Control %q, X-Robots-Tag %q", path, p.header.Get("Cache-Control"), p.header.Get("X-Robots-Tag"))
		}
	}
	for _, path := range []string{"/", "/help", "/privacy"} {
		check(path, v.get(path), false)
	}
	for _, path := range []string{"/result", "/exit", "/nothing"} {
		check(path, v.get(path), true)
	}
	check("POST /begin", v.post("/begin", "locale", "en", "consent", "1", "age_ok", "1"), true)
	for _, path := range []string{"/take/1", "/check", "/result", "/erase"} {
		check(path, v.get(path), true)
	}
	check("POST /take/1", v.post("/take/1", "response", "2"), true)
	v.answerAll(lean...)
	check("POST /check", v.post("/check"), true)
	for _, path := range []string{"/safety", "/result", "/playbook.pdf", "/export", "/export.json", "/compare", "/erase", "/help"} {
		check(path, v.get(path), true)
	}
}

// Holds: G1
func TestConsentComesFirst(t *testing.T) {
	for _, tt := range []struct {
		name string
		send []string
		want []string
	}{
		{"neither", nil, []string{`href="#consent"`, `href="#age"`, "If you are younger"}},
		{"no consent", []string{"age_ok", "1"}, []string{`href="#consent"`}},
		{"an old consent", []string{"age_ok", "1", "consent", "0"}, []string{`href="#consent"`}},
		{"no age", []string{"consent", "1"}, []string{`href="#age"`, `href="/help"`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := open(t, nil).visitor(t)
			p := v.post("/begin", append(tt.send, "locale", "en", "topic", "music")...)
			if p.status != http.StatusForbidden || p.header.Get("Set-Cookie") != "" {
				t.Errorf("%d, Set-Cookie %q", p.status, p.header.Get("Set-Cookie"))
			}
			for _, want := range append(tt.want, "<title>Error:", `name="topic" value="music"`) {
				if !strings.Contains(p.body, want) {
					t.Errorf("the page lacks %q:\n%s", want, p.body)
				}
			}
		})
	}
	p := open(t, nil).visitor(t).get("/")
	for _, want := range []string{"Example House", `href="/privacy"`} {
		if !strings.Contains(p.body, want) {
			t.Errorf("start does not name %q", want)
		}
	}
	if regexp.MustCompile(`type="checkbox"[^>]*checked`).MatchString(p.body) {
		t.Error("a box is ticked beforehand")
	}
	if p.header.Get("Set-Cookie") != "" {
		t.Error("a cookie before consent")
	}
}

// Holds: ASVS 14.3, ASVS 11.5.1
func TestCookie(t *testing.T) {
	shape := regexp.MustCompile(`^attune=att_[\w-]{22}\.[\w-]{27}; Path=/; HttpOnly; SameSite=Lax$`)
	p := open(t, nil).visitor(t).post("/begin", "locale", "en", "consent", "1", "age_ok", "1")
	if got := p.header.Get("Set-Cookie"); !shape.MatchString(got) {
		t.Errorf("over http: %q", got)
	}
	shape = regexp.MustCompile(`^__Host-attune=att_[\w-]{22}\.[\w-]{27}; Path=/; HttpOnly; Secure; SameSite=Lax$`)
	secure := open(t, func(c *web.Config) { c.Secure, c.BaseURL = true, "https://quiz.example.org" })
	p = secure.visitor(t).post("/begin", "locale", "en", "consent", "1", "age_ok", "1")
	if got := p.header.Get("Set-Cookie"); !shape.MatchString(got) {
		t.Errorf("over https: %q", got)
	}
}

// A cookie that opens nothing is answered kindly and taken away.
func TestForeignCookies(t *testing.T) {
	h := open(t, nil)
	owner := h.visitor(t)
	owner.finish()
	id, secret, _ := strings.Cut(owner.token(), ".")
	other := h.visitor(t)
	other.begin()
	_, foreign, _ := strings.Cut(other.token(), ".")

	for name, value := range map[string]string{
		"nothing": "", "no token": id, "a foreign token": id + "." + foreign, "no such attempt": "att_x." + secret,
		"a malformed token": id + ".%%%", "much": strings.Repeat("x", 3000),
	} {
		req, err := http.NewRequest(http.MethodGet, h.url+"/result", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Cookie", "attune="+value)
		v := h.visitor(t)
		v.http.Jar = nil
		p := v.do(req)
		if p.status != http.StatusNotFound || !strings.Contains(p.body, "There is no open test here") {
			t.Errorf("%s: %d\n%s", name, p.status, p.body)
		}
		if got := p.header.Get("Set-Cookie"); !strings.Contains(got, "Max-Age=0") {
			t.Errorf("%s: Set-Cookie %q", name, got)
		}
	}
}

// Holds: S1, ASVS 3.5.1
func TestPostsFromElsewhere(t *testing.T) {
	h := open(t, nil)
	v := h.visitor(t)
	v.finish()
	for name, headers := range map[string]map[string]string{
		"by its fetch metadata": {"Sec-Fetch-Site": "cross-site"},
		"from a sibling":        {"Sec-Fetch-Site": "same-site"},
		"by its origin":         {"Origin": "https://elsewhere.example"},
		"from nowhere":          {"Origin": "null"},
	} {
		for _, path := range []string{"/begin", "/take/1", "/check", "/safety", "/plan", "/fit", "/erase"} {
			req, err := http.NewRequest(http.MethodPost, h.url+path, strings.NewReader("consent=1&age_ok=1&locale=en"))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			for k, val := range headers {
				req.Header.Set(k, val)
			}
			if p := v.do(req); p.status != http.StatusForbidden || p.header.Get("Set-Cookie") != "" {
				t.Errorf("%s to %s: %d, Set-Cookie %q", name, path, p.status, p.header.Get("Set-Cookie"))
			}
		}
	}
	if a := v.attempt(h); a.Status != quiz.Finished {
		t.Errorf("the attempt is %s", a.Status)
	}
}

// Holds: X, ASVS 7.4.1, ASVS 14.3
func TestExit(t *testing.T) {
	h := open(t, nil)
	leave := func(site string) page {
		v := h.visitor(t)
		v.begin()
		req, err := http.NewRequest(http.MethodGet, h.url+"/exit", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Sec-Fetch-Site", site)
		return v.do(req)
	}
	for site, clears := range map[string]bool{"": true, "same-origin": true, "none": true, "cross-site": false} {
		p := leave(site)
		if p.status != http.StatusSeeOther || !strings.HasPrefix(p.to, "https://") {
			t.Errorf("from %q: %d to %q", site, p.status, p.to)
		}
		if got := strings.Contains(p.header.Get("Set-Cookie"), "Max-Age=0"); got != clears {
			t.Errorf("from %q: cookie cleared %v, want %v", site, got, clears)
		}
	}
}

// Holds: P4, ASVS 3.2.1
func TestAssets(t *testing.T) {
	v := open(t, nil).visitor(t)
	start := v.get("/").body
	for _, path := range regexp.MustCompile(`/assets/[^"]+`).FindAllString(start, -1) {
		p := v.get(path)
		if p.status != http.StatusOK || p.header.Get("Cache-Control") != "public, max-age=31536000, immutable" {
			t.Errorf("%s: %d, Cache-Control %q", path, p.status, p.header.Get("Cache-Control"))
		}
	}
	icon := v.get("/favicon.ico")
	if icon.status != http.StatusOK || !strings.HasPrefix(icon.body, "\x00\x00\x01\x00") {
		t.Errorf("favicon.ico: %d, %d bytes", icon.status, len(icon.body))
	}
}

// STANDARDS P2 and P3: an item's page with its styles and the script, as
// they travel.
//
// Holds: P2, P3
func TestWeight(t *testing.T) {
	v := open(t, nil).visitor(t)
	v.begin()
	item := v.get("/take/1").body
	weight := map[string]int{"html": squeezed(t, item)}
	for _, path := range regexp.MustCompile(`/assets/[^"]+`).FindAllString(item, -1) {
		weight[path[strings.LastIndex(path, ".")+1:]] = squeezed(t, v.get(path).body)
	}
	t.Logf("compressed bytes: %v", weight)
	if got := weight["html"] + weight["css"]; got > 12_000 {
		t.Errorf("an item's page and styles are %d bytes, want at most 12,000 to leave room for headers", got)
	}
	if got := weight["js"]; got == 0 || got > 5<<10 {
		t.Errorf("the script is %d bytes, want at most 5,120", got)
	}
	if n := len(regexp.MustCompile(`(?:src|rel="(?:stylesheet|icon)" href)="`).FindAllString(item, -1)); n > 3 {
		t.Errorf("a page asks for %d more files, want at most 3", n)
	}
}

func squeezed(t *testing.T, s string) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}
