package e2e_test

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// hand is how somebody acts on a page.
type hand interface {
	// pick chooses a radio button or ticks a box, and waits until it is.
	pick(selector string)
	// push presses a button or follows a link.
	push(selector string)
}

// pointer clicks.
type pointer struct{ seat }

func (p pointer) pick(selector string) {
	p.t.Helper()
	p.tap(selector)
	p.picked(selector)
}

func (p pointer) push(selector string) {
	p.t.Helper()
	p.tap(selector)
}

// picked waits until a radio button or a box is chosen.
func (s seat) picked(selector string) {
	s.t.Helper()
	s.until(fmt.Sprintf(`!!document.querySelector(%q)?.checked`, selector))
}

// keyboard presses keys alone: no script moves the focus for it. It insists on
// seeing where it is.
type keyboard struct{ seat }

func (k keyboard) pick(selector string) {
	k.t.Helper()
	k.tabTo(selector)
	if !k.on(selector) {
		k.arrowTo(selector)
	}
	if !value[bool](k.seat, `document.activeElement.checked`) {
		k.keys(keySpace)
	}
	k.picked(selector)
}

func (k keyboard) push(selector string) {
	k.t.Helper()
	k.tabTo(selector)
	k.keys(keyEnter)
}

// on reports whether the focus is on what the selector matches first.
func (k keyboard) on(selector string) bool {
	k.t.Helper()
	return value[bool](k.seat, fmt.Sprintf(`document.activeElement === document.querySelector(%q)`, selector))
}

// farthest is more stops than any page has.
const farthest = 400

// tabTo presses Tab until the focus is on what the selector matches first, or
// in the same group of radio buttons.
func (k keyboard) tabTo(selector string) { k.t.Helper(); k.walk(keyTab, selector) }

// walk presses a key until the focus arrives.
func (k keyboard) walk(key, selector string) {
	k.t.Helper()
	there := fmt.Sprintf(`(() => {
		const a = document.activeElement, b = document.querySelector(%q);
		return a === b || a.type === "radio" && a.type === b?.type && a.name === b.name && a.form === b.form;
	})()`, selector)
	for range farthest {
		if value[bool](k.seat, there) {
			k.sees()
			return
		}
		k.keys(key)
	}
	k.t.Fatalf("%d times Tab do not lead to %s at %s", farthest, selector, value[string](k.seat, `location.pathname`))
}

// sees waits until the focus is to be seen; the page may be scrolling there.
func (k keyboard) sees() {
	k.t.Helper()
	var wrong string
	for end := time.Now().Add(patience / 2); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if wrong = value[string](k.seat, `(`+seen+`)()`); wrong == "" {
			return
		}
	}
	k.t.Fatalf("at %s the focus on %s is not to be seen: %s", value[string](k.seat, `location.pathname`),
		value[string](k.seat, named+`(document.activeElement)`), wrong)
}

// arrowTo moves inside a group of radio buttons, by the shorter way.
func (k keyboard) arrowTo(selector string) {
	k.t.Helper()
	steps := value[int](k.seat, fmt.Sprintf(`(() => {
		const a = document.activeElement;
		const group = [...a.form.elements].filter((e) => e.type === "radio" && e.name === a.name);
		return group.indexOf(document.querySelector(%q)) - group.indexOf(a);
	})()`, selector))
	key := keyDown
	if steps < 0 {
		key, steps = keyUp, -steps
	}
	k.keys(slices.Repeat([]string{key}, steps)...)
	k.until(fmt.Sprintf(`document.activeElement === document.querySelector(%q)`, selector))
}

// digit chooses the nth response by its number; the focus has to be in the
// group already.
func (k keyboard) digit(n int) {
	k.t.Helper()
	k.keys(strconv.Itoa(n))
	k.picked(fmt.Sprintf(`input[name=response][value="%d"]`, n))
}

// seen is a function of the page that says what is wrong with how the focus is
// shown, if anything: an outline of 2 pixels or more around something that is
// in view and not covered.
const seen = `function () {
	const e = document.activeElement, style = getComputedStyle(e), at = e.getBoundingClientRect();
	if (!e.matches(":focus-visible")) return "no sign of the focus";
	if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return "no outline";
	const over = document.elementFromPoint(at.x + Math.min(at.width / 2, 20), at.y + Math.min(at.height / 2, 20));
	return over && (e.contains(over) || over.contains(e)) ? "" : "out of sight";
}`

// stops is an expression for where Tab should stop, in order: whatever can be
// operated, in the order of the document, a group of radio buttons once.
const stops = `(() => {
	const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")];
	const open = all.filter((e) => !e.disabled && e.tabIndex >= 0 && e.checkVisibility()).map(` + named + `);
	return open.filter((name, i) => !name.startsWith("group") || name !== open[i - 1]);
})()`

// named tells one stop from another.
const named = `(function (e) { return e.type === "radio" ? "group " + e.name : e.cloneNode().outerHTML.slice(0, 90); })`

// record is an expression that keeps a list of where the focus goes, with what
// is wrong there.
const record = `(() => {
	const name = ` + named + `, seen = ` + seen + `;
	window.way = [];
	addEventListener("focusin", (event) => {
		const wrong = event.target.matches(":focus-visible") && getComputedStyle(event.target).outlineStyle !== "none" ? "" : " unseen";
		window.way.push(name(event.target) + wrong);
	});
	return true;
})()`

// tour presses Tab through the whole page and Shift+Tab back: every stop once,
// in order, each to be seen, and nothing holds the focus. The page has just
// been loaded.
func (k keyboard) tour() {
	k.t.Helper()
	want := value[[]string](k.seat, stops)
	value[bool](k.seat, record)
	k.keys(slices.Repeat([]string{keyTab}, len(want))...)
	back := slices.Clone(want[:len(want)-1])
	slices.Reverse(back)
	k.keys(slices.Repeat([]string{keyBack}, len(back))...)
	got := value[[]string](k.seat, `window.way`)
	want = append(want, back...)
	for i := range max(len(want), len(got)) {
		if i >= len(want) || i >= len(got) || got[i] != want[i] {
			k.t.Errorf("at %s the keys lead from %q to %q, want %q", value[string](k.seat, `location.pathname`),
				nth(got, i-1), nth(got, i), nth(want, i))
			return
		}
	}
}

func nth(list []string, i int) string {
	if i < 0 || i >= len(list) {
		return "nowhere"
	}
	return list[i]
}
