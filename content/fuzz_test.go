package content

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/text/language"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/scoring"
)

// FuzzLoad puts any bytes in the place of one file of a good tree: Load must
// return, and every finding must stand in a file, at a line.
//
// Holds: R14
func FuzzLoad(f *testing.F) {
	tree := fstest.MapFS{}
	var list []string
	root := os.DirFS("testdata/minimal")
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, name)
		tree[name] = &fstest.MapFile{Data: data}
		list = append(list, name)
		f.Add(uint8(len(list)-1), data)
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{"", "a: &a [*a]", "a: [", "<<: {}", "? [a]\n: b", "id: !!binary x", "- - - -", "a: .nan\n", "\xff", "%YAML 9.9\n---\n", "items: [{id: [a]}]"} {
		f.Add(uint8(0), []byte(text))
	}
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		broken := fstest.MapFS{}
		for name, file := range tree {
			broken[name] = file
		}
		name := list[int(which)%len(list)]
		broken[name] = &fstest.MapFile{Data: data}
		lib, findings := LoadAt(broken, time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC))
		for _, finding := range findings {
			if finding.File == "" || finding.Line < 1 || finding.Col < 1 || finding.Message == "" {
				t.Errorf("got finding %+v", finding)
			}
		}
		for _, in := range lib.Instruments() {
			for _, form := range in.Forms {
				checkUnanswered(t, form)
			}
		}
		if lib.Usable() == nil {
			if book, err := lib.Playbook("demo", "en"); err != nil || len(book.Stages) != 4 {
				t.Errorf("usable, but the playbook is %v, %v", book, err)
			}
		}
	})
}

// checkUnanswered sees that whatever was loaded gives no number where nothing
// was answered, and a finite one where all was.
func checkUnanswered(t *testing.T, form quiz.Form) {
	responses := make([]scoring.Response, len(form.Items))
	p := form.Scorer.NewProfile()
	for i := range responses {
		responses[i] = scoring.Missing
	}
	form.Scorer.Score(p, responses)
	for i, s := range p.Scales {
		if s.Scored() || s.Normed {
			t.Errorf("scale %d has a score without a response: %+v", i, s)
		}
	}
	for i, item := range form.Spec.Items {
		responses[i] = item.Max
	}
	form.Scorer.Score(p, responses)
	for i, s := range p.Scales {
		low, high := form.Spec.Metric(i)
		if !s.Scored() || !(s.Value >= low && s.Value <= high) || !(s.SE > 0) || s.Normed && !(s.Percentile >= 0 && s.Percentile <= 100) {
			t.Errorf("scale %d on %g to %g has %+v", i, low, high, s)
		}
	}
}

// FuzzTemplate holds that a text that compiles says the same again when each
// placeholder is filled with itself.
func FuzzTemplate(f *testing.F) {
	for _, text := range []string{"", "Question {n} of {total}", "{", "}", "{a", "{{a}}", "{A}", "{a_1}{b}", "{}", "\xff{a}"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := compileMessage(language.English, text)
		if err != nil {
			return
		}
		got := m.plain.fill(func(name string) (string, bool) { return "{" + name + "}", true })
		if got != text {
			t.Errorf("got %q, want %q", got, text)
		}
		if len(m.plain.names) == 0 && strings.ContainsAny(text, "{}") {
			t.Errorf("%q has braces and no placeholder", text)
		}
	})
}

// FuzzKey holds that a key that parses is made of a sign, a valid id and a
// weight above 0.
func FuzzKey(f *testing.F) {
	for _, text := range []string{"", "+", "+an01", "-an01*0.5", "an01", "+an01*", "+an01*-1", "+an01*NaN", "+an01*1e999", "--a", "+a-b"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		key, err := parseKey(text)
		if err != nil {
			return
		}
		if !itemPattern.MatchString(key.Item) || !strings.HasPrefix(text[1:], key.Item) || key.Reverse != (text[0] == '-') {
			t.Errorf("%q gives %+v", text, key)
		}
		if strings.Contains(text, "*") != (key.Weight > 0) {
			t.Errorf("%q gives the weight %v", text, key.Weight)
		}
	})
}

// FuzzMatch holds that whatever a browser asks for, a locale that exists comes
// back.
func FuzzMatch(f *testing.F) {
	c := newCatalogue(map[quiz.Locale]LocaleFile{"en": {"a": {"b": "x"}}, "zh-Hans": {"a": {"b": "y"}}})
	for _, p := range []string{"", "zh", "en-GB,en;q=0.9", "*", ";q=", "zh-Hant-TW-x-y", strings.Repeat("a-", 2000), "\x00"} {
		f.Add(p, p)
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		if got := c.Match(first, second); got != "en" && got != "zh-Hans" {
			t.Errorf("got %q", got)
		}
	})
}

// TestMaxFileSize refuses what is too large before parsing it.
func TestMaxFileSize(t *testing.T) {
	name := filepath.ToSlash("locales/en.yaml")
	data := []byte("site: {}\n" + strings.Repeat("#", maxFileSize))
	_, findings := Load(fstest.MapFS{name: &fstest.MapFile{Data: data}})
	for _, finding := range findings {
		if finding.File == name && strings.Contains(finding.Message, "1 MiB") {
			return
		}
	}
	t.Errorf("got %v", findings)
}

// TestNotUTF8 says where the first bad byte is.
func TestNotUTF8(t *testing.T) {
	_, findings := Load(fstest.MapFS{"locales/en.yaml": &fstest.MapFile{Data: []byte("site:\n  näme: \xffAttune\n")}})
	want := "locales/en.yaml:2:9: error: not valid UTF-8: save the file as UTF-8"
	for _, finding := range findings {
		if finding.String() == want {
			return
		}
	}
	t.Errorf("got %v, want %s", findings, want)
}
