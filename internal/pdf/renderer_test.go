package pdf

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/attune-quiz/attune/quiz/playbook"
)

func newRenderer(t testing.TB) *Renderer {
	t.Helper()
	r, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func render(t testing.TB, r *Renderer, doc playbook.Document, paper playbook.Paper) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := r.Print(&b, doc, paper); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRender(t *testing.T) {
	r := newRenderer(t)
	for name, paper := range map[string]playbook.Paper{"a4": playbook.A4, "letter": playbook.Letter} {
		data := render(t, r, sampleDocument(), paper)
		if !bytes.HasPrefix(data, []byte("%PDF-")) {
			t.Errorf("%s: no PDF: %.20q", name, data)
		}
		if most := 400 << 10; len(data) > most {
			t.Errorf("%s: %d bytes, more than %d", name, len(data), most)
		}
		// ATTUNE_PDF_OUT names a folder to look at the pages in.
		if dir := os.Getenv("ATTUNE_PDF_OUT"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, name+".pdf"), data, 0o644); err != nil {
				t.Error(err)
			}
		}
	}
	if got := r.Replaced(); got != 0 {
		t.Errorf("replaced characters: got %d, want 0", got)
	}
}

// TestSameInputSameBytes prints other documents in between: a press that has
// been used must print like a new one.
func TestSameInputSameBytes(t *testing.T) {
	r := newRenderer(t)
	want := render(t, r, sampleDocument(), playbook.A4)
	for range 3 {
		other := sampleDocument()
		other.Title, other.Topic, other.Finished = "Ærøskøbing ẞ ǎ ₍", nil, time.Time{}
		render(t, r, other, playbook.Letter)
		if got := render(t, r, sampleDocument(), playbook.A4); !bytes.Equal(got, want) {
			t.Fatal("a used press prints other bytes")
		}
	}
	if got := render(t, newRenderer(t), sampleDocument(), playbook.A4); !bytes.Equal(got, want) {
		t.Error("another renderer prints other bytes")
	}
}

func TestConcurrentRenders(t *testing.T) {
	r := newRenderer(t)
	want := render(t, r, sampleDocument(), playbook.A4)
	var wg sync.WaitGroup
	for range 4 * runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			var b bytes.Buffer
			if err := r.Print(&b, sampleDocument(), playbook.A4); err != nil {
				t.Error(err)
			} else if !bytes.Equal(b.Bytes(), want) {
				t.Error("printed at once, the bytes differ")
			}
		})
	}
	wg.Wait()
}

func TestRenderTellsWhenWritingFails(t *testing.T) {
	errFull := errors.New("disk full")
	err := newRenderer(t).Print(failing{errFull}, sampleDocument(), playbook.A4)
	if !errors.Is(err, errFull) {
		t.Errorf("error: got %v, want one that wraps %v", err, errFull)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// TestTextComesOut reads the file with another program: all text, in order.
func TestTextComesOut(t *testing.T) {
	file := printed(t)
	out := program(t, "pdftotext", "-raw", "-enc", "UTF-8", file, "-")
	pages, _ := compose(plainSet(t), sampleDocument(), playbook.A4)
	for i, got := range bytes.Split(bytes.TrimSuffix(out, []byte("\f")), []byte("\f")) {
		if want := squash(placedText(pages[i:i+1], true)); squash(string(got)) != want {
			t.Errorf("page %d:\n got %.300s\nwant %.300s", i+1, squash(string(got)), want)
		}
	}
}

func TestOtherProgramsFindNoFault(t *testing.T) {
	file := printed(t)
	program(t, "qpdf", "--check", file)
	program(t, "mutool", "info", file)
}

// printed writes the sample to a file.
func printed(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "playbook.pdf")
	if err := os.WriteFile(file, render(t, newRenderer(t), sampleDocument(), playbook.A4), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// program runs a program that need not be installed, unless ATTUNE_TEST_ALL is 1.
func program(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("ATTUNE_TEST_ALL") == "1" {
			t.Fatalf("%s is not installed, and ATTUNE_TEST_ALL=1 asks for it", name)
		}
		t.Skipf("%s is not installed", name)
	}
	out, err := exec.Command(path, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return out
}

func BenchmarkRender(b *testing.B) {
	r, doc := newRenderer(b), sampleDocument()
	b.ReportAllocs()
	for b.Loop() {
		if err := r.Print(io.Discard, doc, playbook.A4); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLayout(b *testing.B) {
	set, doc := plainSet(b), sampleDocument()
	b.ReportAllocs()
	for b.Loop() {
		compose(set, doc, playbook.A4)
	}
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		newRenderer(b)
	}
}
