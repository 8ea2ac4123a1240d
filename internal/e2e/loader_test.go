package e2e_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestLoaderInPagesThatChange puts snippets in, takes them out, puts them in
// again and twice, as sites do that build their pages by scripts.
//
// Holds: E2
func TestLoaderInPagesThatChange(t *testing.T) {
	e := bootEmbedded(t)
	s := newChromium(t)
	s.goTo(e.host.put("/", hostPage{body: `<div id="place"></div><script>
		window.heard = 0;
		window.names = () => Object.keys(window).filter((name) => isNaN(name)).length; // frames have numbers
		addEventListener("quiz:ready", () => heard++);
		window.put = () => {
			const script = document.createElement("script");
			script.src = "` + e.url + `/embed.js";
			Object.assign(script.dataset, { partner: "acme", instrument: "relationship" });
			place.append(script);
		};
		window.before = names() + 1; // and this one
	</script>`}))
	frames := func(n int) {
		t.Helper()
		s.until(fmt.Sprintf(`document.querySelectorAll("iframe").length === %d`, n))
	}
	do := func(script string) { t.Helper(); value[bool](s, `(`+script+`, true)`) }

	do(`put()`)
	frames(1)
	s.until(`heard === 1`)
	if got, want := value[string](s, `(({ title, loading, referrerPolicy, allow }) => [title, loading, referrerPolicy, allow].join(" | "))(document.querySelector("iframe"))`),
		"Attune · a short self-assessment | lazy | origin | clipboard-write"; got != want {
		t.Errorf("the frame has %s, want %s", got, want)
	}
	do(`place.replaceChildren()`)
	frames(0)
	do(`put()`)
	frames(1)
	s.until(`heard === 2`)
	do(`(window.shelf = document.createDocumentFragment(), shelf.append(...place.childNodes))`)
	frames(0)
	do(`place.append(shelf)`)
	frames(1)
	s.until(`heard === 3`)
	do(`put()`)
	frames(2)
	s.until(`heard === 4`)
	do(`(place.replaceChildren(), place.innerHTML = '<attune-quiz partner="acme" instrument="relationship"></attune-quiz>')`)
	frames(1)
	s.until(`heard === 5`)
	w := window{s, seat{t, s.engine.(framing).inside()}}
	w.frame.until(`!!document.querySelector("#consent")`)
	w.snug("after all that")
	if n := value[int](s, `names() - before`); n != 1 { // the shelf of this test
		t.Errorf("the loader leaves %d globals", n-1)
	}
	phoneOf(s).quiet()
}

// TestPopup opens the test over the page, closes it by Escape from inside and
// by its button, and finds the focus where it was.
func TestPopup(t *testing.T) {
	e := bootEmbedded(t)
	s := newChromium(t)
	s.goTo(e.host.put("/", hostPage{body: e.script(`data-mode="popup" data-label="Take the test" data-close="Close" data-form="short"`), policy: e.strict()}))
	const opener = `attune-quiz > button`
	const open = `document.querySelector("dialog").open`
	s.until(`document.querySelector("attune-quiz > button")?.textContent === "Take the test"`)
	if n := value[int](s, `document.querySelector("iframe")?.getBoundingClientRect().height || 0`); n != 0 {
		t.Errorf("the frame is %d high before it is asked for", n)
	}
	w := window{s, seat{t, s.engine.(framing).inside()}}
	s.tap(opener)
	s.until(open)
	w.frame.until(`document.readyState === "complete" && !!document.querySelector("#consent")`)
	w.choose("#consent")
	s.keys(keyEscape)
	s.until(`!` + open + ` && document.activeElement.matches("attune-quiz > button")`)
	s.tap(opener)
	s.until(open)
	if !value[bool](w.frame, `document.querySelector("#consent").checked`) {
		t.Error("closing the popup forgets what was said in it")
	}
	w.take()
	s.tap(`dialog > button`)
	s.until(`!` + open + ` && document.activeElement.matches("attune-quiz > button")`)
	if got := value[string](s, `document.querySelector("dialog > button").ariaLabel`); got != "Close" {
		t.Errorf("the button that closes is called %q", got)
	}
	phoneOf(s).quiet()
}

// TestFrameExit leaves by Shift and by the link: the loader takes the page
// around the frame away; a bare sandbox can only say what to do.
//
// Holds: X
func TestFrameExit(t *testing.T) {
	e := bootEmbedded(t)
	s := newChromium(t)
	for name, leave := range map[string]func(window){
		"shift": func(w window) { w.frame.tap("h1"); w.page.keys(keyShift, keyShift, keyShift) },
		"link":  func(w window) { w.frame.tap("#exit") },
	} {
		w := look(t, s, e.host.put("/"+name, hostPage{body: e.script(`data-form="short"`)}))
		w.begin()
		leave(w)
		// The neutral site cannot be reached from here.
		s.until(`!location.href.startsWith("` + e.host.url + `")`)
	}
	w := look(t, s, e.host.put("/bare", hostPage{body: e.bare(`sandbox="allow-scripts"`, "form=short")}))
	w.begin()
	w.answer(1, 12)
	w.frame.tap("#exit")
	w.frame.until(`document.body.textContent.trim() === "Close this tab now."`)
	if n := value[int](w.frame, `document.body.children.length`); n != 0 {
		t.Errorf("%d elements of the test are left", n)
	}
	phoneOf(s).complaints = nil // of the sandbox, and of the site that is away
}

// TestFrameFiles: a frame saves the PDF where the page around it allows that,
// and says so where it may not; a code leads to the test elsewhere.
func TestFrameFiles(t *testing.T) {
	e := bootEmbedded(t)
	s := newChromium(t)
	w := look(t, s, e.host.put("/", hostPage{body: e.script(`data-form="short"`), policy: e.strict()}))
	w.take()
	w.frame.tap(`#pdf a.button`)
	p := phoneOf(s)
	if got := p.downloaded("the PDF"); !strings.HasPrefix(string(got), "%PDF-") {
		t.Errorf("the PDF begins %q", got[:min(len(got), 20)])
	}
	w.tap(`footer a[href="/resume"]`, `!!document.querySelector('form[action="/resume/code"]')`)
	if value[bool](w.frame, `!!document.querySelector('form[action="/resume/keep"]')`) {
		t.Error("a frame offers to keep something on this device")
	}
	w.tap(`form[action="/resume/code"] button`, `!!document.querySelector("#made")`)
	code := value[string](w.frame, `document.querySelector("#made").textContent`)

	s.goTo(e.url + "/resume")
	value[bool](s, fmt.Sprintf(`(document.querySelector("#code").value = %q, true)`, code))
	s.tap(`form[action="/resume"] button`)
	s.at("/result")
	p.quiet()

	w = look(t, s, e.host.put("/bare", hostPage{body: e.bare(`sandbox="allow-scripts"`, "form=short")}))
	w.take()
	w.tap(`#pdf a.button`, `document.querySelector("#said").textContent.startsWith("If no file was saved")`)
	p.complaints = nil // of the sandbox
}

// TestPhraseCard shows a phrase, copies it, and leads to the test in its place.
func TestPhraseCard(t *testing.T) {
	e := bootEmbedded(t)
	s := newChromium(t)
	w := look(t, s, e.host.put("/", hostPage{body: e.script(`data-card="phrase" data-topic="music" data-article="quiet-evenings"`), policy: e.strict()}))
	if high := value[float64](w.page, `document.querySelector("iframe").getBoundingClientRect().height`); high > 400 {
		t.Errorf("the card is %v high", high)
	}
	w.tap(".copy", `document.querySelector(".copy").textContent.trim() === "Copied"`)
	w.tap(".go .button", `document.querySelector('form[action="/begin"] [name=article]')?.value === "quiet-evenings"`)
	w.snug("the test in its place")
	phoneOf(s).quiet()
}

// TestSnippetPage: what the page shows is what it says to copy, and each
// variant of it works where it is pasted.
//
// Holds: E7, E10
func TestSnippetPage(t *testing.T) {
	e := bootEmbedded(t)
	s := newChromium(t)
	page := e.url + "/partners/acme/embed?topic=music&article=quiet-evenings"
	s.goTo(page)
	value[bool](s, `(document.getElementById("preview").scrollIntoView({ behavior: "instant" }), true)`)
	w := window{s, seat{t, s.engine.(framing).inside()}}
	w.frame.until(`!!document.querySelector("#consent")`)
	w.snug("the preview")
	codes := value[map[string]string](s, `Object.fromEntries([...document.querySelectorAll(".variant")].map((v) => [v.id, v.querySelector("code").textContent]))`)
	phoneOf(s).quiet()
	for _, name := range []string{"reserved", "script", "pinned", "fixed"} {
		w := look(t, s, e.host.put("/"+name, hostPage{body: codes[name], policy: e.strict()}))
		w.frame.until(`!!document.querySelector("#consent")`)
		if name != "fixed" {
			w.snug(name)
		}
		if got := value[string](w.frame, `document.querySelector("[name=article]").value`); got != "quiet-evenings" {
			t.Errorf("%s brings the article %q", name, got)
		}
	}
	if codes["wordpress"] != e.url+"/embed/acme/relationship?article=quiet-evenings&topic=music" || codes["policy"] == "" {
		t.Errorf("variants: %v", codes)
	}
	phoneOf(s).quiet()
}

// TestWordPress shows a frame as WordPress does, and hears the height that it
// listens for.
//
// Holds: E10
func TestWordPress(t *testing.T) {
	e := bootEmbedded(t)
	s := newChromium(t)
	s.goTo(e.host.put("/", hostPage{body: `<script>window.heard = []; addEventListener("message", (m) => heard.push(m.data));</script>` +
		fmt.Sprintf(`<iframe sandbox="allow-scripts" security="restricted" title="Quiz" width="600" height="400" src="%s/embed/acme/relationship#?secret=abcdef1234"></iframe>`, e.url)}))
	s.until(`heard.some((m) => m.message === "height" && m.secret === "abcdef1234" && m.value === 1000)`)
	if n := value[int](s, `heard.filter((m) => m.secret !== "abcdef1234" || !(m.value >= 200 && m.value <= 1000)).length`); n > 0 {
		t.Errorf("%d messages are not as WordPress reads them", n)
	}
	phoneOf(s).quiet()
}
