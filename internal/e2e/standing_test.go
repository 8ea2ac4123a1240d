package e2e_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/attune-quiz/attune/internal/app"
)

// TestReload reloads every page of the journey: each comes back with what was
// given.
func TestReload(t *testing.T) {
	p := newPhone(t, true)
	base := boot(t, app.Config{}).url
	p.open(base + "/?topic=music&form=short")
	p.reload()
	if n := p.count(`input[name=form][value=short]:checked`); n != 1 {
		t.Error("the start page forgets the form that the link asked for")
	}
	begin(p)
	answer(p, 4)
	p.click(`input[name=response][value="2"]`)
	p.holds(base, "4", "2") // though nobody pressed Continue
	p.reload()
	if at, n := p.at(base), p.count(`input[name=response][value="2"]:checked`); at != "/take/2" || n != 1 {
		t.Errorf("reloading an item leads to %s with %d of its response", at, n)
	}
	p.fill(12, 0)
	for _, page := range []string{"/check", "/safety", "/result"} {
		p.open(base + page)
		title := p.title()
		p.reload()
		if at := p.at(base); at != page || p.title() != title {
			t.Errorf("reloading %s leads to %s, %q", page, at, p.title())
		}
		switch page {
		case "/check":
			p.follow(`form[action="/check"] button`)
		case "/safety":
			p.click(`input[name=afraid][value=unsaid]`)
			p.follow(`form[action="/safety"] button`)
		}
	}
	// What a plan's form changed is not changed again.
	p.click(`#keep input[value="12w"]`)
	p.follow(`#keep button`)
	p.reload()
	if n := p.count(`#keep input[value="12w"]:checked`); n != 1 {
		t.Error("reloading after a change loses it")
	}
	p.quiet()
}

// TestTwoTabs answers in two tabs, then finishes in one: the other is led to
// the result, and nothing that either gave is lost before.
func TestTwoTabs(t *testing.T) {
	p := newPhone(t, true)
	base := boot(t, app.Config{}).url
	p.open(base + "/?form=short")
	begin(p)
	answer(p, 1)
	other := p.tab()
	other.open(base + "/take/3")
	answer(other, 5)
	answer(p, 2)
	p.holds(base, "1", "2", "5")
	other.fill(12, 3)
	other.finish(base)
	// The first tab still shows the third item.
	p.click(`input[name=response][value="4"]`)
	p.waits(`location.pathname === "/result" && document.readyState === "complete"`)
	if n := p.count("svg.map"); n != 1 {
		t.Error("the other tab is not led to the result")
	}
	p.complaints = nil // the browser says that a save was refused
}

// TestErasedElsewhere erases in one tab while another is in mid-test.
func TestErasedElsewhere(t *testing.T) {
	p := newPhone(t, true)
	base := boot(t, app.Config{}).url
	p.open(base)
	begin(p)
	other := p.tab()
	other.open(base + "/erase")
	other.follow(`form[action="/erase"] button`)
	p.click(`input[name=response][value="4"]`)
	p.waits(`document.title === "No open test · Attune" && document.readyState === "complete"`)
	p.complaints = nil // the browser says that a save was refused
}

// TestBackAfterFinishing presses the browser's Back from the result: no form
// is sent again, and no item can be changed.
//
// Holds: A3
func TestBackAfterFinishing(t *testing.T) {
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("scripts=%v", scripts), func(t *testing.T) {
			p := newPhone(t, scripts)
			base := boot(t, app.Config{}).url
			p.open(base + "/?form=short")
			begin(p)
			answer(p, 2)
			if scripts {
				p.fill(12, 1)
			} else {
				for p.count("input[name=response]") > 0 {
					answer(p, 2)
				}
			}
			p.finish(base)
			seen := []string{}
			before := p.ask(base + "/export")
			for range 4 {
				p.back()
				seen = append(seen, p.at(base))
				if p.count("input[name=response]") > 0 {
					break // a page that the browser kept, as it was
				}
			}
			if seen[0] != "/safety" {
				t.Errorf("Back leads to %v, want the safety question first", seen)
			}
			if !scripts {
				read(p, "answer on the kept page", chromedp.Evaluate[bool](`(() => {
					document.querySelector("input[name=response]").click();
					document.querySelector("form button[type=submit]").click();
					return true;
				})()`))
			}
			p.waits(`location.pathname === "/result"`)
			if after := p.ask(base + "/export"); !bytes.Equal(after, before) {
				t.Errorf("after finishing what is kept changed from\n%s\nto\n%s", before, after)
			}
			p.quiet()
		})
	}
}

// TestExpiredAttempt lets a test's time run out in its middle.
//
// Holds: A12
func TestExpiredAttempt(t *testing.T) {
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("scripts=%v", scripts), func(t *testing.T) {
			var ahead atomic.Int64
			p := newPhone(t, scripts)
			base := boot(t, app.Config{Now: func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }}).url
			p.open(base)
			begin(p)
			answer(p, 3)
			ahead.Store(int64(25 * time.Hour))
			p.click(`input[name=response][value="3"]`)
			if !scripts {
				p.click(`form button[type=submit]`)
			}
			p.waits(`document.title === "No open test · Attune" && document.readyState === "complete"`)
			if c := p.cookies(); len(c) != 0 {
				t.Errorf("%d cookies after the end", len(c))
			}
			p.follow(`main a.button`)
			begin(p)
			if at := p.at(base); at != "/take/1" {
				t.Errorf("starting again leads to %s", at)
			}
			p.complaints = nil // the browser says that a save was refused
		})
	}
}

// TestServerRestarts stops the program in mid-test and starts it again on the
// same database: with scripts nobody need notice, without them a look back at
// the test shows all that was sent.
func TestServerRestarts(t *testing.T) {
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("scripts=%v", scripts), func(t *testing.T) {
			p := newPhone(t, scripts)
			cfg := app.Config{DB: filepath.Join(t.TempDir(), "attune.db")}
			first := boot(t, cfg)
			base := first.url
			cfg.Addr = strings.TrimPrefix(base, "http://")
			p.open(base)
			begin(p)
			answer(p, valueOf(1))
			answer(p, valueOf(2))
			p.holds(base, strconv.Itoa(valueOf(1)), strconv.Itoa(valueOf(2)))
			first.stop()
			last := 3
			if scripts {
				for ; last < 6; last++ {
					answer(p, valueOf(last))
				}
				p.waits(`document.getElementById("kept").textContent.startsWith("Not saved yet")`)
			}
			boot(t, cfg)
			if !scripts {
				p.open(base + "/take/3")
			}
			want := []string{}
			for n := 1; n < last; n++ {
				want = append(want, strconv.Itoa(valueOf(n)))
			}
			p.holds(base, want...)
			answer(p, 1)
			if at, want := p.at(base), fmt.Sprintf("/take/%d", last+1); at != want {
				t.Errorf("after the restart Continue leads to %s, want %s", at, want)
			}
			p.complaints = nil // the browser says that there was no server
		})
	}
}

// holds waits until the server holds these responses.
func (p *phone) holds(base string, want ...string) {
	p.t.Helper()
	var got []string
	for end := time.Now().Add(2 * patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if got = p.held(base); slices.Equal(got, want) {
			return
		}
	}
	p.t.Fatalf("the server holds %v, want %v", got, want)
}

// reload loads the page anew.
func (p *phone) reload() {
	p.t.Helper()
	p.must("reload", chromedp.Do(p.ctx, chromedp.Reload()))
}

// back presses the browser's Back and waits for the page that comes, which may
// be one that the browser kept.
func (p *phone) back() {
	p.t.Helper()
	p.steps++
	read(p, "go back", chromedp.Evaluate[bool](fmt.Sprintf(`(() => { window.step = %d; history.back(); return true; })()`, p.steps)))
	p.waits(fmt.Sprintf(`window.step !== %d && document.readyState === "complete"`, p.steps))
}

// fill gives the items from the one after done to total, as the page's script
// would.
func (p *phone) fill(total, done int) {
	p.t.Helper()
	script := fmt.Sprintf(`(async () => {
		for (let n = %d; n <= %d; n++) {
			const answer = await fetch("/take/" + n, { method: "POST", headers: { Accept: "application/json" },
				body: new URLSearchParams({ response: 1 + (n * 3) %% 5 }) });
			if (answer.status !== 204) return "item " + n + ": " + answer.status;
		}
		return "";
	})()`, done+1, total)
	if wrong := read(p, "give all items", chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise)); wrong != "" {
		p.t.Fatal(wrong)
	}
}

// finish goes from check-your-answers to the result of a plan for one.
func (p *phone) finish(base string) {
	p.t.Helper()
	p.open(base + "/check")
	p.follow(`form[action="/check"] button`)
	p.click(`input[name=afraid][value=no]`)
	p.follow(`form[action="/safety"] button`)
	if at := p.at(base); at != "/result" {
		p.t.Fatalf("the safety question leads to %s", at)
	}
}

// tab opens another tab of the same browser, which shares its cookies.
func (p *phone) tab() *phone {
	p.t.Helper()
	ctx, cancel := chromedp.NewContext(p.ctx)
	p.t.Cleanup(cancel)
	other := &phone{t: p.t, ctx: ctx, downloads: p.downloads, done: p.done}
	p.must("open a tab", chromedp.Do(ctx, chromedp.EmulateViewport(phoneWidth, phoneHeight, chromedp.EmulateMobile)))
	return other
}
