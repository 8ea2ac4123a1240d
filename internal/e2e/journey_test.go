package e2e_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/attune-quiz/attune/internal/app"
)

// TestTakeTheTest goes from the start page to a PDF on the phone.
func TestTakeTheTest(t *testing.T) {
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("scripts=%v", scripts), func(t *testing.T) {
			p := newPhone(t, scripts)
			house := boot(t, app.Config{})
			base := house.url

			p.open(base + "/?topic=music&article=quiet-evenings")
			p.fits()
			if c := p.cookies(); len(c) != 0 {
				t.Errorf("%d cookies before consent", len(c))
			}
			begin(p)
			items := answerAll(p, base, scripts)
			if items != 44 {
				t.Errorf("the test had %d items, want 44", items)
			}
			p.fits()
			if n := p.count("ol.answers > li"); n != items {
				t.Errorf("check-your-answers lists %d, want %d", n, items)
			}
			p.follow(`form[action="/check"] button`)
			if at := p.at(base); at != "/safety" {
				t.Fatalf("finishing leads to %s", at)
			}
			p.fits()
			p.click(`input[name=afraid][value=no]`)
			p.click(`input[name=audience][value=joint]`)
			p.follow(`form[action="/safety"] button`)
			if at := p.at(base); at != "/result" {
				t.Fatalf("the safety question leads to %s", at)
			}
			p.fits()
			lookAtTheResult(p, scripts)
			tickPractice(p, base, scripts)
			savePDF(t, p)
			changePlan(p, base)
			erase(p, base)
			p.quiet()
			if house.log.holds("quiet-evenings") || house.log.holds("att_") {
				t.Error("the log holds what a visitor brought or their attempt")
			}
		})
	}
}

func begin(p *phone) {
	p.t.Helper()
	p.click("#consent")
	p.click("#age")
	p.follow(`form[action="/begin"] button`)
}

// answerAll answers in a pattern that says something, goes back once, sends
// an empty page once and leaves one item out.
func answerAll(p *phone, base string, scripts bool) (items int) {
	p.t.Helper()
	for p.count("input[name=response]") > 0 {
		items++
		want := fmt.Sprintf("/take/%d", items)
		if at := p.at(base); at != want {
			p.t.Fatalf("at %s, want %s", at, want)
		}
		switch items {
		case 2:
			forgetToAnswer(p, base, scripts)
		case 4:
			goBack(p, base)
		case 5:
			p.rest()
			p.follow(`button[name=decline]`)
			continue
		}
		answer(p, 1+(items*3)%5)
	}
	return items
}

func answer(p *phone, value int) {
	p.t.Helper()
	p.click(fmt.Sprintf(`input[name=response][value="%d"]`, value))
	p.follow(`form button[type=submit]`)
}

func forgetToAnswer(p *phone, base string, scripts bool) {
	p.t.Helper()
	p.rest()
	p.follow(`form button[type=submit]`)
	want := "/take/2?error=1"
	if scripts {
		want = "/take/2" // said at once, where it happened
	}
	if at, title := p.at(base), p.title(); at != want || !strings.HasPrefix(title, "Error:") {
		p.t.Errorf("an empty page leads to %s, %q", at, title)
	}
	p.fits()
}

// goBack looks at the former item, finds its response and comes on again.
func goBack(p *phone, base string) {
	p.t.Helper()
	p.follow(".back a")
	if at := p.at(base); at != "/take/3" {
		p.t.Errorf("back leads to %s", at)
	}
	if n := p.count("input[name=response]:checked"); n != 1 {
		p.t.Errorf("going back shows %d responses, want 1", n)
	}
	p.rest()
	p.follow(`form button[type=submit]`)
}

func lookAtTheResult(p *phone, scripts bool) {
	p.t.Helper()
	for selector, atLeast := range map[string]int{
		".tonight": 1, "#map svg.map": 1, "#mechanisms .measures > li": 5, "#plan .stage": 5,
		"#plan .practice": 8, "#topic .practice": 1, "#phrases .phrase": 12, "#focus input:checked": 1, ".fit": 6,
	} {
		if n := p.count(selector); n < atLeast {
			p.t.Errorf("the result has %d of %s, want at least %d", n, selector, atLeast)
		}
	}
	shown := read(p, "look for copy buttons", chromedp.Evaluate[bool](
		`getComputedStyle(document.querySelector(".copy")).display !== "none"`))
	if shown != scripts {
		p.t.Errorf("copy buttons shown %v, want %v", shown, scripts)
	}
	if !scripts {
		return
	}
	p.click(".tonight .phrase .copy")
	// The clipboard takes its time, and what is said goes away again.
	p.must("hear that it was copied", chromedp.Do(p.ctx, chromedp.WaitReady(chromedp.CSS("#said:not(:empty)"))))
}

// tickPractice says of a practice in the plan that it was done, and takes it
// back. With scripts the page stays where it is.
func tickPractice(p *phone, base string, scripts bool) {
	p.t.Helper()
	for _, button := range []string{"Done so far: 1 of", "Done so far: 0 of"} {
		if p.count(`#plan .practice[open]`) == 0 {
			p.click(`#plan .practice summary`)
		}
		p.click(`#plan .practice[open] .tick button`)
		p.waits(fmt.Sprintf(`document.readyState === "complete" && document.getElementById("progress").textContent.trim().startsWith(%q)`, button))
		want := "/result?saved=done#plan"
		if scripts {
			want = "/result"
		}
		if at := p.at(base); at != want {
			p.t.Errorf("ticking leads to %s, want %s", at, want)
		}
	}
}

func savePDF(t *testing.T, p *phone) {
	t.Helper()
	data := p.download(`#pdf a.button`)
	if !bytes.HasPrefix(data, []byte("%PDF-1.")) || !bytes.HasSuffix(bytes.TrimSpace(data), []byte("%%EOF")) {
		t.Errorf("the download of %d bytes is no PDF", len(data))
	}
	if pages := bytes.Count(data, []byte("/Type /Page\n")); pages < 8 {
		t.Errorf("the PDF has %d pages, want 8 or more", pages)
	}
}

func changePlan(p *phone, base string) {
	p.t.Helper()
	p.click(`#audience input[value=solo]`)
	p.follow(`#audience button`)
	if at := p.at(base); at != "/result?saved=audience#audience" {
		p.t.Errorf("changing the audience leads to %s", at)
	}
	if n := p.count(`#audience input[value=solo]:checked`); n != 1 {
		p.t.Error("the audience did not change")
	}
}

func erase(p *phone, base string) {
	p.t.Helper()
	p.follow(`.own a[href="/erase"]`)
	p.follow(`form[action="/erase"] button`)
	if at := p.at(base); at != "/?notice=erased" {
		p.t.Errorf("erasing leads to %s", at)
	}
	if c := p.cookies(); len(c) != 0 {
		p.t.Errorf("%d cookies after erasing", len(c))
	}
}
