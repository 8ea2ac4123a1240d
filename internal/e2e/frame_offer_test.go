package e2e_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestFrameOffersWhatWorks copies the address of a card and prints one sheet, in
// a frame that may do so and in one that may run scripts alone: there what was
// to be copied is selected, and what cannot be done is said beside the button,
// with the way to where it can.
func TestFrameOffersWhatWorks(t *testing.T) {
	e := bootEmbedded(t)
	pages := map[string]hostPage{
		"free":    {body: e.element(`form="short"`, e.bare(`allow="clipboard-write"`, "form=short")), policy: e.strict()},
		"sandbox": {body: e.bare(`sandbox="allow-scripts"`, "form=short")},
	}
	for name, open := range engines() {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			for page, body := range pages {
				w := look(t, s, e.host.put("/"+page, body))
				w.take()
				w.makeCard()
				w.copyAddress(page)
				if page == "free" && name != "chromium" { // whose tests stand beside the page, not in it
					w.copyByHand()
				}
				w.printSheet(page)
			}
			if name == "chromium" {
				phoneOf(s).complaints = nil // of the sandbox
			}
		})
	}
}

// tapFolded clicks what may be folded up, until that shows.
func (w window) tapFolded(selector, shows string) {
	w.frame.t.Helper()
	unfold := fmt.Sprintf(`(() => {
		const node = document.querySelector(%q);
		for (let box = node?.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
		return true;
	})()`, selector)
	value[bool](w.frame, unfold)
	w.tap(selector, fmt.Sprintf(`(%s) || !%s`, shows, unfold))
}

func (w window) makeCard() {
	w.frame.t.Helper()
	w.tapFolded(`#share form:has([value=map]) button`, `!!document.querySelector("#share .shares .address")`)
}

func (w window) copyAddress(page string) {
	w.frame.t.Helper()
	w.tapFolded(`#share .shares .copy`, `["Copied", "Selected, now copy it"].includes(document.querySelector("#share .shares .copy").textContent)`)
	said := value[string](w.frame, `document.querySelector("#share .shares .copy").textContent`)
	w.frame.t.Logf("%s: %s", page, said)
	selected := value[string](w.frame, `getSelection().toString().trim()`)
	if address := value[string](w.frame, `document.querySelector("#share .address").textContent`); said != "Copied" && selected != address {
		w.frame.t.Errorf("%s: %q is selected, want %q", page, selected, address)
	}
	if !value[bool](w.frame, `[...document.querySelectorAll("[data-share]")].every((b) => b.hidden === !navigator.canShare?.({ url: b.dataset.share }))`) {
		w.frame.t.Errorf("%s: the device's menu is offered where there is none, or hidden where there is one", page)
	}
}

// copyByHand copies where no way to do so is open: the words are selected, and
// the button says so.
func (w window) copyByHand() {
	w.frame.t.Helper()
	w.frame.until(`document.querySelector("#share .shares .copy").textContent === "Copy"`)
	value[bool](w.frame, `(navigator.clipboard.writeText = () => Promise.reject(new Error("no")), document.execCommand = () => false, true)`)
	w.tap(`#share .shares .copy`, `document.querySelector("#share .shares .copy").textContent === "Selected, now copy it"`)
	if !value[bool](w.frame, `getSelection().toString().trim() === document.querySelector("#share .address").textContent`) {
		w.frame.t.Error("what is to be copied is not selected")
	}
}

func (w window) printSheet(page string) {
	w.frame.t.Helper()
	w.tapFolded(`#worksheets a[href^="/sheets/"]`, `!!document.querySelector(".page-sheet")`)
	if value[bool](w.frame, `document.querySelector("#print").hidden`) {
		w.frame.t.Errorf("%s: printing is not offered", page)
	}
	value[bool](w.frame, `(addEventListener("beforeprint", () => document.documentElement.toggleAttribute("data-printing", true)), true)`)
	if page == "free" { // no test waits before a dialog
		value[bool](w.frame, `(window.print = () => dispatchEvent(new Event("beforeprint")), true)`)
	}
	w.frame.tap("#print button")
	// WebKit prints from a sandbox too.
	w.frame.until(`document.documentElement.hasAttribute("data-printing") !== !!document.querySelector(".remark")`)
	said := value[string](w.frame, `document.querySelector(".remark")?.textContent ?? ""`)
	if page == "free" && said != "" || said != "" && !(strings.HasPrefix(said, "If nothing prints") && strings.Contains(said, "“Go on elsewhere”")) {
		w.frame.t.Errorf("%s: it says %q", page, said)
	}
	w.frame.t.Logf("%s: printing says %q", page, said)
}
