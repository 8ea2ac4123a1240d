package web_test

import (
	"bytes"
	"image/png"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/quiz"
)

// sharer finishes the shipped short form in the locale and returns the visitor.
func sharer(t *testing.T, h house, locale string) *visitor {
	t.Helper()
	v := h.visitor(t)
	v.goes(v.post("/begin", "locale", locale, "consent", consentOf(t, h), "age_ok", "1", "form", "short"), "/take/1")
	for n := 1; n <= 12; n++ {
		v.post("/take/"+itoa(n), "response", []string{"5", "1"}[n%2])
	}
	v.goes(v.post("/check"), "/safety")
	v.goes(v.post("/safety", "afraid", "no"), "/result")
	return v
}

func consentOf(t *testing.T, h house) string {
	t.Helper()
	in, err := h.lib.Instrument("relationship")
	if err != nil {
		t.Fatal(err)
	}
	return in.Consent
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return string([]byte{byte('0' + n/10), byte('0' + n%10)})
}

var (
	offered = regexp.MustCompile(`type="(checkbox|radio)" name="pick" value="([a-z0-9_]+)"[^>]*><span>([^<]+)`)
	listed  = regexp.MustCompile(`href="(/s/shr_[A-Za-z0-9_-]{22})"`)
)

// picks lists what the result offers to put on a card: ids and texts.
func (v *visitor) picks(kind string) (ids, texts []string) {
	v.t.Helper()
	for _, m := range offered.FindAllStringSubmatch(v.get("/result").body, -1) {
		if m[1] == kind {
			ids, texts = append(ids, m[2]), append(texts, m[3])
		}
	}
	return ids, texts
}

// made makes a card and returns the path of its page.
func (v *visitor) made(pairs ...string) string {
	v.t.Helper()
	v.goes(v.post("/share", pairs...), "/result?saved=share#share")
	found := listed.FindStringSubmatch(v.get("/result").body)
	if found == nil {
		v.t.Fatal("the result lists no share")
	}
	return found[1]
}

// Holds: E11, E12
func TestShare(t *testing.T) {
	h := openShipped(t)
	for _, locale := range []string{"en", "zh-Hans"} {
		t.Run(locale, func(t *testing.T) {
			v := sharer(t, h, locale)
			ids, texts := v.picks("checkbox")
			if len(ids) != 8 {
				t.Fatalf("%d sentences to pick from, want 8", len(ids))
			}
			page := v.made("card", "helps", "pick", ids[2], "pick", ids[5])
			stranger := h.visitor(t)
			got := stranger.get(page)
			for _, want := range []string{texts[2], texts[5], `property="og:image"`, page + ".png", `lang="` + locale + `"`} {
				if got.status != http.StatusOK || !strings.Contains(got.body, want) {
					t.Errorf("the page lacks %q", want)
				}
			}
			if strings.Contains(got.body, texts[0]) {
				t.Error("the page says more than was picked")
			}
			if h := got.header; h.Get("X-Robots-Tag") != "noindex" || h.Get("Set-Cookie") != "" {
				t.Errorf("got headers %v", h)
			}
			leadsNowhere(t, h, v, got.body)
			if mine := v.get(page); mine.body != got.body {
				t.Error("its owner is shown another page")
			}
			other := stranger.get(page + "?locale=" + map[string]string{"en": "zh-Hans", "zh-Hans": "en"}[locale])
			if !strings.Contains(other.body, texts[2]) || strings.Contains(other.body, `<html lang="`+locale+`"`) {
				t.Error("the page in the other language keeps the words and changes its own")
			}

			image := stranger.get(page + ".png")
			if _, err := png.Decode(strings.NewReader(image.body)); err != nil || image.header.Get("Content-Type") != "image/png" {
				t.Errorf("the picture: %v, %v", err, image.header)
			}
			if len(image.body) > 300<<10 || image.header.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
				t.Errorf("the picture has %d bytes and %v", len(image.body), image.header)
			}
			leadsNowhere(t, h, v, image.body)

			v.goes(v.post("/share/revoke", "id", strings.TrimPrefix(page, "/s/")), "/result?saved=share#share")
			v.goes(v.post("/share/revoke", "id", strings.TrimPrefix(page, "/s/")), "/result?saved=share#share")
			if gone := stranger.get(page); gone.status != http.StatusNotFound || strings.Contains(gone.body, texts[2]) || !strings.Contains(gone.body, `class="page-unshared"`) {
				t.Errorf("taken back: got %d", gone.status)
			}
			if gone := stranger.get(page + ".png"); gone.status != http.StatusNotFound {
				t.Errorf("taken back: the picture: got %d", gone.status)
			}
		})
	}
}

// leadsNowhere looks for whatever could lead from a share to its attempt.
func leadsNowhere(t *testing.T, h house, v *visitor, served string) {
	t.Helper()
	a := v.attempt(h)
	style := a.Profile.Style.State
	for _, never := range []string{string(a.ID), "att_", v.token()[strings.Index(v.token(), ".")+1:], a.Version, a.Sheet.Given(), `"` + style + `"`} {
		if strings.Contains(served, never) {
			t.Errorf("what is served holds %q", never)
		}
	}
}

func TestShareOtherCards(t *testing.T) {
	h := openShipped(t)
	v := sharer(t, h, "en")
	ids, texts := v.picks("radio")
	if got := h.visitor(t).get(v.made("card", "phrase", "pick", ids[3])); !strings.Contains(got.body, texts[3]) {
		t.Error("the phrase is not on its page")
	}
	shares, err := h.take.SharesOf(t.Context(), v.attempt(h).ID)
	if err != nil || len(shares) != 1 {
		t.Fatalf("got shares %v, %v; want one", shares, err)
	}
	page := v.made("card", "map")
	got := h.visitor(t).get(page)
	if !strings.Contains(got.body, `alt="A field with a soft shape on it.`) || strings.Contains(got.body, "steady") || strings.Contains(got.body, "reaching") {
		t.Error("the page of the map has no words for the picture, or names a corner")
	}
	leadsNowhere(t, h, v, got.body)
}

func TestShareRefuses(t *testing.T) {
	h := openShipped(t)
	v := sharer(t, h, "en")
	ids, _ := v.picks("checkbox")
	phrases, _ := v.picks("radio")
	for _, pairs := range [][]string{
		{}, {"card", "style"}, {"card", "helps"}, {"card", "helps", "pick", ids[0]}, {"card", "helps", "pick", ids[0], "pick", ids[0]},
		{"card", "helps", "pick", ids[0], "pick", ids[1], "pick", ids[2]}, {"card", "helps", "pick", ids[0], "pick", phrases[0]},
		{"card", "phrase"}, {"card", "phrase", "pick", ids[0]}, {"card", "map", "pick", ids[0]},
	} {
		v.goes(v.post("/share", pairs...), "/result?error=share#share")
	}
	if p := v.get("/result?error=share"); !strings.Contains(p.body, "<title>Error:") || !strings.Contains(p.body, `<a href="#share">For “What helps me”`) {
		t.Error("the page does not say what is wrong")
	}
	if p := v.get("/result"); listed.MatchString(p.body) {
		t.Error("a share came of it")
	}
	for range quiz.MaxShares {
		v.made("card", "map")
	}
	v.goes(v.post("/share", "card", "map"), "/result?error=share#share")
	if p := v.get("/result"); strings.Contains(p.body, `name="card"`) || !strings.Contains(p.body, "twelve cards") {
		t.Error("the full list still offers another card")
	}
	unfinished := h.visitor(t)
	unfinished.post("/begin", "locale", "en", "consent", consentOf(t, h), "age_ok", "1", "form", "short")
	unfinished.goes(unfinished.post("/share", "card", "map"), "/take/1")
}

// Erasing takes the cards along.
func TestEraseTakesShares(t *testing.T) {
	h := openShipped(t)
	v := sharer(t, h, "en")
	page := v.made("card", "map")
	v.post("/erase")
	if got := h.visitor(t).get(page); got.status != http.StatusNotFound {
		t.Errorf("got %d after erasing, want 404", got.status)
	}
}

func TestGeneralCard(t *testing.T) {
	h := openShipped(t)
	v := h.visitor(t)
	var first []byte
	for _, name := range []string{"en", "zh-Hans"} {
		p := v.get("/cards/" + name + ".png")
		if _, err := png.Decode(strings.NewReader(p.body)); err != nil || bytes.Equal(first, []byte(p.body)) {
			t.Errorf("%s: got %d, %v", name, p.status, err)
		}
		first = []byte(p.body)
	}
	for _, path := range []string{"/cards/fr.png", "/cards/", "/s/", "/s/shr_x", "/s/shr_x.png", "/s/att_0123456789012345678901.png"} {
		if p := v.get(path); p.status != http.StatusNotFound {
			t.Errorf("%s: got %d, want 404", path, p.status)
		}
	}
	if p := v.get("/"); !strings.Contains(p.body, `/cards/en.png"`) {
		t.Error("the start page has no preview")
	}
	page := sharer(t, h, "en").made("card", "map")
	tag := v.get(page + ".png").header.Get("ETag")
	req, _ := http.NewRequest(http.MethodGet, h.url+page+".png", nil)
	req.Header.Set("If-None-Match", tag)
	if p := v.do(req); tag == "" || p.status != http.StatusNotModified {
		t.Errorf("a picture that is known: got %d, want 304", p.status)
	}
}
