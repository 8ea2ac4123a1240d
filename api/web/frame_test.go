package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/api/web"
	"github.com/attune-quiz/attune/quiz"
)

// partners are two sites: one that sets everything that it can, and one that
// sets nothing.
func partners() *quiz.PartnerSet {
	return quiz.NewPartnerSet(
		&quiz.Partner{
			ID: "acme", Name: "Acme Wiki", Controller: "Acme Ltd", PrivacyURL: "https://acme.example/privacy",
			Origins: []string{"https://acme.example", "https://www.acme.example"},
			Theme: quiz.Theme{
				Accent: "#1d4e89", Dark: "#9ecbff", Radius: new(8), Scheme: quiz.SchemeLight, Logo: "https://acme.example/logo.png",
			},
			Topic: "music",
			Readings: map[quiz.TopicID][]quiz.Reading{"music": {
				{Title: "Songs for two", URL: "https://acme.example/songs-for-two", Locale: "en"},
				{Title: "两个人的歌", URL: "https://acme.example/songs-for-two", Locale: "zh-Hans"},
			}},
		},
		&quiz.Partner{
			ID: "gated", Name: "Gated", Controller: "Gated Ltd", PrivacyURL: "https://gated.example/privacy",
			Origins: []string{"https://gated.example"}, Gate: quiz.GateCode,
		},
		&quiz.Partner{
			ID: "plain", Name: "Plain", Controller: "Plain Ltd", PrivacyURL: "https://plain.example/privacy",
			Origins: []string{"https://plain.example"}, Instruments: []quiz.InstrumentID{"other"},
		},
	)
}

const acmeFrame = "/embed/acme/demo"

func openFrames(t *testing.T) house {
	t.Helper()
	h := open(t, func(c *web.Config) { c.BaseURL = "https://quiz.example.org" })
	h.take.Partners = partners()
	return h
}

// framed is the script of a frame: it brings what a step handed out.
type framed struct {
	*visitor
	address string
	pass    struct{ ID, Token string }
}

func (h house) framed(t *testing.T) *framed {
	t.Helper()
	f := &framed{visitor: h.visitor(t), address: acmeFrame}
	f.http.Jar = nil
	return f
}

// ask sends a form, or nothing, to a page of the frame.
func (f *framed) ask(method, path string, pairs ...string) page {
	f.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	req, err := http.NewRequest(method, f.base+f.address+path, strings.NewReader(form.Encode()))
	if err != nil {
		f.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", "null")
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	if f.pass.ID != "" {
		req.Header.Set("Authorization", "Bearer "+f.pass.ID+"."+f.pass.Token)
	}
	p := f.do(req)
	if p.header.Get("Set-Cookie") != "" {
		f.t.Errorf("%s %s sets a cookie", method, path)
	}
	if got := p.header.Get("Access-Control-Allow-Origin"); got != "*" {
		f.t.Errorf("%s %s: Access-Control-Allow-Origin %q", method, path, got)
	}
	if p.status == http.StatusCreated {
		f.pass.ID, f.pass.Token = "", ""
		if err := json.Unmarshal([]byte(p.body), &f.pass); err != nil {
			f.t.Fatal(err)
		}
	}
	return p
}

// steps fails the test unless the answer leads to the path.
func (f *framed) steps(p page, want string) {
	f.t.Helper()
	if p.status != http.StatusNoContent && p.status != http.StatusCreated || p.to != want {
		f.t.Fatalf("got %d to %q, want a step to %q\n%s", p.status, p.to, want, p.body)
	}
}

// TestFrame takes the whole test as the script of a frame does.
func TestFrame(t *testing.T) {
	h := openFrames(t)
	f := h.framed(t)
	refused := f.ask("POST", "/begin", "locale", "en")
	if refused.status != http.StatusForbidden || !strings.Contains(refused.body, `href="#consent"`) {
		t.Errorf("without consent: %d\n%s", refused.status, refused.body)
	}
	f.steps(f.ask("POST", "/begin", "locale", "en", "consent", "1", "age_ok", "1", "article", "quiet-evenings"), "/take/1")
	item := f.ask("GET", "/take/1")
	if item.status != http.StatusOK || !strings.Contains(item.body, `"i":"`) {
		t.Errorf("the first item: %d, or it has no ids\n%s", item.status, item.body)
	}
	for i, r := range lean {
		want := itemPath(i + 2)
		if i+1 == len(lean) {
			want = "/check"
		}
		f.steps(f.ask("POST", itemPath(i+1), "response", r), want)
	}
	f.steps(f.ask("POST", "/check"), "/safety")
	f.steps(f.ask("POST", "/safety", "afraid", "no", "audience", "joint"), "/result")
	result := f.ask("GET", "/result")
	if result.status != http.StatusOK || !strings.Contains(result.body, `id="pattern"`) {
		t.Errorf("the result: %d\n%s", result.status, result.body)
	}
	if !strings.Contains(result.body, `<a href="https://acme.example/songs-for-two" rel="noopener">Songs for two</a>`) || strings.Contains(result.body, "两个人的歌") {
		t.Errorf("the result does not lead to the partner's articles:\n%s", result.body)
	}
	f.steps(f.ask("POST", "/plan", "part", "audience", "audience", "solo"), "/result?saved=audience#audience")
	if got := f.ask("GET", "/playbook.pdf").header.Get("Content-Disposition"); got != `attachment; filename="playbook.pdf"` {
		t.Errorf("the PDF: Content-Disposition %q", got)
	}
	a, err := h.store.Get(t.Context(), quiz.AttemptID(f.pass.ID))
	if err != nil || a.Partner != "acme" || a.Topic != "music" || a.Article != "quiet-evenings" || a.Plan.Audience != quiz.Solo {
		t.Errorf("stored: %v, partner %q, topic %q, article %q, audience %q", err, a.Partner, a.Topic, a.Article, a.Plan.Audience)
	}
	f.steps(f.ask("POST", "/erase"), "/?notice=erased")
	if f.pass.ID != "" {
		t.Error("erasing leaves a token")
	}
	if p := f.ask("GET", "/result"); p.status != http.StatusNotFound {
		t.Errorf("the result after erasing: %d", p.status)
	}
}

// A closed gate keeps in a frame what it keeps on a page, and says what is
// wrong with a code there.
func TestFrameGate(t *testing.T) {
	f := openFrames(t).framed(t)
	f.address = "/embed/gated/demo"
	f.ask("POST", "/begin", "locale", "en", "consent", "1", "age_ok", "1")
	for i, r := range lean {
		f.ask("POST", itemPath(i+1), "response", r)
	}
	f.ask("POST", "/check")
	f.ask("POST", "/safety", "afraid", "no")
	if p := f.ask("GET", "/result"); !strings.Contains(p.body, `action="/unlock#unlock"`) || !strings.Contains(p.body, `id="pattern"`) {
		t.Errorf("the result behind a gate:\n%s", p.body)
	}
	if p := f.ask("GET", "/playbook.pdf"); p.header.Get("Content-Disposition") != "" {
		t.Errorf("the PDF comes through the gate: %d", p.status)
	}
	if p := f.ask("POST", "/unlock", "code", "AAAA-AAAA-AAAA-AAAA-AAAA"); p.status == http.StatusOK || !strings.Contains(p.body, `id="unlock-wrong"`) {
		t.Errorf("a code of nobody's: %d\n%s", p.status, p.body)
	}
}

// TestGateInAFrame opens a gate as the script of a frame does: what does not
// open it comes back as the page, with what was typed.
func TestGateInAFrame(t *testing.T) {
	h := openFrames(t)
	gated := *partners().All()[0]
	gated.Gate = quiz.GateEmail
	h.take.Partners = quiz.NewPartnerSet(&gated)
	f := h.framed(t)
	f.steps(f.ask("POST", "/begin", "locale", "en", "consent", "1", "age_ok", "1"), "/take/1")
	for i, r := range lean {
		f.ask("POST", itemPath(i+1), "response", r)
	}
	f.steps(f.ask("POST", "/check"), "/safety")
	if page := f.ask("GET", "/result").body; !strings.Contains(page, `action="/unlock#unlock"`) || strings.Contains(page, `href="/playbook.pdf"`) {
		t.Error("the gate is not shown, or what it is closed over is")
	}
	f.steps(f.ask("GET", "/playbook.pdf"), "/result#unlock")
	wrong := f.ask("POST", "/unlock", "email", "zoe@mail")
	if wrong.status != http.StatusUnprocessableEntity || !strings.Contains(wrong.body, `value="zoe@mail"`) {
		t.Errorf("a wrong address: got %d\n%s", wrong.status, wrong.body)
	}
	f.steps(f.ask("POST", "/unlock", "email", "zoe@mail.example"), "/result?saved=unlock#unlock")
	if got := f.ask("GET", "/playbook.pdf").status; got != http.StatusOK {
		t.Errorf("the PDF: got %d", got)
	}
}

// A frame is opened by its token alone: not by a cookie, not by a stranger's
// token, not by half of one.
//
// Holds: E6
func TestFrameOpensByTokenAlone(t *testing.T) {
	h := openFrames(t)
	v := h.visitor(t)
	v.finish()
	if p := v.get(acmeFrame + "/result"); p.status != http.StatusNotFound || strings.Contains(p.body, `id="pattern"`) {
		t.Errorf("a cookie opens a frame: %d", p.status)
	}
	id, token, _ := strings.Cut(v.token(), ".")
	other := h.visitor(t)
	other.begin()
	_, foreign, _ := strings.Cut(other.token(), ".")
	for name, header := range map[string][]string{
		"a stranger's": {"Bearer " + id + "." + foreign}, "no token": {"Bearer " + id}, "another scheme": {"Basic " + id + "." + token},
		"two headers": {"Bearer " + id + "." + token, "Bearer " + id + "." + token}, "none": nil,
	} {
		req, err := http.NewRequest(http.MethodGet, h.url+acmeFrame+"/result", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header["Authorization"] = header
		if p := h.framed(t).do(req); p.status != http.StatusNotFound {
			t.Errorf("%s: %d", name, p.status)
		}
	}
	f := h.framed(t)
	f.pass.ID, f.pass.Token = id, token
	if p := f.ask("GET", "/result"); p.status != http.StatusOK {
		t.Errorf("its own token: %d", p.status)
	}
}

// TestFrameHeaders: a frame stands on the partner's pages alone.
//
// Holds: E5, ASVS 3.4.6, E6
func TestFrameHeaders(t *testing.T) {
	h := openFrames(t)
	v := h.visitor(t)
	const own = "default-src 'none'; script-src 'self' https://quiz.example.org; style-src 'self' https://quiz.example.org; " +
		"img-src 'self' https://quiz.example.org https://acme.example/logo.png; connect-src 'self' https://quiz.example.org; form-action 'self'; base-uri 'none'; frame-ancestors 'self' https://acme.example https://www.acme.example"
	for _, path := range []string{"", "/", "/phrase?topic=music", "/result", "/help", "/privacy", "/take/1"} {
		p := v.get(acmeFrame + path)
		if got := p.header.Get("Content-Security-Policy"); got != own {
			t.Errorf("%q: Content-Security-Policy %q", path, got)
		}
		if p.header.Get("Access-Control-Allow-Origin") != "" || p.header.Get("Set-Cookie") != "" {
			t.Errorf("%q: %v", path, p.header)
		}
	}
	for _, path := range []string{
		"/", "/embed/nobody/demo", "/embed/acme/nothing", "/embed/plain/demo", "/embed/acme", "/embed/v0.0.1.js", "/embed/acme/demo/nothing",
	} {
		if p := v.get(path); !strings.HasSuffix(p.header.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
			t.Errorf("%s may be framed: %s", path, p.header.Get("Content-Security-Policy"))
		} else if path != "/" && p.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, p.status)
		}
	}
}

// The frame says who shows it, who answers for it and where it leads.
func TestFrameNamesThePartner(t *testing.T) {
	v := openFrames(t).visitor(t)
	start := v.get(acmeFrame + "?topic=music&article=a&scheme=dark").body
	for _, want := range []string{
		"Acme Wiki shows this test. It runs on quiz.example.org", "Acme Ltd", `href="https://acme.example/privacy"`,
		`<img src="https://acme.example/logo.png" alt="Acme Wiki">`, `content="dark"`, `class="frame clear"`,
		`href="/?article=a&amp;locale=en&amp;partner=acme&amp;topic=music" target="_blank"`, "Only a code leads back", `type="application/json+oembed"`,
		"<noscript>",
	} {
		if !strings.Contains(start, want) {
			t.Errorf("the start lacks %q:\n%s", want, start)
		}
	}
	privacy := v.get(acmeFrame + "/privacy").body
	if !strings.Contains(privacy, "Acme Ltd is responsible") || strings.Contains(privacy, "The cookie") {
		t.Errorf("privacy:\n%s", privacy)
	}
	if strings.Contains(v.get("/").body, "Acme") {
		t.Error("the site's own start names a partner")
	}
}

func TestThemes(t *testing.T) {
	v := openFrames(t).visitor(t)
	sheet := func(query string) page {
		t.Helper()
		path := regexp.MustCompile(`/themes/[^"]+`).FindString(v.get(acmeFrame + query).body)
		p := v.get(path)
		if p.status != http.StatusOK || p.header.Get("Cache-Control") != "public, max-age=31536000, immutable" ||
			p.header.Get("Content-Type") != "text/css; charset=utf-8" || p.header.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
			t.Errorf("%s: %d %v", path, p.status, p.header)
		}
		return p
	}
	for query, want := range map[string][]string{
		"":              {"color-scheme: light;", "--ground: #fbf6ee;", "--act: #1d4e89;", "--round: 8px;"},
		"?scheme=light": {"color-scheme: light;", "--act: #1d4e89;"},
		"?scheme=dark":  {"color-scheme: dark;", "--ground: #0d1d22;", "--act: #9ecbff;"},
		"?scheme=auto":  {"--act: #1d4e89;", "@media (prefers-color-scheme: dark) { :root { --act: #9ecbff;"},
		"?scheme=x}y":   {"color-scheme: light;"},
	} {
		for _, w := range want {
			if got := sheet(query).body; !strings.Contains(got, w) {
				t.Errorf("%q lacks %q:\n%s", query, w, got)
			}
		}
	}
	// Square corners are asked for; who asks for none gets ours.
	for radius, want := range map[*int]string{nil: "", new(0): "--round: 0px;"} {
		h := openFrames(t)
		p := *partners().All()[0]
		p.Theme.Radius = radius
		h.take.Partners = quiz.NewPartnerSet(&p)
		v = h.visitor(t)
		if got := sheet("").body; !strings.Contains(got, want) || strings.Contains(got, "--round:") != (radius != nil) {
			t.Errorf("want %q in\n%s", want, got)
		}
	}
	for _, path := range []string{"/themes/acme.dark.000000000000.css", "/themes/acme.css", "/themes/nobody.dark.000000000000.css"} {
		if p := v.get(path); p.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, p.status)
		}
	}
}

// The card's phrase is of the topic, and each article keeps its own.
func TestPhraseCard(t *testing.T) {
	h := openShipped(t)
	h.take.Partners = partners()
	v := h.visitor(t)
	texts := map[string]bool{}
	for _, article := range strings.Split("abcdefghij", "") {
		card := "/embed/acme/relationship/phrase?topic=music&article=" + article
		p := v.get(card)
		text := regexp.MustCompile(`<blockquote><p>([^<]*)</p>`).FindStringSubmatch(p.body)
		if p.status != http.StatusOK || text == nil || p.body != v.get(card).body {
			t.Fatalf("%s: %d, or another phrase the next time\n%s", card, p.status, p.body)
		}
		texts[text[1]] = true
		if want := `href="/?article=` + article + `&amp;partner=acme&amp;topic=music"`; !strings.Contains(p.body, want) {
			t.Errorf("the card lacks %q", want)
		}
	}
	if len(texts) < 3 {
		t.Errorf("ten articles share %d phrases", len(texts))
	}
}

// TestLoader: other sites may load the loader, a pinned one never changes, and it
// is small.
//
// Holds: E7, P3
func TestLoader(t *testing.T) {
	v := openFrames(t).visitor(t)
	newest, pinned := v.get("/embed.js"), v.get("/embed/"+web.LoaderVersion+".js")
	if newest.status != http.StatusOK || newest.body != pinned.body {
		t.Errorf("embed.js: %d, the same as the pinned one: %v", newest.status, newest.body == pinned.body)
	}
	if got := pinned.header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
		t.Errorf("pinned: Cache-Control %q", got)
	}
	if got := newest.header.Get("Cache-Control"); strings.Contains(got, "immutable") {
		t.Errorf("newest: Cache-Control %q", got)
	}
	for _, p := range []page{newest, pinned} {
		if p.header.Get("Access-Control-Allow-Origin") != "*" || p.header.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
			t.Errorf("other origins may not load it: %v", p.header)
		}
	}
	if n := squeezed(t, newest.body); n >= 1500 {
		t.Errorf("the loader is %d bytes compressed, want fewer than 1,500", n)
	}
	for _, banned := range []string{"localStorage", "sessionStorage", "document.cookie", "setAttribute", "innerHTML", "eval(", "window."} {
		if strings.Contains(newest.body, banned) {
			t.Errorf("the loader uses %s", banned)
		}
	}
}

// A frame's script alone, with what else its pages load.
//
// Holds: P3, P2
func TestFrameWeight(t *testing.T) {
	v := openFrames(t).visitor(t)
	start := v.get(acmeFrame).body
	script := regexp.MustCompile(`/assets/frame\.[0-9a-f]+\.js`).FindString(start)
	n := squeezed(t, v.get(script).body)
	t.Logf("compressed: script %d bytes", n)
	if n == 0 || n > 5<<10 {
		t.Errorf("the script of a frame is %d bytes, want at most 5,120", n)
	}
	if n := len(regexp.MustCompile(`(?:<script defer src|rel="(?:stylesheet|icon)" href)="`).FindAllString(start, -1)); n > 4 {
		t.Errorf("a frame asks for %d more files", n)
	}
}
