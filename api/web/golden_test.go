package web_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

var update = flag.Bool("update", false, "write the goldens of the pages anew")

// readable lays a page out one element or text a line, so that a change reads
// well in a diff. What pictures are made of is left to package figure, and
// hashes in names of files are left out.
func readable(t *testing.T, page string) string {
	t.Helper()
	var out strings.Builder
	depth, hidden := 0, 0
	line := func(s string) { out.WriteString(strings.Repeat("  ", depth) + s + "\n") }
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if depth != 0 {
				t.Errorf("%d elements are not closed", depth)
			}
			return random.ReplaceAllString(hashed.ReplaceAllString(out.String(), "$1.HASH.$2"), "shr_RANDOM")
		case html.DoctypeToken:
			line("<!doctype html>")
		case html.TextToken:
			if text := strings.Join(strings.Fields(string(z.Text())), " "); text != "" && hidden == 0 {
				line(text)
			}
		case html.SelfClosingTagToken:
			if hidden == 0 {
				line(z.Token().String())
			}
		case html.StartTagToken:
			tag := z.Token()
			if hidden == 0 {
				line(tag.String())
			}
			if tag.Data == "svg" {
				hidden++
			}
			if !void[tag.Data] {
				depth++
			}
		case html.EndTagToken:
			depth--
			if z.Token().Data == "svg" {
				hidden--
			}
		}
	}
}

var (
	hashed = regexp.MustCompile(`(style|script)\.[0-9a-f]{12}\.(css|js)`)
	random = regexp.MustCompile(`shr_[A-Za-z0-9_-]{22}`)
	void   = map[string]bool{"meta": true, "link": true, "input": true, "hr": true, "br": true}
)

func golden(t *testing.T, name, page string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	got := readable(t, page)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s changed; see the difference with -update and git diff\n%s", name, got)
	}
}

// visits are the pages that exist, each reached as a visitor reaches it.
func visits(t *testing.T) map[string]page {
	t.Helper()
	h := open(t, nil)
	pages := map[string]page{}
	stranger := h.visitor(t)
	pages["start"] = stranger.get("/?topic=music&article=quiet-evenings")
	pages["start_refused"] = stranger.post("/begin", "locale", "en")
	pages["gone"] = stranger.get("/result")
	pages["help"] = stranger.get("/help")
	pages["privacy"] = stranger.get("/privacy")
	pages["resume_enter"] = stranger.post("/resume", "code", "7q4k 0zbm")
	pages["unshared"] = stranger.get("/s/shr_0123456789012345678901")
	pages["missing"] = stranger.get("/nothing")

	v := h.visitor(t)
	v.begin("topic", "music")
	pages["item"] = v.get("/take/1")
	pages["item_error"] = v.get("/take/1?error=1")
	v.answerAll("3", "1", "", "1")
	pages["item_again"] = v.get("/take/1?from=check")
	pages["check"] = v.get("/check?error=1")
	pages["start_unfinished"] = v.get("/")
	v.answerAll(lean...)
	v.post("/check")
	pages["safety"] = v.get("/safety")
	pages["result"] = v.get("/result")
	pages["result_changed"] = v.get("/result?saved=keep&thanks=map")
	v.post("/share", "card", "phrase", "pick", "open1")
	pages["shared"] = stranger.get(listed.FindStringSubmatch(v.get("/result").body)[1])
	v.post("/share", "card", "map")
	pages["result_shared"] = v.get("/result?saved=share")
	v.post("/share/revoke", "id", strings.TrimPrefix(listed.FindStringSubmatch(v.get("/result").body)[1], "/s/"))
	pages["resume"] = v.get("/resume?saved=keep")
	pages["export"] = v.get("/export")
	pages["compare"] = v.get("/compare")
	pages["compare_both"] = v.give(v.get("/export.json").body, "")
	pages["erase"] = v.get("/erase")
	pages["sheet"] = v.get(sheetOf(pages["result"].body))

	alike := h.visitor(t)
	alike.begin("form", "short", "relationship", "none")
	alike.answerAll("2", "2", "2", "2")
	alike.post("/check")
	pages["result_alike"] = alike.get("/result")
	return pages
}

// sheetOf is the address of the first worksheet alone.
func sheetOf(result string) string { return regexp.MustCompile(`/sheets/[a-z_-]+`).FindString(result) }

func TestPages(t *testing.T) {
	for name, p := range visits(t) {
		t.Run(name, func(t *testing.T) { golden(t, name, p.body) })
	}
}

// What the policy would block must not stand in a page, and no page may have
// two of what there is one of.
func TestPagesKeepTheRules(t *testing.T) {
	forbidden := regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=|javascript:|<script(?: defer)? ?>|https?://[^"]*\.(?:js|css)`)
	for name, p := range visits(t) {
		if found := forbidden.FindString(p.body); found != "" {
			t.Errorf("%s holds %q", name, found)
		}
		if n := strings.Count(p.body, "<h1"); n != 1 {
			t.Errorf("%s has %d h1", name, n)
		}
		if !strings.Contains(p.body, `href="/exit"`) {
			t.Errorf("%s has no quick exit", name)
		}
		seen := map[string]bool{}
		for _, id := range regexp.MustCompile(`\sid="([^"]*)"`).FindAllStringSubmatch(p.body, -1) {
			if seen[id[1]] {
				t.Errorf("%s has two elements %q", name, id[1])
			}
			seen[id[1]] = true
		}
		for _, link := range regexp.MustCompile(`href="#([^"]*)"`).FindAllStringSubmatch(p.body, -1) {
			if !seen[link[1]] {
				t.Errorf("%s links to #%s, which is not there", name, link[1])
			}
		}
		if strings.Contains(p.body, "ZgotmplZ") {
			t.Errorf("%s holds a value that the template engine refused", name)
		}
	}
}

// A number that rests on an assumption is never shown as a percentage.
func TestResultShowsNoPercentage(t *testing.T) {
	for name, p := range visits(t) {
		if strings.HasPrefix(name, "result") && regexp.MustCompile(`\d\s*%`).MatchString(p.body) {
			t.Errorf("%s shows a percentage", name)
		}
	}
}
