package pdf

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/quiz/playbook"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// TestOutline compares the booklet page by page with an outline that a person
// can read. Run with -update after a change that is meant.
func TestOutline(t *testing.T) {
	set := plainSet(t)
	for name, paper := range map[string]playbook.Paper{"a4": playbook.A4, "letter": playbook.Letter} {
		pages, _ := compose(set, sampleDocument(), paper)
		got := outlineOf(pages)
		file := filepath.Join("testdata", "outline-"+name+".txt")
		if *update {
			if err := os.MkdirAll("testdata", 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs from the golden at %s", name, firstDifference(got, string(want)))
		}
	}
}

// outlineOf tells pages as lines of role and text; lines of one paragraph and
// rows of writing room are joined.
func outlineOf(pages []page) string {
	var b strings.Builder
	for i, p := range pages {
		fmt.Fprintf(&b, "page %d\n", i+1)
		for j := 0; j < len(p.boxes); {
			n := 1
			for j+n < len(p.boxes) && p.boxes[j+n].role == p.boxes[j].role && p.boxes[j].role != roleItem {
				n++
			}
			fmt.Fprintf(&b, "  %-7s %s\n", p.boxes[j].role, gist(p.boxes[j:j+n]))
			j += n
		}
	}
	return b.String()
}

// gist is the beginning of what boxes of one role say, and how many they are.
func gist(boxes []*box) string {
	var said []string
	for _, b := range boxes {
		for _, w := range b.words {
			if b.role != roleFigure {
				said = append(said, w.text)
			}
		}
		if b.alt != "" {
			said = append(said, b.alt)
		}
	}
	text := []rune(strings.Join(said, " "))
	if len(text) > 90 {
		text = append(text[:90], '…')
	}
	if len(boxes) > 1 {
		return strings.TrimSpace(fmt.Sprintf("%s (%d)", string(text), len(boxes)))
	}
	return string(text)
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d:\n got %s\nwant %s", i+1, g[i], w[i])
		}
	}
	return fmt.Sprintf("line %d: one is longer", min(len(g), len(w))+1)
}
