package pdf

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// printedFile is a file on disk with the pages that went into it.
type printedFile struct {
	name  string
	path  string
	doc   playbook.Document
	pages []page
}

// printedFiles writes booklets and summaries of shipped content, in both
// languages and on both papers.
func printedFiles(t *testing.T) []printedFile {
	t.Helper()
	r := newRenderer(t)
	var out []printedFile
	for _, locale := range []quiz.Locale{"en", "zh-Hans"} {
		for _, paper := range []playbook.Paper{playbook.A4, playbook.Letter} {
			doc := fullDocument(t, 3, locale)
			doc.Branding.Name = "Haus am See 湖畔小屋"
			for kind, layOut := range map[string]composer{"booklet": compose, "summary": summarise} {
				f := printedFile{name: string(locale) + " " + string(paper) + " " + kind, doc: doc}
				f.pages, _ = layOut(r.set(locale), doc, paper)
				print := r.Print
				if kind == "summary" {
					print = r.Summary
				}
				f.path = filepath.Join(t.TempDir(), "file.pdf")
				writeTo(t, f.path, func(w io.Writer) error { return print(w, doc, paper) })
				out = append(out, f)
			}
		}
	}
	return out
}

// TestTextComesOut reads the files with another program: every character, in
// order.
func TestTextComesOut(t *testing.T) {
	for _, f := range printedFiles(t) {
		out := program(t, "pdftotext", "-raw", "-enc", "UTF-8", f.path, "-")
		for i, got := range bytes.Split(bytes.TrimSuffix(out, []byte("\f")), []byte("\f")) {
			if want := squash(placedText(f.pages[i:i+1], true)); squash(string(got)) != want {
				t.Errorf("%s, page %d: %s", f.name, i+1, apartAt(squash(string(got)), want))
			}
		}
	}
}

// apartAt shows where two texts begin to differ.
func apartAt(got, want string) string {
	g, w := []rune(got), []rune(want)
	n := 0
	for n < min(len(g), len(w)) && g[n] == w[n] {
		n++
	}
	from := max(0, n-20)
	return "got " + string(g[from:min(len(g), n+20)]) + ", want " + string(w[from:min(len(w), n+20)])
}

func TestOtherProgramsFindNoFault(t *testing.T) {
	for _, f := range printedFiles(t) {
		if out := program(t, "qpdf", "--check", f.path); !bytes.Contains(out, []byte("No syntax or stream encoding errors")) {
			t.Errorf("%s: qpdf says %s", f.name, out)
		}
		program(t, "mutool", "draw", "-N", "-q", "-F", "trace", "-o", os.DevNull, f.path)
	}
}

// TestWhatTheFileSaysOfItself asks pdfinfo.
func TestWhatTheFileSaysOfItself(t *testing.T) {
	for _, f := range printedFiles(t) {
		info := string(program(t, "pdfinfo", f.path))
		for _, want := range []string{`Tagged: +yes`, `Form: +AcroForm`, `Title: +` + regexp.QuoteMeta(f.doc.Title)} {
			if !regexp.MustCompile(want).MatchString(info) {
				t.Errorf("%s: no %s in\n%s", f.name, want, info)
			}
		}
		meta := string(program(t, "pdfinfo", "-meta", f.path))
		if want := "<rdf:li>" + string(f.doc.Locale) + "</rdf:li>"; !strings.Contains(meta, want) {
			t.Errorf("%s: no %s in the metadata", f.name, want)
		}
	}
}

var structText = regexp.MustCompile(`(?m)^ *"((?s:.*?))"$`)

// TestStructureReadsInOrder compares what a screen reader would get with what
// was placed, footers and decoration left out.
func TestStructureReadsInOrder(t *testing.T) {
	for _, f := range printedFiles(t) {
		out := program(t, "pdfinfo", "-struct-text", f.path)
		var got strings.Builder
		for _, m := range structText.FindAllSubmatch(out, -1) {
			got.Write(m[1])
		}
		if want := squash(placedText(f.pages, false)); squash(got.String()) != want {
			t.Errorf("%s: %s", f.name, apartAt(squash(got.String()), want))
		}
	}
}

func writeTo(t *testing.T, path string, print func(io.Writer) error) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := print(f); err != nil {
		t.Fatal(err)
	}
}
