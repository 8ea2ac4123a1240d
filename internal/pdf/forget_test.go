package pdf

import (
	"io"
	"testing"

	"github.com/attune-quiz/attune/quiz/playbook"
)

func TestForgetLetsGoOfPrintedFiles(t *testing.T) {
	r, err := New()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Print(io.Discard, sampleDocument(), playbook.A4); err != nil {
		t.Fatal(err)
	}
	if len(r.shelf.young) == 0 {
		t.Fatal("nothing was kept: the test shows nothing")
	}
	r.Forget()
	if n := len(r.shelf.young) + len(r.shelf.old); n != 0 {
		t.Errorf("%d files are kept after forgetting, want none", n)
	}
}
