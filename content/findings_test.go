package content_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/attune-quiz/attune/content"
)

var update = flag.Bool("update", false, "write goldens and schemas anew")

// TestFindings plants one kind of mistake a case in the minimal tree. Each
// archive says in its comment which, then how the tree is changed, then what
// has to be found.
func TestFindings(t *testing.T) {
	cases, err := filepath.Glob("testdata/findings/*.txtar")
	if err != nil || len(cases) < 40 {
		t.Fatalf("got %d cases, %v", len(cases), err)
	}
	for _, name := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			tree := minimal(t)
			apply(t, tree, ar)
			_, findings := content.CheckAt(tree, now)
			got := lines(findings)
			want := section(ar, "want")
			if *update {
				ar.Files = append(without(ar, "want"), txtar.File{Name: "want", Data: []byte(got)})
				if err := os.WriteFile(name, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want == "" {
				t.Fatal("the case expects no finding")
			}
			if got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

func lines(findings content.Findings) string {
	var b strings.Builder
	for _, f := range findings {
		b.WriteString(f.String() + "\n")
	}
	return b.String()
}

func section(ar *txtar.Archive, name string) string {
	for _, f := range ar.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

func without(ar *txtar.Archive, name string) []txtar.File {
	var out []txtar.File
	for _, f := range ar.Files {
		if f.Name != name {
			out = append(out, f)
		}
	}
	return out
}
