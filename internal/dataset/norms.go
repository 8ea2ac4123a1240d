package dataset

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/attune-quiz/attune/scoring"
)

// ErrTooFewRows reports a sample without two complete rows, of which there are
// no norms.
var ErrTooFewRows = errors.New("the sample has fewer than two rows that are complete over all items")

// About says what no file of responses knows of its sample. What is empty is
// left for the author to fill in.
type About struct {
	Date   time.Time // of the computation; zero: the date is left out
	Source string    // id of an entry under the instrument's sources
	Sample string    // who they were, in a few words
	Caveat string    // what the sample cannot stand for
}

// NormTable is what an instrument file needs to know of a sample.
type NormTable struct {
	Counts
	Date     string       `json:"date,omitempty"` // YYYY-MM-DD
	Source   string       `json:"source"`
	Sample   string       `json:"sample"`
	Caveat   string       `json:"caveat"`
	Complete int64        `json:"complete"` // rows with a response to every item; all figures rest on them
	Scales   []ScaleNorms `json:"scales"`   // in the order of Spec.Scales
}

// ScaleNorms is the distribution of one scale's score, and what its standard
// error is computed from.
type ScaleNorms struct {
	ID string `json:"id"`
	N  int64  `json:"n"`
	// Low and High are the ends of the metric: what scores could be had.
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	Mean float64 `json:"mean"`
	SD   float64 `json:"sd"`
	// Percentiles are the scores at percentiles 1 to 99, interpolated between
	// the two nearest people (type 7 of Hyndman & Fan 1996, R's default).
	Percentiles []float64 `json:"percentiles"`
	// ItemVariance and InterItem are as in Reliability; InterItem is nil where
	// it cannot be had.
	ItemVariance float64  `json:"item_variance"`
	InterItem    *float64 `json:"inter_item"`
}

// DeriveNorms reads a file of responses and derives norms from the rows that
// are complete over all items of the spec, from which scorer was compiled.
// Errors are those of Score and ErrTooFewRows.
func DeriveNorms(ctx context.Context, r io.Reader, scorer *scoring.Scorer, spec scoring.Spec, about About, opt Options) (NormTable, error) {
	total := newDistribution(spec)
	var parts []*distribution
	s, err := eachComplete(ctx, r, spec, opt, func() func([]scoring.Response) {
		part := newDistribution(spec)
		parts = append(parts, part)
		profile := scorer.NewProfile()
		return func(responses []scoring.Response) {
			scorer.Score(profile, responses)
			part.addRow(responses, profile)
		}
	})
	if err == nil && s.complete < 2 {
		err = ErrTooFewRows
	}
	if err != nil {
		return NormTable{}, fmt.Errorf("derive norms: %w", err)
	}
	for _, part := range parts {
		total.add(part)
	}
	return total.table(s, spec, about), nil
}

// distribution counts how often each score was had. Scores of whole responses
// take few values.
type distribution struct {
	*moments
	scores []map[float64]int64 // by scale
}

func newDistribution(spec scoring.Spec) *distribution {
	d := &distribution{moments: newMoments(len(spec.Items))}
	for range spec.Scales {
		d.scores = append(d.scores, map[float64]int64{})
	}
	return d
}

func (d *distribution) addRow(responses []scoring.Response, p *scoring.Profile) {
	d.moments.addRow(responses)
	for i := range p.Scales {
		d.scores[i][p.Scales[i].Value]++
	}
}

func (d *distribution) add(o *distribution) {
	d.moments.add(o.moments)
	for i, scores := range o.scores {
		for score, n := range scores {
			d.scores[i][score] += n
		}
	}
}

func (d *distribution) table(s sample, spec scoring.Spec, about About) NormTable {
	t := NormTable{
		Counts: s.Counts, Complete: s.complete, Scales: []ScaleNorms{},
		Source: about.Source, Sample: about.Sample, Caveat: about.Caveat,
	}
	if !about.Date.IsZero() {
		t.Date = about.Date.Format(time.DateOnly)
	}
	for i, scale := range spec.Scales {
		k := keyed(d.moments, spec, scale)
		n := ScaleNorms{ID: scale.ID, N: s.complete, Percentiles: percentiles(d.scores[i], s.complete)}
		n.Low, n.High = spec.Metric(i)
		n.Mean, n.SD = k.score()
		v, r, why := k.errors()
		n.ItemVariance = v
		n.InterItem, _ = nullable(r, why)
		t.Scales = append(t.Scales, n)
	}
	return t
}

// percentiles 1 to 99 of n scores, given how often each was had.
func percentiles(scores map[float64]int64, n int64) []float64 {
	values := slices.Sorted(maps.Keys(scores))
	up := make([]int64, len(values)) // how many have this score or a lower one
	below := int64(0)
	for i, v := range values {
		below += scores[v]
		up[i] = below
	}
	nth := func(place int64) float64 { // from 0
		i, _ := slices.BinarySearch(up, place+1)
		return values[i]
	}
	out := make([]float64, 99)
	for p := range out {
		at := (n - 1) * int64(p+1) // in hundredths of a person
		low := nth(at / 100)
		high := nth(min(at/100+1, n-1))
		out[p] = low + float64(at%100)/100*(high-low)
	}
	return out
}
