package e2e_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/attune-quiz/attune/internal/app"
)

// TestNetworkGoesAway cuts the network for ten items in mid-test. Continue
// goes on all the same, and once the network is back nothing is lost.
func TestNetworkGoesAway(t *testing.T) {
	p := newPhone(t, true)
	base := boot(t, app.Config{}).url
	p.open(base)
	begin(p)
	for n := 1; n <= 2; n++ {
		answer(p, valueOf(n))
	}
	p.waits(`document.getElementById("kept").textContent !== ""`)
	p.network(false)
	for n := 3; n <= 12; n++ {
		answer(p, valueOf(n))
		if at, want := p.at(base), fmt.Sprintf("/take/%d", n+1); at != want {
			t.Fatalf("without a network, Continue leads to %s, want %s", at, want)
		}
	}
	p.waits(`document.getElementById("kept").textContent.startsWith("Not saved yet")`)
	if held := p.held(base); len(held) != 2 {
		t.Errorf("the server holds %d responses while the network is away, want 2", len(held))
	}
	p.network(true)
	p.waits(`document.getElementById("kept").textContent === "Saved."`)

	want := []string{}
	for n := 1; n <= 12; n++ {
		want = append(want, strconv.Itoa(valueOf(n)))
	}
	if got := p.held(base); !slices.Equal(got, want) {
		t.Errorf("the server holds %v, want %v", got, want)
	}
	p.complaints = nil // the browser says that there was no network
}

// TestDoubleTap clicks Continue twice at once.
//
// Holds: ASVS 2.3.1
func TestDoubleTap(t *testing.T) {
	p := newPhone(t, true)
	base := boot(t, app.Config{}).url
	p.open(base)
	begin(p)
	p.click(`input[name=response][value="2"]`)
	read(p, "tap twice", chromedp.Evaluate[bool](
		`(() => { const b = document.querySelector("form button[type=submit]"); b.click(); b.click(); return true; })()`))
	if at, title := p.at(base), p.title(); at != "/take/2" || title != "Question 2 of 44 · Attune" {
		t.Errorf("a double tap leads to %s, %q", at, title)
	}
	if focus := read(p, "look at the focus", chromedp.Evaluate[string](`document.activeElement.tagName`)); focus != "H1" {
		t.Errorf("the focus is on %s, want the new heading", focus)
	}
}

// TestBrowserBack turns pages by script, then back by the browser, then
// reloads: each time the response is there.
func TestBrowserBack(t *testing.T) {
	p := newPhone(t, true)
	base := boot(t, app.Config{}).url
	p.open(base)
	begin(p)
	answer(p, 4)
	answer(p, 2)
	for _, script := range []string{`history.back()`, `location.reload()`} {
		read(p, script, chromedp.Evaluate[bool](`(() => { `+script+`; return true; })()`))
		p.waits(`document.title === "Question 2 of 44 · Attune" && document.readyState === "complete"`)
		if at := p.at(base); at != "/take/2" {
			t.Errorf("%s leads to %s", script, at)
		}
		p.waits(`document.querySelector("input[name=response]:checked")?.value === "2"`)
	}
	p.quiet()
}

// TestAutoAdvance turns on a tap once that was asked for, and never by keys.
func TestAutoAdvance(t *testing.T) {
	p := newPhone(t, true)
	base := boot(t, app.Config{}).url
	p.open(base)
	begin(p)
	p.click(`#auto`)
	p.rest()
	p.click(`input[name=response][value="3"]`)
	p.waits(`document.title === "Question 2 of 44 · Attune"`)
	read(p, "choose by a key", chromedp.Evaluate[bool](`(() => {
		const radio = document.getElementById("r1");
		const press = () => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "4", bubbles: true }));
		press(); // with the focus on the heading: nothing
		if (document.querySelector("input[name=response]:checked")) return false;
		radio.focus();
		press();
		return document.querySelector("input[name=response]:checked").value === "4";
	})()`))
	p.waits(`document.querySelector("input[name=response]:checked")?.value === "4"`)
	if at := p.at(base); at != "/take/2" {
		t.Errorf("a key leads to %s", at)
	}
}

func valueOf(n int) int { return 1 + (n*3)%5 }

// waits until the condition holds on the page.
func (p *phone) waits(condition string) {
	p.t.Helper()
	for end := time.Now().Add(2 * patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if ok, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](condition)); err == nil && ok {
			return
		}
	}
	p.t.Fatalf("%s never holds on %q", condition, p.title())
}

func (p *phone) network(on bool) {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Offline: !on, DownloadThroughput: -1, UploadThroughput: -1}},
	})
	p.must("switch the network", err)
	p.must("say so", call(p.ctx, network.OverrideNetworkState, network.OverrideNetworkStateParams{
		Offline: !on, DownloadThroughput: -1, UploadThroughput: -1,
	}))
}

var paperOf = regexp.MustCompile(`<script type="application/json" id="paper">(.*?)</script>`)

// held asks the server, by a way of its own, for the responses that it holds
// in the order of the items.
func (p *phone) held(base string) []string {
	p.t.Helper()
	body := p.ask(base + "/take/1")
	found := paperOf.FindSubmatch(body)
	if found == nil {
		p.t.Fatal("the page of the first item holds no paper")
	}
	var paper struct {
		Items []struct{ V string }
	}
	p.must("read the paper", json.Unmarshal(found[1], &paper))
	out := []string{}
	for _, item := range paper.Items {
		if item.V != "" {
			out = append(out, item.V)
		}
	}
	return out
}

// ask gets an address with the browser's cookies, but not through it.
func (p *phone) ask(url string) []byte {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.ctx, http.MethodGet, url, nil)
	p.must("ask for "+url, err)
	for _, c := range p.cookies() {
		req.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
	res, err := http.DefaultClient.Do(req)
	p.must("ask for "+url, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	p.must("read "+url, err)
	return body
}
