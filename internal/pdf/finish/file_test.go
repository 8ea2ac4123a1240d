package finish_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/pdf/finish"
)

func small() *finish.File {
	f := &finish.File{Title: "A (small) file", Language: "en", Date: time.Unix(0, 0), Width: 200, Height: 300,
		Typed: -1, ID: bytes.Repeat([]byte{7}, 16)}
	p := f.AddPage()
	list := &finish.Element{Kind: finish.List}
	item := list.Under(finish.Item)
	p.Draw(&finish.Element{Kind: finish.H3}, 10, 280, finish.Compress([]byte("0 0 5 5 re f\n")))
	p.Draw(item.Under(finish.Bullet), 10, 250, finish.Compress([]byte("0 0 2 2 re f\n")))
	p.Draw(nil, 0, 0, finish.Compress([]byte("0 0 200 1 re f\n")))
	link := &finish.Element{Kind: finish.LinkTo, Alt: "über"}
	p.Draw(link, 10, 200, finish.Compress([]byte("0 0 9 9 re f\n")))
	p.Link(link, finish.Box{X: 10, Y: 200, Width: 9, Height: 9}, "https://example.org/")
	p.Field(&finish.Field{Owner: &finish.Element{Kind: finish.Form}, At: finish.Box{X: 10, Y: 100, Width: 90, Height: 40}, Label: "Write", Lines: true, Size: 11})
	f.Bookmark("Start", 0, 0, 280)
	return f
}

func TestSameCallsSameBytes(t *testing.T) {
	want := small().Bytes()
	for range 3 {
		if !bytes.Equal(small().Bytes(), want) {
			t.Fatal("the same calls give other bytes")
		}
	}
}

// TestStartOfTheTable reads where the table is, as a reader of PDF does.
func TestStartOfTheTable(t *testing.T) {
	data := small().Bytes()
	at := bytes.LastIndex(data, []byte("startxref\n"))
	var offset int
	if _, err := fmt.Sscanf(string(data[at:]), "startxref\n%d\n%%%%EOF", &offset); err != nil {
		t.Fatal(err)
	}
	if got := data[offset : offset+20]; !bytes.Contains(got, []byte(" 0 obj\n<</Type/XRe")) {
		t.Errorf("at %d stands %q", offset, got)
	}
}
