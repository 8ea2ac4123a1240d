package dataset

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/attune-quiz/attune/scoring"
)

// Columns are the names of the columns that Score appends: for each scale ID
// and ID_se, then style and style_p; with Options.Percentiles, then ID_pct for
// each scale.
func Columns(spec scoring.Spec, opt Options) []string {
	names := make([]string, 0, 3*len(spec.Scales)+2)
	for _, s := range spec.Scales {
		names = append(names, s.ID, s.ID+"_se")
	}
	names = append(names, "style", "style_p")
	if opt.Percentiles {
		for _, s := range spec.Scales {
			names = append(names, s.ID+"_pct")
		}
	}
	return names
}

// Score copies a file of responses to w and appends to each row what
// scorer, compiled from spec, says: the score and standard error of every
// scale, empty where it is unscored; the style, which is secure, anxious,
// avoidant, fearful, middle or between:A:B, empty where there is none; the
// probability of the leading region; and percentiles where they are asked for.
// Nothing is written before the header was found to be right. The bytes of the input are passed through
// as they are, its line ends too.
//
// Errors are HeaderError, CellError and RowError, ErrNoHeader and ErrEncoding,
// those of reading and writing, and that of the context, all wrapped. Before a
// CellError or RowError all rows above are written; the Summary then counts
// these. A Read or Write that is under way when the context ends is not
// interrupted; a Read is left behind.
func Score(ctx context.Context, r io.Reader, w io.Writer, scorer *scoring.Scorer, spec scoring.Spec, opt Options) (Summary, error) {
	summary, err := score(ctx, r, w, scorer, spec, opt)
	if err != nil {
		return summary, fmt.Errorf("score responses: %w", err)
	}
	return summary, nil
}

func score(ctx context.Context, r io.Reader, w io.Writer, scorer *scoring.Scorer, spec scoring.Spec, opt Options) (Summary, error) {
	added := Columns(spec, opt)
	if err := distinct(added); err != nil {
		return Summary{}, err
	}
	src, err := open(ctx, r, spec.Items, added)
	if err != nil {
		return Summary{}, err
	}
	var rank *ranker
	if opt.Percentiles {
		aged, err := src.header.findPerson()
		if err != nil {
			return Summary{}, err
		}
		rank = newRanker(spec, aged)
	}
	if err := src.header.write(w, added); err != nil {
		return Summary{}, fmt.Errorf("write scores: %w", err)
	}
	cells := newCells(spec.Items, opt)
	total := newTally(len(spec.Scales))
	counts, err := (&pipeline{
		source: src,
		opt:    opt,
		tally:  func() *tally { return newTally(len(spec.Scales)) },
		worker: func() func(*chunk) { return newRowScorer(newRowReader(src, cells, opt), scorer, rank).chunk },
		emit: func(c *chunk) error {
			total.add(c.tally)
			if _, err := w.Write(c.out); err != nil {
				return fmt.Errorf("write scores: %w", err)
			}
			return nil
		},
	}).run(ctx)
	return newSummary(counts, total, spec), err
}

// distinct refuses scale ids such as x beside x_se.
func distinct(names []string) error {
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return fmt.Errorf("two results would share the column %s; rename a scale", name)
		}
	}
	return nil
}

func (h *header) write(w io.Writer, added []string) error {
	out := slices.Clone(h.body)
	for _, name := range added {
		out = appendCell(append(out, ','), name)
	}
	_, err := w.Write(append(out, h.lineEnd...))
	return err
}
