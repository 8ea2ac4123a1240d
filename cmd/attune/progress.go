package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/attune-quiz/attune/internal/dataset"
)

const barWidth = 30

// bar shows on a terminal how far a file is read. A nil bar shows nothing.
type bar struct {
	to    io.Writer
	size  int64 // of the input; 0: not known
	shown int   // the step last drawn, counted from 1; 0: nothing is drawn
	rows  int64
}

// newBar returns nil where to is no terminal. The share is known where the
// input is a file.
func newBar(to io.Writer, in io.Reader) *bar {
	terminal, ok := to.(*os.File)
	if !ok || !isTerminal(terminal) {
		return nil
	}
	return &bar{to: to, size: fileSize(in)}
}

// barRows is after how many rows the count is drawn anew where there is no
// share to tell.
const barRows = 50_000

func (b *bar) show(p dataset.Progress) {
	step := 1 + int(p.Rows/barRows)
	if b.size > 0 {
		step = 1 + int(100*min(p.Bytes, b.size)/b.size)
	}
	if b.rows = p.Rows; step != b.shown {
		b.shown = step
		b.draw()
	}
}

func (b *bar) draw() {
	if b.size <= 0 {
		fmt.Fprintf(b.to, "\r%d rows", b.rows)
		return
	}
	done := (b.shown - 1) * barWidth / 100
	fmt.Fprintf(b.to, "\r[%s%s] %3d %% %d rows", strings.Repeat("=", done), strings.Repeat(" ", barWidth-done), b.shown-1, b.rows)
}

// finish leaves the bar's line, once.
func (b *bar) finish() {
	if b == nil || b.shown == 0 {
		return
	}
	b.draw()
	fmt.Fprintln(b.to)
	b.shown = 0
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func fileSize(r io.Reader) int64 {
	f, ok := r.(*os.File)
	if !ok {
		return 0
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return 0
	}
	return info.Size()
}
