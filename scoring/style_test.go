package scoring_test

import (
	"slices"
	"testing"

	"github.com/attune-quiz/attune/scoring"
)

// With eight items of the assumed error, sqrt(1.5 × 0.7 / 8) = 0.3623, a side
// is settled from 0.8416 × 0.3623 = 0.3049 off the cut: from 3.375 on, or 2.625.
func TestNineStates(t *testing.T) {
	const s, a, v, f = scoring.Secure, scoring.Anxious, scoring.Avoidant, scoring.Fearful
	for _, tt := range []struct {
		anxious, avoidant float64
		state             scoring.State
		regions           [2]scoring.Region
	}{
		{2.625, 2.625, scoring.Settled, [2]scoring.Region{s}},
		{3.375, 2.625, scoring.Settled, [2]scoring.Region{a}},
		{2.625, 3.375, scoring.Settled, [2]scoring.Region{v}},
		{3.375, 3.375, scoring.Settled, [2]scoring.Region{f}},
		{2.75, 2.625, scoring.Between, [2]scoring.Region{s, a}},
		{3.25, 3.375, scoring.Between, [2]scoring.Region{v, f}},
		{2.625, 3.25, scoring.Between, [2]scoring.Region{s, v}},
		{3.375, 2.75, scoring.Between, [2]scoring.Region{a, f}},
		{3.25, 2.75, scoring.NearMiddle, [2]scoring.Region{}},
	} {
		// 3.375 has .8497, 3.25 has .7549: thresholds close to either change nothing.
		for _, settled := range []float64{0.755, 0.8, 0.849} {
			spec := relationship()
			spec.Style.Settled = settled
			got := score(t, spec, lean(spec, map[string]float64{"anxious": tt.anxious, "avoidant": tt.avoidant, "repair": 2})).Style
			if got.State != tt.state || got.Regions != tt.regions || got.Basis != scoring.Assumed {
				t.Errorf("%v, %v at %v: got %+v, want %v %v", tt.anxious, tt.avoidant, settled, got, tt.state, tt.regions)
			}
		}
	}
}

// Anxious 3.5: z = 0.5/0.362284 = 1.380131, Φ = 0.916227.
// Avoidant 2.75: z = -0.690066, Φ = 0.245077.
func TestProbabilitiesUnderCuts(t *testing.T) {
	spec := relationship()
	got := score(t, spec, lean(spec, map[string]float64{"anxious": 3.5, "avoidant": 2.75})).Style.Probabilities
	want := [scoring.Regions]float64{
		scoring.Secure: 0.083773 * 0.754923, scoring.Anxious: 0.916227 * 0.754923,
		scoring.Avoidant: 0.083773 * 0.245077, scoring.Fearful: 0.916227 * 0.245077,
	}
	for r := range want {
		if !close(got[r], want[r], 2e-6) {
			t.Errorf("%s: got %.6f, want %.6f", scoring.Region(r), got[r], want[r])
		}
	}
}

func TestNoStyle(t *testing.T) {
	spec := relationship()
	spec.Quality.AllAlike = false // the flag may be off; there is no style all the same
	few := lean(spec, map[string]float64{"anxious": 4.5, "avoidant": 4.5})
	few[8], few[9] = missing, missing
	part := repeat(scoring.Missing, 44)
	copy(part, repeat(4, 16))
	for name, responses := range map[string][]scoring.Response{
		"all alike":               repeat(4, 44),
		"the answered all alike":  part,
		"a dimension is unscored": few,
		"nothing answered":        repeat(scoring.Missing, 44),
	} {
		if got := score(t, spec, responses).Style; got != (scoring.Style{}) {
			t.Errorf("%s: got %+v, want none", name, got)
		}
	}
	if got := score(t, four(nil), []scoring.Response{5, 1, 4, 2}).Style; got != (scoring.Style{}) {
		t.Errorf("without a style: got %+v, want none", got)
	}
}

func TestAllAlikeIsTheMiddle(t *testing.T) {
	for r := scoring.Response(1); r <= 5; r++ {
		p := score(t, relationship(), repeat(r, 44))
		for i, s := range p.Scales {
			if s.Value != 3 || s.Band != scoring.Middle {
				t.Errorf("all %d, scale %d: got %v %s, want 3 middle", r, i, s.Value, s.Band)
			}
		}
	}
}

func TestSecureContradicts(t *testing.T) {
	for _, tt := range []struct {
		anxious, avoidant, secure float64
		want                      bool
	}{
		{2, 2, 2.625, true},
		{2, 2, 2.75, false}, // not settled
		{2, 2, 4, false},
		{4, 2, 3.375, true},
		{2, 4, 3.375, true},
		{4, 4, 3.375, true},
		{4, 4, 3.25, false},
		{4, 4, 2, false},
		{4, 3, 4.5, false}, // no settled region to contradict
	} {
		spec := relationship()
		spec.Style.Settled = 0.845 // 3.375 and 2.625 have .8497
		responses := lean(spec, map[string]float64{"anxious": tt.anxious, "avoidant": tt.avoidant, "secure": tt.secure})
		if got := score(t, spec, responses).Style.Contradicted; got != tt.want {
			t.Errorf("%+v: got %v", tt, got)
		}
		spec.Style.SecureCut = 0
		if score(t, spec, responses).Style.Contradicted {
			t.Errorf("%+v: contradicted without a cut", tt)
		}
	}
	spec := relationship()
	responses := lean(spec, map[string]float64{"anxious": 4, "avoidant": 4, "secure": 5})
	responses[16], responses[17] = missing, missing
	if score(t, spec, responses).Style.Contradicted {
		t.Error("contradicted by an unscored scale")
	}
}

// A probability is cited only where the cuts and both errors in it are.
func TestStyleBasis(t *testing.T) {
	spec := relationship()
	spec.Style.Basis, spec.Style.Source = scoring.Cited, "somebody2001"
	responses := lean(spec, map[string]float64{"anxious": 4})
	for _, tt := range []struct {
		cited []int
		want  scoring.Basis
	}{
		{nil, scoring.Assumed}, {[]int{0}, scoring.Assumed}, {[]int{1}, scoring.Assumed}, {[]int{0, 1}, scoring.Cited},
	} {
		for i := range spec.Scales {
			spec.Scales[i].Error.Basis, spec.Scales[i].Error.Source = scoring.Assumed, ""
			if slices.Contains(tt.cited, i) {
				spec.Scales[i].Error.Basis, spec.Scales[i].Error.Source = scoring.Cited, "somebody2001"
			}
		}
		if got := score(t, spec, responses).Style.Basis; got != tt.want {
			t.Errorf("errors %v cited: got %s, want %s", tt.cited, got, tt.want)
		}
	}
}
