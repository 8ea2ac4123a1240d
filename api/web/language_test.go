package web_test

import (
	"html"
	"net/http"
	"regexp"
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
	h := openShipped(t)
	v := h.visitor(t)
	v.goes(v.post("/begin", "locale", "zh-Hans", "consent", consentOf(t, h), "age_ok", "1"), "/take/1")
	v.get("/nothing").in(t, "zh-Hans", http.StatusNotFound)
}

// in says the page's language and what else it must hold.
func (p page) in(t *testing.T, l quiz.Locale, status int, wants ...string) {
	t.Helper()
	if p.status != status {
		t.Errorf("got %d, want %d", p.status, status)
	}
	for _, want := range append(wants, `<html lang="`+string(l)+`"`) {
		if !strings.Contains(p.body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

// otherLanguage presses the button at the foot of a page.
func (v *visitor) otherLanguage(p page) page {
	v.t.Helper()
	_, form, found := strings.Cut(p.body, `<form method="post" action="/language"`)
	if !found {
		v.t.Fatalf("the page offers no other language:\n%s", p.body)
	}
	form, _, _ = strings.Cut(form, "</form>")
	var pairs []string
	for _, field := range hiddenField.FindAllStringSubmatch(form, -1) {
		pairs = append(pairs, field[1], html.UnescapeString(field[2]))
	}
	return v.post("/language", pairs...)
}

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([a-z]+)" value="([^"]*)">`)

// What was the answer to a form, and stands at no address, stays when the
// language changes: a code that is shown once, two results side by side, what
// was typed at a gate.
func TestLanguageOfAnAnswer(t *testing.T) {
	h := openShipped(t)
	v := sharer(t, h, "en")
	made := v.post("/resume/code")
	code := shownCode.FindStringSubmatch(made.body)[1]
	there := v.otherLanguage(made)
	there.in(t, "zh-Hans", http.StatusOK, `id="made">`+code+"<", "现在就抄下来")
	v.otherLanguage(there).in(t, "en", http.StatusOK, `id="made">`+code+"<")
	v.goes(v.post("/language", "locale", "zh-Hans", "to", "/resume/code", "code", "0000-0000-0000-0000-0000"), "/resume")
	v.post("/language", "locale", "en", "to", "/result")

	both := v.give(v.get("/export.json").body, "")
	carried := hiddenField.FindAllString(both.body, -1)
	if strings.Contains(strings.Join(carried, ""), "an01") {
		t.Errorf("the page carries responses: %v", carried)
	}
	there = v.otherLanguage(both)
	there.in(t, "zh-Hans", http.StatusOK, "fig-earlier", "是真的变了，还是碰巧，眼下还分不清。")
	v.otherLanguage(there).in(t, "en", http.StatusOK, "fig-earlier", "We cannot yet tell change from chance.")
	v.goes(v.otherLanguage(v.give("hello", "")), "/compare") // what was no export is not kept
	if other := h.visitor(t).post("/resume", "code", code); other.to != "/result" {
		t.Errorf("the code opens %q now", other.to)
	}
}

func TestLanguageAtAGate(t *testing.T) {
	h := openShipped(t)
	h.take.Partners = quiz.NewPartnerSet(&quiz.Partner{
		ID: "wiki", Name: "The Wiki", Controller: "Wiki e.V.", PrivacyURL: "https://wiki.example/privacy", Gate: quiz.GateEmail,
	})
	v := sharer(t, h, "en")
	err := h.store.Update(t.Context(), v.attempt(h).ID, func(a *quiz.Attempt) ([]quiz.Event, error) {
		a.Partner = "wiki"
		return nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	v.goes(v.otherLanguage(v.get("/result")), "/result")
	wrong := v.post("/unlock", "email", "zoe@<b>")
	wrong.in(t, "zh-Hans", http.StatusUnprocessableEntity, `value="zoe@&lt;b&gt;"`)
	v.otherLanguage(wrong).in(t, "en", http.StatusUnprocessableEntity, `value="zoe@&lt;b&gt;"`, "That cannot be an email address")
	if got := v.attempt(h).Unlocked; !got.IsZero() {
		t.Errorf("changing the language opens the gate at %v", got)
	}
}

// Where beginning was refused, another language brings what an article and the
// visitor said along.
func TestLanguageWhereBeginningFailed(t *testing.T) {
	v := openShipped(t).visitor(t)
	refused := v.post("/begin", "locale", "en", "topic", "music", "article", "quiet-evenings", "form", "short")
	const query = "?article=quiet-evenings&form=short&locale=zh-Hans&topic=music"
	refused.in(t, "en", http.StatusForbidden, html.EscapeString(query))
	v.goes(v.get("/begin"+query), "/"+query)
	v.get("/"+query).in(t, "zh-Hans", http.StatusOK, `value="short" checked`)
}

// The start page and the notice speak the language of the test that is open,
// and the start page another if it is asked.
func TestLanguageOfWhatIsAround(t *testing.T) {
	h := openShipped(t)
	v := h.visitor(t)
	v.goes(v.post("/begin", "locale", "zh-Hans", "consent", consentOf(t, h), "age_ok", "1"), "/take/1")
	v.get("/").in(t, "zh-Hans", http.StatusOK, "接着做")
	v.get("/?locale=en").in(t, "en", http.StatusOK)
	notice := v.get("/privacy")
	notice.in(t, "zh-Hans", http.StatusOK)
	v.goes(v.otherLanguage(notice), "/privacy")
	v.get("/privacy").in(t, "en", http.StatusOK)
	lost := v.get("/nothing")
	v.goes(v.otherLanguage(lost), "/result")
}
