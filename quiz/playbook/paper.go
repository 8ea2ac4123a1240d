package playbook

import "io"

// Paper is a size that a playbook is printed on.
type Paper string

const (
	A4     Paper = "a4"
	Letter Paper = "letter"
)

// Printer renders documents as PDF. It is safe for concurrent use, and the
// same document and paper give the same bytes. Where too many prints are under
// way the error is quiz.ErrBusy.
type Printer interface {
	Print(w io.Writer, doc Document, paper Paper) error
	// Summary prints the two pages that a client may bring to a coach.
	Summary(w io.Writer, doc Document, paper Paper) error
}
