package main

import (
	"context"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/harness"
)

// TestHost takes the test through the site and looks at what its server was told.
func TestHost(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	where := make(chan [2]string, 1)
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, "127.0.0.1:0", func(site, attune string) { where <- [2]string{site, attune} })
	}()
	var at [2]string
	select {
	case at = <-where:
	case err := <-ended:
		t.Fatal(err)
	}
	site, attune := at[0], at[1]

	article, header := read(t, site+"/")
	made, _ := read(t, attune+"/partners/example/embed?topic=music&article=a-song-before-the-talk&locale=en")
	code := regexp.MustCompile(`(?s)id="reserved">.*?<code>(.*?)</code>`).FindStringSubmatch(made)
	if code == nil {
		t.Fatalf("no snippet is made:\n%s", made)
	}
	for _, line := range strings.Split(html.UnescapeString(code[1]), "\n") {
		if !strings.Contains(article, line) {
			t.Errorf("the article lacks the snippet's %s:\n%s", line, article)
		}
	}
	if got := header.Get("Content-Security-Policy"); !strings.Contains(got, "frame-src "+attune) {
		t.Errorf("got the policy %q", got)
	}
	if page, _ := read(t, site+"/privacy"); !strings.Contains(page, "Privacy") {
		t.Errorf("got %s", page)
	}
	if page, _ := read(t, site+"/webhooks"); !strings.Contains(page, "None yet") {
		t.Errorf("before the test: got %s", page)
	}

	v := &harness.Visitor{Wire: harness.NewWire(attune), Partner: partner}
	defer v.Close()
	consent, err := v.Consent(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Journey(ctx, consent); err != nil {
		t.Fatal(err)
	}
	page := ""
	for range 100 {
		if page, _ = read(t, site+"/webhooks"); strings.Count(page, "Verified at") == 2 {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	for _, want := range []string{"attempt.started", "attempt.finished", v.ID} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s:\n%s", want, page)
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func read(t *testing.T, url string) (string, http.Header) {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d, %v", url, res.StatusCode, err)
	}
	return string(body), res.Header
}

// TestForgeries: the site believes nothing that was not signed.
func TestForgeries(t *testing.T) {
	s, err := newSite("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{"": 401, strings.Repeat("x", bodyLimit+1): 413} {
		r, err := http.NewRequest("POST", "/hooks", strings.NewReader(name))
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		s.hooks().ServeHTTP(w, r)
		if w.Code != want || len(s.got) != 0 {
			t.Errorf("%d bytes: got %d and %v, want %d and nothing kept", len(name), w.Code, s.got, want)
		}
	}
}

func TestOnlyLoopback(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", ":8090", "example.org:80", "192.0.2.1:80", ""} {
		if err := run(t.Context(), addr, func(string, string) { t.Error("it runs") }); err == nil {
			t.Errorf("%q: it listens", addr)
		}
	}
}
