package scoring_test

import (
	"math"
	"testing"
	"time"

	"github.com/attune-quiz/attune/scoring"
)

// four is one scale of four items of 1–5, the second and fourth reversed.
func four(change func(*scoring.ScaleSpec)) scoring.Spec {
	s := scaleOf("x", 4, 3)
	if change != nil {
		change(&s)
	}
	return scoring.Spec{Items: items(1, 5, s), Scales: []scoring.ScaleSpec{s}}
}

const missing = scoring.Missing

// Standard errors: a single item's is sqrt(1.5 × 0.7) = sqrt(1.05).
func TestScoreByHand(t *testing.T) {
	sum := func(s *scoring.ScaleSpec) { s.Method = scoring.Sum }
	weighted := func(s *scoring.ScaleSpec) {
		s.Method = scoring.WeightedMean
		s.Keys[0].Weight, s.Keys[1].Weight, s.Keys[3].Weight = 3, 2, 1
	}
	for _, tt := range []struct {
		name      string
		change    func(*scoring.ScaleSpec)
		responses []scoring.Response
		value, se float64
		low, high float64
		answered  int
	}{
		// 5, 6-1, 4, 6-2: mean 18/4
		{"mean", nil, []scoring.Response{5, 1, 4, 2}, 4.5, 0.512347538, 3.495798825, 5, 4},
		// 5, 5, 4 of three: 14/3; sqrt(1.05/3)
		{"one missing", nil, []scoring.Response{5, 1, 4, missing}, 4.666666667, 0.591607978, 3.507115029, 5, 3},
		{"reversed one missing", nil, []scoring.Response{2, missing, 2, 4}, 2, 0.591607978, 1, 3.159551638, 3},
		{"sum", sum, []scoring.Response{5, 1, 4, 2}, 18, 2.049390153, 13.983195300, 20, 4},
		// 14 × 4/3; 4 × sqrt(1.05/3)
		{"sum prorated", sum, []scoring.Response{5, 1, 4, missing}, 18.666666667, 2.366431913, 14.028460117, 20, 3},
		// weights 3, 2, 1 (unset), 1: (3×5 + 2×5 + 4 + 4)/7; sqrt(1.05 × 15)/7
		{"weighted", weighted, []scoring.Response{5, 1, 4, 2}, 4.714285714, 0.566946710, 3.603070162, 5, 4},
		// without the second: (15 + 4 + 4)/5; sqrt(1.05 × 11)/5
		{"weighted one missing", weighted, []scoring.Response{5, missing, 4, 2}, 4.6, 0.679705819, 3.267776595, 5, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := score(t, four(tt.change), tt.responses).Scales[0]
			want := scoring.Score{Value: tt.value, SE: tt.se, Low: tt.low, High: tt.high, Answered: tt.answered, Items: 4}
			if !got.Scored() || got.Basis != scoring.Assumed || got.Normed ||
				!close(got.Value, want.Value, 1e-9) || !close(got.SE, want.SE, 1e-9) ||
				!close(got.Low, want.Low, 1e-8) || !close(got.High, want.High, 1e-8) ||
				got.Answered != want.Answered || got.Items != want.Items {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

func TestTooFewAnswered(t *testing.T) {
	for _, responses := range [][]scoring.Response{
		{5, 1, missing, missing},
		{5, 1, 6, 0}, // out of range is missing
		{5, 1},       // too short is missing
		{5, 1, math.MaxInt16, math.MinInt16 + 1},
		{missing, missing, missing, missing},
		nil,
	} {
		got := score(t, four(nil), responses).Scales[0]
		if got.Scored() || got.Reason != scoring.TooFew || got.Value != 0 || got.SE != 0 || got.Band != "" || got.Items != 4 {
			t.Errorf("%v: got %+v, want no score", responses, got)
		}
	}
}

func TestResponsesBeyondTheItemsAreIgnored(t *testing.T) {
	got := score(t, four(nil), []scoring.Response{5, 1, 4, 2, 1, 1}).Scales[0]
	if got.Value != 4.5 || got.Answered != 4 {
		t.Errorf("got %+v, want 4.5 of 4", got)
	}
}

// A range around zero and the whole width of a Response work alike.
func TestWideRanges(t *testing.T) {
	for _, tt := range []struct {
		low, high scoring.Response
		responses []scoring.Response
		want      float64
	}{
		{-2, 2, []scoring.Response{2, -2, 1, -1}, 1.5},
		{math.MinInt16 + 1, math.MaxInt16, []scoring.Response{math.MaxInt16, math.MinInt16 + 1, 0, 0}, 16383.5},
	} {
		spec := four(nil)
		spec.Items = items(tt.low, tt.high, spec.Scales...)
		if got := score(t, spec, tt.responses).Scales[0]; got.Value != tt.want {
			t.Errorf("%d to %d: got %v, want %v", tt.low, tt.high, got.Value, tt.want)
		}
	}
}

// Third edges of 1–5 are 2 1/3 and 3 2/3.
func TestBandsByThirds(t *testing.T) {
	for _, tt := range []struct {
		variance float64 // the standard error is sqrt(variance × 0.7 / 4)
		total    scoring.Response
		want     scoring.Band
	}{
		{0.1, 4, scoring.Lower},          // 1 ± 0.13
		{0.1, 8, scoring.Lower},          // 2 ± 0.13
		{0.1, 9, scoring.LowerToMiddle},  // 2.25 ± 0.13
		{0.1, 10, scoring.Middle},        // 2.5 ± 0.13
		{0.2, 10, scoring.LowerToMiddle}, // 2.5 ± 0.19
		{0.1, 12, scoring.Middle},
		{0.1, 14, scoring.Middle},
		{0.1, 15, scoring.MiddleToUpper},
		{0.1, 16, scoring.Upper},
		{0.1, 20, scoring.Upper},
		{4, 12, scoring.Middle},        // 3 ± 0.84 reaches both edges
		{4, 10, scoring.LowerToMiddle}, // 2.5 ± 0.84 reaches one
		{8, 6, scoring.LowerToMiddle},  // 1.5 ± 1.18
	} {
		spec := four(func(s *scoring.ScaleSpec) {
			s.Error.ItemVariance = tt.variance
			for i := range s.Keys {
				s.Keys[i].Reverse = false
			}
		})
		responses := make([]scoring.Response, 4)
		left := tt.total
		for i := range responses {
			responses[i] = left / scoring.Response(4-i)
			left -= responses[i]
		}
		got := score(t, spec, responses).Scales[0]
		if got.Band != tt.want {
			t.Errorf("%v ± %.2f: got %s, want %s", got.Value, got.SE, got.Band, tt.want)
		}
	}
}

// On 0–6 the edges are 2 and 4; one item with an error of exactly 1 touches
// them at 1 and 5, and both at 3: touching is within.
func TestBandsTouchTheirEdges(t *testing.T) {
	x := scaleOf("x", 1, 1)
	x.Error = scoring.ErrorSpec{Basis: scoring.Assumed, ItemVariance: 1}
	spec := scoring.Spec{Items: items(0, 6, x), Scales: []scoring.ScaleSpec{x}}
	for i, want := range []scoring.Band{
		scoring.Lower, scoring.LowerToMiddle, scoring.LowerToMiddle, scoring.Middle,
		scoring.MiddleToUpper, scoring.MiddleToUpper, scoring.Upper,
	} {
		if got := score(t, spec, []scoring.Response{scoring.Response(i)}).Scales[0].Band; got != want {
			t.Errorf("%d: got %s, want %s", i, got, want)
		}
	}
}

func TestCitedBands(t *testing.T) {
	spec := four(func(s *scoring.ScaleSpec) {
		s.Bands = cited(scoring.Cut{ID: "rare", From: 1}, scoring.Cut{ID: "usual", From: 2.5}, scoring.Cut{ID: "often", From: 4.25})
	})
	for _, tt := range []struct {
		responses []scoring.Response
		want      scoring.Band
	}{
		{[]scoring.Response{1, 5, 1, 5}, "rare"},
		{[]scoring.Response{2, 4, 2, 3}, "rare"},  // 2.25
		{[]scoring.Response{2, 4, 3, 3}, "usual"}, // 2.5, on the cut
		{[]scoring.Response{4, 2, 4, 2}, "usual"}, // 4
		{[]scoring.Response{5, 2, 4, 2}, "often"}, // 4.25, on the cut
		{[]scoring.Response{5, 1, 5, 1}, "often"},
	} {
		if got := score(t, spec, tt.responses).Scales[0].Band; got != tt.want {
			t.Errorf("%v: got %s, want %s", tt.responses, got, tt.want)
		}
	}
}

func TestNoAllocation(t *testing.T) {
	for name, spec := range map[string]scoring.Spec{"cuts": relationship(), "functions": ecr()} {
		s := compile(t, spec)
		p := s.NewProfile()
		rows := people(16, len(spec.Items))
		elapsed := make([]time.Duration, len(spec.Items))
		i := 0
		got := testing.AllocsPerRun(100, func() {
			s.Score(p, rows[i%len(rows)])
			s.Pace(p, elapsed)
			i++
		})
		if got != 0 {
			t.Errorf("%s: %v allocations, want none", name, got)
		}
	}
}

func TestShortDestinationIsMadeToFit(t *testing.T) {
	spec := relationship()
	s := compile(t, spec)
	responses := lean(spec, map[string]float64{"anxious": 4, "repair": 2})
	want := s.NewProfile()
	s.Score(want, responses)
	for _, p := range []*scoring.Profile{{}, {Scales: make([]scoring.Score, 1, 3), Mechanisms: []int{9}}, {Scales: make([]scoring.Score, 20)}} {
		s.Score(p, responses)
		if len(p.Scales) != 8 || p.Scales[6] != want.Scales[6] || len(p.Mechanisms) != 5 || p.Mechanisms[0] != 6 {
			t.Errorf("got %+v", p)
		}
	}
}

// What stood in a profile before leaves no trace.
func TestProfileIsReplaced(t *testing.T) {
	spec := relationship()
	s := compile(t, spec)
	p := s.NewProfile()
	s.Score(p, lean(spec, map[string]float64{"anxious": 4.5, "avoidant": 1.5, "repair": 1}))
	s.Score(p, repeat(scoring.Missing, 44))
	if p.Style != (scoring.Style{}) || len(p.Mechanisms) != 0 || len(p.Candidates) != 0 || p.Flags != scoring.MuchMissing {
		t.Errorf("got %+v, want nothing but much_missing", p)
	}
	for i, got := range p.Scales {
		if got.Scored() || got.Value != 0 {
			t.Errorf("scale %d: got %+v", i, got)
		}
	}
}

func TestMetric(t *testing.T) {
	low, high := relationship().Metric(3)
	if low != 1 || high != 5 {
		t.Errorf("mean: got %v to %v, want 1 to 5", low, high)
	}
	low, high = four(func(s *scoring.ScaleSpec) { s.Method = scoring.Sum }).Metric(0)
	if low != 4 || high != 20 {
		t.Errorf("sum: got %v to %v, want 4 to 20", low, high)
	}
}
