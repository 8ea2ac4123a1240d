package scoring_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/attune-quiz/attune/scoring"
	"pgregory.net/rapid"
)

// anySpec draws a sound spec with anxious, avoidant, secure and two mechanisms
// of its own lengths, keys, methods, range and errors.
func anySpec(t *rapid.T) scoring.Spec {
	low := scoring.Response(rapid.IntRange(-3, 2).Draw(t, "min"))
	high := low + scoring.Response(rapid.IntRange(1, 8).Draw(t, "span"))
	method := rapid.SampledFrom([]scoring.Method{scoring.Mean, scoring.Sum, scoring.WeightedMean}).Draw(t, "method")
	length := rapid.IntRange(1, 6).Draw(t, "mechanism items")
	var scales []scoring.ScaleSpec
	for _, id := range []string{"anxious", "avoidant", "secure", "repair", "meaning"} {
		n := length
		if len(scales) < 3 {
			n = rapid.IntRange(1, 9).Draw(t, id+" items")
		}
		s := scaleOf(id, n, rapid.IntRange(1, n).Draw(t, id+" needed"))
		s.Method = method
		for i := range s.Keys {
			s.Keys[i].Reverse = rapid.Bool().Draw(t, "reverse")
			if method == scoring.WeightedMean {
				s.Keys[i].Weight = rapid.Float64Range(0.1, 10).Draw(t, "weight")
			}
		}
		span := float64(high - low)
		s.Error.ItemVariance = rapid.Float64Range(0.01, 0.5).Draw(t, "variance") * span * span
		s.Error.InterItem = rapid.Float64Range(0, 0.9).Draw(t, "inter-item")
		scales = append(scales, s)
	}
	cut := func(s scoring.ScaleSpec) float64 {
		at := float64(low) + rapid.Float64Range(0.1, 0.9).Draw(t, "cut")*float64(high-low)
		if method == scoring.Sum {
			at *= float64(len(s.Keys))
		}
		return at
	}
	return scoring.Spec{
		Items: items(low, high, scales...), Scales: scales,
		Style: &scoring.StyleSpec{
			Anxious: "anxious", Avoidant: "avoidant", Basis: scoring.Assumed, Settled: 0.8,
			AnxiousCut: cut(scales[0]), AvoidantCut: cut(scales[1]),
		},
		Focus:   &scoring.FocusSpec{Mechanisms: []string{"repair", "meaning"}, Z: 1.96, Preselect: 1},
		Quality: scoring.QualitySpec{LongRun: 5, MissingShare: 0.2, AllAlike: true},
	}
}

// anyResponses draws responses of which some are missing or out of range.
func anyResponses(t *rapid.T, spec scoring.Spec) []scoring.Response {
	all := make([]scoring.Response, len(spec.Items))
	for i, it := range spec.Items {
		all[i] = scoring.Response(rapid.IntRange(int(it.Min), int(it.Max)).Draw(t, it.ID))
		switch rapid.IntRange(0, 9).Draw(t, "missing") {
		case 0:
			all[i] = missing
		case 1:
			all[i] = it.Max + 1
		}
	}
	return all
}

func mustCompile(t *rapid.T, spec scoring.Spec) *scoring.Scorer {
	s, err := scoring.Compile(spec)
	if err != nil {
		t.Fatalf("compile: %v", err)
	}
	return s
}

func profileOf(t *rapid.T, spec scoring.Spec, responses []scoring.Response) *scoring.Profile {
	s := mustCompile(t, spec)
	p := s.NewProfile()
	s.Score(p, responses)
	return p
}

func TestScoresStayInRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spec := anySpec(t)
		s := mustCompile(t, spec)
		p := s.NewProfile()
		s.Score(p, anyResponses(t, spec))
		for i, got := range p.Scales {
			low, high := spec.Metric(i)
			if got.Scored() != (got.Answered >= spec.Scales[i].MinAnswered) {
				t.Fatalf("%+v with %d needed", got, spec.Scales[i].MinAnswered)
			}
			if got.Scored() && !(low <= got.Low && got.Low <= got.Value && got.Value <= got.High && got.High <= high && got.SE > 0) {
				t.Fatalf("%+v on %v to %v", got, low, high)
			}
		}
	})
}

func TestMirroredResponsesMirrorTheProfile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spec := anySpec(t)
		responses := anyResponses(t, spec)
		s := mustCompile(t, spec)
		p, q := s.NewProfile(), s.NewProfile()
		s.Score(p, responses)
		for i, it := range spec.Items {
			if r := responses[i]; r >= it.Min && r <= it.Max {
				responses[i] = it.Min + it.Max - r
			}
		}
		s.Score(q, responses)
		if p.Flags != q.Flags {
			t.Fatalf("flags %v became %v", p.Flags, q.Flags)
		}
		for i, got := range q.Scales {
			low, high := spec.Metric(i)
			want := p.Scales[i]
			if got.Scored() != want.Scored() || got.SE != want.SE || got.Answered != want.Answered {
				t.Fatalf("%+v became %+v", want, got)
			}
			if got.Scored() && !close(got.Value, low+high-want.Value, 1e-9*(high-low)) {
				t.Fatalf("%v became %v on %v to %v", want.Value, got.Value, low, high)
			}
		}
	})
}

// The order of the items, their places and items that no scale uses change
// nothing but the runs.
func TestItemOrderChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spec := anySpec(t)
		responses := anyResponses(t, spec)
		want := profileOf(t, spec, responses)

		// One more item that no scale uses, answered like the first so that
		// it cannot undo an all-alike profile.
		other := spec
		other.Items = append(slices.Clone(spec.Items), spec.Items[0])
		other.Items[len(spec.Items)].ID = "extra"
		responses = append(responses, responses[0])
		seed := rapid.Uint64().Draw(t, "seed")
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(other.Items), func(i, j int) {
			other.Items[i], other.Items[j] = other.Items[j], other.Items[i]
			responses[i], responses[j] = responses[j], responses[i]
		})
		got := profileOf(t, other, responses)
		if !slices.Equal(got.Scales, want.Scales) || !slices.Equal(got.Candidates, want.Candidates) {
			t.Fatalf("got %+v, want %+v", got, want)
		}
		if got.Style != want.Style {
			t.Fatalf("got %+v, want %+v", got.Style, want.Style)
		}
	})
}

// One missing item beyond the limit unscores exactly its scale.
func TestOneMissingBeyondTheLimit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spec := anySpec(t)
		responses := make([]scoring.Response, len(spec.Items))
		for i, it := range spec.Items {
			responses[i] = scoring.Response(rapid.IntRange(int(it.Min), int(it.Max)).Draw(t, it.ID))
		}
		place := map[string]int{}
		for i, it := range spec.Items {
			place[it.ID] = i
		}
		chosen := rapid.IntRange(0, len(spec.Scales)-1).Draw(t, "scale")
		keys := slices.Clone(spec.Scales[chosen].Keys)
		rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1)).Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
		spared := len(keys) - spec.Scales[chosen].MinAnswered
		for i, k := range keys[:spared+1] {
			before := profileOf(t, spec, responses)
			for j, s := range before.Scales {
				if !s.Scored() {
					t.Fatalf("%d missing of %d: scale %d is unscored", i, len(keys), j)
				}
			}
			responses[place[k.Item]] = missing
		}
		for j, s := range profileOf(t, spec, responses).Scales {
			if s.Scored() != (j != chosen) {
				t.Fatalf("beyond the limit of scale %d: scale %d scored is %v", chosen, j, s.Scored())
			}
		}
	})
}

func TestWiderErrorNeverRaisesTheLead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spec := anySpec(t)
		responses := anyResponses(t, spec)
		narrow := profileOf(t, spec, responses)
		if narrow.Style.State == scoring.NoStyle {
			return
		}
		wider := rapid.IntRange(0, 1).Draw(t, "dimension")
		e := &spec.Scales[wider].Error
		e.ItemVariance *= rapid.Float64Range(1, 1.9).Draw(t, "wider")
		e.ItemVariance = min(e.ItemVariance, math.Pow(float64(spec.Items[0].Max-spec.Items[0].Min), 2)/2)
		wide := profileOf(t, spec, responses)
		lead := slices.Max(narrow.Style.Probabilities[:])
		if now := slices.Max(wide.Style.Probabilities[:]); now > lead+1e-12 {
			t.Fatalf("leading probability rose from %v to %v", lead, now)
		}
		for r, p := range narrow.Style.Probabilities {
			if p == lead && wide.Style.Probabilities[r] > lead+1e-12 {
				t.Fatalf("%s rose from %v to %v", scoring.Region(r), lead, wide.Style.Probabilities[r])
			}
		}
	})
}

// Any four functions share out exactly one person.
func TestProbabilitiesSumToOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spec := anySpec(t)
		if rapid.Bool().Draw(t, "functions") {
			spec.Style.AnxiousCut, spec.Style.AvoidantCut = 0, 0
			// Whole coefficients make parallel, coincident and concurrent borders common.
			whole := rapid.Map(rapid.IntRange(-3, 3), func(i int) float64 { return float64(i) })
			for r := range scoring.Regions {
				spec.Style.Functions = append(spec.Style.Functions, scoring.LinearFunction{
					Region: r, Anxious: whole.Draw(t, "a"), Avoidant: whole.Draw(t, "v"), Constant: whole.Draw(t, "c"), Slope: 1,
				})
			}
		}
		s, err := scoring.Compile(spec)
		if err != nil {
			t.Skip("two functions are the same")
		}
		p := s.NewProfile()
		s.Score(p, anyResponses(t, spec))
		if p.Style.State == scoring.NoStyle {
			return
		}
		sum := 0.0
		for _, q := range p.Style.Probabilities {
			if !(q >= 0 && q <= 1+1e-9) {
				t.Fatalf("got %v", p.Style.Probabilities)
			}
			sum += q
		}
		if !close(sum, 1, 1e-8) {
			t.Fatalf("%v sum to %v", p.Style.Probabilities, sum)
		}
	})
}

func TestBalancedKeysPutAllAlikeInTheMiddle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := 2 * rapid.IntRange(1, 20).Draw(t, "items")
		low := scoring.Response(rapid.IntRange(-9, 9).Draw(t, "min"))
		high := low + scoring.Response(rapid.IntRange(1, 99).Draw(t, "span"))
		s := scaleOf("x", n, n)
		s.Error.ItemVariance = 0.1
		s.Method = rapid.SampledFrom([]scoring.Method{scoring.Mean, scoring.Sum}).Draw(t, "method")
		spec := scoring.Spec{Items: items(low, high, s), Scales: []scoring.ScaleSpec{s}}
		scorer := mustCompile(t, spec)
		p := scorer.NewProfile()
		scorer.Score(p, repeat(scoring.Response(rapid.IntRange(int(low), int(high)).Draw(t, "response")), n))
		from, to := spec.Metric(0)
		if got, want := p.Scales[0].Value, (from+to)/2; got != want {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

func TestPercentileRisesWithTheScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scores := rapid.SliceOfN(rapid.IntRange(0, 40), 99, 99).Draw(t, "table")
		slices.Sort(scores)
		var n scoring.Norm
		for _, s := range scores {
			n.Percentiles = append(n.Percentiles, 1+float64(s)/10)
		}
		before := -1.0
		for i := range 161 {
			got := n.Percentile(1+float64(i)/40, 1, 5)
			if got < before || got < 0 || got > 100 {
				t.Fatalf("%v after %v at %s", got, before, fmt.Sprint(1+float64(i)/40))
			}
			before = got
		}
	})
}
