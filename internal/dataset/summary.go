package dataset

import (
	"fmt"
	"io"

	"github.com/attune-quiz/attune/scoring"
)

// Summary says what Score did with a file.
type Summary struct {
	Counts
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
	s := Summary{Counts: counts, Scales: []ScaleCount{}, Flags: []FlagCount{}}
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
	t := table(w)
	fmt.Fprintf(t, "%s\n\n", count(int(s.Rows), "row"))
	fmt.Fprintln(t, "scale\tscored\tunscored\t")
	for _, c := range s.Scales {
		fmt.Fprintf(t, "%s\t%d\t%d\t\n", c.ID, c.Scored, c.Unscored)
	}
	fmt.Fprintln(t, "\nflag\trows\t")
	for _, f := range s.Flags {
		fmt.Fprintf(t, "%s\t%d\t\n", f.ID, f.Rows)
	}
	if len(s.BadCells) > 0 {
		fmt.Fprintln(t)
		writeBad(t, s.BadCells)
	}
	return t.Flush()
}
