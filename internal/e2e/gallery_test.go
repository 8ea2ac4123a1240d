package e2e_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/attune-quiz/attune/internal/app"
)

// axeFile is where make tools puts axe-core.
const axeFile = "../../dist/tools/node_modules/axe-core/axe.min.js"

// axe reads axe-core, or skips the test.
func axe(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile(axeFile)
	switch {
	case err == nil:
		return string(source)
	case errors.Is(err, fs.ErrNotExist) && os.Getenv("ATTUNE_TEST_ALL") != "1":
		t.Skipf("no axe-core: make tools installs it; ATTUNE_TEST_ALL=1 makes this a failure")
	}
	t.Fatal(err)
	return ""
}

// TestGallery looks at every page in each language: axe finds nothing in light
// and dark, nothing scrolls sideways however narrow or spaced out it is or
// from which side it is read, and forced colours leave the browser its own
// controls.
//
// Holds: A7, A8, A9, A10, A14
func TestGallery(t *testing.T) {
	source := axe(t)
	for _, locale := range []string{"en", "zh-Hans"} {
		t.Run(locale, func(t *testing.T) {
			p := newPhone(t, true)
			g := &gallery{phone: p, axe: source}
			walk(g, boot(t, app.Config{}).url, locale)
			if len(g.seen) < 18 {
				t.Errorf("only %d pages were looked at: %v", len(g.seen), g.seen)
			}
			p.complaints = nil // pages that are missing are looked at too
		})
	}
}

// walk shows every page of the journey, as one visitor meets them.
func walk(g *gallery, base, locale string) {
	p := g.phone
	show := func(name, path string) {
		p.open(base + path)
		g.look(name)
	}
	show("start", "/?topic=music&form=short&locale="+locale)
	p.follow(`form[action="/begin"] button`)
	g.look("start, refused")
	show("help", "/help?locale="+locale)
	show("privacy", "/privacy?locale="+locale)
	show("gone", "/result?locale="+locale)
	show("missing", "/nowhere?locale="+locale)
	p.open(base + "/?topic=music&locale=" + locale)
	begin(p)
	g.look("item")
	p.rest()
	p.click(`form button[type=submit]`)
	p.waits(`!!document.querySelector(".trouble")`)
	g.look("item, refused")
	p.click(`#r1`)
	g.look("item, chosen")
	p.fill(44, 1)
	p.open(base + "/check")
	g.look("check")
	show("check, refused", "/check?error=1")
	show("resume", "/resume")
	show("erase in the middle", "/erase")
	p.open(base + "/check")
	p.follow(`form[action="/check"] button`)
	g.look("safety")
	show("safety, refused", "/safety?error=1")
	p.click(`input[name=afraid][value=no]`)
	p.click(`input[name=audience][value=joint]`)
	p.follow(`form[action="/safety"] button`)
	read(p, "open all", chromedp.Evaluate[bool](`(() => { for (const d of document.querySelectorAll("details")) d.open = true; return true; })()`))
	g.look("result")
	show("result, refused", "/result?error=focus")
	show("sheet", "/sheets/"+read(p, "find a sheet", chromedp.Evaluate[string](
		`document.querySelector('a[href^="/sheets/"]').getAttribute("href").slice(8)`)))
	show("help, in the middle", "/help")
	show("export", "/export")
	show("compare", "/compare")
	p.follow(`form[action="/compare"] button`)
	g.look("compare, refused")
	show("resume, done", "/resume")
	p.follow(`form[action="/resume/code"] button`)
	g.look("code")
	p.open(base + "/resume")
	read(p, "type a wrong code", chromedp.Evaluate[bool](`(() => { document.getElementById("code").value = "x"; return true; })()`))
	p.follow(`form[action="/resume"] button`)
	g.look("code, refused")
	shared := p.makeCard(base, "map")
	show("result, with a card", "/result")
	show("card", shared)
	p.takeBack(base)
	show("card, taken back", shared)
	show("erase", "/erase")
	p.follow(`form[action="/erase"] button`)
	g.look("erased")
}

// gallery judges pages.
type gallery struct {
	*phone
	axe  string
	seen []string
}

// finding is a rule that a page breaks, with the first element that does.
type finding struct {
	ID    string
	Nodes []string
}

const runAxe = `(async () => {
	const { violations, passes } = await axe.run(document, { resultTypes: ["violations"] });
	if (passes.length < 10) throw new Error("axe looked at next to nothing");
	return JSON.stringify(violations.map((v) => ({ ID: v.id, Nodes: v.nodes.map((n) => n.html.slice(0, 160) + " " + n.failureSummary.slice(0, 200)) })));
})()`

func (g *gallery) look(name string) {
	g.t.Helper()
	g.seen = append(g.seen, name)
	read(g.phone, "go to the top", chromedp.Evaluate[bool](`(() => { scrollTo({ top: 0, behavior: "instant" }); return true; })()`))
	if name != "card" { // which is no page of the journey, and has room for its sentence alone
		g.reachable(name)
	}
	read(g.phone, "load axe", chromedp.Evaluate[bool](g.axe+`; true`))
	for _, scheme := range []string{"light", "dark"} {
		g.media("prefers-color-scheme", scheme)
		var found []finding
		raw := read(g.phone, "run axe", chromedp.Evaluate[string](runAxe, chromedp.EvalAwaitPromise))
		g.must("read what axe found", json.Unmarshal([]byte(raw), &found))
		for _, f := range found {
			g.t.Errorf("%s, %s: %s: %s", name, scheme, f.ID, f.Nodes[0])
		}
	}
	g.media("forced-colors", "active")
	if own := read(g.phone, "look at the controls", chromedp.Evaluate[bool](
		`[...document.querySelectorAll(".options input")].every((i) => getComputedStyle(i).appearance === "auto")`)); !own {
		g.t.Errorf("%s: forced colours meet drawn controls", name)
	}
	g.narrow(name, "forced colours")
	g.media("forced-colors", "none")
	g.narrow(name, "as it is")
	g.dress(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-block-end: 2em !important; }`)
	g.narrow(name, "spaced out")
	g.dress(`html { font-size: 200%; }`)
	g.wide(640, name, "text at 200 %")
	g.dress("")
	read(g.phone, "read from the right", chromedp.Evaluate[bool](`(() => { document.documentElement.dir = "rtl"; return true; })()`))
	g.narrow(name, "from right to left")
	g.wide(1280, name, "from right to left")
	read(g.phone, "read from the left", chromedp.Evaluate[bool](`(() => { document.documentElement.dir = "ltr"; return true; })()`))
	g.must("go back to a phone", chromedp.Do(g.ctx, chromedp.EmulateViewport(phoneWidth, phoneHeight, chromedp.EmulateMobile)))
}

// dress lays a style sheet over the page's own.
func (g *gallery) dress(css string) {
	g.t.Helper()
	read(g.phone, "dress the page", chromedp.Evaluate[bool](fmt.Sprintf(
		`(() => { const s = new CSSStyleSheet(); s.replaceSync(%q); document.adoptedStyleSheets = [s]; return true; })()`, css)))
}

func (g *gallery) narrow(name, how string) {
	g.t.Helper()
	g.wide(320, name, how)
}

// wide fails the test where the page scrolls sideways at a width.
func (g *gallery) wide(width int64, name, how string) {
	g.t.Helper()
	g.must("set the width", chromedp.Do(g.ctx, chromedp.EmulateViewport(width, phoneHeight)))
	const over = `(() => {
		const root = document.documentElement, room = root.clientWidth;
		if (root.scrollWidth <= room) return "";
		const out = [...document.querySelectorAll("body *")].filter((e) => {
			const r = e.getBoundingClientRect();
			return r.width && (r.right > room + 1 || r.left < -1) && !e.closest(".wide, .unseen, svg");
		});
		return root.scrollWidth - room + " pixels by " + out.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).join(" | ");
	})()`
	if by := read(g.phone, "measure", chromedp.Evaluate[string](over)); by != "" {
		g.t.Errorf("%s, %s: wider than %d by %s", name, how, width, by)
	}
}

// TestFrameGallery looks at what partners show, as it is by itself.
func TestFrameGallery(t *testing.T) {
	source := axe(t)
	e := bootEmbedded(t)
	p := newPhone(t, true)
	g := &gallery{phone: p, axe: source}
	for name, path := range map[string]string{
		"frame":             "/embed/acme/relationship?topic=music",
		"frame, in Chinese": "/embed/acme/relationship?locale=zh-Hans&scheme=auto",
		"card":              "/embed/acme/relationship/phrase?topic=music&article=a",
		"snippet":           "/partners/acme/embed?topic=music",
		"snippet, Chinese":  "/partners/acme/embed?show=popup&locale=zh-Hans",
	} {
		p.open(e.url + path)
		g.look(name)
	}
}
