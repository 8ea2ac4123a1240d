package scoring_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/attune-quiz/attune/scoring"
)

func paths(err error) []string {
	var all []string
	for _, fault := range scoring.SpecErrors(err) {
		all = append(all, fault.Path)
	}
	return all
}

// Each row plants one fault in a sound spec; it is found where it is, and
// nothing else is complained about.
var faults = []struct {
	path  string
	plant func(*scoring.Spec)
}{
	{"items[1].id", func(s *scoring.Spec) {
		s.Items[1].ID = s.Items[0].ID
		s.Scales[0].Keys = s.Scales[0].Keys[2:]
		s.Scales[0].MinAnswered = 6
	}},
	{"scales[0].keys[1].item", func(s *scoring.Spec) { s.Scales[0].Keys[1].Item = "nobody" }},
	{"scales[0].keys[1].item", func(s *scoring.Spec) { s.Scales[0].Keys[1].Item = "anxious1" }},
	{"scales[0].keys[7].item", func(s *scoring.Spec) { s.Items[7].Max = 7 }},
	{"items[3].max", func(s *scoring.Spec) { s.Items[3].Max = 1 }},
	{"items[3].min", func(s *scoring.Spec) { s.Items[3].Min = scoring.Missing }},
	{"scales[2].id", func(s *scoring.Spec) { s.Scales[2].ID = "anxious"; s.Style.Secure, s.Style.SecureCut = "", 0 }},
	{"scales[3].id", func(s *scoring.Spec) { s.Scales[3].ID = ""; s.Focus.Mechanisms = mechanisms[1:] }},
	{"scales[3].keys", func(s *scoring.Spec) {
		s.Scales[3].Keys = nil
		s.Scales[3].MinAnswered = 1
		s.Focus.Mechanisms = mechanisms[1:]
	}},
	{"scales[3].keys[0].weight", func(s *scoring.Spec) { s.Scales[3].Keys[0].Weight = 2 }},
	{"scales[3].keys[0].weight", func(s *scoring.Spec) { s.Scales[3].Method = scoring.WeightedMean; s.Scales[3].Keys[0].Weight = -1 }},
	{"scales[3].method", func(s *scoring.Spec) { s.Scales[3].Method = "median" }},
	{"scales[3].min_answered", func(s *scoring.Spec) { s.Scales[3].MinAnswered = 0 }},
	{"scales[3].min_answered", func(s *scoring.Spec) { s.Scales[3].MinAnswered = 5 }},
	{"scales[3].error.basis", func(s *scoring.Spec) { s.Scales[3].Error.Basis = "guessed" }},
	{"scales[3].error.source", func(s *scoring.Spec) { s.Scales[3].Error.Basis = scoring.Cited }},
	{"scales[3].error.item_variance", func(s *scoring.Spec) { s.Scales[3].Error.ItemVariance = 0 }},
	{"scales[3].error.item_variance", func(s *scoring.Spec) { s.Scales[3].Error.ItemVariance = 8.1 }},
	{"scales[3].error.item_variance", func(s *scoring.Spec) { s.Scales[3].Error.ItemVariance = math.NaN() }},
	{"scales[3].error.inter_item", func(s *scoring.Spec) { s.Scales[3].Error.InterItem = 1 }},
	{"scales[3].error.inter_item", func(s *scoring.Spec) { s.Scales[3].Error.InterItem = -0.1 }},
	{"scales[3].bands.basis", func(s *scoring.Spec) { s.Scales[3].Bands.Basis = "" }},
	{"scales[3].bands.cuts", func(s *scoring.Spec) { s.Scales[3].Bands.Cuts = []scoring.Cut{{ID: "low", From: 1}} }},
	{"scales[3].bands.cuts", func(s *scoring.Spec) { s.Scales[3].Bands = cited() }},
	{"scales[3].bands.source", func(s *scoring.Spec) {
		s.Scales[3].Bands = cited(scoring.Cut{ID: "low", From: 1})
		s.Scales[3].Bands.Source = ""
	}},
	{"scales[3].bands.cuts[0].from", func(s *scoring.Spec) { s.Scales[3].Bands = cited(scoring.Cut{ID: "low", From: 2}) }},
	{"scales[3].bands.cuts[1].from", func(s *scoring.Spec) {
		s.Scales[3].Bands = cited(scoring.Cut{ID: "low", From: 1}, scoring.Cut{ID: "high", From: 1})
	}},
	{"scales[3].bands.cuts[1].from", func(s *scoring.Spec) {
		s.Scales[3].Bands = cited(scoring.Cut{ID: "low", From: 1}, scoring.Cut{ID: "high", From: 6})
	}},
	{"scales[3].bands.cuts[1].id", func(s *scoring.Spec) {
		s.Scales[3].Bands = cited(scoring.Cut{ID: "low", From: 1}, scoring.Cut{ID: "low", From: 2})
	}},
	{"scales[3].norm.source", func(s *scoring.Spec) { s.Scales[3].Norm = &scoring.Norm{N: 9, Mean: 3, SD: 1} }},
	{"scales[3].norm.n", func(s *scoring.Spec) { s.Scales[3].Norm = &scoring.Norm{Source: "x", N: 1, Mean: 3, SD: 1} }},
	{"scales[3].norm.mean", func(s *scoring.Spec) { s.Scales[3].Norm = &scoring.Norm{Source: "x", N: 9, Mean: 12, SD: 1} }},
	{"scales[3].norm.sd", func(s *scoring.Spec) { s.Scales[3].Norm = &scoring.Norm{Source: "x", N: 9, Mean: 3, SD: 2.2} }},
	{"scales[3].norm.sd", func(s *scoring.Spec) { s.Scales[3].Norm = &scoring.Norm{Source: "x", N: 9, Mean: 3} }},
	{"scales[3].norm.percentiles", func(s *scoring.Spec) {
		s.Scales[3].Norm = &scoring.Norm{Source: "x", N: 9, Mean: 3, SD: 1, Percentiles: []float64{2}}
	}},
	{"scales[3].norm.percentiles", func(s *scoring.Spec) {
		table := slices.Repeat([]float64{3}, 99)
		table[50] = 2
		s.Scales[3].Norm = &scoring.Norm{Source: "x", N: 9, Mean: 3, SD: 1, Percentiles: table}
	}},
	{"style.anxious", func(s *scoring.Spec) { s.Style.Anxious = "nobody" }},
	{"style.secure", func(s *scoring.Spec) { s.Style.Secure = "nobody" }},
	{"style.secure", func(s *scoring.Spec) { s.Style.Secure = "avoidant" }},
	{"style.secure", func(s *scoring.Spec) { s.Style.Secure = "" }},
	{"style.basis", func(s *scoring.Spec) { s.Style.Basis = scoring.ScalePosition }},
	{"style.source", func(s *scoring.Spec) { s.Style.Basis = scoring.Cited }},
	{"style.settled", func(s *scoring.Spec) { s.Style.Settled = 0.5 }},
	{"style.settled", func(s *scoring.Spec) { s.Style.Settled = 1 }},
	{"style.anxious_cut", func(s *scoring.Spec) { s.Style.AnxiousCut = 0 }},
	{"style.avoidant_cut", func(s *scoring.Spec) { s.Style.AvoidantCut = 5 }},
	{"style.secure_cut", func(s *scoring.Spec) { s.Style.SecureCut = 7 }},
	{"style.avoidant", func(s *scoring.Spec) { s.Scales[1].Keys[0].Item = "anxious1" }},
	{"style.functions", func(s *scoring.Spec) { s.Style.Functions = fisher(0, 1) }},
	{"style.functions", func(s *scoring.Spec) { functions(s, fisher(0, 1)[:3]) }},
	{"style.functions[3].region", func(s *scoring.Spec) { f := fisher(0, 1); f[3].Region = scoring.Secure; functions(s, f) }},
	{"style.functions[3].region", func(s *scoring.Spec) { f := fisher(0, 1); f[3].Region = 4; functions(s, f) }},
	{"style.functions[3].slope", func(s *scoring.Spec) { f := fisher(0, 1); f[3].Slope = 2; functions(s, f) }},
	{"style.functions[2].constant", func(s *scoring.Spec) { f := fisher(0, 1); f[2].Constant = math.Inf(1); functions(s, f) }},
	{"style.functions[3]", func(s *scoring.Spec) { f := fisher(0, 1); f[3] = f[0]; f[3].Region = scoring.Avoidant; functions(s, f) }},
	{"focus.mechanisms", func(s *scoring.Spec) { s.Focus.Mechanisms, s.Focus.Preselect = nil, 0 }},
	{"focus.mechanisms[1]", func(s *scoring.Spec) { s.Focus.Mechanisms = []string{"repair", "repair"} }},
	{"focus.mechanisms[1]", func(s *scoring.Spec) { s.Focus.Mechanisms = []string{"repair", "nobody"} }},
	{"focus.mechanisms[1]", func(s *scoring.Spec) { s.Scales[4].Method = scoring.Sum }},
	{"focus.z", func(s *scoring.Spec) { s.Focus.Z = 0 }},
	{"focus.preselect", func(s *scoring.Spec) { s.Focus.Preselect = 6 }},
	{"quality.seconds_per_item", func(s *scoring.Spec) { s.Quality.SecondsPerItem = math.NaN() }},
	{"quality.long_run", func(s *scoring.Spec) { s.Quality.LongRun = -1 }},
	{"quality.missing_share", func(s *scoring.Spec) { s.Quality.MissingShare = 1 }},
}

func cited(cuts ...scoring.Cut) scoring.BandSpec {
	return scoring.BandSpec{Basis: scoring.Cited, Source: "somebody2001", Cuts: cuts}
}

func functions(s *scoring.Spec, f []scoring.LinearFunction) {
	s.Style.AnxiousCut, s.Style.AvoidantCut, s.Style.Functions = 0, 0, f
}

func TestCompileFindsEachFault(t *testing.T) {
	for i, fault := range faults {
		t.Run(fmt.Sprint(i, "_", fault.path), func(t *testing.T) {
			spec := relationship()
			fault.plant(&spec)
			s, err := scoring.Compile(spec)
			if got, want := paths(err), []string{fault.path}; !slices.Equal(got, want) || s != nil {
				t.Errorf("got %v (%v), want %v alone", got, err, want)
			}
		})
	}
}

func TestCompileFindsAllFaultsAtOnce(t *testing.T) {
	spec := relationship()
	spec.Items[9].Min = 9
	spec.Scales[0].MinAnswered = 9
	spec.Scales[2].Keys[0].Item = "nobody"
	spec.Style.Settled = 2
	spec.Focus.Z = -1
	spec.Quality.LongRun = -1
	_, err := scoring.Compile(spec)
	got := paths(fmt.Errorf("form full: %w", err))
	want := []string{
		"items[9].max", "scales[0].min_answered", "scales[2].keys[0].item",
		"style.settled", "focus.z", "quality.long_run",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestCompileOfNothing(t *testing.T) {
	_, err := scoring.Compile(scoring.Spec{})
	if got, want := paths(err), []string{"items", "scales"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := scoring.SpecErrors(nil); got != nil {
		t.Errorf("faults of no error: %v", got)
	}
}

func TestScorerKeepsNothingOfTheSpec(t *testing.T) {
	spec := relationship()
	spec.Scales[0].Bands = cited(scoring.Cut{ID: "low", From: 1}, scoring.Cut{ID: "high", From: 3})
	s := compile(t, spec)
	spec.Scales[0].Bands.Cuts[1].From = 5
	spec.Scales[0].Keys[0].Item = "changed"
	p := s.NewProfile()
	s.Score(p, repeat(4, 44))
	if got := p.Scales[0].Band; got != "high" {
		t.Errorf("band %q, want high", got)
	}
}
