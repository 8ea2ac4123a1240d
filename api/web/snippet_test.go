package web_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

var codeBlock = regexp.MustCompile(`<pre tabindex="0"><code>([^<]*)</code>`)

// snippetsOf reads what the page offers to copy.
func snippetsOf(p page) []string {
	var out []string
	for _, m := range codeBlock.FindAllStringSubmatch(p.body, -1) {
		out = append(out, html.UnescapeString(m[1]))
	}
	return out
}

func TestSnippets(t *testing.T) {
	v := openFrames(t).visitor(t)
	p := v.get("/partners/acme/embed?topic=music&article=quiet-evenings&scheme=dark&language=en")
	golden(t, "snippet", p.body)
	if want := policy + "; frame-src 'self'"; p.header.Get("Content-Security-Policy") != want {
		t.Errorf("Content-Security-Policy %q", p.header.Get("Content-Security-Policy"))
	}
	all := snippetsOf(p)
	if len(all) != 6 {
		t.Fatalf("%d variants: %q", len(all), all)
	}
	const (
		query = `article=quiet-evenings&amp;locale=en&amp;scheme=dark&amp;topic=music`
		first = `<attune-quiz partner="acme" instrument="demo" topic="music" article="quiet-evenings" locale="en" scheme="dark" label="Relationship self-assessment">` +
			`<iframe src="https://quiz.example.org/embed/acme/demo?` + query + `" title="Relationship self-assessment" height="2900" width="100%" frameborder="0" ` +
			`loading="lazy" referrerpolicy="origin" allow="clipboard-write"></iframe></attune-quiz>` + "\n" +
			`<script async src="https://quiz.example.org/embed.js"></script>`
		second = `<script async src="https://quiz.example.org/embed.js" data-partner="acme" data-instrument="demo" data-topic="music" ` +
			`data-article="quiet-evenings" data-locale="en" data-scheme="dark" data-label="Relationship self-assessment"></script>` + "\n" +
			`<noscript><a href="https://quiz.example.org/?article=quiet-evenings&amp;locale=en&amp;partner=acme&amp;scheme=dark&amp;topic=music">Take the test</a></noscript>`
	)
	for i, want := range []string{first, second} {
		if all[i] != want {
			t.Errorf("got  %s\nwant %s", all[i], want)
		}
	}
	for _, code := range all {
		if strings.Contains(code, "style=") {
			t.Errorf("%s has an inline style", code)
		}
	}
	if !strings.Contains(p.body, `<attune-quiz partner="acme" instrument="demo" topic="music" article="quiet-evenings" locale="en" scheme="dark" label="Relationship self-assessment"><iframe src="/embed/acme/demo?`) {
		t.Error("no preview")
	}
	for _, path := range []string{"/partners/nobody/embed", "/partners/plain/embed"} {
		if p := v.get(path); p.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, p.status)
		}
	}
}

// Each way to show the test changes what is copied.
func TestSnippetShows(t *testing.T) {
	v := openFrames(t).visitor(t)
	for show, want := range map[string]string{
		"inline": `<attune-quiz partner="acme" instrument="demo" label="Relationship self-assessment"><iframe src="https://quiz.example.org/embed/acme/demo"`,
		"popup":  `mode="popup" label="Take the test"><a href="https://quiz.example.org/?partner=acme">Take the test</a></attune-quiz>`,
		"card":   `<iframe src="https://quiz.example.org/embed/acme/demo/phrase" title="Relationship self-assessment" height="280" width="100%"`,
		"else":   `data-instrument="demo" data-label`,
	} {
		if all := strings.Join(snippetsOf(v.get("/partners/acme/embed?show="+show)), "\n"); !strings.Contains(all, want) {
			t.Errorf("%s lacks %s:\n%s", show, want, all)
		}
	}
}

// What a link says gets into a snippet as text alone.
//
// Holds: ASVS 1.2.1, ASVS 1.2.3
func TestSnippetEscapes(t *testing.T) {
	v := openFrames(t).visitor(t)
	const evil = `"></script><script>alert(1)</script>`
	p := v.get("/partners/acme/embed?" + url.Values{"article": {evil}, "topic": {evil}, "language": {evil}, "scheme": {evil}}.Encode())
	if strings.Contains(p.body, "<script>alert") {
		t.Errorf("the page runs what a link says:\n%s", p.body)
	}
	for _, code := range snippetsOf(p) {
		if strings.Contains(code, "<script>alert") {
			t.Errorf("a snippet runs what a link says: %s", code)
		}
	}
}

// The language links of a page keep what its address says of the visit.
func TestLanguageLinksKeepTheVisit(t *testing.T) {
	v := openShipped(t).visitor(t)
	if p := v.get("/?topic=music&article=a&form=short&notice=x"); !strings.Contains(p.body, `href="?article=a&amp;form=short&amp;locale=zh-Hans&amp;topic=music"`) {
		t.Errorf("a language link loses the article:\n%s", p.body)
	}
}
