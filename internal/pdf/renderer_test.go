package pdf

import (
	"bytes"
	"os"
	"testing"
)

func newRenderer(t testing.TB) *Renderer {
	t.Helper()
	r, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRender(t *testing.T) {
	r := newRenderer(t)
	for name, paper := range map[string]Paper{"a4": A4, "letter": Letter} {
		var b bytes.Buffer
		if err := r.Render(&b, sampleDocument(), paper); err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(b.Bytes(), []byte("%PDF-")) {
			t.Errorf("%s: no PDF: %.20q", name, b.Bytes())
		}
		if dir := os.Getenv("ATTUNE_PDF_OUT"); dir != "" {
			os.WriteFile(dir+"/"+name+".pdf", b.Bytes(), 0o644)
		}
	}
	if got := r.Replaced(); got != 0 {
		t.Errorf("replaced characters: got %d, want 0", got)
	}
}
