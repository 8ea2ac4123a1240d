package scoring_test

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/attune-quiz/attune/scoring"
)

// source reads choices from fuzzed bytes; when they run out, zeros.
type source []byte

func (s *source) byte() byte {
	if len(*s) == 0 {
		return 0
	}
	b := (*s)[0]
	*s = (*s)[1:]
	return b
}

// pick prefers the first values, which are sound.
func pick[T any](s *source, values ...T) T { return values[int(s.byte())%len(values)] }

// float is one of the values or, rarely, any number at all.
func (s *source) float(sound ...float64) float64 {
	if s.byte() < 250 {
		return pick(s, sound...)
	}
	var raw [8]byte
	for i := range raw {
		raw[i] = s.byte()
	}
	return math.Float64frombits(binary.LittleEndian.Uint64(raw[:]))
}

func (s *source) rarely() bool { return s.byte() > 250 }

// count is one of two or, rarely, any small number.
func (s *source) count(sound, other int) int {
	if s.rarely() {
		return int(int8(s.byte()))
	}
	return pick(s, sound, other)
}

// fuzzItems is enough for four scales of three items each.
const fuzzItems = 12

func (s *source) spec() scoring.Spec {
	var spec scoring.Spec
	low, high := scoring.Response(1), scoring.Response(5)
	if s.rarely() {
		low, high = pick[scoring.Response](s, 0, -5, math.MinInt16), pick[scoring.Response](s, 7, -6, math.MaxInt16)
	}
	for i := range fuzzItems {
		it := scoring.ItemSpec{ID: fmt.Sprint("i", i), Min: low, Max: high}
		if s.rarely() {
			it = scoring.ItemSpec{ID: "i0", Min: scoring.Response(int8(s.byte())), Max: scoring.Response(int8(s.byte()))}
		}
		spec.Items = append(spec.Items, it)
	}
	for i := range pick(s, 4, 4, 4, 3, 1) {
		spec.Scales = append(spec.Scales, s.scale(i))
	}
	id := func(usual int) string { return fmt.Sprint("s", s.count(usual, usual)) }
	if s.byte()%4 > 0 {
		spec.Style = &scoring.StyleSpec{
			Anxious: id(0), Avoidant: id(1), Secure: pick(s, "", "", id(2)), Basis: pick(s, scoring.Assumed, scoring.Cited),
			Source: "x", Settled: s.float(0.8, 0.6),
			AnxiousCut: s.float(3), AvoidantCut: s.float(3), SecureCut: s.float(0, 3),
		}
		regions := pick(s, 0, 4, 0, 4, 0, 4, 3)
		if regions == 4 {
			spec.Style.AnxiousCut, spec.Style.AvoidantCut = 0, 0
		}
		for r := range regions {
			spec.Style.Functions = append(spec.Style.Functions, scoring.LinearFunction{
				Region: scoring.Region(r), Anxious: s.float(1, -1, 2, 0), Avoidant: s.float(1, -1, 2, 0),
				Constant: s.float(0, 1, -9, 3), Offset: s.float(-0.5), Slope: s.float(1),
			})
		}
	}
	if s.byte()%2 > 0 {
		spec.Focus = &scoring.FocusSpec{Mechanisms: []string{id(0), pick(s, id(0), id(1))}[:1+s.byte()%2], Z: s.float(1.96), Preselect: s.count(0, 1)}
	}
	spec.Quality = scoring.QualitySpec{
		SecondsPerItem: s.float(2, 0), LongRun: s.count(3, 0), MissingShare: s.float(0.2, 0), AllAlike: s.byte()%2 > 0,
	}
	return spec
}

func (s *source) scale(i int) scoring.ScaleSpec {
	out := scoring.ScaleSpec{
		ID:          fmt.Sprint("s", i),
		Method:      pick(s, scoring.Mean, scoring.Mean, scoring.Sum, scoring.WeightedMean),
		MinAnswered: s.count(1, 2),
		Error: scoring.ErrorSpec{
			Basis: pick(s, scoring.Assumed, scoring.Cited), Source: "x",
			ItemVariance: s.float(1.5, 0.2), InterItem: s.float(0.3, 0),
		},
		Bands: scoring.BandSpec{Basis: pick(s, scoring.ScalePosition, scoring.ScalePosition, scoring.Cited), Source: "x"},
	}
	for k := range 2 + int(s.byte())%2 {
		key := scoring.Key{Item: fmt.Sprint("i", 3*i+k), Reverse: s.byte()%2 > 0, Weight: 1}
		if out.Method == scoring.WeightedMean || s.rarely() {
			key.Weight = s.float(1, 0.5, 0)
		}
		if s.rarely() {
			key.Item = fmt.Sprint("i", s.byte()%16)
		}
		out.Keys = append(out.Keys, key)
	}
	if out.Bands.Basis == scoring.Cited {
		out.Bands.Cuts = []scoring.Cut{{ID: "a", From: s.float(1)}, {ID: "b", From: s.float(3)}}
	}
	if s.byte()%4 == 0 {
		out.Norm = &scoring.Norm{Source: "x", N: s.count(100, 2), Mean: s.float(3), SD: s.float(0.8, 1)}
		if s.byte()%2 == 0 {
			for p := range 99 {
				out.Norm.Percentiles = append(out.Norm.Percentiles, 1+math.Floor(s.float(float64(p)))/25)
			}
		}
	}
	return out
}

// answeredOf counts what may count for a scale, independently of the scorer.
func answeredOf(spec scoring.Spec, s scoring.ScaleSpec, responses []scoring.Response) (n int) {
	for _, k := range s.Keys {
		for i, it := range spec.Items {
			if it.ID == k.Item && i < len(responses) && responses[i] >= it.Min && responses[i] <= it.Max {
				n++
			}
		}
	}
	return n
}

func choices(seed uint64) []byte {
	random := rand.New(rand.NewPCG(seed, 7))
	all := make([]byte, 400)
	for i := range all {
		all[i] = byte(random.IntN(251 + int(seed%2)))
	}
	return all
}

// The generator is worth its name only if sound specs of all kinds come out.
func TestFuzzedSpecs(t *testing.T) {
	const n = 2000
	sound, styled, functions := 0, 0, 0
	for i := range uint64(n) {
		s := source(choices(i))
		spec := s.spec()
		if _, err := scoring.Compile(spec); err != nil {
			continue
		}
		sound++
		if spec.Style != nil {
			styled++
			if spec.Style.Functions != nil {
				functions++
			}
		}
	}
	if sound < n/20 || styled < n/100 || functions < n/200 || sound > n/2 {
		t.Errorf("of %d specs %d compile, %d with a style, %d with functions", n, sound, styled, functions)
	}
}

// Whatever the spec and the responses: no panic, every refusal says where, and
// no number where there may be none.
//
// Holds: R14
func FuzzScore(f *testing.F) {
	f.Add([]byte{}, []byte{})
	// Distinct beginnings; TestFuzzedSpecs shows that many of them compile.
	for i := range uint64(40) {
		f.Add(choices(i), []byte{5, 1, 4, 1, 255, 2, 3, 3, 9, 4, 1, 2})
	}
	f.Fuzz(func(t *testing.T, choices, raw []byte) {
		s := source(choices)
		spec := s.spec()
		scorer, err := scoring.Compile(spec)
		if err != nil {
			for _, fault := range scoring.SpecErrors(err) {
				if fault.Path == "" || fault.Detail == "" {
					t.Fatalf("a fault without place or words: %#v", fault)
				}
			}
			return
		}
		responses := make([]scoring.Response, len(raw))
		for i, b := range raw {
			responses[i] = scoring.Response(int8(b))
			if b == 255 {
				responses[i] = scoring.Missing
			}
		}
		p := scorer.NewProfile()
		scorer.Score(p, responses)
		for i, got := range p.Scales {
			checkFuzzed(t, spec, i, got, answeredOf(spec, spec.Scales[i], responses))
		}
		sum := 0.0
		for _, q := range p.Style.Probabilities {
			sum += q
		}
		if p.Style.State == scoring.NoStyle && sum != 0 || p.Style.State != scoring.NoStyle && !close(sum, 1, 1e-6) {
			t.Fatalf("style %+v", p.Style)
		}
	})
}

func checkFuzzed(t *testing.T, spec scoring.Spec, i int, got scoring.Score, answered int) {
	t.Helper()
	if got.Answered != answered || got.Scored() != (answered >= spec.Scales[i].MinAnswered) {
		t.Fatalf("scale %d: %+v with %d answered of %d needed", i, got, answered, spec.Scales[i].MinAnswered)
	}
	if !got.Scored() {
		if got.Value != 0 || got.SE != 0 || got.Low != 0 || got.High != 0 || got.Band != "" || got.Normed || got.Percentile != 0 {
			t.Fatalf("scale %d has a number without a score: %+v", i, got)
		}
		return
	}
	low, high := spec.Metric(i)
	if !(got.Value >= low && got.Value <= high && got.Low <= got.Value && got.High >= got.Value && got.SE > 0) || got.Band == "" {
		t.Fatalf("scale %d from %v to %v: %+v", i, low, high, got)
	}
	if !(got.Percentile >= 0 && got.Percentile <= 100) {
		t.Fatalf("scale %d: %+v", i, got)
	}
}
