package proof_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/attune-quiz/attune/internal/proof"
)

var update = flag.Bool("update", false, "write the table")

var (
	module = filepath.Join("..", "..")
	page   = filepath.Join(module, "docs", "security.md")
	// openList names what has no test yet, an id a line.
	openList = filepath.Join("testdata", "open.txt")
)

// TestTable keeps the table of docs/security.md as the tests say.
func TestTable(t *testing.T) {
	groups, held := read(t)
	old, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := proof.Insert(string(old), proof.Table(groups, held))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(page, []byte(fresh), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if fresh != string(old) {
		t.Errorf("the table of %s is stale: go test ./internal/proof -update", page)
	}
}

// TestEveryRequirementIsHeld compares what is asked with what tests claim.
func TestEveryRequirementIsHeld(t *testing.T) {
	groups, held := read(t)
	listed, err := os.ReadFile(openList)
	if err != nil {
		t.Fatal(err)
	}
	open := strings.FieldsFunc(string(listed), func(r rune) bool { return r == '\n' })
	if *update { // the list only ever shrinks
		open = slices.DeleteFunc(open, func(id string) bool { return len(held[id]) > 0 })
		if err := os.WriteFile(openList, []byte(strings.Join(append(open, ""), "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	asked := map[string]bool{}
	for _, g := range groups {
		for _, r := range g.Requirements {
			asked[r.ID] = true
			switch has, isOpen := len(held[r.ID]) > 0, slices.Contains(open, r.ID); {
			case !has && !isOpen:
				t.Errorf("%s has no test: %s", r.ID, r.Text)
			case has && isOpen:
				t.Errorf("%s has a test by now: take it out of open.txt", r.ID)
			}
		}
	}
	for id, tests := range held {
		if !asked[id] {
			t.Errorf("%v holds %q, which nobody asked for", tests, id)
		}
	}
	for _, id := range open {
		if !asked[id] {
			t.Errorf("open.txt names %q, which nobody asked for", id)
		}
	}
}

func read(t *testing.T) ([]proof.Group, proof.Held) {
	t.Helper()
	groups, err := proof.Groups()
	if err != nil {
		t.Fatal(err)
	}
	held, err := proof.Scan(os.DirFS(module))
	if err != nil {
		t.Fatal(err)
	}
	return groups, held
}

func TestScan(t *testing.T) {
	source := func(doc, name string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("package p\n\n" + doc + "func " + name + "() {}\n")}
	}
	held, err := proof.Scan(fstest.MapFS{
		"a/x_test.go":            source("// TestX is one.\n//\n// Holds: S2, ASVS 2.4.1.\n", "TestX"),
		"b/y_test.go":            source("// Holds: S2\n", "FuzzY"),
		"b/plain.go":             source("// Holds: S3\n", "Plain"),
		"testdata/z_test.go":     source("// Holds: S4\n", "TestZ"),
		"node_modules/n.go":      source("// Holds: S5\n", "TestN"),
		".hidden/h_test.go":      source("// Holds: S6\n", "TestH"),
		"c/nothing_test.go":      source("// TestC mentions Holds: S7 within a line.\n", "TestC"),
		"c/undocumented_test.go": source("", "TestD"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := held["S2"]; !slices.Equal(got, []proof.Test{{Dir: "a", Name: "TestX"}, {Dir: "b", Name: "FuzzY"}}) {
		t.Errorf("S2: got %v", got)
	}
	if len(held) != 2 || len(held["ASVS 2.4.1"]) != 1 {
		t.Errorf("got %v, want S2 and ASVS 2.4.1 alone", held)
	}
	_, err = proof.Scan(fstest.MapFS{"a/x_test.go": source("// Holds: S2\n", "helper")})
	if err == nil {
		t.Error("a helper may claim what it does not test")
	}
	if _, err = proof.Scan(fstest.MapFS{"a/x_test.go": {Data: []byte("no Go")}}); err == nil {
		t.Error("a file that does not parse is passed over")
	}
}

func TestTableInPage(t *testing.T) {
	table := proof.Table([]proof.Group{{Title: "One", Requirements: []proof.Requirement{{"S1", "this"}, {"S2", "that"}}}},
		proof.Held{"S1": {{Dir: "a", Name: "TestX"}, {Dir: "a", Name: "TestY"}, {Dir: "b", Name: "TestZ"}}})
	for _, want := range []string{"| S1 | this | `a`: TestX, TestY; `b`: TestZ |", "| S2 | that | no test yet |"} {
		if !strings.Contains(table, want) {
			t.Errorf("got\n%s\nwant a line %s", table, want)
		}
	}
	if _, err := proof.Insert("a page", table); err == nil {
		t.Error("a page without marks takes the table")
	}
}
