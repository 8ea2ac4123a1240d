package scoring_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/attune-quiz/attune/scoring"
)

// The figures of DESIGN.md for five points without a sample of one's own.
var assumed = scoring.ErrorSpec{Basis: scoring.Assumed, ItemVariance: 1.5, InterItem: 0.3}

var thirds = scoring.BandSpec{Basis: scoring.ScalePosition}

// scaleOf is a scale over the items prefix1 … prefixN, the even ones reversed.
func scaleOf(prefix string, n, minAnswered int) scoring.ScaleSpec {
	s := scoring.ScaleSpec{ID: prefix, Method: scoring.Mean, MinAnswered: minAnswered, Error: assumed, Bands: thirds}
	for i := 1; i <= n; i++ {
		s.Keys = append(s.Keys, scoring.Key{Item: fmt.Sprint(prefix, i), Reverse: i%2 == 0})
	}
	return s
}

// items lists the keyed items of all scales, one scale after the other.
func items(low, high scoring.Response, scales ...scoring.ScaleSpec) []scoring.ItemSpec {
	var all []scoring.ItemSpec
	for _, s := range scales {
		for _, k := range s.Keys {
			all = append(all, scoring.ItemSpec{ID: k.Item, Min: low, Max: high})
		}
	}
	return all
}

var mechanisms = []string{"availability", "predictability", "responsiveness", "repair", "meaning"}

// relationship has the shape of the instrument that ships: 44 items of five
// points, three scales of eight and five of four, half reversed.
func relationship() scoring.Spec {
	var scales []scoring.ScaleSpec
	for _, id := range []string{"anxious", "avoidant", "secure"} {
		scales = append(scales, scaleOf(id, 8, 7))
	}
	for _, id := range mechanisms {
		scales = append(scales, scaleOf(id, 4, 4))
	}
	return scoring.Spec{
		Items:  items(1, 5, scales...),
		Scales: scales,
		Style: &scoring.StyleSpec{
			Anxious: "anxious", Avoidant: "avoidant", Secure: "secure",
			Basis: scoring.Assumed, Settled: 0.8,
			AnxiousCut: 3, AvoidantCut: 3, SecureCut: 3,
		},
		Focus:   &scoring.FocusSpec{Mechanisms: mechanisms, Z: 1.96, Preselect: 2},
		Quality: scoring.QualitySpec{SecondsPerItem: 2, LongRun: 13, MissingShare: 0.2, AllAlike: true},
	}
}

// fisher are the classification functions of Brennan, Clark & Shaver (1998)
// for the ECR on 1–7.
func fisher(offset, slope float64) []scoring.LinearFunction {
	return []scoring.LinearFunction{
		{Region: scoring.Secure, Avoidant: 3.2893296, Anxious: 5.4725318, Constant: -11.5307833, Offset: offset, Slope: slope},
		{Region: scoring.Fearful, Avoidant: 7.2371075, Anxious: 8.1776448, Constant: -32.3553266, Offset: offset, Slope: slope},
		{Region: scoring.Anxious, Avoidant: 3.9246754, Anxious: 9.7102446, Constant: -28.4573220, Offset: offset, Slope: slope},
		{Region: scoring.Avoidant, Avoidant: 7.3654621, Anxious: 4.9392039, Constant: -22.2281088, Offset: offset, Slope: slope},
	}
}

// ecr has the keys of Brennan, Clark & Shaver (1998) for responses 1–5.
func ecr() scoring.Spec {
	anxiety := scoring.ScaleSpec{ID: "anxiety", Method: scoring.Mean, MinAnswered: 15, Error: assumed, Bands: thirds}
	avoidance := anxiety
	avoidance.ID = "avoidance"
	reversed := map[int]bool{3: true, 15: true, 19: true, 22: true, 25: true, 27: true, 29: true, 31: true, 33: true, 35: true}
	var spec scoring.Spec
	for i := 1; i <= 36; i++ {
		key := scoring.Key{Item: fmt.Sprint("Q", i), Reverse: reversed[i]}
		spec.Items = append(spec.Items, scoring.ItemSpec{ID: key.Item, Min: 1, Max: 5})
		if i%2 == 0 {
			anxiety.Keys = append(anxiety.Keys, key)
		} else {
			avoidance.Keys = append(avoidance.Keys, key)
		}
	}
	spec.Scales = []scoring.ScaleSpec{anxiety, avoidance}
	spec.Style = &scoring.StyleSpec{
		Anxious: "anxiety", Avoidant: "avoidance", Basis: scoring.Assumed, Settled: 0.8,
		Functions: fisher(-0.5, 1.5),
	}
	return spec
}

func compile(t testing.TB, spec scoring.Spec) *scoring.Scorer {
	t.Helper()
	s, err := scoring.Compile(spec)
	if err != nil {
		t.Fatalf("compile: %v", err)
	}
	return s
}

// score scores into a new profile.
func score(t testing.TB, spec scoring.Spec, responses []scoring.Response) *scoring.Profile {
	t.Helper()
	s := compile(t, spec)
	p := s.NewProfile()
	s.Score(p, responses)
	return p
}

func repeat(r scoring.Response, n int) []scoring.Response {
	all := make([]scoring.Response, n)
	for i := range all {
		all[i] = r
	}
	return all
}

// lean gives responses whose keyed mean on each named scale is as wanted, as
// far as whole responses allow, and the middle elsewhere. Items are 1–5.
func lean(spec scoring.Spec, means map[string]float64) []scoring.Response {
	place := map[string]int{}
	for i, it := range spec.Items {
		place[it.ID] = i
	}
	responses := repeat(3, len(spec.Items))
	for _, s := range spec.Scales {
		mean, named := means[s.ID]
		if !named {
			continue
		}
		total := int(math.Round(mean * float64(len(s.Keys))))
		for i, k := range s.Keys {
			keyed := total / (len(s.Keys) - i)
			total -= keyed
			if k.Reverse {
				keyed = 6 - keyed
			}
			responses[place[k.Item]] = scoring.Response(keyed)
		}
	}
	return responses
}

func close(got, want, tolerance float64) bool { return math.Abs(got-want) <= tolerance }
