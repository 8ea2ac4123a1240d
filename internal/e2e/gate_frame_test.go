package e2e_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/attune-quiz/attune/quiz"
)

// frame opens the shop's page with the test in it.
func (g gated) frame(t *testing.T, s seat, attributes string) window {
	t.Helper()
	return look(t, s, g.host.put("/", hostPage{body: fmt.Sprintf(
		`<attune-quiz partner="shop" instrument="relationship"><iframe %s title="Quiz" width="100%%" height="2900" frameborder="0" src="%s/embed/shop/relationship?form=short&topic=music"></iframe></attune-quiz>
		<script async src="%[2]s/embed.js"></script>`, attributes, g.url)}))
}

// counts fails the test where the frame holds fewer of something than least or
// more than most; most of -1 is any number.
func (w window) counts(what string, all map[string][2]int) {
	w.frame.t.Helper()
	for selector, bounds := range all {
		n := value[int](w.frame, fmt.Sprintf(`document.querySelectorAll(%q).length`, selector))
		if n < bounds[0] || bounds[1] >= 0 && n > bounds[1] {
			w.frame.t.Errorf("%s: there are %d of %s, want %v", what, n, selector, bounds)
		}
	}
}

// locked fails the test unless the frame shows what is free, and nothing else.
func (w window) locked(when string) {
	w.frame.t.Helper()
	w.counts(when, map[string][2]int{
		"#unlock form": {1, 1}, "#map svg.map": {1, 1}, "#pattern": {1, 1}, ".tonight": {1, 1}, "#plan .practice": {1, 1}, "#plan .pause": {1, 1},
		"#phrases .phrase": {3, 3}, `footer a[href="/help"]`: {1, 1}, "#region": {1, 1}, "#audience": {1, 1}, "#keep": {1, 1}, `a[href="/summary.pdf"]`: {1, 1},
		"#topic": {0, 0}, "#worksheets": {0, 0}, "#faq": {0, 0}, `a[href^="/playbook.pdf"]`: {0, 0}, `form[action="/plan.ics"]`: {0, 0},
		"#unlock input:checked": {0, 0},
	})
}

func (w window) unlocked() {
	w.frame.t.Helper()
	w.counts("the open playbook", map[string][2]int{
		"#unlock form": {0, 0}, "#plan .practice": {4, -1}, "#phrases .phrase": {6, -1}, "#topic .practice": {1, -1}, "#worksheets": {1, 1}, "#faq": {1, 1},
		`a[href="/playbook.pdf"]`: {1, 1}, `form[action="/plan.ics"]`: {1, 1},
	})
}

// TestEmailGateInAFrame opens the gate with an address inside a partner's page,
// after a slip, and gets the playbook there and by mail. The second box stays
// as it was, unticked: the partner is told of no address, and all else is the
// same.
func TestEmailGateInAFrame(t *testing.T) {
	for name, open := range map[string]func(*testing.T, ...setting) seat{"chromium": newChromium, "firefox": newFirefox} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			house := bootGated(t, quiz.GateEmail, true)
			w := house.frame(t, s, "")
			w.take()
			w.locked("at first")
			w.write("#unlock-email", "canary.zoe@mail")
			w.tap("#unlock button", `document.title.startsWith("Error:") && document.querySelector("#unlock-email").value === "canary.zoe@mail"`)
			w.locked("after a slip")
			w.write("#unlock-email", "canary.zoe@mail.example")
			w.tap("#unlock button", `!document.querySelector("#unlock form") && !!document.querySelector("#unlock .note")`)
			w.unlocked()
			w.snug("the open playbook")
			w.clean()
			if mailed := house.letter(t, "canary.zoe@mail.example"); !bytes.HasPrefix(mailed, []byte("%PDF-1.")) {
				t.Errorf("the mail brings %.20q", mailed)
			}
			house.stop()
			if house.log.holds("canary.zoe") {
				t.Error("the log holds the address")
			}
			house.keepsNone(t, "canary.zoe") // a lead would be waiting for its hour
		})
	}
}

// keepsNone fails the test where a byte of the database is part of the address.
func (g gated) keepsNone(t *testing.T, canary string) {
	t.Helper()
	files, err := filepath.Glob(g.db + "*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no database: %v", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte(canary)) {
			t.Errorf("%s holds the address", filepath.Base(name))
		}
	}
}

// TestCodeGateInAFrame opens the gate with a code that the shop's server had
// made, where the frame may run scripts and nothing else; a code that is made
// up and one that is spent open nothing.
func TestCodeGateInAFrame(t *testing.T) {
	const wrong = `document.title.startsWith("Error:") && !!document.querySelector("#unlock-wrong")`
	for name, open := range map[string]func(*testing.T, ...setting) seat{"chromium": newChromium, "webkit": newWebKit} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			house := bootGated(t, quiz.GateCode, true)
			code := house.mint(t)
			for _, visit := range []struct {
				attributes, code string
				opens            bool
			}{{`sandbox="allow-scripts"`, code, true}, {"", code, false}} {
				w := house.frame(t, s, visit.attributes)
				w.take()
				w.locked("at first")
				w.write("#unlock-code", "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA")
				w.tap("#unlock button", wrong)
				w.locked("after a code that is made up")
				w.write("#unlock-code", visit.code)
				if visit.opens {
					w.tap("#unlock button", `!document.querySelector("#unlock form")`)
					w.unlocked()
				} else {
					w.tap("#unlock button", wrong)
					w.locked("after a code that is spent")
				}
			}
			if house.log.holds(code) {
				t.Error("the log holds the code")
			}
		})
	}
}
