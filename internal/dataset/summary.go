package dataset

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/attune-quiz/attune/scoring"
)

// Summary says what Score did with a file.
type Summary struct {
	Counts
	Rows   int64        `json:"rows"`
	Scales []ScaleCount `json:"scales"` // in the order of Spec.Scales
	Flags  []FlagCount  `json:"flags"`  // of those that a file can raise, all
}

// ScaleCount is how many rows have a score on one scale, and how many have too
// few responses for one.
type ScaleCount struct {
	ID       string `json:"id"`
	Scored   int64  `json:"scored"`
	Unscored int64  `json:"unscored"`
}

// FlagCount is in how many rows a flag is raised.
type FlagCount struct {
	ID   string `json:"id"`
	Rows int64  `json:"rows"`
}

func newSummary(counts Counts, total *tally, spec scoring.Spec) Summary {
	counts.finish()
	s := Summary{Counts: counts, Rows: counts.Rows, Scales: []ScaleCount{}, Flags: []FlagCount{}}
	for i, scale := range spec.Scales {
		s.Scales = append(s.Scales, ScaleCount{scale.ID, total.scored[i], counts.Rows - total.scored[i]})
	}
	for i, n := range total.flags {
		// A file holds no times, so that nothing can be too fast.
		if flag := scoring.Flags(1 << i); flag != scoring.TooFast && len(flag.IDs()) == 1 {
			s.Flags = append(s.Flags, FlagCount{flag.IDs()[0], n})
		}
	}
	return s
}

// WriteText writes the summary as an aligned table for people.
func (s Summary) WriteText(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "rows\t%d\t\n", s.Rows)
	for _, c := range s.Scales {
		fmt.Fprintf(t, "%s\t%d\tscored\t%d\tunscored\t\n", c.ID, c.Scored, c.Unscored)
	}
	for _, f := range s.Flags {
		fmt.Fprintf(t, "%s\t%d\trows\t\n", f.ID, f.Rows)
	}
	for _, b := range s.BadCells {
		fmt.Fprintf(t, "%s\t%d\tbad cells made missing\t\n", b.Column, b.Cells)
	}
	return t.Flush()
}
