package scoring_test

import (
	"testing"

	"github.com/attune-quiz/attune/scoring"
)

// Values of the normal distribution function from its printed tables.
func TestPercentileOfANormalSample(t *testing.T) {
	n := scoring.Norm{Mean: 3, SD: 0.8}
	for _, tt := range []struct{ score, want float64 }{
		{3, 50}, {3.8, 84.13447}, {2.2, 15.86553}, {4.568, 97.50021}, {3.4, 69.14625}, {1, 0.62097},
	} {
		if got := n.Percentile(tt.score, 1, 5); !close(got, tt.want, 1e-4) {
			t.Errorf("%v: got %v, want %v", tt.score, got, tt.want)
		}
	}
}

// The table: percentiles 1–10 at 1.5, 11–20 at 2, then 21 at 2.1, 22 at 2.2 …
// up to 40 at 4, and 41–99 at 4.5.
func table() []float64 {
	var all []float64
	for p := 1; p <= 99; p++ {
		switch {
		case p <= 10:
			all = append(all, 1.5)
		case p <= 20:
			all = append(all, 2)
		case p <= 40:
			all = append(all, float64(p)/10)
		default:
			all = append(all, 4.5)
		}
	}
	return all
}

func TestPercentileFromATable(t *testing.T) {
	n := scoring.Norm{Percentiles: table()}
	for _, tt := range []struct{ score, want float64 }{
		{1, 0},           // the lowest possible score
		{1.25, 0.5},      // half-way from 1 at 0 to 1.5 at 1
		{1.5, 5.5},       // the middle of 1 … 10
		{1.75, 10.5},     // half-way from 1.5 at 10 to 2 at 11
		{2, 15.5},        // the middle of 11 … 20
		{2.1, 21},        //
		{2.15, 21.5},     //
		{2.125, 21.25},   //
		{3.9, 39},        //
		{4.25, 40.5},     // half-way from 4 at 40 to 4.5 at 41
		{4.5, 70},        // the middle of 41 … 99
		{4.75, 99.5},     //
		{5, 100},         // the highest possible score
		{0, 0}, {6, 100}, // beyond the metric
	} {
		if got := n.Percentile(tt.score, 1, 5); !close(got, tt.want, 1e-9) {
			t.Errorf("%v: got %v, want %v", tt.score, got, tt.want)
		}
	}
}

// Where the ends of the metric are common scores, they take the middle of all
// who have them: 1 … 20 % at the floor is 10, 91 % and more at the ceiling 95.5.
func TestPercentileAtFloorAndCeiling(t *testing.T) {
	var n scoring.Norm
	for p := 1; p <= 99; p++ {
		n.Percentiles = append(n.Percentiles, min(max(1, float64(p)/20), 4.55))
	}
	if got := n.Percentile(1, 1, 4.55); got != 10 {
		t.Errorf("floor: got %v, want 10", got)
	}
	if got := n.Percentile(4.55, 1, 4.55); got != 95.5 {
		t.Errorf("ceiling: got %v, want 95.5", got)
	}
}

func TestScoreWithNorm(t *testing.T) {
	norm := &scoring.Norm{Source: "somebody2001", Sample: "students", N: 400, Mean: 3, SD: 0.8}
	spec := four(func(s *scoring.ScaleSpec) { s.Norm = norm })
	got := score(t, spec, []scoring.Response{4, 2, 4, 3}).Scales[0] // 3.75
	if !got.Normed || !close(got.Percentile, 82.57493, 1e-4) {
		t.Errorf("got %+v, want percentile 82.57", got)
	}
	got = score(t, spec, []scoring.Response{4, 2, missing, missing}).Scales[0]
	if got.Normed || got.Percentile != 0 {
		t.Errorf("unscored: got %+v, want no percentile", got)
	}
}

func TestNormOfAnotherMetricIsRefused(t *testing.T) {
	n := scoring.Norm{Source: "somebody2001", N: 400, Mean: 5.5, SD: 2.6}
	var got []string
	for _, fault := range n.Check(1, 5) {
		got = append(got, fault.Path)
	}
	if len(got) != 2 || got[0] != "mean" || got[1] != "sd" {
		t.Errorf("got %v, want mean and sd", got)
	}
	if faults := n.Check(1, 7); len(faults) != 0 {
		t.Errorf("on 1–7: %v, want none", faults)
	}
}
