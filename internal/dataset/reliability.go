package dataset

import (
	"context"
	"fmt"
	"io"
	"math"

	"github.com/attune-quiz/attune/scoring"
)

// SplitHalfMethod names what Scale.SplitHalf is.
const SplitHalfMethod = "odd_even_spearman_brown"

// Report is the reliability of an instrument's scales in a sample.
type Report struct {
	Counts
	Complete int64         `json:"complete"` // rows with a response to every item; all figures rest on them
	Method   string        `json:"split_half_method"`
	Scales   []Reliability `json:"scales"` // in the order of Spec.Scales
}

// Reliability is that of one scale. All figures are of the keyed responses,
// reverse-keyed items turned first, and unweighted; Mean and SD are of the
// score as the instrument defines it. A figure that cannot be had is nil, with
// a reason.
type Reliability struct {
	ID         string   `json:"id"`
	N          int64    `json:"n"`
	K          int      `json:"k"` // items of the scale
	Mean       *float64 `json:"mean"`
	SD         *float64 `json:"sd"`
	Alpha      *float64 `json:"alpha"`
	AlphaWhy   Reason   `json:"alpha_reason,omitempty"`
	OmegaTotal *float64 `json:"omega_total"`
	OmegaWhy   Reason   `json:"omega_reason,omitempty"`
	SplitHalf  *float64 `json:"split_half"`
	SplitWhy   Reason   `json:"split_half_reason,omitempty"`
	// ItemVariance is v, the mean item variance on the response metric, and
	// InterItem r̄, the mean covariance of two items over v: what
	// scoring.ErrorSpec takes. r̄ is nil where v is 0 or the scale has one item.
	ItemVariance *float64          `json:"item_variance"`
	InterItem    *float64          `json:"inter_item"`
	Items        []ItemReliability `json:"items"` // in the order of the key
}

// ItemReliability is how an item fits its scale.
type ItemReliability struct {
	ID           string   `json:"id"`
	Reverse      bool     `json:"reverse"`
	Mean         *float64 `json:"mean"` // keyed
	SD           *float64 `json:"sd"`
	ItemRest     *float64 `json:"item_rest"`     // correlation with the sum of the other items
	AlphaWithout *float64 `json:"alpha_without"` // of the other items
}

// MeasureReliability reads a file of responses and measures the reliability of
// each scale on the rows that are complete over all items of the spec. Errors
// are those of Score.
func MeasureReliability(ctx context.Context, r io.Reader, spec scoring.Spec, opt Options) (Report, error) {
	s, m, err := sumComplete(ctx, r, spec, opt)
	if err != nil {
		return Report{}, fmt.Errorf("measure reliability: %w", err)
	}
	report := Report{Counts: s.Counts, Complete: s.complete, Method: SplitHalfMethod, Scales: []Reliability{}}
	for _, scale := range spec.Scales {
		report.Scales = append(report.Scales, keyed(m, spec, scale).reliability())
	}
	return report, nil
}

func sumComplete(ctx context.Context, r io.Reader, spec scoring.Spec, opt Options) (sample, *moments, error) {
	total := newMoments(len(spec.Items))
	var parts []*moments
	s, err := eachComplete(ctx, r, spec, opt, func() func([]scoring.Response) {
		part := newMoments(len(spec.Items))
		parts = append(parts, part)
		return part.addRow
	})
	for _, part := range parts {
		total.add(part)
	}
	return s, total, err
}

// keyedScale holds the moments of a scale's keyed items.
type keyedScale struct {
	scoring.ScaleSpec
	n          int64
	means      []float64
	covariance matrix // nil below two rows
}

func keyed(m *moments, spec scoring.Spec, scale scoring.ScaleSpec) keyedScale {
	k := keyedScale{ScaleSpec: scale, n: m.n}
	if m.n < 2 {
		return k
	}
	places := make([]int, len(scale.Keys))
	for a, key := range scale.Keys {
		for place, it := range spec.Items {
			if it.ID == key.Item {
				places[a] = place
				k.means = append(k.means, turned(m.mean(place), key, it))
			}
		}
	}
	k.covariance = newMatrix(len(places))
	for a, i := range places {
		for b, j := range places {
			k.covariance[a][b] = m.covariance(i, j)
			if scale.Keys[a].Reverse != scale.Keys[b].Reverse {
				k.covariance[a][b] = -k.covariance[a][b]
			}
		}
	}
	return k
}

func turned(x float64, key scoring.Key, it scoring.ItemSpec) float64 {
	if key.Reverse {
		return float64(it.Min) + float64(it.Max) - x
	}
	return x
}

func (k keyedScale) reliability() Reliability {
	out := Reliability{ID: k.ID, N: k.n, K: len(k.Keys)}
	if k.covariance == nil {
		out.AlphaWhy, out.OmegaWhy, out.SplitWhy = TooFewRows, TooFewRows, TooFewRows
	} else {
		mean, sd := k.score()
		out.Mean, out.SD = &mean, &sd
		out.Alpha, out.AlphaWhy = nullable(alpha(k.covariance))
		out.OmegaTotal, out.OmegaWhy = nullable(omega(k.covariance, OmegaFactors, OmegaItems))
		out.SplitHalf, out.SplitWhy = nullable(splitHalf(k.covariance))
		v, r, why := k.errors()
		out.ItemVariance = &v
		out.InterItem, _ = nullable(r, why)
	}
	for a, key := range k.Keys {
		out.Items = append(out.Items, k.item(a, key))
	}
	return out
}

func (k keyedScale) item(a int, key scoring.Key) ItemReliability {
	out := ItemReliability{ID: key.Item, Reverse: key.Reverse}
	if k.covariance == nil {
		return out
	}
	sd := math.Sqrt(k.covariance[a][a])
	out.Mean, out.SD = &k.means[a], &sd
	out.ItemRest, _ = nullable(itemRest(k.covariance, a))
	out.AlphaWithout, _ = nullable(alpha(k.covariance.without(a)))
	return out
}

// errors returns v and r̄.
func (k keyedScale) errors() (v, r float64, why Reason) {
	n := float64(len(k.covariance))
	v = k.covariance.trace() / n
	switch {
	case n < 2:
		return v, 0, TooFewItems
	case !(v > 0):
		return v, 0, NoVariance
	}
	shared := (k.covariance.total() - k.covariance.trace()) / (n * (n - 1))
	return v, shared / v, ""
}

// score returns the mean and standard deviation of the score.
func (k keyedScale) score() (mean, sd float64) {
	shares := k.shares()
	variance := 0.0
	for a, row := range k.covariance {
		mean += shares[a] * k.means[a]
		for b, c := range row {
			variance += shares[a] * shares[b] * c
		}
	}
	return mean, math.Sqrt(max(variance, 0))
}

// shares is by how much each keyed response counts in the score.
func (k keyedScale) shares() []float64 {
	shares, total := make([]float64, len(k.Keys)), 0.0
	for a, key := range k.Keys {
		shares[a] = 1
		if k.Method == scoring.WeightedMean && key.Weight != 0 {
			shares[a] = key.Weight
		}
		total += shares[a]
	}
	if k.Method == scoring.Sum {
		return shares
	}
	for a := range shares {
		shares[a] /= total
	}
	return shares
}

func nullable(x float64, why Reason) (*float64, Reason) {
	if why != "" {
		return nil, why
	}
	return &x, ""
}
