package pdf

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/attune-quiz/attune/quiz"
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

// TestConcurrentRenders prints documents that differ, 64 at once.
func TestConcurrentRenders(t *testing.T) {
	r, alone := newRenderer(t), newRenderer(t)
	const docs = 8
	var want [docs][]byte
	for i := range want {
		want[i] = render(t, alone, numbered(i), playbook.A4)
	}
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() {
			var b bytes.Buffer
			if err := r.Print(&b, numbered(i%docs), playbook.A4); err != nil {
				t.Error(err)
			} else if !bytes.Equal(b.Bytes(), want[i%docs]) {
				t.Error("printed at once, the bytes differ")
			}
		})
	}
	wg.Wait()
}

// numbered is one of many documents, in turn English and Chinese.
func numbered(i int) playbook.Document {
	doc := sampleDocument()
	if i%2 == 1 {
		doc = chineseDocument()
	}
	doc.Finished = doc.Finished.Add(time.Duration(i) * time.Hour)
	return doc
}

// TestTooManyAreRefused fills the queue; what was printed before is still
// handed out.
func TestTooManyAreRefused(t *testing.T) {
	r := newRenderer(t)
	want := render(t, r, numbered(0), playbook.A4)
	r.waiting.Add(mostWaiting)
	if err := r.Print(io.Discard, numbered(2), playbook.A4); !errors.Is(err, quiz.ErrBusy) {
		t.Errorf("error: got %v, want %v", err, quiz.ErrBusy)
	}
	if got := render(t, r, numbered(0), playbook.A4); !bytes.Equal(got, want) {
		t.Error("a repeated download differs")
	}
	r.waiting.Add(-mostWaiting)
	render(t, r, numbered(2), playbook.A4)
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
	cmd := exec.Command(path, args...)
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil || complaints.Len() > 0 {
		t.Fatalf("%s: %v\n%s%s", name, err, complaints.Bytes(), out)
	}
	return out
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
