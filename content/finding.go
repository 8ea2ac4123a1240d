package content

import (
	"cmp"
	"fmt"
	"slices"
)

// Severity says whether a finding must be put right.
type Severity string

const (
	// Error is a fault: what it stands in is wrong or incomplete.
	Error Severity = "error"
	// Warning is a doubt: what it stands in works, but deserves a look.
	Warning Severity = "warning"
)

// Finding is one thing that is wrong with the content, and where.
type Finding struct {
	File     string // slash-separated, relative to the tree that was loaded
	Line     int    // from 1
	Col      int    // from 1, in characters
	Severity Severity
	Message  string // what is wrong and what to write instead
}

// String returns "file:line:col: error|warning: message".
func (f Finding) String() string {
	return fmt.Sprintf("%s:%d:%d: %s: %s", f.File, f.Line, f.Col, f.Severity, f.Message)
}

// Findings are sorted by file, line, column and message.
type Findings []Finding

// HasErrors reports whether any finding is an error.
func (fs Findings) HasErrors() bool {
	return slices.ContainsFunc(fs, func(f Finding) bool { return f.Severity == Error })
}

func (fs Findings) sort() {
	slices.SortFunc(fs, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Col, b.Col), cmp.Compare(a.Message, b.Message))
	})
}

// place is a position in a file.
type place struct {
	file      string
	line, col int
}

// report collects findings.
type report struct {
	findings Findings
	bad      map[string]bool // files with an error
}

func newReport() *report { return &report{bad: map[string]bool{}} }

func (r *report) errorf(p place, format string, args ...any) {
	r.bad[p.file] = true
	r.add(p, Error, format, args)
}

func (r *report) warnf(p place, format string, args ...any) { r.add(p, Warning, format, args) }

func (r *report) add(p place, s Severity, format string, args []any) {
	r.findings = append(r.findings, Finding{p.file, max(p.line, 1), max(p.col, 1), s, fmt.Sprintf(format, args...)})
}

// done returns the findings in order, each once.
func (r *report) done() Findings {
	r.findings.sort()
	return slices.Compact(r.findings)
}
