package e2e_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/attune-quiz/attune/internal/app"
)

// beginShort begins the short form in the language.
func beginShort(p *phone, base, locale string) {
	p.t.Helper()
	p.open(base + "/?form=short&locale=" + locale)
	begin(p)
}

// finishShort answers what is left and goes on to the result.
func finishShort(p *phone, base string) {
	p.t.Helper()
	for n := 0; p.count("input[name=response]") > 0; n++ {
		answer(p, 1+(n*3)%5)
	}
	p.follow(`form[action="/check"] button`)
	p.click(`input[name=afraid][value=no]`)
	p.follow(`form[action="/safety"] button`)
	if at := p.at(base); at != "/result" {
		p.t.Fatalf("finishing leads to %s", at)
	}
}

func (p *phone) text(selector string) string {
	p.t.Helper()
	return read(p, "read "+selector, chromedp.Evaluate[string](fmt.Sprintf(`document.querySelector(%q).textContent.trim()`, selector)))
}

// openAll opens what is folded away.
func (p *phone) openAll() {
	p.t.Helper()
	read(p, "open all", chromedp.Evaluate[bool](`(() => { for (const d of document.querySelectorAll("details")) d.open = true; return true; })()`))
}

// makeCard makes a card of the kind on the result page and returns the path of
// its page. Of sentences to pick it takes the first.
func (p *phone) makeCard(base, card string) string {
	p.t.Helper()
	p.open(base + "/result")
	p.openAll()
	form := `form:has(input[name=card][value=` + card + `]) `
	for n := range map[string]int{"helps": 2, "phrase": 1}[card] {
		p.click(fmt.Sprintf(`%slabel:nth-child(%d) input[name=pick]`, form, n+1))
	}
	p.follow(form + `button`)
	if at := p.at(base); at != "/result?saved=share#share" {
		p.t.Fatalf("making a card leads to %s", at)
	}
	return strings.TrimPrefix(p.text(".shares .address"), base)
}

// takeBack takes the newest card back.
func (p *phone) takeBack(base string) {
	p.t.Helper()
	p.open(base + "/result")
	p.follow(`form[action="/share/revoke"] button`)
}

// TestGoOnElsewhere makes a code on one phone in mid-test, carries it to
// another in the fragment of an address, goes on there, and keeps the way back.
func TestGoOnElsewhere(t *testing.T) {
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("scripts=%v", scripts), func(t *testing.T) {
			house := boot(t, app.Config{})
			base := house.url
			here, there := newPhone(t, scripts), newPhone(t, scripts)
			beginShort(here, base, "en")
			answer(here, 4)
			answer(here, 2)
			here.follow(`footer a[href="/resume"]`)
			here.fits()
			here.follow(`form[action="/resume/code"] button`)
			former := here.text("#made")
			here.follow(`form[action="/resume/drop"] button`)
			if said := here.text(`#elsewhere [role=status]`); !strings.HasPrefix(said, "The code is deleted.") {
				t.Errorf("deleting the code says %q", said)
			}
			here.follow(`form[action="/resume/code"] button`)
			here.fits()
			code, address := here.text("#made"), here.text(".address")
			if address != base+"/resume#"+code {
				t.Fatalf("the address %s does not carry the code %s in its fragment", address, code)
			}

			there.open(base + "/resume")
			there.must("type the deleted code", chromedp.Do(there.ctx, chromedp.SendKeys(chromedp.CSS("#code"), former)))
			there.follow(`form[action="/resume"] button`)
			if n := there.count("#code[aria-invalid]"); n != 1 {
				t.Error("a deleted code opens something")
			}
			there.complaints = nil // the browser says that it was refused
			if scripts {
				there.open(address)
				there.must("see the code filled in", chromedp.Do(there.ctx, chromedp.WaitReady(chromedp.CSS("#code:not(:placeholder-shown)"))))
				if at := there.at(base); at != "/resume" {
					t.Errorf("the code stays in the address: %s", at)
				}
			} else {
				there.open(base + "/resume")
				there.must("type the code", chromedp.Do(there.ctx, chromedp.SendKeys(chromedp.CSS("#code"), strings.ToLower(code))))
			}
			there.follow(`form[action="/resume"] button`)
			if at := there.at(base); at != "/take/3" {
				t.Fatalf("the code leads to %s, want the third item", at)
			}
			finishShort(there, base)

			there.open(base + "/resume")
			there.follow(`#here form button`)
			if c := there.cookies(); len(c) != 1 || c[0].Session || c[0].Expires < float64(time.Now().Add(29*24*time.Hour).Unix()) {
				t.Errorf("got cookies %v, want one that stays", c)
			}
			there.open(base + "/")
			if n := there.count(`main a[href="/result"]`); n != 1 {
				t.Error("the start page shows no way back")
			}
			there.open(base + "/resume")
			there.follow(`#here form button`)
			if c := there.cookies(); len(c) != 1 || !c[0].Session {
				t.Errorf("got cookies %v, want one for the session", c)
			}
			if house.log.holds(code) {
				t.Error("the log holds the code")
			}
			here.quiet()
			there.quiet()
		})
	}
}

// TestShowACard makes a card, looks at it as a stranger, takes it back, and
// looks again; and finds no word of it in the database a minute after erasing.
func TestShowACard(t *testing.T) {
	db := filepath.Join(t.TempDir(), "attune.db")
	house := boot(t, app.Config{DB: db})
	base := house.url
	owner := newPhone(t, true)
	beginShort(owner, base, "en")
	finishShort(owner, base)
	id, token := owner.key()

	page := owner.makeCard(base, "helps")
	owner.fits()
	said := owner.text(".shares p")
	stranger := newPhone(t, false)
	stranger.open(base + page)
	stranger.fits()
	if n := stranger.count("main blockquote"); n != 2 {
		t.Errorf("the card shows %d sentences, want 2", n)
	}
	if c := stranger.cookies(); len(c) != 0 {
		t.Errorf("looking at a card sets cookies %v", c)
	}
	canary := stranger.text("main blockquote p")
	if !strings.Contains(said, canary) {
		t.Errorf("the owner's list says %q of a card with %q", said, canary)
	}
	for _, path := range []string{page, page + ".png", "/v1/shares" + strings.TrimPrefix(page, "/s")} {
		body := fetched(t, base+path, http.StatusOK)
		for _, never := range []string{id, token, "att_", "anxious", "avoidant", "fearful"} {
			if bytes.Contains(body, []byte(never)) {
				t.Errorf("%s holds %q", path, never)
			}
		}
	}
	stranger.follow(`main a.button`)
	if at := stranger.at(base); at != "/?locale=en" {
		t.Errorf("the card leads to %s", at)
	}

	owner.takeBack(base)
	if n := owner.count(".shares li"); n != 0 {
		t.Errorf("the list still has %d cards", n)
	}
	fetched(t, base+page, http.StatusNotFound)
	fetched(t, base+page+".png", http.StatusNotFound)

	again := owner.makeCard(base, "helps")
	owner.open(base + "/resume")
	owner.follow(`form[action="/resume/code"] button`)
	code := owner.text("#made")
	owner.open(base + "/result")
	erase(owner, base)
	fetched(t, base+again, http.StatusNotFound)
	owner.open(base + "/resume#" + code)
	owner.follow(`form[action="/resume"] button`)
	if n := owner.count("#code[aria-invalid]"); n != 1 {
		t.Error("the code of an erased test still opens something")
	}
	house.stop()
	for _, file := range []string{db, db + "-wal"} {
		data, _ := os.ReadFile(file) // a journal may be gone
		for _, trace := range []string{canary, strings.TrimPrefix(page, "/s/"), strings.TrimPrefix(again, "/s/")} {
			if bytes.Contains(data, []byte(trace)) {
				t.Errorf("%s still holds %q", filepath.Base(file), trace)
			}
		}
	}
	stranger.quiet()
}

// fetched asks as a program does.
func fetched(t *testing.T, url string, want int) []byte {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var body bytes.Buffer
	if _, err := body.ReadFrom(res.Body); err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != want {
		t.Errorf("%s: got %d, want %d", url, res.StatusCode, want)
	}
	return body.Bytes()
}

// TestTakeItAgain keeps the file of one test, takes another and lays the two
// side by side, with scripts and without.
func TestTakeItAgain(t *testing.T) {
	house := boot(t, app.Config{})
	base := house.url
	p := newPhone(t, false)
	beginShort(p, base, "en")
	finishShort(p, base)
	p.follow(`.own a[href="/export"]`)
	p.fits()
	kept := filepath.Join(t.TempDir(), "export.json")
	p.must("keep the file", os.WriteFile(kept, p.download(`main a.button`), 0o600))

	beginShort(p, base, "en")
	finishShort(p, base)
	p.follow(`#again a[href="/compare"]`)
	p.fits()
	p.must("choose the file", chromedp.Do(p.ctx, chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{kept})))
	p.follow(`form[action="/compare"] button`)
	p.fits()
	if n := p.count(".fig-earlier"); n != 1 {
		t.Errorf("the map shows %d earlier areas, want one", n)
	}
	if got := p.text("h1 + .lead + .lead"); got != "We cannot yet tell change from chance." {
		t.Errorf("the page says %q", got)
	}
	p.quiet()
}
