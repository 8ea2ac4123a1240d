package web_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

var shownCode = regexp.MustCompile(`id="made">([0-9A-Z-]{24})<`)

// makeCode makes a code on the visitor's page and returns it.
func (v *visitor) makeCode() string {
	v.t.Helper()
	p := v.post("/resume/code")
	found := shownCode.FindStringSubmatch(p.body)
	if p.status != http.StatusOK || found == nil {
		v.t.Fatalf("got %d without a code\n%s", p.status, p.body)
	}
	if got := p.header.Get("Cache-Control"); got != "no-store" {
		v.t.Errorf("the page with the code: got Cache-Control %q", got)
	}
	return found[1]
}

// Holds: A12
func TestResumeElsewhere(t *testing.T) {
	h := open(t, nil)
	v := h.visitor(t)
	v.begin()
	v.answerAll("3", "1")
	first := v.makeCode()
	code := v.makeCode()
	if first == code {
		t.Fatal("two codes are alike")
	}
	if got, want := v.attempt(h).Expires, today.Add(7*24*time.Hour); !got.Equal(want) {
		t.Errorf("an attempt with a code expires %v, want %v", got, want)
	}
	other := h.visitor(t)
	if p := other.post("/resume", "code", first); p.status != http.StatusUnprocessableEntity {
		t.Errorf("a code that was replaced: got %d, want 422", p.status)
	}
	other.goes(other.post("/resume", "code", strings.ToLower(strings.ReplaceAll(code, "-", " "))), "/take/3")
	if other.token() == v.token() {
		t.Error("both devices hold one token")
	}
	if got := other.attempt(h).ID; got != v.attempt(h).ID {
		t.Errorf("resumed %s, want %s", got, v.attempt(h).ID)
	}
	// The first device goes on too; the code is spent.
	if p := v.get("/take/3"); p.status != http.StatusOK {
		t.Errorf("the first device: got %d", p.status)
	}
	third := h.visitor(t)
	p := third.post("/resume", "code", code)
	if p.status != http.StatusUnprocessableEntity || !strings.Contains(p.body, html.EscapeString(code)) || third.token() != "" {
		t.Errorf("a spent code: got %d with cookie %q, want 422 and what was typed", p.status, third.token())
	}
}

// A code can be taken back from either page that tells of it, and then opens
// nothing; the days that it gave go with it.
//
// Holds: G3
func TestDropCode(t *testing.T) {
	for _, from := range []struct{ page, to, lands, says string }{
		{"/resume", "", "/resume?saved=code#elsewhere", "The code is deleted. It opens nothing any more. Go on within 24 hours"},
		{"/export", "export", "/export?saved=code#way", "The code is deleted. It opens nothing any more."},
	} {
		t.Run(from.page, func(t *testing.T) {
			h := open(t, nil)
			v := h.visitor(t)
			v.begin()
			v.answerAll("3", "1")
			if p := v.get(from.page); strings.Contains(p.body, `action="/resume/drop"`) {
				t.Error("a code can be deleted before there is one")
			}
			code := v.makeCode()
			if p := v.get(from.page); !strings.Contains(p.body, `action="/resume/drop"`) || !strings.Contains(p.body, `works until <time datetime="2026-05-11">11 May 2026</time>`) {
				t.Errorf("the page does not tell of the code\n%s", p.body)
			}
			p := v.post("/resume/drop", "to", from.to)
			v.goes(p, from.lands)
			said, _, _ := strings.Cut(p.to, "#")
			if p := v.get(said); !strings.Contains(p.body, from.says) || strings.Contains(p.body, `action="/resume/drop"`) {
				t.Errorf("the page does not say that the code is gone\n%s", p.body)
			}
			if got, want := v.attempt(h).Expires, today.Add(24*time.Hour); !got.Equal(want) {
				t.Errorf("without a code the attempt expires %v, want %v", got, want)
			}
			if p := h.visitor(t).post("/resume", "code", code); p.status != http.StatusUnprocessableEntity {
				t.Errorf("a deleted code: got %d, want 422", p.status)
			}
			v.goes(v.post("/resume/drop"), "/resume?saved=code#elsewhere") // twice is once
		})
	}
}

// A finished test stays as long as its visitor chose, with a code and without.
func TestDropCodeAfterFinishing(t *testing.T) {
	h := open(t, nil)
	v := h.visitor(t)
	v.finish()
	v.post("/plan", "part", "keep", "keep", string(quiz.Keep12Weeks))
	until := v.attempt(h).Expires
	v.makeCode()
	v.post("/resume/drop")
	if got := v.attempt(h).Expires; !got.Equal(until) {
		t.Errorf("expires %v, want %v", got, until)
	}
}

func TestResumeAfterFinishing(t *testing.T) {
	h := open(t, nil)
	v := h.visitor(t)
	v.finish()
	code := v.makeCode()
	other := h.visitor(t)
	other.goes(other.post("/resume", "code", code), "/result")
	if p := other.get("/result"); p.status != http.StatusOK {
		t.Errorf("got %d", p.status)
	}
}

// A code of an erased attempt opens nothing, and says so in the words of any
// other.
func TestResumeErased(t *testing.T) {
	h := open(t, nil)
	v := h.visitor(t)
	v.begin()
	code := v.makeCode()
	v.post("/erase")
	other := h.visitor(t)
	erased := other.post("/resume", "code", code)
	unknown := other.post("/resume", "code", "0000-0000-0000-0000-0000")
	if erased.status != unknown.status || erased.body != strings.Replace(unknown.body, "0000-0000-0000-0000-0000", code, 1) {
		t.Errorf("got %d and %d, pages that differ", erased.status, unknown.status)
	}
}

func (v *visitor) cookieOf(p page) *http.Cookie {
	v.t.Helper()
	res := http.Response{Header: p.header}
	for _, c := range res.Cookies() {
		if c.Name == "attune" {
			return c
		}
	}
	return nil
}

// Holds: ASVS 14.3
func TestKeepOnThisDevice(t *testing.T) {
	h := open(t, nil)
	v := h.visitor(t)
	started := v.post("/begin", "locale", "en", "consent", "1", "age_ok", "1")
	if c := v.cookieOf(started); c == nil || c.MaxAge != 0 || !c.Expires.IsZero() || !c.HttpOnly {
		t.Fatalf("got cookie %v, want one for the session", c)
	}
	v.answerAll(lean...)
	v.post("/check")
	p := v.post("/resume/keep", "keep", "1")
	v.goes(p, "/resume?saved=keep#here")
	month := int(v.attempt(h).Expires.Sub(today) / time.Second)
	if c := v.cookieOf(p); c == nil || c.MaxAge != month || !c.HttpOnly {
		t.Errorf("got cookie %v, want one for %d s", c, month)
	}
	// It follows the attempt's end.
	v.post("/plan", "part", "keep", "keep", string(quiz.Keep12Weeks))
	if c := v.cookieOf(v.get("/result")); c == nil || c.MaxAge != 12*7*24*3600 {
		t.Errorf("got cookie %v, want one for twelve weeks", c)
	}
	if p := v.get("/"); !strings.Contains(p.body, `href="/result"`) {
		t.Error("the start page leads back to no result")
	}
	p = v.post("/resume/keep")
	if c := v.cookieOf(p); c == nil || c.MaxAge != 0 || strings.Contains(c.Value, "kept") {
		t.Errorf("turned off: got cookie %v, want one for the session", c)
	}
	if c := v.cookieOf(v.get("/result")); c != nil {
		t.Errorf("a session's cookie is written again: %v", c)
	}
	if p := v.get("/result"); p.status != http.StatusOK {
		t.Errorf("turned off: got %d", p.status)
	}
}
