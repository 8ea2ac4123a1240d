package pdf

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/quiz/playbook"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// golden is a document on a paper whose outline, bytes and pictures are kept.
type golden struct {
	name   string
	doc    playbook.Document
	paper  playbook.Paper
	layOut composer
}

func goldens() []golden {
	branded := chineseDocument()
	branded.Branding = playbook.Branding{Name: "湖畔小屋", Colour: [3]uint8{0x2B, 0x5A, 0x9B}}
	return []golden{
		{"a4", sampleDocument(), playbook.A4, compose},
		{"letter", sampleDocument(), playbook.Letter, compose},
		{"chinese", branded, playbook.A4, compose},
		{"summary", sampleDocument(), playbook.Letter, summarise},
		{"summary-chinese", branded, playbook.A4, summarise},
	}
}

func (g golden) print(t testing.TB, r *Renderer) []byte {
	t.Helper()
	var b bytes.Buffer
	print := r.Print
	if strings.HasPrefix(g.name, "summary") {
		print = r.Summary
	}
	if err := print(&b, g.doc, g.paper); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestOutline compares the booklet page by page with an outline that a person
// can read. Run with -update after a change that is meant.
func TestOutline(t *testing.T) {
	for _, g := range goldens() {
		pages, _ := g.layOut(setOf(t, g.doc.Locale == "zh-Hans"), g.doc, g.paper)
		compareGolden(t, "outline-"+g.name+".txt", outlineOf(pages))
	}
}

// TestBytes compares the files' sums: under a fixed clock the same input gives
// the same bytes, on any machine. Another version of Go may compress
// otherwise.
func TestBytes(t *testing.T) {
	r := newRenderer(t)
	var got strings.Builder
	for _, g := range goldens() {
		data := g.print(t, r)
		fmt.Fprintf(&got, "%s %d %x\n", g.name, len(data), sha256.Sum256(data))
	}
	compareGolden(t, "bytes.txt", got.String())
}

func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
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
				said = append(said, written(w.text))
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
