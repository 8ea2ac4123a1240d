package dataset

import (
	"runtime"
	"strings"
)

// Options say how a file is read. The zero value is useful.
type Options struct {
	// Missing are the cells that stand for a missing response, besides empty
	// ones and NA. A number is compared by value: "0" covers 0.0, too.
	Missing []string
	// KeepGoing makes a bad cell missing and counts it; otherwise the first
	// one ends the work with a CellError.
	KeepGoing bool
	// Percentiles makes Score append the percentile of each score: among the
	// people of the row's age and gender where the file has these columns, see
	// AgeColumn, and where it has no ages by the norm of profiles. It is empty
	// where the scale has no norm, and where no norm covers the person: for a
	// minor, or an age that is not known, among adults.
	Percentiles bool
	// Workers is the number of chunks worked on at a time; 0 or less: one for
	// each processor.
	Workers int
	// Progress, unless nil, is told from the caller's own goroutine how far
	// the work has come, a few times a megabyte.
	Progress func(Progress)
}

// Progress is how far a file has been worked through.
type Progress struct {
	Rows  int64 // without the header
	Bytes int64 // of the input, with the header
}

func (o Options) workers() int {
	if o.Workers > 0 {
		return o.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// codes are the trimmed missing codes.
func (o Options) codes() []string {
	codes := []string{"", "NA"}
	for _, code := range o.Missing {
		codes = append(codes, strings.TrimSpace(code))
	}
	return codes
}
