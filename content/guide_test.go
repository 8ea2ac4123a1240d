package content_test

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/attune-quiz/attune/content"
)

// TestRecipes does what the guide says and wants no finding.
func TestRecipes(t *testing.T) {
	recipes, err := filepath.Glob("testdata/guide/*.txtar")
	if err != nil || len(recipes) < 4 {
		t.Fatalf("got %d recipes, %v", len(recipes), err)
	}
	for _, name := range recipes {
		t.Run(filepath.Base(name), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			tree := minimal(t)
			apply(t, tree, ar)
			lib, findings := content.CheckAt(tree, now)
			if len(findings) > 0 {
				t.Errorf("got findings\n%s", lines(findings))
			}
			if err := lib.Usable(); err != nil {
				t.Error(err)
			}
		})
	}
}

// block is a fenced excerpt of the guide. Its info string names the file that
// it stands in.
var block = regexp.MustCompile("(?ms)^```yaml (\\S+)\n(.*?)^```$")

// TestGuideIsTrue looks for every excerpt of the guide, as it stands, in the
// minimal tree or in a recipe, and for every finding that it quotes in the
// goldens.
func TestGuideIsTrue(t *testing.T) {
	guide, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	excerpts := block.FindAllStringSubmatch(string(guide), -1)
	if len(excerpts) < 14 {
		t.Fatalf("got %d excerpts", len(excerpts))
	}
	for _, excerpt := range excerpts {
		name, text := excerpt[1], excerpt[2]
		data, err := os.ReadFile(filepath.Join("testdata", filepath.FromSlash(name)))
		if err != nil {
			t.Error(err)
			continue
		}
		if !strings.Contains(string(data), text) {
			t.Errorf("%s does not hold\n%s", name, text)
		}
	}
	goldens := allGoldens(t)
	quoted := regexp.MustCompile(`(?m)^\S+:\d+:\d+: (error|warning): .*$`).FindAllString(string(guide), -1)
	if len(quoted) < 4 {
		t.Errorf("the guide quotes %d findings", len(quoted))
	}
	for _, finding := range quoted {
		if !strings.Contains(goldens, finding+"\n") {
			t.Errorf("no golden has %s", finding)
		}
	}
}

func allGoldens(t *testing.T) string {
	t.Helper()
	files, err := filepath.Glob("testdata/findings/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
	}
	return all.String()
}

// TestGuideNamesEveryRule looks for each rule of lint.yaml in the guide's table,
// and for a golden that shows it bite.
func TestGuideNamesEveryRule(t *testing.T) {
	guide, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	rules := []string{"residue"}
	for f := range reflect.TypeFor[content.LintLanguageFile]().Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		rules = append(rules, name)
	}
	shows := map[string]string{
		"residue": "residue", "grade": "grade", "sentence": "sentence", "clause": "chinese", "phrase": "phrase", "name": "name",
		"repeated_sentence": "repeated-sentence", "repeated_run": "repeated-run", "foreign": "foreign", "items": "item-negated",
		"evidence": "evidence", "banned": "jargon",
	}
	for _, rule := range rules {
		if !strings.Contains(string(guide), "| `"+rule+"` |") {
			t.Errorf("the guide does not explain the rule %s", rule)
		}
		if _, err := os.Stat("testdata/findings/lint-" + shows[rule] + ".txtar"); err != nil || shows[rule] == "" {
			t.Errorf("no golden shows the rule %s: %v", rule, err)
		}
	}
}
