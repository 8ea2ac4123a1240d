package app_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/internal/app"
)

// What a page may cost on the wire, headers and all.
const (
	maxItem     = 14_000 // an item's page with its styles
	maxScripts  = 5 * 1024
	maxRequests = 4 // with the page and its icon
)

var parts = regexp.MustCompile(`(?:src|href)="(/[^"]+\.(?:js|css|ico|png|svg))"`)

// TestWeight asks for every page of the journey as a browser does and adds up
// what comes.
func TestWeight(t *testing.T) {
	base := boot(t, app.Config{})
	for _, locale := range []string{"en", "zh-Hans"} {
		v := newPageVisitor(t, base)
		pages := map[string]weight{"start": v.weigh("/?topic=music&locale=" + locale)}
		v.post("/begin", url.Values{"locale": {locale}, "form": {"short"}, "consent": {v.consent()}, "age_ok": {"1"}})
		pages["item"] = v.weigh("/take/1")
		pages["item, refused"] = v.weigh("/take/1?error=1")
		for n := 1; n <= 12; n++ {
			v.post(fmt.Sprintf("/take/%d", n), url.Values{"response": {"2"}})
		}
		pages["check"] = v.weigh("/check")
		v.post("/check", nil)
		pages["safety"] = v.weigh("/safety")
		v.post("/safety", url.Values{"afraid": {"no"}})
		for _, path := range []string{"/result", "/resume", "/erase", "/help", "/privacy", "/sheets/trigger_journal", "/nowhere"} {
			pages[path] = v.weigh(path)
		}
		for name, w := range pages {
			t.Logf("%s, %s: page %d, styles %d, scripts %d bytes in %d requests", locale, name, w.page, w.styles, w.scripts, w.requests)
			if strings.HasPrefix(name, "item") && w.page+w.styles > maxItem {
				t.Errorf("%s, %s: %d bytes with styles, want %d at most", locale, name, w.page+w.styles, maxItem)
			}
			if w.scripts > maxScripts {
				t.Errorf("%s, %s: %d bytes of scripts, want %d at most", locale, name, w.scripts, maxScripts)
			}
			if w.requests > maxRequests {
				t.Errorf("%s, %s: %d requests, want %d at most", locale, name, w.requests, maxRequests)
			}
		}
	}
}

// weight is what a page costs.
type weight struct{ page, styles, scripts, requests int }

func (v pageVisitor) weigh(path string) weight {
	v.t.Helper()
	body, size := v.fetch(path)
	w := weight{page: size, requests: 1}
	asked := map[string]bool{}
	for _, m := range parts.FindAllSubmatch(body, -1) {
		part := string(m[1])
		if asked[part] {
			continue
		}
		asked[part] = true
		w.requests++
		_, size := v.fetch(part)
		switch {
		case strings.HasSuffix(part, ".css"):
			w.styles += size
		case strings.HasSuffix(part, ".js"):
			w.scripts += size
		}
	}
	return w
}

// fetch returns what a browser reads, and how many bytes brought it.
func (v pageVisitor) fetch(path string) (body []byte, size int) {
	v.t.Helper()
	req, err := http.NewRequest(http.MethodGet, v.base+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	plain, err := v.client.Do(req)
	if err != nil {
		v.t.Fatal(err)
	}
	defer plain.Body.Close()
	if body, err = io.ReadAll(plain.Body); err != nil {
		v.t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", "gzip")
	packed, err := v.client.Do(req)
	if err != nil {
		v.t.Fatal(err)
	}
	defer packed.Body.Close()
	wire, err := httputil.DumpResponse(packed, true)
	if err != nil {
		v.t.Fatal(err)
	}
	if packed.StatusCode == http.StatusOK && path != "/favicon.ico" && !bytes.Contains(wire, []byte("Content-Encoding: gzip")) {
		v.t.Errorf("%s comes as it is", path)
	}
	return body, len(wire)
}
