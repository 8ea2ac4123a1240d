package ship_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDataAreClassified: each table of each store is named in the classes of
// docs/security.md, and each class says where, how protected and how long.
//
// Holds: ASVS 14.1
func TestDataAreClassified(t *testing.T) {
	_, rest, _ := strings.Cut(read(t, filepath.Join(module, "docs", "security.md")), "## Classes of data")
	classes, _, ok := strings.Cut(rest, "\n## ")
	if !ok {
		t.Fatal("docs/security.md has no classes of data")
	}
	for line := range strings.Lines(classes) {
		if cells := strings.Split(strings.TrimSpace(line), "|"); strings.HasPrefix(line, "| **") && (len(cells) != 8 || strings.TrimSpace(cells[3]) == "" || strings.TrimSpace(cells[6]) == "") {
			t.Errorf("a class lacks where it is or how long: %s", line)
		}
	}
	files, err := filepath.Glob(filepath.Join(module, "internal", "store", "*", "migrations", "*.sql"))
	check(t, err)
	made, dropped := regexp.MustCompile(`(?i)CREATE TABLE (\w+)`), regexp.MustCompile(`(?i)DROP TABLE (\w+)`)
	tables := map[string]bool{}
	for _, f := range files {
		up, _, _ := strings.Cut(read(t, f), "+goose Down")
		for _, m := range made.FindAllStringSubmatch(up, -1) {
			tables[m[1]] = true
		}
		for _, m := range dropped.FindAllStringSubmatch(up, -1) {
			delete(tables, m[1])
		}
	}
	if len(tables) < 4 {
		t.Fatalf("found the tables %v", tables)
	}
	for table := range tables {
		if !strings.Contains(classes, "`"+table+"`") {
			t.Errorf("the table %s has no class in docs/security.md", table)
		}
	}
}

// TestTemplatesAreWhole: the templates for the impact assessment and the record
// of processing have every part that Articles 35(7) and 30(1) ask for, and
// leave to the controller only what is marked so.
//
// Holds: G6
func TestTemplatesAreWhole(t *testing.T) {
	for file, parts := range map[string][]string{
		"impact-assessment.md": {"What is processed", "Lawful basis", "Necessity and proportion", "Risks to people", "Measures that are yours",
			"Outcome", "Who was asked", "Article 36", "special categories", "retention", "erasure"},
		"record-of-processing.md": {"(b) purpose", "(c) people", "(d) recipients", "(e) third countries", "(f) erasure", "(g) security",
			"representative", "data protection officer", "For processors"},
	} {
		text := read(t, filepath.Join(module, "docs", "privacy", file))
		for _, part := range parts {
			if !strings.Contains(text, part) {
				t.Errorf("%s says nothing of %q", file, part)
			}
		}
		if n := strings.Count(text, "**["); n < 10 {
			t.Errorf("%s leaves %d things to the controller: want them marked", file, n)
		}
		if found := regexp.MustCompile(`(?i)lorem|todo|tbd|xxx`).FindString(text); found != "" {
			t.Errorf("%s holds %q", file, found)
		}
	}
}
