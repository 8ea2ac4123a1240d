package e2e_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/internal/app"
)

// condition is something that the journey has to get along with.
type condition struct {
	name string
	with []setting
	take func(s seat, base string)
}

func conditions() []condition {
	return []condition{
		{"offline", nil, offline},
		{"keyboard", nil, byKeys},
		{"no scripts", []setting{noScripts}, withoutScripts},
		{"narrow", nil, narrow},
		{"zoomed", []setting{twiceAsLarge}, zoomed},
		{"large letters", []setting{largeLetters}, inLargeLetters},
		{"forced colours", []setting{forcedColours}, inForcedColours},
	}
}

// TestJourney takes the test in each engine under each condition.
//
// Holds: A6, A8, A10, A11, A13
func TestJourney(t *testing.T) {
	house := boot(t, app.Config{})
	for name, open := range engines() {
		t.Run(name, func(t *testing.T) {
			for _, c := range conditions() {
				t.Run(c.name, func(t *testing.T) { c.take(open(t, c.with...), house.url) })
			}
		})
	}
	quietHouse(t, house)
}

// offline takes the full form, looks back once, and gives ten responses while
// there is no server.
func offline(s seat, _ string) {
	s.t.Helper()
	cfg := app.Config{DB: filepath.Join(s.t.TempDir(), "attune.db")}
	house := boot(s.t, cfg)
	cfg.Addr = strings.TrimPrefix(house.url, "http://")
	g := sit(s, house.url)
	g.begin("full")
	g.leaveEmpty()
	g.answer(1, 5, "/take/6")
	value[bool](s, `(() => { history.back(); return true; })()`)
	g.reach("/take/5")
	g.picked(given(5))
	value[bool](s, `(() => { history.forward(); return true; })()`)
	g.reach("/take/6")
	s.until(`document.getElementById("kept").textContent === "Saved."`)
	house.stop()
	g.answer(6, 15, "/take/16")
	s.until(`document.getElementById("kept").textContent.startsWith("Not saved yet")`)
	house = boot(s.t, cfg)
	g.answer(16, 16, item(17)) // which brings the others along
	s.until(`document.getElementById("kept").textContent === "Saved."`)
	g.answer(17, fullItems, "/check")
	g.finish(fullItems)
	g.use()
	g.leave(g.byShift)
	quietHouse(s.t, house)
}

// byKeys takes the test with the keyboard alone, and walks through the pages
// by Tab and back.
func byKeys(s seat, base string) {
	s.t.Helper()
	k := keyboard{s}
	g := sit(s, base)
	g.hand = k
	g.goTo(base + "/?form=short&locale=en")
	g.at("/")
	k.tour()
	g.begin("short")
	g.goTo(base + "/take/1")
	g.at("/take/1")
	k.tour()
	g.goTo(base + "/take/1")
	k.onlyInTheGroup()
	k.refused()
	g.answer(1, 2, "/take/3")
	k.thereAndBack()
	g.answer(3, 3, "/take/4")
	k.byDigits(4, 6)
	g.answer(7, shortItems, "/check")
	k.tour()
	g.goTo(base + "/check")
	g.finish(shortItems)
	k.push(`.jump a[href="#map"]`)
	g.use()
	g.leave(g.byShift)
}

// onlyInTheGroup: a digit chooses nothing unless a radio button has the focus
// (WCAG 2.2, 2.1.4).
func (k keyboard) onlyInTheGroup() {
	k.t.Helper()
	for _, elsewhere := range []string{"#exit", ".back a"} {
		k.tabTo(elsewhere)
		k.keys("2", "3")
	}
	if n := value[int](k.seat, `document.querySelectorAll("input[name=response]:checked").length`); n != 0 {
		k.t.Error("a digit chooses a response though the focus is elsewhere")
	}
}

// refused goes on without a response, is told, and is led to the group.
func (k keyboard) refused() {
	k.t.Helper()
	k.until(`performance.now() > 600`) // or it would count as half of a double tap
	k.push(`form button[type=submit]`)
	k.until(`document.title.startsWith("Error:") && document.activeElement.matches(".trouble")`)
	k.push(`.trouble a`)
	k.until(`document.activeElement.id === "r1"`)
}

// thereAndBack: the new heading has the focus; one Tab enters the group, the
// next leaves it, and Shift+Tab comes back to what was chosen. Arrows pass by
// others and turn no page.
func (k keyboard) thereAndBack() {
	k.t.Helper()
	k.until(`document.activeElement.matches("h1")`)
	k.keys(keyTab, keySpace)
	k.picked("#r1")
	k.keys(keyDown, keyDown, keyUp)
	k.picked(`label:nth-child(2) input`)
	k.keys(keyTab)
	k.until(`document.activeElement.matches("form button[type=submit]")`)
	k.keys(keyBack)
	k.until(`document.activeElement.matches("input[name=response]:checked")`)
	k.at("/take/3")
}

// byDigits answers items by their numbers; Enter in the group goes on.
func (k keyboard) byDigits(first, last int) {
	k.t.Helper()
	for n := first; n <= last; n++ {
		k.tabTo(given(n))
		k.digit(valueOf(n))
		k.keys(keyEnter)
		k.at(item(n + 1))
	}
}

// withoutScripts takes the test where the browser runs no script of the page.
func withoutScripts(s seat, base string) {
	s.t.Helper()
	g := sit(s, base)
	g.begin("short")
	if !value[bool](s, `document.querySelector(".auto").hidden`) {
		s.t.Fatal("the page's script runs")
	}
	g.answer(1, 3, item(4))
	g.push(".back a")
	g.reach(item(3))
	g.picked(given(3))
	g.answer(3, shortItems, "/check")
	g.finish(shortItems)
	g.use()
	g.leave(g.byLink)
}

// narrow takes the test on a screen of 320 pixels.
func narrow(s seat, base string) {
	s.t.Helper()
	s.wide(320, base)
	g := sit(s, base)
	g.short()
	g.use()
}

// zoomed takes the test in a window of 1280 pixels at 200 %.
func zoomed(s seat, base string) {
	s.t.Helper()
	s.wide(1280/2, base)
	g := sit(s, base)
	g.begin("short")
	if got := s.picture().Bounds().Dx(); got != 1280 {
		s.t.Fatalf("the page takes %d pixels of the screen, want 1280", got)
	}
	g.answer(1, shortItems, "/check")
	g.finish(shortItems)
	g.use()
}

// wide makes pages so many CSS pixels wide, and looks whether one is.
func (s seat) wide(width int, page string) {
	s.t.Helper()
	s.goTo(page)
	s.must("change the size", s.engine.(display).resize(width, phoneHeight))
	s.until(fmt.Sprintf(`innerWidth === %d`, width))
}

// inLargeLetters takes the test with text alone at 200 %.
func inLargeLetters(s seat, base string) {
	s.t.Helper()
	s.wide(1280, base)
	g := sit(s, base)
	g.begin("short")
	if got := value[string](s, `getComputedStyle(document.documentElement).fontSize`); got != "32px" {
		s.t.Fatalf("letters are %s by default, want 32px", got)
	}
	g.answer(1, shortItems, "/check")
	g.finish(shortItems)
	g.use()
}

// inForcedColours takes the test in colours that the visitor chose. WebKitGTK
// has no such mode; there the desktop's theme of high contrast stands in.
func inForcedColours(s seat, base string) {
	s.t.Helper()
	g := sit(s, base)
	g.begin("short")
	first := g.waves()
	g.choiceShows()
	g.answer(1, shortItems-1, item(shortItems))
	if last := g.waves(); last.changed(first, legible) < 20 {
		s.t.Error("the two waves do not show that the test went on")
	}
	g.answer(shortItems, shortItems, "/check")
	g.finish(shortItems)
	if ink := g.look("#map svg", 0).strokes(); ink < 200 {
		s.t.Errorf("of the map %.0f pixels are to be seen", ink)
	}
	g.use()
}

// waves looks at the two waves, which have to be seen.
func (g *guest) waves() picture {
	g.t.Helper()
	p := g.look("main > .waves", 0)
	if ink := p.strokes(); ink < 200 {
		g.t.Errorf("of the two waves %.0f pixels are to be seen", ink)
	}
	return p
}

// choiceShows: what is chosen can be told from what is not, and the focus from
// where it is not.
func (g *guest) choiceShows() {
	g.t.Helper()
	const radio, button = `input[name=response][value="3"]`, `form button[type=submit]`
	open := g.look(radio, 0)
	g.pick(radio)
	const told = 2 // or more: the colours of native controls are the browser's
	if n := g.look(radio, 0).changed(open, told); n < 20 {
		g.t.Errorf("choosing changes %.0f pixels", n)
	}
	idle := g.look(button, 8)
	keyboard{g.seat}.tabTo(button)
	if n := g.look(button, 8).changed(idle, legible); n < 200 {
		g.t.Errorf("the focus on a button changes %.0f pixels", n)
	}
}
