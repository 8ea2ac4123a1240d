package e2e_test

import (
	"fmt"
	"slices"
	"testing"
)

// guest takes the test from the start page to the result, in front of a
// browser of any engine and in any way of acting.
type guest struct {
	seat
	hand
	base string
	// arrived is called on every page, once it is there.
	arrived func(path string)
	labels  []string // of the responses, as the first item has them
}

// sit puts somebody who acts by pointer in front of a browser. Pages have to
// fit.
func sit(s seat, base string) *guest {
	return &guest{seat: s, hand: pointer{s}, base: base, arrived: func(string) { s.fits() }}
}

// reach waits for a page.
func (g *guest) reach(path string) {
	g.t.Helper()
	g.at(path)
	g.arrived(path)
}

// begin opens the start page, consents and comes to the first item.
func (g *guest) begin(form string) {
	g.t.Helper()
	g.goTo(g.base + "/?topic=music&locale=en&form=" + form)
	g.reach("/")
	g.pick("#consent")
	g.pick("#age")
	g.push(`form[action="/begin"] button`)
	g.reach(item(1))
	g.labels = value[[]string](g.seat, `[...document.querySelectorAll("form .options label")].map((e) => e.textContent.trim())`)
}

// answer gives a response to each of the items, and goes on to the page after
// them.
func (g *guest) answer(first, last int, after string) {
	g.t.Helper()
	for n := first; n <= last; n++ {
		g.pick(given(n))
		g.push(`form button[type=submit]`)
		if n < last {
			g.reach(item(n + 1))
		}
	}
	g.reach(after)
}

// item is the path of an item's page.
func item(n int) string { return fmt.Sprintf("/take/%d", n) }

// given selects the response to item n.
func given(n int) string {
	return fmt.Sprintf(`input[name=response][value="%d"]`, valueOf(n))
}

// finish checks what was given, answers the safety question and comes to the
// result.
func (g *guest) finish(items int) {
	g.t.Helper()
	g.unchanged(items)
	g.push(`form[action="/check"] button`)
	g.reach("/safety")
	g.pick(`input[name=afraid][value=no]`)
	g.pick(`input[name=audience][value=joint]`)
	g.push(`form[action="/safety"] button`)
	g.reach("/result")
}

// unchanged compares what the page to check says with what was given.
func (g *guest) unchanged(items int) {
	g.t.Helper()
	want := []string{}
	for n := 1; n <= items; n++ {
		want = append(want, g.labels[valueOf(n)-1])
	}
	if got := value[[]string](g.seat, `[...document.querySelectorAll("ol.answers .given")].map((e) => e.textContent.trim())`); !slices.Equal(got, want) {
		g.t.Errorf("check-your-answers shows %q, want %q", got, want)
	}
}

// short takes the short form.
func (g *guest) short() {
	g.t.Helper()
	g.begin("short")
	g.answer(1, shortItems, "/check")
	g.finish(shortItems)
}

const shortItems, fullItems = 12, 44

// use makes the plan one for the visitor alone and ticks a practice, as people
// do with their result.
func (g *guest) use() {
	g.t.Helper()
	g.pick(`#audience input[value=solo]`)
	g.push(`#audience button`)
	g.until(`location.search === "?saved=audience" && document.readyState === "complete"`)
	g.fits()
	g.picked(`#audience input[value=solo]`)
	g.push(`#plan .practice summary`)
	g.until(`!!document.querySelector("#plan .practice[open]")`)
	g.push(`#plan .practice[open] .tick button`)
	g.until(`document.readyState === "complete" && document.getElementById("progress").textContent.trim().startsWith("Done so far: 1 of")`)
}

// leave ends the visit in a way. The neutral site cannot be reached from here;
// the visit is over all the same.
func (g *guest) leave(how func()) {
	g.t.Helper()
	how()
	g.until(`!document.getElementById("exit")`)
	_ = g.open(g.base + "/result") // the page that could not be reached may still be loading
	g.goTo(g.base + "/result")
	g.until(`document.title === "No open test · Attune"`)
}

func (g *guest) byShift() {
	g.t.Helper()
	g.keys(keyShift, keyShift, keyShift)
}

func (g *guest) byLink() {
	g.t.Helper()
	g.push("#exit")
}

// leaveEmpty goes on from an item without a response.
func (g *guest) leaveEmpty() {
	g.t.Helper()
	g.until(`performance.now() > 600`) // or it would count as half of a double tap
	g.push(`form button[type=submit]`)
	g.until(`document.title.startsWith("Error:") && document.activeElement.matches(".trouble")`)
}

// fits fails the test where the page scrolls sideways, or cuts something off.
func (s seat) fits() {
	s.t.Helper()
	if wrong := value[[]string](s, cutOff); len(wrong) > 0 {
		s.t.Errorf("%s, %d wide: %q", value[string](s, `location.pathname`), value[int](s, `innerWidth`), wrong[:min(len(wrong), 4)])
	}
}

// cutOff is an expression for what does not fit: beyond either edge of the
// page, or larger than a box that hides what flows over or has an edge to be
// seen. What is meant to be out of sight, or to be scrolled by itself, is left
// out.
const cutOff = `(() => {
	const root = document.documentElement, room = root.clientWidth, out = [];
	if (root.scrollWidth > room) out.push("the page, by " + (root.scrollWidth - room));
	for (const e of document.querySelectorAll("body *")) {
		const { width, height, left, right } = e.getBoundingClientRect();
		if (!width || !height || e.closest(".unseen, .skip, .wide, svg")) continue;
		const name = e.cloneNode().outerHTML.slice(0, 80);
		if (right > room + 1 || left < -1) out.push("beyond the edge: " + name);
		const holds = getComputedStyle(e).overflow !== "visible" || e.matches("button, .button, .exit, label, summary, td");
		const over = e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1;
		if (holds && over && e.clientWidth && !e.matches("textarea, select, input")) out.push("cut off: " + name);
	}
	return out;
})()`

// quietHouse fails the test where the program panicked.
func quietHouse(t *testing.T, house program) {
	t.Helper()
	if house.log.holds("panic") {
		t.Error("the program panicked")
	}
}
