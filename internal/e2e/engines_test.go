package e2e_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/internal/app"
)

// TestOtherEngines takes the whole test in Firefox and in WebKit: an empty
// page, a look back, ten items while there is no server, and the way out.
//
// Holds: A6, A11
func TestOtherEngines(t *testing.T) {
	for name, open := range map[string]func(*testing.T) seat{"firefox": newFirefox, "webkit": newWebKit} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			cfg := app.Config{DB: filepath.Join(t.TempDir(), "attune.db")}
			house := boot(t, cfg)
			base := house.url
			cfg.Addr = strings.TrimPrefix(base, "http://")

			s.goTo(base + "/?topic=music&locale=en")
			s.fits()
			s.tap("#consent")
			s.tap("#age")
			s.tap(`form[action="/begin"] button`)
			s.at("/take/1")
			s.fits()
			s.leaveEmpty()
			for n := 1; n <= 5; n++ {
				s.respond(n)
			}
			s.lookBack()
			s.until(`document.getElementById("kept").textContent === "Saved."`)
			house.stop()
			for n := 6; n <= 15; n++ {
				s.respond(n)
			}
			s.until(`document.getElementById("kept").textContent.startsWith("Not saved yet")`)
			house = boot(t, cfg)
			s.until(`document.getElementById("kept").textContent === "Saved."`)
			for n := 16; n <= 44; n++ {
				s.respond(n)
			}
			s.at("/check")
			s.fits()
			if got := value[int](s, `document.querySelectorAll("ol.answers .given em").length`); got != 0 {
				t.Errorf("%d items are open at the end", got)
			}
			s.tap(`form[action="/check"] button`)
			s.at("/safety")
			s.tap(`input[name=afraid][value=no]`)
			s.tap(`input[name=audience][value=joint]`)
			s.tap(`form[action="/safety"] button`)
			s.at("/result")
			s.fits()
			s.tickFirst()
			s.leaveByShift(base)
			if house.log.holds("panic") {
				t.Error("the program panicked")
			}
		})
	}
}

// fits fails the test where the page scrolls sideways.
func (s seat) fits() {
	s.t.Helper()
	if n := value[int](s, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); n > 0 {
		s.t.Errorf("%s is %d pixels wider than the screen", value[string](s, `location.pathname`), n)
	}
}

// respond chooses and goes on from item n.
func (s seat) respond(n int) {
	s.t.Helper()
	s.at(fmt.Sprintf("/take/%d", n))
	s.tap(fmt.Sprintf(`input[name=response][value="%d"]`, valueOf(n)))
	s.until(fmt.Sprintf(`document.querySelector("input[name=response]:checked")?.value === "%d"`, valueOf(n)))
	s.tap(`form button[type=submit]`)
	next := fmt.Sprintf("/take/%d", n+1)
	if n == 44 {
		next = "/check"
	}
	s.at(next)
}

func (s seat) leaveEmpty() {
	s.t.Helper()
	s.until(`performance.now() > 600`)
	s.tap(`form button[type=submit]`)
	s.until(`document.title.startsWith("Error:") && document.activeElement.matches(".trouble")`)
}

// lookBack presses the browser's Back, finds the response, and returns.
func (s seat) lookBack() {
	s.t.Helper()
	value[bool](s, `(() => { history.back(); return true; })()`)
	s.at("/take/5")
	s.until(fmt.Sprintf(`document.querySelector("input[name=response]:checked")?.value === "%d"`, valueOf(5)))
	value[bool](s, `(() => { history.forward(); return true; })()`)
	s.at("/take/6")
}

func (s seat) tickFirst() {
	s.t.Helper()
	s.tap(`#plan .practice summary`)
	s.tap(`#plan .practice[open] .tick button`)
	s.until(`document.getElementById("progress").textContent.trim().startsWith("Done so far: 1 of")`)
	if at := value[string](s, `location.search`); at != "" {
		s.t.Errorf("ticking leads to %s", at)
	}
}

// leaveByShift presses Shift three times. The neutral site cannot be reached
// from here; the visit is over all the same.
func (s seat) leaveByShift(base string) {
	s.t.Helper()
	s.keys(keyShift, keyShift, keyShift)
	s.until(`!document.getElementById("exit")`)
	_ = s.open(base + "/result") // the page that could not be reached may still be loading
	s.goTo(base + "/result")
	s.until(`document.title === "No open test · Attune"`)
}
