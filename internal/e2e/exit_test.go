package e2e_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/attune-quiz/attune/internal/app"
)

// TestQuickExit leaves in mid-test and from the result, by the button with and
// without scripts, and by Shift three times. The neutral site cannot be reached
// from here, but the way there leads through /exit, which ends the visit: the
// browser's Back finds nothing of it.
func TestQuickExit(t *testing.T) {
	for _, way := range []struct {
		name    string
		scripts bool
		leave   func(*phone)
	}{
		{"button", true, func(p *phone) { p.click("#exit") }},
		{"button without scripts", false, func(p *phone) { p.click("#exit") }},
		{"shift", true, func(p *phone) {
			for range 3 {
				p.pressShift()
			}
		}},
	} {
		for _, finished := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, finished=%v", way.name, finished), func(t *testing.T) {
				p := newPhone(t, way.scripts)
				base := boot(t, app.Config{}).url
				p.open(base + "/?form=short")
				begin(p)
				answer(p, 3)
				if finished {
					for p.count("input[name=response]") > 0 {
						answer(p, 3)
					}
					p.finish(base)
				}
				from := p.at(base)
				way.leave(p)
				p.must("wait until the page is gone", chromedp.Do(p.ctx, chromedp.WaitNotPresent(chromedp.CSS("#exit"))))
				if c := p.cookies(); len(c) != 0 {
					t.Errorf("%d cookies after leaving", len(c))
				}
				p.back()
				if n := p.count("input[name=response]:checked, svg.map, .answers"); n != 0 {
					t.Errorf("Back leads to %s, which shows the test", p.at(base))
				}
				p.open(base + from)
				if title := p.title(); title != "No open test · Attune" {
					t.Errorf("%s is still %q", from, title)
				}
			})
		}
	}
}

// TestCoverIsInstant delays the server: the page is covered all the same before
// anything comes back, and says nothing in its title.
func TestCoverIsInstant(t *testing.T) {
	p := newPhone(t, true)
	base := boot(t, app.Config{}).url
	p.open(base)
	begin(p)
	p.network(false)
	covered := read(p, "leave and look", chromedp.Evaluate[bool](`(() => {
		document.getElementById("exit").click();
		return getComputedStyle(document.body).visibility === "hidden" && !/question|attune/i.test(document.title);
	})()`))
	if !covered {
		t.Error("without a network the page is still to be seen")
	}
	p.complaints = nil // the browser says that there was no network
}

// reachable fails the test where the way out is not the first thing on a page,
// or where the page does not say what it cannot do.
func (p *phone) reachable(name string) {
	p.t.Helper()
	if ok := read(p, "look for the way out", chromedp.Evaluate[bool](`(() => {
		const exit = document.getElementById("exit"), at = exit.getBoundingClientRect();
		return at.top >= 0 && at.bottom < 120 && at.height >= 44 && exit.closest("header") !== null &&
			exit.getAttribute("href") === "/exit" && document.querySelector("footer").textContent.includes("Shift");
	})()`)); !ok {
		p.t.Errorf("%s: the way out is not on top, or unexplained", name)
	}
}
