package content_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/quiz"
)

const (
	aSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	another = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"
)

// partnerSource reads a file that stands alone, among known secrets.
func partnerSource(t testing.TB, file []byte) content.PartnerSource {
	t.Helper()
	lib, _ := content.Load(content.Shipped())
	return content.PartnerSource{
		FS: fstest.MapFS{"partners.yaml": {Data: file}}, Name: "partners.yaml", Library: lib,
		Env: func(name string) (string, bool) {
			return aSecret, slices.Contains([]string{"SET", "ACME_WEBHOOK_SECRET", "ACME_TEST_WEBHOOK_SECRET"}, name)
		},
		ReadFile: func(name string) ([]byte, error) {
			switch name {
			case "secrets/acme":
				return []byte(aSecret + "\n"), nil
			case "secrets/acme-webhook-next":
				return []byte(another + "\n"), nil
			}
			return nil, fs.ErrNotExist
		},
		Lacking: content.Error,
	}
}

// TestPartnerFindings reads files with one kind of mistake each.
func TestPartnerFindings(t *testing.T) {
	cases, err := filepath.Glob("testdata/partners/*.txtar")
	if err != nil || len(cases) < 8 {
		t.Fatalf("got %d cases, %v", len(cases), err)
	}
	for _, name := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			set, findings := content.LoadPartners(partnerSource(t, []byte(section(ar, "partners.yaml"))))
			got := lines(findings)
			if *update {
				ar.Files = append(without(ar, "want"), txtar.File{Name: "want", Data: []byte(got)})
				if err := os.WriteFile(name, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want := section(ar, "want"); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
			if set != nil {
				t.Error("a file with errors gives partners")
			}
			for _, secret := range []string{aSecret, "c2hvcnQ", "atk_live_A"} {
				if strings.Contains(got, secret) {
					t.Errorf("the findings repeat the secret %s", secret)
				}
			}
		})
	}
}

// TestExampleIsRight reads the file that the guide explains.
func TestExampleIsRight(t *testing.T) {
	file, err := os.ReadFile("testdata/partners/example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	set, findings := content.LoadPartners(partnerSource(t, file))
	if len(findings) > 0 {
		t.Fatalf("got findings\n%s", lines(findings))
	}
	acme, test := side(t, set, "acme"), side(t, set, "test_acme")
	want := quiz.Partner{
		ID: "acme", Name: "Acme Relationships", Controller: "Acme Relationships Ltd, Leeds", PrivacyURL: "https://www.acme.example/privacy",
		Origins:     []string{"https://www.acme.example", "https://blog.acme.example"},
		Theme:       quiz.Theme{Accent: "#8a3b1d", Dark: "#f0b48c", Logo: "https://www.acme.example/logo.svg", Radius: new(8), Scheme: quiz.SchemeAuto},
		Instruments: []quiz.InstrumentID{"relationship"}, Topic: "music", Locale: "en",
		Readings: map[quiz.TopicID][]quiz.Reading{
			"music": {
				{Locale: "en", Title: "Songs for two", URL: "https://www.acme.example/articles/songs-for-two"},
				{Locale: "zh-Hans", Title: "两个人的歌", URL: "https://www.acme.example/articles/songs-for-two"},
				{Locale: "en", Title: "Quiet evenings", URL: "https://blog.acme.example/quiet-evenings"},
			},
			"repair-after-conflict": {{Locale: "en", Title: "The morning after a fight", URL: "https://www.acme.example/articles/after-a-fight"}},
		},
		Gate: quiz.GateEmail, Keep: 26 * 7 * 24 * time.Hour,
		Webhook: &quiz.Webhook{URL: "https://hooks.acme.example/attune", Secrets: [][]byte{bytesOf(t, aSecret), bytesOf(t, another)}},
		Keys:    []quiz.PartnerKey{{Hash: quiz.HashOf("atk_live_" + strings.Repeat("A", 32)), Side: "acme"}},
	}
	if !reflect.DeepEqual(*acme, want) {
		t.Errorf("got  %+v\nwant %+v", *acme, want)
	}
	want.ID, want.Origins = "test_acme", append(want.Origins, "http://localhost:3000")
	want.Webhook = &quiz.Webhook{URL: "https://hooks.acme.example/attune-test", Secrets: [][]byte{bytesOf(t, aSecret)}}
	want.Keys = []quiz.PartnerKey{{Hash: quiz.HashOf("atk_test_" + strings.Repeat("A", 32)), Side: "test_acme"}}
	if !reflect.DeepEqual(*test, want) {
		t.Errorf("got  %+v\nwant %+v", *test, want)
	}
	plain := side(t, set, "plain")
	if plain.Gate != quiz.GateNone || plain.Theme.Scheme != quiz.SchemeAuto || plain.Webhook != nil || plain.Keep != 0 || !plain.Offers("relationship") {
		t.Errorf("got %+v, want the usual where nothing is said", *plain)
	}
	if got := acme.ReadNext("music", "zh-Hans"); len(got) != 1 || got[0].Title != "两个人的歌" {
		t.Errorf("got %v, want the one article with a Chinese title", got)
	}
}

func side(t *testing.T, set *quiz.PartnerSet, id quiz.PartnerID) *quiz.Partner {
	t.Helper()
	p, err := set.Partner(id)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestCheckedWithoutSecrets: whoever only checks a file need not have them.
func TestCheckedWithoutSecrets(t *testing.T) {
	file, err := os.ReadFile("testdata/partners/example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	src := partnerSource(t, file)
	src.Env = func(string) (string, bool) { return "", false }
	src.ReadFile = func(string) ([]byte, error) { return nil, errors.New("not here") }
	if set, findings := content.LoadPartners(src); set != nil || !findings.HasErrors() {
		t.Errorf("served: got %v and\n%s", set, lines(findings))
	}
	src.Lacking = content.Warning
	if set, findings := content.LoadPartners(src); set == nil || len(findings) != 3 {
		t.Errorf("checked: got %v and\n%s", set, lines(findings))
	}
}

// TestRadius: no corners said are not square ones.
func TestRadius(t *testing.T) {
	for text, want := range map[string]*int{"": nil, "    theme: {scheme: dark}\n": nil, "    theme: {radius: 0}\n": new(0), "    theme: {radius: 24}\n": new(24)} {
		file := "partners:\n  - id: a\n    name: A\n    controller: A\n    privacy: https://a.example/p\n    origins: [https://a.example]\n" + text
		set, findings := content.LoadPartners(partnerSource(t, []byte(file)))
		if len(findings) > 0 {
			t.Fatalf("%q: %s", text, lines(findings))
		}
		if got := side(t, set, "a").Theme.Radius; !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

// TestGrounds holds the grounds that themes are checked against to the style
// sheet: each colour is on both sides.
func TestGrounds(t *testing.T) {
	css, err := os.ReadFile("../api/web/assets/style.css")
	if err != nil {
		t.Fatal(err)
	}
	code, err := os.ReadFile("check_theme.go")
	if err != nil {
		t.Fatal(err)
	}
	light, dark, _ := bytes.Cut(css, []byte("prefers-color-scheme: dark"))
	for name, sheet := range map[string][]byte{"light": light, "dark": dark} {
		for _, ground := range []string{"ground", "lift", "wash"} {
			_, after, _ := bytes.Cut(sheet, []byte("--"+ground+": "))
			if colour, _, ok := bytes.Cut(after, []byte(";")); !ok || !bytes.Contains(code, colour) {
				t.Errorf("%s %s: the checker does not know %s", name, ground, colour)
			}
		}
	}
}

// TestPartnerGuideIsTrue looks for every excerpt of the guide in the example,
// as it stands.
func TestPartnerGuideIsTrue(t *testing.T) {
	guide, err := os.ReadFile("../docs/partners.md")
	if err != nil {
		t.Fatal(err)
	}
	example, err := os.ReadFile("testdata/partners/example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	excerpts := regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$").FindAllSubmatch(guide, -1)
	if len(excerpts) < 8 {
		t.Fatalf("got %d excerpts", len(excerpts))
	}
	for _, excerpt := range excerpts {
		if !bytes.Contains(example, excerpt[1]) {
			t.Errorf("the example has nothing like\n%s", excerpt[1])
		}
	}
}
