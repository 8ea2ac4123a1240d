package content_test

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/scoring"
)

func TestMinimalTreeHasNoFindings(t *testing.T) {
	lib, findings := content.CheckAt(minimal(t), now)
	if len(findings) > 0 {
		t.Errorf("got findings\n%s", lines(findings))
	}
	if err := lib.Usable(); err != nil {
		t.Error(err)
	}
}

func TestShippedTreeHasNoFindings(t *testing.T) {
	lib, findings := content.Check(content.Shipped())
	if len(findings) > 0 {
		t.Errorf("got findings\n%s", lines(findings))
	}
	if err := lib.Usable(); err != nil {
		t.Error(err)
	}
}

// schemaOf names the schema of each kind of file.
var schemaOf = map[string]string{
	"instruments/*/instrument.yaml": "instrument", "instruments/*/text/*.yaml": "instrument-text",
	"playbooks/*/playbook.yaml": "playbook", "playbooks/*/text/*/*.yaml": "playbook-text",
	"topics/*/topic.yaml": "topic", "topics/*/text/*.yaml": "topic-text",
	"help/help.yaml": "help", "help/text/*.yaml": "help-text", "locales/*.yaml": "locale",
	"lint.yaml": "lint",
}

// TestShippedFilesNameTheirSchema lets editors complete and underline.
func TestShippedFilesNameTheirSchema(t *testing.T) {
	for name, file := range copyTree(t, content.Shipped()) {
		found := false
		for pattern, schema := range schemaOf {
			if ok, _ := path.Match(pattern, name); !ok {
				continue
			}
			found = true
			up := strings.Repeat("../", strings.Count(name, "/"))
			want := "# yaml-language-server: $schema=" + up + "schema/" + schema + ".json"
			if got, _, _ := strings.Cut(string(file.Data), "\n"); got != want {
				t.Errorf("%s begins with %q, want %q", name, got, want)
			}
		}
		if !found {
			t.Errorf("%s has no place in the layout", name)
		}
	}
}

// TestTenMistakesAtOnce plants ten different mistakes in a copy of what ships
// and looks for each at its own line. Each is planted in the first line that
// holds the given text and no mistake yet.
//
// Holds: ASVS 1.5.2
func TestTenMistakesAtOnce(t *testing.T) {
	const (
		in   = "instruments/relationship/instrument.yaml"
		text = "instruments/relationship/text/en.yaml"
		book = "playbooks/relationship/playbook.yaml"
	)
	mistakes := []struct{ name, file, line, old, new, want string }{
		{"unknown field", in, "minimum_age: ", "minimum_age", "minimal_age", `unknown field "minimal_age"`},
		{"duplicate id", in, "  - id: em02", "em02", "em01", `duplicate id "em01"`},
		{"key naming an unknown item", in, "    keys: [+an01", "+an02", "+an99", `unknown item "an99"`},
		{"item in two scales", in, "    keys: [+av01", "-av08", "-se08", `"se08" is in two scales`},
		{"form naming an unknown item", in, "    items: [sm02", "rp03", "rp33", `unknown item "rp33"`},
		{"error without citation", in, "    error: { basis: assumed", "basis: assumed", "basis: cited", "without citation"},
		{"missing translation", text, "  pr01: ", "  pr01: ", "  # ", `missing text "stems.pr01"`},
		{"placeholder that nothing fills", text, "  an03: ", "  an03: ", "  an03: For {partner}, ", "nothing fills the placeholder {partner}"},
		{"unknown style", book, "styles: [", "styles: [", "styles: [anxoius, ", `did you mean "anxious"`},
		{"unknown mechanism", book, "mechanisms: [", "mechanisms: [", "mechanisms: [meanings, ", `unknown mechanism "meanings"`},
	}
	tree := copyTree(t, content.Shipped())
	at := make([]int, len(mistakes))
	taken := map[string]bool{}
	for i, m := range mistakes {
		at[i] = plant(t, tree, taken, m.file, m.line, m.old, m.new)
	}
	at[6] = lineOf(t, tree, taken, text, "stems:") // what is missing is missed at its section
	_, findings := content.LoadAt(tree, now)
	for i, m := range mistakes {
		want := fmt.Sprintf("%s:%d:", m.file, at[i])
		if !found(findings, want, m.want) {
			t.Errorf("%s: no finding at %s with %q in\n%s", m.name, want, m.want, lines(findings))
		}
	}
}

// plant changes the first free line that holds a text and returns its number.
func plant(t *testing.T, tree fstest.MapFS, taken map[string]bool, name, text, before, after string) int {
	t.Helper()
	n := lineOf(t, tree, taken, name, text)
	taken[fmt.Sprint(name, n)] = true
	all := strings.Split(string(tree[name].Data), "\n")
	changed := strings.Replace(all[n-1], before, after, 1)
	if changed == all[n-1] {
		t.Fatalf("%s:%d does not hold %q", name, n, before)
	}
	all[n-1] = changed
	tree[name] = &fstest.MapFile{Data: []byte(strings.Join(all, "\n"))}
	return n
}

func lineOf(t *testing.T, tree fstest.MapFS, taken map[string]bool, name, text string) int {
	t.Helper()
	for i, line := range strings.Split(string(tree[name].Data), "\n") {
		if strings.Contains(line, text) && !taken[fmt.Sprint(name, i+1)] {
			return i + 1
		}
	}
	t.Fatalf("%s has no line with %q", name, text)
	return 0
}

func found(findings content.Findings, prefix, part string) bool {
	for _, f := range findings {
		if s := f.String(); strings.HasPrefix(s, prefix) && strings.Contains(s, part) {
			return true
		}
	}
	return false
}

// TestAnyMissingTextIsAnError removes each text of a complete translation in
// turn.
func TestAnyMissingTextIsAnError(t *testing.T) {
	tree := minimal(t)
	translate(tree, "de")
	if _, findings := content.LoadAt(tree, now); len(findings) > 0 {
		t.Fatalf("the translated tree has findings\n%s", lines(findings))
	}
	for name := range tree {
		if !strings.Contains(name, "text/de") && name != "locales/de.yaml" {
			continue
		}
		for _, removed := range withoutOneText(string(tree[name].Data)) {
			broken := copyTree(t, tree)
			broken[name] = &fstest.MapFile{Data: []byte(removed.text)}
			lib, findings := content.LoadAt(broken, now)
			if !findings.HasErrors() {
				t.Errorf("%s without %q has no error", name, removed.line)
			}
			if err := lib.Usable(); err != nil {
				t.Errorf("%s without %q: %v", name, removed.line, err)
			}
		}
	}
}

type removal struct{ line, text string }

// withoutOneText leaves out each line that gives a name its text.
func withoutOneText(text string) []removal {
	var out []removal
	all := strings.Split(text, "\n")
	for i, line := range all {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		if value == "" || strings.HasPrefix(name, "#") || strings.HasPrefix(name, "-") {
			continue
		}
		rest := append(append([]string{}, all[:i]...), all[i+1:]...)
		out = append(out, removal{line, strings.Join(rest, "\n")})
	}
	return out
}

func TestIncompleteLanguageFallsBack(t *testing.T) {
	tree := minimal(t)
	translate(tree, "de")
	replace(t, tree, "instruments/demo/text/de.yaml", "  rp01: I say sorry first.\n", "")
	replace(t, tree, "instruments/demo/text/de.yaml", "I wait by the phone.", "Ich warte.")
	replace(t, tree, "playbooks/demo/text/de/practices.yaml", "    title: Practice dis2\n", "")
	replace(t, tree, "playbooks/demo/text/de/practices.yaml", "Can we talk for ten minutes?", "Reden wir kurz?")
	replace(t, tree, "locales/de.yaml", "  name: Attune\n", "  other: X\n")
	replace(t, tree, "locales/de.yaml", "Question {n} of {total}", "Frage {n} von {total}")
	lib, findings := content.LoadAt(tree, now)
	if err := lib.Usable(); err != nil {
		t.Fatal(err)
	}
	if !found(findings, "instruments/demo/text/de.yaml:1:1: warning: ", "in de: 1; those in en stand in") {
		t.Errorf("no warning in\n%s", lines(findings))
	}
	in, err := lib.Instrument("demo")
	if err != nil {
		t.Fatal(err)
	}
	stems := in.Texts["de"].Stems
	if stems["rp01"] != "I say sorry first." || stems["an01"] != "Ich warte." {
		t.Errorf("got stems %v", stems)
	}
	book, err := lib.Playbook("demo", "de")
	if err != nil {
		t.Fatal(err)
	}
	if book.Locale != "de" || book.Phrases[0].Text != "Reden wir kurz?" {
		t.Errorf("got playbook in %s with %q", book.Locale, book.Phrases[0].Text)
	}
	for _, p := range book.Practices {
		if p.Title != "Practice "+p.ID {
			t.Errorf("got title %q of %s", p.Title, p.ID)
		}
	}
	if got := lib.Texts().Text("de", "site.name"); got != "Attune" {
		t.Errorf("got %q", got)
	}
	if got := lib.Texts().Text("de", "take.progress", quiz.Arg{Name: "n", Value: 2}, quiz.Arg{Name: "total", Value: 9}); got != "Frage 2 von 9" {
		t.Errorf("got %q", got)
	}
}

func TestFormsAreBuiltOverTheirItems(t *testing.T) {
	lib, _ := content.LoadAt(minimal(t), now)
	in, err := lib.Instrument("demo")
	if err != nil {
		t.Fatal(err)
	}
	full, short := in.Form("full"), in.Form("short")
	if got := len(full.Spec.Scales); got != 3 {
		t.Errorf("the full form has %d scales, want 3", got)
	}
	if got := len(short.Spec.Scales); got != 2 {
		t.Errorf("the short form has %d scales, want 2", got)
	}
	if full.Spec.Focus == nil || short.Spec.Focus != nil {
		t.Errorf("got focus %v and %v, want one in the full form alone", full.Spec.Focus, short.Spec.Focus)
	}
	if full.Scorer == nil || short.Scorer == nil || short.Spec.Style == nil {
		t.Error("a form lacks its scorer or style")
	}
	if got := in.MinimumAge; got != 18 {
		t.Errorf("minimum age %d, want 18", got)
	}
	if got := full.Spec.Scales[0].Keys[1]; got != (scoring.Key{Item: "an02", Reverse: true}) {
		t.Errorf("got key %+v", got)
	}
	book, _ := lib.Playbook("demo", "en")
	if got := book.Practices[0].Steps[1]; got != "Breathe for 5 minutes." {
		t.Errorf("got step %q", got)
	}
}

// TestMinimumAnswered holds the default to DESIGN's figures: of 8 items 7, of
// 4 all, of 18 fifteen.
func TestMinimumAnswered(t *testing.T) {
	lib, _ := content.Load(content.Shipped())
	in, err := lib.Instrument("relationship")
	if err != nil {
		t.Fatal(err)
	}
	want := map[int]int{8: 7, 4: 4}
	for _, form := range in.Forms {
		for _, s := range form.Spec.Scales {
			if s.MinAnswered != want[len(s.Keys)] {
				t.Errorf("%s of %s: %d of %d, want %d", s.ID, form.ID, s.MinAnswered, len(s.Keys), want[len(s.Keys)])
			}
		}
	}
}

func TestHashIsOfContent(t *testing.T) {
	hash := func(tree fs.FS) string {
		lib, _ := content.LoadAt(tree, now)
		in, err := lib.Instrument("demo")
		if err != nil {
			t.Fatal(err)
		}
		return in.Hash
	}
	base := hash(minimal(t))
	if again := hash(minimal(t)); again != base || len(base) != 64 {
		t.Errorf("got %q, then %q", base, again)
	}
	comment := minimal(t)
	replace(t, comment, "instruments/demo/instrument.yaml", "id: demo", "# a remark\nid:   demo")
	if hash(comment) != base {
		t.Error("a comment changed the hash")
	}
	for _, change := range [][3]string{
		{"instruments/demo/instrument.yaml", "+an01, -an02", "-an01, +an02"},
		{"instruments/demo/instrument.yaml", "anxious: 2, ", "anxious: 2.1, "},
		{"instruments/demo/instrument.yaml", "minutes: 1\n    items: [an01, av01, rp01", "minutes: 2\n    items: [an01, av01, rp01"},
		{"instruments/demo/text/en.yaml", "by the phone", "by the telephone"},
	} {
		tree := minimal(t)
		replace(t, tree, change[0], change[1], change[2])
		if hash(tree) == base {
			t.Errorf("%q for %q left the hash as it was", change[2], change[1])
		}
	}
}

func TestBrokenStructureIsLeftOut(t *testing.T) {
	for _, name := range []string{"instruments/demo/instrument.yaml", "playbooks/demo/playbook.yaml", "help/help.yaml", "locales/en.yaml"} {
		tree := minimal(t)
		tree[name] = &fstest.MapFile{Data: []byte("a: [")}
		lib, findings := content.LoadAt(tree, now)
		if lib.Usable() == nil || !findings.HasErrors() {
			t.Errorf("a broken %s: usable %v, findings\n%s", name, lib.Usable(), lines(findings))
		}
	}
	lib, _ := content.Load(fstest.MapFS{})
	if _, err := lib.Instrument("demo"); !errors.Is(err, quiz.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
	if _, err := lib.Playbook("demo", "en"); !errors.Is(err, quiz.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
	if lib.Usable() == nil {
		t.Error("an empty tree is usable")
	}
}

func TestLoadInstrument(t *testing.T) {
	in, findings := content.LoadInstrument(minimal(t), "demo")
	if in == nil || len(findings) > 0 {
		t.Fatalf("got %v and\n%s", in, lines(findings))
	}
	lib, _ := content.LoadAt(minimal(t), now)
	if same, _ := lib.Instrument("demo"); same.Hash != in.Hash {
		t.Errorf("got hash %s, in the library %s", in.Hash, same.Hash)
	}
	in, findings = content.LoadInstrument(minimal(t), "dmeo")
	if in != nil || !found(findings, "instruments:1:1: error: ", `did you mean "demo"?`) {
		t.Errorf("got %v and\n%s", in, lines(findings))
	}
}
