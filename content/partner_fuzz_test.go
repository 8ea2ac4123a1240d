package content_test

import (
	"encoding/base64"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/attune-quiz/attune/content"
)

func bytesOf(t *testing.T, secret string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// exact is what may stand in a header that names who may show the frame.
var exact = regexp.MustCompile(`^https?://([a-z0-9_.-]+|\[[0-9a-f:.]+\])(:[0-9]+)?$`)

// FuzzPartners reads any bytes as partners: every finding stands somewhere and
// repeats no secret, and whatever comes out keeps the rules.
//
// Holds: R14
func FuzzPartners(f *testing.F) {
	example, err := os.ReadFile("testdata/partners/example.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(example)
	cases, err := filepath.Glob("testdata/partners/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range cases {
		ar, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add([]byte(section(ar, "partners.yaml")))
	}
	for _, text := range []string{"", "partners:", "partners: []", "partners: [{}]", "partners: {a: b}", "- a", "\xff", "partners:\n  - id: a\n    keys: [{hash: [], side: live}]\n"} {
		f.Add([]byte(text))
	}
	src := partnerSource(f, nil)
	f.Fuzz(func(t *testing.T, data []byte) {
		own := src
		own.FS = fstest.MapFS{"partners.yaml": {Data: data}}
		set, findings := content.LoadPartners(own)
		for _, finding := range findings {
			if finding.File != "partners.yaml" || finding.Line < 1 || finding.Col < 1 || finding.Message == "" {
				t.Errorf("got finding %+v", finding)
			}
			if strings.Contains(finding.Message, aSecret) || strings.Contains(finding.Message, "atk_live_A") {
				t.Errorf("a finding repeats a secret: %s", finding)
			}
		}
		if (set == nil) != findings.HasErrors() {
			t.Fatalf("got partners %v with\n%s", set, lines(findings))
		}
		if set == nil {
			return
		}
		for _, p := range set.All() {
			for _, origin := range p.Origins {
				if u, err := url.Parse(origin); err != nil || !exact.MatchString(origin) || u.Path != "" {
					t.Errorf("%s: got origin %q", p.ID, origin)
				}
			}
			for _, k := range p.Keys {
				if got, err := set.Keyed(k.Hash); err != nil || got != p {
					t.Errorf("%s: its key opens %v, %v", p.ID, got, err)
				}
			}
			if p.Controller == "" || len(p.Origins) == 0 || p.Webhook != nil && (p.ID == "" || len(p.Webhook.Secrets) == 0) {
				t.Errorf("got partner %+v", p)
			}
		}
	})
}
