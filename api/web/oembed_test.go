package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestOEmbed describes frames of this site, and answers as oEmbed 1.0 says for
// all else.
// Holds: E9
func TestOEmbed(t *testing.T) {
	v := openFrames(t).visitor(t)
	const site = "https://quiz.example.org"
	for _, tt := range []struct {
		name  string
		query url.Values
		want  int
	}{
		{"a frame", url.Values{"url": {site + acmeFrame}}, 200},
		{"asked for JSON", url.Values{"url": {site + acmeFrame}, "format": {"json"}}, 200},
		{"XML", url.Values{"url": {site + acmeFrame}, "format": {"xml"}}, 501},
		{"another host", url.Values{"url": {"https://elsewhere.example" + acmeFrame}}, 404},
		{"another scheme", url.Values{"url": {"http://quiz.example.org" + acmeFrame}}, 404},
		{"a host that begins alike", url.Values{"url": {site + ".evil.example" + acmeFrame}}, 404},
		{"the host as a user", url.Values{"url": {site + "@evil.example" + acmeFrame}}, 404},
		{"no address", url.Values{"url": {"://"}}, 404},
		{"another partner", url.Values{"url": {site + "/embed/nobody/demo"}}, 404},
		{"not the partner's instrument", url.Values{"url": {site + "/embed/plain/demo"}}, 404},
		{"a page that is none", url.Values{"url": {site + "/nothing"}}, 404},
		{"a result", url.Values{"url": {site + "/result"}}, 401},
		{"an item", url.Values{"url": {site + "/take/3"}}, 401},
		{"nothing", url.Values{}, 400},
		{"a width that is none", url.Values{"url": {site + acmeFrame}, "maxwidth": {"wide"}}, 400},
	} {
		p := v.get("/oembed?" + tt.query.Encode())
		if p.status != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, p.status, tt.want)
		}
		if p.status == http.StatusUnauthorized && p.header.Get("WWW-Authenticate") == "" {
			t.Errorf("%s: no WWW-Authenticate", tt.name)
		}
	}
}

// Holds: E9, ASVS 1.2.3
func TestOEmbedAnswer(t *testing.T) {
	v := openFrames(t).visitor(t)
	type answer struct {
		Type, Version, Title, HTML string
		Width, Height              int
	}
	ask := func(address string, more url.Values) answer {
		t.Helper()
		more.Set("url", address)
		p := v.get("/oembed?" + more.Encode())
		var a answer
		if err := json.Unmarshal([]byte(p.body), &a); err != nil || p.header.Get("Content-Type") != "application/json" {
			t.Fatalf("%v, %s: %s", err, p.header.Get("Content-Type"), p.body)
		}
		return a
	}
	a := ask("https://quiz.example.org"+acmeFrame+`?topic=music&article=%22%3E%3Cscript%3E&evil=1#x`, url.Values{})
	want := `<iframe src="https://quiz.example.org/embed/acme/demo?article=%22%3E%3Cscript%3E&amp;topic=music" title="Relationship self-assessment" ` +
		`height="1000" width="640" frameborder="0" loading="lazy" referrerpolicy="origin" allow="clipboard-write"></iframe>`
	if a.Type != "rich" || a.Version != "1.0" || a.HTML != want || a.Width != 640 || a.Height != 1000 {
		t.Errorf("got %+v, want HTML %s", a, want)
	}
	small := ask("https://quiz.example.org"+acmeFrame, url.Values{"maxwidth": {"320"}, "maxheight": {"500"}})
	if small.Width != 320 || small.Height != 500 || !strings.Contains(small.HTML, `height="500" width="320"`) {
		t.Errorf("within 320 by 500: %+v", small)
	}
	if card := ask("https://quiz.example.org"+acmeFrame+"/phrase?topic=music", url.Values{}); card.Height != 280 {
		t.Errorf("a card is %d high", card.Height)
	}
	// The page of the frame says where it is described.
	page := v.get(acmeFrame + "?topic=music").body
	if want := `href="https://quiz.example.org/oembed?url=https%3A%2F%2Fquiz.example.org%2Fembed%2Facme%2Fdemo%3Ftopic%3Dmusic"`; !strings.Contains(page, want) {
		t.Errorf("the frame does not link to its description:\n%s", page)
	}
}
