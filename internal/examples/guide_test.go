package examples_test

import (
	"context"
	"flag"
	"fmt"
	"html"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/internal/app"
	"github.com/attune-quiz/attune/quiz"
)

var update = flag.Bool("update", false, "write the blocks of the guide")

var (
	module = filepath.Join("..", "..")
	guide  = filepath.Join(module, "docs", "integrate.md")
)

// block is a part of the guide that is made elsewhere: a marker, a fence, text,
// and the end.
var block = regexp.MustCompile("(?s)<!-- (file|snippet) (\\S+) -->\n```(\\w*)\n(.*?)```\n<!-- end -->")

// TestGuide holds the guide's snippets to those that the page of snippets makes,
// and its listings to the files that CI runs.
func TestGuide(t *testing.T) {
	snippets := pageOfSnippets(t)
	old, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	blocks := 0
	fresh := block.ReplaceAllStringFunc(string(old), func(text string) string {
		blocks++
		parts := block.FindStringSubmatch(text)
		kind, name, language := parts[1], parts[2], parts[3]
		want, known := snippets[name]
		if kind == "file" {
			b, err := os.ReadFile(filepath.Join(module, name))
			if err != nil {
				t.Fatal(err)
			}
			want, known = string(b), true
		}
		if !known {
			t.Errorf("the page makes no snippet %q", name)
			return text
		}
		return fmt.Sprintf("<!-- %s %s -->\n```%s\n%s\n```\n<!-- end -->", kind, name, language, strings.TrimSpace(want))
	})
	if blocks < 10 {
		t.Errorf("found %d blocks in the guide", blocks)
	}
	if *update {
		if err := os.WriteFile(guide, []byte(fresh), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if fresh != string(old) {
		t.Errorf("%s is stale: go test ./internal/examples -update", guide)
	}
}

var (
	variant = regexp.MustCompile(`(?s)<section class="variant" id="(\w+)">.*?<code>(.*?)</code>`)
	acme    = &quiz.Partner{
		ID: "acme", Name: "Acme Relationships", Controller: "Acme Relationships Ltd", PrivacyURL: "https://www.acme.example/privacy",
		Origins: []string{"https://www.acme.example"},
	}
)

// pageOfSnippets returns what the program's own page offers to copy, by id.
func pageOfSnippets(t *testing.T) map[string]string {
	ctx, cancel := context.WithCancel(t.Context())
	where, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- app.Run(ctx, app.Config{
			BaseURL: "https://quiz.example.org", Partners: quiz.NewPartnerSet(acme),
			Ready: func(at app.Addresses) { where <- at.Public },
		})
	}()
	defer func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()
	var at string
	select {
	case at = <-where:
	case err := <-ended:
		t.Fatal(err)
	}
	res, err := http.Get(at + "/partners/acme/embed?topic=music&article=quiet-evenings&locale=en")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("the page of snippets: %d, %v", res.StatusCode, err)
	}
	snippets := map[string]string{}
	for _, found := range variant.FindAllStringSubmatch(string(page), -1) {
		snippets[found[1]] = html.UnescapeString(found[2])
	}
	return snippets
}

// TestGuidesPartners: the entry that the guide shows is one that the program takes.
func TestGuidesPartners(t *testing.T) {
	text, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	_, entry, found := strings.Cut(string(text), "<!-- partners -->\n```yaml\n")
	entry, _, ended := strings.Cut(entry, "```")
	if !found || !ended {
		t.Fatal("the guide shows no partners")
	}
	lib, _ := content.Load(content.Shipped())
	set, findings := content.LoadPartners(content.PartnerSource{
		FS: fstest.MapFS{"partners.yaml": {Data: []byte(entry)}}, Name: "partners.yaml", Library: lib, Lacking: content.Error,
		Env: func(string) (string, bool) { return "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true },
	})
	if len(findings) > 0 || set == nil {
		t.Errorf("got %v", findings)
	}
}

// someEvent is the event that the guide's examples are about.
const someEvent = "evt_MDEyMzQ1Njc4OUFCQ0RFRg"

var partnerCall = regexp.MustCompile(`/v1/partner/[a-z./{}]+`)

// TestGuidesCalls: every call that the guide names is in the contract, and
// every call of the contract for partners is in the guide.
func TestGuidesCalls(t *testing.T) {
	text, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	contract, err := os.ReadFile(filepath.Join(module, "api", "openapi.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for _, path := range partnerCall.FindAllString(strings.ReplaceAll(string(text), someEvent, "{id}"), -1) {
		if told[path] = true; !strings.Contains(string(contract), "\n  "+path+":\n") {
			t.Errorf("the contract has no %s", path)
		}
	}
	for _, line := range strings.Split(string(contract), "\n") {
		if path, found := strings.CutPrefix(line, "  /v1/partner/"); found && !told["/v1/partner/"+strings.TrimSuffix(path, ":")] {
			t.Errorf("the guide has no /v1/partner/%s", path)
		}
	}
}

var roomKept = regexp.MustCompile(` height="(\d+)"`)

// TestReactParses: the component is one that a bundler takes, and keeps the room
// that the snippet keeps.
func TestReactParses(t *testing.T) {
	source, err := os.ReadFile(filepath.Join("react", "AttuneQuiz.jsx"))
	if err != nil {
		t.Fatal(err)
	}
	out := api.Transform(string(source), api.TransformOptions{Loader: api.LoaderJSX, JSX: api.JSXAutomatic})
	for _, message := range append(out.Errors, out.Warnings...) {
		t.Errorf("%+v", message)
	}
	room := roomKept.FindStringSubmatch(pageOfSnippets(t)["reserved"])
	if room == nil || !strings.Contains(string(source), "const room = "+room[1]+";") {
		t.Errorf("the component keeps another room than %v", room)
	}
}
