package e2e_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/app"
	"github.com/attune-quiz/attune/quiz"
)

// hostSite is another site: its pages show the test, or try to.
type hostSite struct {
	url string

	mu    sync.Mutex
	pages map[string]hostPage
}

type hostPage struct {
	head   string
	body   string
	policy string // Content-Security-Policy; empty: none
}

func newHost(t *testing.T) *hostSite {
	t.Helper()
	h := &hostSite{pages: map[string]hostPage{}}
	server := httptest.NewServer(http.HandlerFunc(h.serve))
	t.Cleanup(server.Close)
	h.url = server.URL
	return h
}

func (h *hostSite) put(path string, p hostPage) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.pages[path] = p
	return h.url + path
}

func (h *hostSite) serve(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	p, ok := h.pages[r.URL.Path]
	h.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if p.policy != "" {
		w.Header().Set("Content-Security-Policy", p.policy)
	}
	fmt.Fprintf(w, `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Host</title><link rel="icon" href="data:,">%s
<h1>An article</h1>%s<p id="after">After.</p>`, p.head, p.body)
}

// embedded is the program with a partner whose pages stand on a host.
type embedded struct {
	program
	host *hostSite
}

func bootEmbedded(t *testing.T) embedded {
	t.Helper()
	host := newHost(t)
	house := boot(t, app.Config{Partners: quiz.NewPartnerSet(&quiz.Partner{
		ID: "acme", Name: "Acme Wiki", Controller: "Acme Ltd", PrivacyURL: host.url + "/privacy",
		Origins: []string{host.url}, Theme: quiz.Theme{Accent: "#1d4e89", Dark: "#9ecbff", Radius: new(8)}, Topic: "music", Locale: "en",
	})})
	return embedded{house, host}
}

// strict is a policy that allows what a snippet needs and nothing else.
func (e embedded) strict() string {
	return fmt.Sprintf("default-src 'none'; script-src %s; frame-src %s; style-src 'none'; img-src data:; connect-src 'none'", e.url, e.url)
}

// script is the one-line snippet with more attributes.
func (e embedded) script(more string) string {
	return fmt.Sprintf(`<script async src="%s/embed.js" data-partner="acme" data-instrument="relationship" %s></script>`, e.url, more)
}

// element is the snippet for pages that scripts build.
func (e embedded) element(more, inside string) string {
	return fmt.Sprintf(`<attune-quiz partner="acme" instrument="relationship" %s>%s</attune-quiz><script async src="%s/embed.js"></script>`, more, inside, e.url)
}

// bare is a frame without our script.
func (e embedded) bare(attributes, query string) string {
	return fmt.Sprintf(`<iframe %s title="Quiz" width="100%%" height="600" src="%s/embed/acme/relationship?%s"></iframe>`, attributes, e.url, query)
}

// window is the page of a host with the frame in it.
type window struct {
	page, frame seat
}

// look opens a page of a host and waits for the frame in it.
func look(t *testing.T, s seat, url string) window {
	t.Helper()
	s.goTo(url)
	w := window{page: s, frame: seat{t, s.engine.(framing).inside()}}
	w.frame.until(`document.readyState === "complete" && !!document.querySelector("h1")`)
	return w
}

// take answers every item in the frame, up to the result, and returns how many
// there were.
func (w window) take() int {
	w.frame.t.Helper()
	w.begin()
	items := value[int](w.frame, `+document.title.match(/^Question 1 of (\d+)/)[1]`)
	for n := 1; n <= items; n++ {
		w.answer(n, items)
	}
	w.tap(`form[action="/check"] button`, `!!document.querySelector("input[name=afraid]")`)
	w.choose(`input[name=afraid][value=no]`)
	w.choose(`input[name=audience][value=joint]`)
	w.tap(`form[action="/safety"] button`, `!!document.querySelector("#map svg.map")`)
	return items
}

// tap clicks in the frame until that shows: a page that still moves may slip
// away from under a pointer.
func (w window) tap(selector, shows string) {
	w.frame.t.Helper()
	for range tries {
		w.frame.tap(selector)
		for end := time.Now().Add(patience / 2); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			if raw, err := w.frame.eval(shows); err == nil && string(raw) == "true" {
				return
			}
		}
	}
	where, _ := w.frame.eval(`document.title`)
	w.frame.t.Fatalf("%s on %s never shows %s", selector, where, shows)
}

func (w window) choose(selector string) {
	w.frame.t.Helper()
	w.tap(selector, fmt.Sprintf(`document.querySelector(%q).checked`, selector))
}

func (w window) begin() {
	w.frame.t.Helper()
	w.choose("#consent")
	w.choose("#age")
	w.tap(`form[action="/begin"] button`, `document.title.startsWith("Question 1 of ")`)
}

// answer chooses and goes on from one item of so many.
func (w window) answer(n, items int) {
	w.frame.t.Helper()
	w.choose(fmt.Sprintf(`input[name=response][value="%d"]`, valueOf(n)))
	next := fmt.Sprintf(`document.title.startsWith("Question %d of ")`, n+1)
	if n == items {
		next = `!!document.querySelector(".answers")`
	}
	w.tap(`#item button[type=submit]`, next)
}

// snug waits until the frame is as high as what it shows: nothing in it
// scrolls, and nothing stands empty.
func (w window) snug(when string) float64 {
	w.page.t.Helper()
	const content = `Math.ceil(document.documentElement.getBoundingClientRect().height)`
	const height = `document.querySelector("iframe").getBoundingClientRect().height`
	var in, out float64
	for range 200 {
		in, out = value[float64](w.frame, content), value[float64](w.page, height)
		if in == out {
			return out
		}
		w.page.until(`new Promise((done) => setTimeout(done, 20, true))`)
	}
	w.page.t.Errorf("%s: the frame is %v high and holds %v", when, out, in)
	return out
}

// write puts the words into a field of the frame by the keyboard.
func (w window) write(field, words string) {
	w.frame.t.Helper()
	w.tap(field, fmt.Sprintf(`document.activeElement === document.querySelector(%q)`, field))
	value[bool](w.frame, `(document.activeElement.value = "", true)`)
	w.frame.keys(strings.Split(words, "")...)
	w.frame.until(fmt.Sprintf(`document.querySelector(%q).value === %q`, field, words))
}

// clean fails the test where the frame has left anything in the browser.
func (w window) clean() {
	w.page.t.Helper()
	const kept = `(() => { try { return document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage }); } catch { return "{}"; } })()`
	for name, s := range map[string]seat{"page": w.page, "frame": w.frame} {
		if got := strings.TrimSpace(value[string](s, kept)); got != "{}" {
			w.page.t.Errorf("the %s keeps %s", name, got)
		}
	}
}
