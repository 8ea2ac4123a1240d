package e2e_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/attune-quiz/attune/internal/app"
)

// TestCanaries lets a visitor bring and give words that stand nowhere else,
// through the pages and through the API, then looks for them: in every address
// that the browser asked for after the first and in every Referer, in what the
// browser stored, in the program's log down to the last detail, and in its
// metrics.
//
// Holds: ASVS 14.2, ASVS 14.3, S9
func TestCanaries(t *testing.T) {
	p := newPhone(t, true)
	house := boot(t, app.Config{AdminAddr: "127.0.0.1:0"})
	base := house.url
	birds := canaries{"article": "canary-article-9f3", "topic": "canarytopic7", "key": "canary-key-5512", "mail": "canary@mail.example",
		"time": "271828", "item": "an01", "audience": "afraid", "code": "CANA-RYCO-DE00-0000-0000"}

	p.open(base + "/?topic=" + birds["topic"] + "&article=" + birds["article"])
	p.asked = nil // the link that brought the visitor is not ours
	begin(p)
	birds["attempt"], birds["token"] = p.key()
	p.empty()
	answer(p, 4)
	p.fill(44, 1)
	read(p, "say how long it took", chromedp.Evaluate[int](fmt.Sprintf(`fetch("/take/3", { method: "POST", headers: { Accept: "application/json" },
		body: new URLSearchParams({ response: 4, elapsed: %q }) }).then((r) => r.status)`, birds["time"]), chromedp.EvalAwaitPromise))
	p.follow(`.back a`) // to the first item
	p.finish(base)
	p.empty()
	p.click(`#keep input[value="12w"]`)
	p.follow(`#keep button`)
	p.click(`.tonight .tick button`)
	p.waits(`document.getElementById("progress").textContent.trim().startsWith("Done so far: 1 of")`)
	p.click(`#fit-opening button[value=partly]`)
	p.waits(`document.querySelector("#fit-opening button") === null`)
	p.download(`#pdf a.button`)
	for _, path := range []string{"/help", "/privacy", "/resume", "/export", "/compare", "/erase", "/nowhere"} {
		p.open(base + path)
		p.empty()
	}
	callWith(t, base, birds)

	p.mu.Lock()
	asked := strings.Join(p.asked, "\n")
	p.mu.Unlock()
	if strings.Count(asked, "\n") < 60 {
		t.Fatalf("the browser asked for next to nothing:\n%s", asked)
	}
	if strings.Contains(asked, "Referer: http") {
		t.Error("the browser says where it comes from")
	}
	birds.silent(t, "the addresses", asked)
	metrics := string(p.ask(house.admin + "/metrics"))
	if !strings.Contains(metrics, "/take/:n") {
		t.Fatalf("the metrics say nothing of the pages:\n%.2000s", metrics)
	}
	birds.silent(t, "the metrics", metrics)
	p.follow(`footer a[href="/privacy"]`)
	p.leave(base)
	p.empty()
	if c := p.cookies(); len(c) != 0 {
		t.Errorf("%d cookies after leaving", len(c))
	}
	house.stop()
	log := house.log.all()
	if !strings.Contains(log, "/take/:n") {
		t.Fatalf("the log does not say what was asked for:\n%.2000s", log)
	}
	birds.silent(t, "the log", log)
}

// canaries are words by what they stand for.
type canaries map[string]string

func (birds canaries) silent(t *testing.T, where, text string) {
	t.Helper()
	for what, bird := range birds {
		if i := strings.Index(text, bird); i >= 0 {
			t.Errorf("%s hold the %s: %.300q", where, what, text[max(0, i-150):])
		}
	}
}

// callWith makes calls of the API with canaries in them, most of them wrong.
func callWith(t *testing.T, base string, birds canaries) {
	t.Helper()
	for _, c := range []struct{ method, path, body string }{
		{http.MethodPost, "/v1/attempts", `{"instrument":"relationship","article":"` + birds["article"] + `","topic":"` + birds["topic"] + `"}`},
		{http.MethodPut, "/v1/attempts/" + birds["attempt"] + "/responses", `{"responses":{"` + birds["item"] + `":4},"elapsed_ms":{"` + birds["item"] + `":` + birds["time"] + `}}`},
		{http.MethodPut, "/v1/attempts/" + birds["attempt"] + "/responses", `{"responses":{"` + birds["item"] + `":"` + birds["mail"] + `"}}`},
		{http.MethodPost, "/v1/attempts/" + birds["attempt"] + "/unlock", `{"email":"` + birds["mail"] + `","marketing":true}`},
		{http.MethodPost, "/v1/attempts/" + birds["attempt"] + "/unlock", `{"code":"` + birds["code"] + `"}`},
		{http.MethodPost, "/v1/attempts/" + birds["attempt"] + "/fit", `{"section":"` + birds["mail"] + `"}`},
		{http.MethodPost, "/v1/resume", `{"code":"` + birds["code"] + `"}`},
		{http.MethodGet, "/v1/attempts/" + birds["attempt"] + "?email=" + birds["mail"], ""},
		{http.MethodGet, "/nowhere/" + birds["mail"] + "/" + birds["token"], ""},
		{http.MethodDelete, "/v1/attempts/" + birds["attempt"], ""},
		{http.MethodGet, "/v1/attempts/" + birds["attempt"], ""},
	} {
		req, err := http.NewRequest(c.method, base+c.path, strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+birds["token"])
		req.Header.Set("Idempotency-Key", birds["key"])
		req.Header.Set("Referer", "https://elsewhere.example/"+birds["article"])
		req.Header.Set("User-Agent", birds["mail"])
		if c.body != "" {
			req.Header.Set("Content-Type", "application/json")
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if res.StatusCode >= http.StatusInternalServerError {
			t.Errorf("%s %s: %d", c.method, c.path, res.StatusCode)
		}
		if res.StatusCode >= http.StatusBadRequest && strings.Contains(string(body), birds["mail"]) {
			t.Errorf("%s %s: the answer repeats what was sent: %s", c.method, c.path, body)
		}
	}
}

// empty fails the test where the page's origin has anything stored but the one
// cookie, which no script can read.
func (p *phone) empty() {
	p.t.Helper()
	stored := read(p, "look into the storage", chromedp.Evaluate[string](`(async () => JSON.stringify([
		{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state, window.name,
		await indexedDB.databases(), await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length]))()`, chromedp.EvalAwaitPromise))
	if stored != `[{},{},"",null,"",[],[],0]` {
		p.t.Errorf("%s stores %s", p.title(), stored)
	}
	if c := p.cookies(); len(c) > 1 || len(c) == 1 && (c[0].Name != "attune" || !c[0].HTTPOnly) {
		p.t.Errorf("%s sets cookies: %v", p.title(), c)
	}
}

// key takes the cookie apart.
func (p *phone) key() (id, token string) {
	p.t.Helper()
	id, token, ok := strings.Cut(p.cookies()[0].Value, ".")
	if !ok {
		p.t.Fatal("the cookie holds no id and token")
	}
	return id, token
}

// leave clicks the way out and comes back to the start.
func (p *phone) leave(base string) {
	p.t.Helper()
	p.click("#exit")
	p.must("wait until the page is gone", chromedp.Do(p.ctx, chromedp.WaitNotPresent(chromedp.CSS("#exit"))))
	p.open(base + "/")
}
