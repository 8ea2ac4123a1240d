package e2e_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestFrame takes the whole test to the result on pages of another site: under
// a host's strict policy, with the room for the frame kept, and in a sandbox
// that allows scripts alone.
//
// Holds: E1, E4, E6, E2, ASVS 3.5.4
func TestFrame(t *testing.T) {
	e := bootEmbedded(t)
	pages := map[string]hostPage{
		"script":  {body: e.script(`data-article="quiet-evenings"`), policy: e.strict()},
		"room":    {body: e.element(`form="short"`, e.bare("", "form=short"))},
		"sandbox": {body: e.bare(`sandbox="allow-scripts"`, "")},
	}
	items := map[string]int{"script": 44, "room": 12, "sandbox": 44}
	for name, open := range engines() {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			for page, body := range pages {
				w := look(t, s, e.host.put("/"+page, body))
				if n := w.take(); n != items[page] {
					t.Errorf("%s: %d items were taken, want %d", page, n, items[page])
				}
				if name == "chromium" || page != "sandbox" { // WebKit's driver may not reach into storage there
					w.clean()
				}
				if page != "sandbox" {
					w.snug(page + ": the result")
				}
				if n := value[int](w.frame, `document.querySelectorAll("#phrases .phrase, #topic .practice").length`); n < 8 {
					t.Errorf("%s: the result holds %d phrases and practices", page, n)
				}
			}
			if name == "chromium" {
				phoneOf(s).quiet()
			}
			if e.log.holds("att_") || e.log.holds("quiet-evenings") {
				t.Error("the log holds an attempt or what a visitor brought")
			}
		})
	}
}

// TestFrameHeight: the frame follows what it shows, up and down, as narrow as
// a phone and as wide as a desk.
//
// Holds: E3
func TestFrameHeight(t *testing.T) {
	e := bootEmbedded(t)
	url := e.host.put("/", hostPage{body: e.script(`data-form="short"`), policy: e.strict()})
	for name, open := range engines() {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			for _, width := range []int{400, 1200} {
				s.must("resize the window", s.engine.(framing).resize(width, 900))
				w := look(t, s, url)
				start := w.snug("the start")
				w.begin()
				item := w.snug("an item")
				if item >= start {
					t.Errorf("at %d, an item is %v high after a start of %v: the frame did not shrink", width, item, start)
				}
				w.tap(`footer a[href="/help"]`, `!!document.querySelector(".page-help")`)
				shut := w.snug("help")
				w.tap(`footer a[href="/privacy"]`, `!!document.querySelector(".page-privacy")`)
				if open := w.snug("privacy"); open == shut {
					t.Errorf("at %d, two pages are %v high", width, open)
				}
			}
		})
	}
}

// A page that the partner does not list gets no frame.
//
// Holds: E5
func TestUnlistedHost(t *testing.T) {
	e := bootEmbedded(t)
	stranger := newHost(t)
	s := newChromium(t)
	for name, body := range map[string]string{"script": e.script(""), "bare": e.bare("", "")} {
		s.goTo(stranger.put("/"+name, hostPage{body: body}))
		s.until(`!!document.querySelector("iframe")`)
		frame := seat{t, s.engine.(framing).inside()}
		frame.until(`location.href.startsWith("chrome-error:")`)
		if name == "script" {
			s.until(`document.querySelector("iframe").offsetHeight < 300`) // it keeps no hole
		}
	}
	p := phoneOf(s)
	p.mu.Lock()
	defer p.mu.Unlock()
	if got := strings.Join(p.complaints, "\n"); !strings.Contains(got, "frame-ancestors") {
		t.Errorf("the browser gives another reason: %s", got)
	}
}

// TestForgedMessages: only the frame itself, with its id and the right
// version, says how high it is, and within bounds.
//
// Holds: E3, ASVS 3.5.5
func TestForgedMessages(t *testing.T) {
	e := bootEmbedded(t)
	s := newChromium(t)
	w := look(t, s, e.host.put("/", hostPage{body: e.script("")}))
	w.snug("the start")
	value[bool](s, `(document.body.append(Object.assign(document.createElement("iframe"), { id: "other", srcdoc: "<p>x" })), true)`)
	value[bool](s, `(addEventListener("message", (m) => { if (m.data?.type === "resize") window.heard = m.data.id; }), true)`)
	w.frame.tap(`footer a[href="/privacy"]`)
	w.frame.until(`!!document.querySelector(".page-privacy")`)
	s.until(`!!window.heard`)
	before := w.snug("privacy")
	id := value[string](s, `window.heard`)

	forge := func(s seat, to, message string) {
		t.Helper()
		value[bool](s, fmt.Sprintf(`(%s.postMessage(%s, "*"), true)`, to, message))
	}
	right := fmt.Sprintf(`{ v: 1, id: %q, type: "resize", detail: { height: 9999 } }`, id)
	forge(s, "window", right)
	value[bool](s, fmt.Sprintf(`(document.getElementById("other").contentWindow.eval('parent.postMessage(%s, "*")'), true)`, strings.ReplaceAll(right, `"`, `\"`)))
	for _, message := range []string{
		`{ v: 2, id: ID, type: "resize", detail: { height: 9999 } }`, `{ v: 1, id: "x", type: "resize", detail: { height: 9999 } }`,
		`{ id: ID, type: "resize", detail: { height: 9999 } }`, `{ v: 1, id: ID, type: "resize", detail: { height: -1 } }`,
		`{ v: 1, id: ID, type: "resize", detail: { height: 20001 } }`, `{ v: 1, id: ID, type: "resize", detail: { height: "9999" } }`,
		`{ v: 1, id: ID, type: "resize", detail: { height: NaN } }`, `{ v: 1, id: ID, type: "resize", detail: { height: Infinity } }`,
		`"resize"`, `null`,
	} {
		forge(w.frame, "parent", strings.ReplaceAll(message, "ID", fmt.Sprintf("%q", id)))
	}
	value[bool](s, `new Promise((done) => setTimeout(done, 200, true))`)
	if after := w.snug("after forged messages"); after != before {
		t.Errorf("forged messages make the frame %v high, before it was %v", after, before)
	}
	// The same message is heard from the frame itself.
	forge(w.frame, "parent", right)
	s.until(`document.querySelector("iframe").getBoundingClientRect().height === 9999`)
	phoneOf(s).quiet()
}

// TestEvents: the page hears how far a visitor is, and nothing of what they
// say.
//
// Holds: E8
func TestEvents(t *testing.T) {
	e := bootEmbedded(t)
	s := newChromium(t)
	w := look(t, s, e.host.put("/", hostPage{body: `<script>
		window.heard = [];
		for (const name of ["ready", "started", "progress", "completed", "error", "resize"])
			addEventListener("quiz:" + name, (event) => heard.push({ name, ...event.detail }));
	</script>` + e.script(`data-form="short"`)}))
	w.take()
	type heard struct {
		Name, Instrument, Attempt string
		Answered, Total           int
		Height                    float64
	}
	all := value[[]map[string]any](s, `heard`)
	for _, event := range all {
		for key := range event {
			if !strings.Contains(" name instrument attempt answered total height ", " "+key+" ") {
				t.Errorf("an event holds %s: %v", key, event)
			}
		}
	}
	var names []string
	answered := 0
	for _, event := range value[[]heard](s, `heard`) {
		if event.Instrument != "relationship" || (event.Name == "completed") && !strings.HasPrefix(event.Attempt, "att_") {
			t.Errorf("%+v", event)
		}
		switch event.Name {
		case "resize":
			continue
		case "progress":
			if answered++; event.Answered != answered || event.Total != 12 {
				t.Errorf("progress %d: %+v", answered, event)
			}
			if answered > 1 {
				continue
			}
		}
		names = append(names, event.Name)
	}
	if got := strings.Join(names, " "); got != "ready started progress completed" || answered != 12 {
		t.Errorf("heard %s, and progress %d times", got, answered)
	}
}
