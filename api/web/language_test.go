package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/quiz"
)

// The language changes in mid-test and nothing is lost; the questions and the
// words of the page change together.
func TestLanguageInMidTest(t *testing.T) {
	h := openShipped(t)
	v := h.visitor(t)
	v.begin()
	v.post("/take/1", "response", "4")
	v.post("/take/2", "decline", "1")
	if p := v.get("/take/3"); !strings.Contains(p.body, `<form method="post" action="/language"`) {
		t.Fatalf("an item offers no other language:\n%s", p.body)
	}
	v.goes(v.post("/language", "locale", "zh-Hans", "to", "/take/3"), "/take/3")

	p := v.get("/take/3")
	for _, want := range []string{`<html lang="zh-Hans" dir="ltr">`, "下一步", `name="locale" value="en"`} {
		if !strings.Contains(p.body, want) {
			t.Errorf("the item lacks %s", want)
		}
	}
	a := v.attempt(h)
	if a.Locale != "zh-Hans" || a.Consent.Locale != "en" || a.Sheet.At(0) != 4 || a.Sheet.At(1) != quiz.Declined {
		t.Errorf("stored %s, consent in %s, %d, %d", a.Locale, a.Consent.Locale, a.Sheet.At(0), a.Sheet.At(1))
	}
}

func TestLanguageRefused(t *testing.T) {
	h := openShipped(t)
	v := h.visitor(t)
	v.begin()
	for _, l := range []string{"", "fr", "../en", "EN"} {
		if p := v.post("/language", "locale", l, "to", "/take/1"); p.status != http.StatusUnprocessableEntity {
			t.Errorf("locale %q: %d, want 422", l, p.status)
		}
	}
	for _, to := range []string{"", "//example.org", "https://example.org/result", "/take/1//example.org", "/exit"} {
		v.goes(v.post("/language", "locale", "en", "to", to), "/result")
	}
	if a := v.attempt(h); a.Locale != "en" {
		t.Errorf("the language is %s", a.Locale)
	}
}

// A language that a visitor without a test chose stays on the way to other
// pages, and what an article brought stays too.
func TestLanguageOfAStranger(t *testing.T) {
	v := openShipped(t).visitor(t)
	start := v.get("/?topic=music&article=quiet-evenings&form=short&locale=zh-Hans").body
	for _, want := range []string{
		`href="/help?locale=zh-Hans"`, `href="/privacy?locale=zh-Hans"`,
		`href="?article=quiet-evenings&amp;form=short&amp;locale=en&amp;topic=music"`,
	} {
		if !strings.Contains(start, want) {
			t.Errorf("the start page lacks %s", want)
		}
	}
	for _, path := range []string{"/result?locale=zh-Hans", "/nothing?locale=zh-Hans"} {
		if p := v.get(path); !strings.Contains(p.body, `lang="zh-Hans"`) || !strings.Contains(p.body, `href="?locale=en"`) {
			t.Errorf("%s is not in Chinese, or leads to no English", path)
		}
	}
	if plain := v.get("/").body; strings.Contains(plain, `href="/help?`) {
		t.Error("a language that nobody asked for is in the addresses")
	}
}

// An error page speaks the language of the test that is open.
func TestErrorInTheLanguageOfTheTest(t *testing.T) {
	v := openShipped(t).visitor(t)
	v.begin("locale", "zh-Hans")
	if p := v.get("/nothing"); p.status != http.StatusNotFound || !strings.Contains(p.body, `lang="zh-Hans"`) {
		t.Errorf("the page is in another language: %d", p.status)
	}
}
