package e2e_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"
)

// engine is what any browser can be told, whatever protocol it speaks.
type engine interface {
	// open goes to an address and waits until it has loaded. A page that
	// cannot be loaded is no error.
	open(url string) error
	// eval runs an expression in the page; its value comes back as JSON.
	eval(expression string) ([]byte, error)
	// click brings the first match into view and clicks it by pointer.
	click(selector string) error
	// press presses and releases keys, one after the other, wherever the focus
	// is: a character, one of the names below, or several that are held
	// together.
	press(keys ...string) error
}

// engines open a browser of each kind.
func engines() map[string]func(*testing.T, ...setting) seat {
	return map[string]func(*testing.T, ...setting) seat{"chromium": newChromium, "firefox": newFirefox, "webkit": newWebKit}
}

// setting is how a browser is set up before anybody sits down in front of it.
type setting int

const (
	noScripts     setting = iota // of pages
	largeLetters                 // of twice the usual size
	twiceAsLarge                 // everything, as by zooming to 200 %
	forcedColours                // of the visitor's choosing, not the page's
)

// Keys that are no characters, as WebDriver writes them.
const (
	keyTab    = "\uE004"
	keyEnter  = "\uE007"
	keyShift  = "\uE008"
	keySpace  = " "
	keyEscape = "\uE00C"
	keyUp     = "\uE013"
	keyDown   = "\uE015"
	keyBack   = keyShift + keyTab
)

// need finds the first of the programs, or skips the test.
func need(t *testing.T, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("ATTUNE_TEST_ALL") == "1" {
		t.Fatalf("none of %v is here, and ATTUNE_TEST_ALL=1 asks for it", names)
	}
	t.Skipf("none of %v is here; ATTUNE_TEST_ALL=1 makes this a failure", names)
	return ""
}

// seat is somebody in front of a browser of any engine.
type seat struct {
	t *testing.T
	engine
}

func (s seat) must(what string, err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatalf("%s: %v", what, err)
	}
}

func (s seat) goTo(url string) {
	s.t.Helper()
	s.must("open "+url, s.open(url))
}

func (s seat) tap(selector string) {
	s.t.Helper()
	s.must("click "+selector, s.click(selector))
}

func (s seat) keys(keys ...string) {
	s.t.Helper()
	s.must("press keys", s.press(keys...))
}

// value reads what an expression gives.
func value[T any](s seat, expression string) (v T) {
	s.t.Helper()
	raw, err := s.eval(expression)
	if err == nil {
		err = json.Unmarshal(raw, &v)
	}
	s.must(expression, err)
	return v
}

// until waits for a condition on the page.
func (s seat) until(condition string) {
	s.t.Helper()
	var last error
	for end := time.Now().Add(2 * patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		raw, err := s.eval(condition)
		if last = err; err == nil && string(raw) == "true" {
			return
		}
	}
	where, err := s.eval(`document.title + " " + location.href`)
	s.t.Fatalf("%s never holds at %s: %v", condition, where, errors.Join(last, err))
}

// at waits until the page of the path has loaded, or was turned to.
func (s seat) at(path string) {
	s.t.Helper()
	s.until(fmt.Sprintf(`location.pathname === %q && document.readyState === "complete"`, path))
}
