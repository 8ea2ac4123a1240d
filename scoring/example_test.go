package scoring_test

import (
	"fmt"

	"github.com/attune-quiz/attune/scoring"
)

func mustScore(spec scoring.Spec, responses ...scoring.Response) *scoring.Profile {
	s, err := scoring.Compile(spec)
	if err != nil {
		panic(err)
	}
	p := s.NewProfile()
	s.Score(p, responses)
	return p
}

// Steps 1 to 4: recode, allow one missing, score, and say how sure it is.
func Example() {
	spec := scoring.Spec{
		Items: []scoring.ItemSpec{{ID: "x1", Min: 1, Max: 5}, {ID: "x2", Min: 1, Max: 5}, {ID: "x3", Min: 1, Max: 5}, {ID: "x4", Min: 1, Max: 5}},
		Scales: []scoring.ScaleSpec{{
			ID:          "closeness",
			Keys:        []scoring.Key{{Item: "x1"}, {Item: "x2", Reverse: true}, {Item: "x3"}, {Item: "x4", Reverse: true}},
			Method:      scoring.Mean,
			MinAnswered: 3,
			Error:       scoring.ErrorSpec{Basis: scoring.Assumed, ItemVariance: 1.5, InterItem: 0.3},
			Bands:       scoring.BandSpec{Basis: scoring.ScalePosition},
		}},
	}
	for _, responses := range [][]scoring.Response{
		{5, 1, 4, 2},
		{5, 1, 4, scoring.Missing},
		{5, 1, scoring.Missing, scoring.Missing},
	} {
		s := mustScore(spec, responses...).Scales[0]
		if !s.Scored() {
			fmt.Println("unscored:", s.Reason)
			continue
		}
		fmt.Printf("%.3f ± %.3f, %.2f to %.2f, %s\n", s.Value, s.SE, s.Low, s.High, s.Band)
	}
	// Output:
	// 4.500 ± 0.512, 3.50 to 5.00, upper
	// 4.667 ± 0.592, 3.51 to 5.00, upper
	// unscored: too_few
}

// Step 3, prorated.
func ExampleMethod() {
	spec := four(func(s *scoring.ScaleSpec) { s.Method = scoring.Sum })
	for _, last := range []scoring.Response{2, scoring.Missing} {
		s := mustScore(spec, 5, 1, 4, last).Scales[0]
		fmt.Printf("%.3f ± %.3f\n", s.Value, s.SE)
	}
	// Output:
	// 18.000 ± 2.049
	// 18.667 ± 2.366
}

// Step 4: √(1.5 × .7 / 8) and √(1.5 × .7 / 4).
func ExampleErrorSpec_SEM() {
	e := scoring.ErrorSpec{Basis: scoring.Assumed, ItemVariance: 1.5, InterItem: 0.3}
	fmt.Printf("%.4f %.4f\n", e.SEM(8), e.SEM(4))
	// Output: 0.3623 0.5123
}

// Step 5: eight items of 1–5, edges at 2.33 and 3.67, one SEM is .36.
func ExampleBand() {
	spec := relationship()
	for _, mean := range []float64{1.875, 2, 2.625, 2.75, 3.25, 3.375, 4, 4.125} {
		p := mustScore(spec, lean(spec, map[string]float64{"anxious": mean})...)
		fmt.Println(p.Scales[0].Value, p.Scales[0].Band)
	}
	// Output:
	// 1.875 lower
	// 2 lower_to_middle
	// 2.625 lower_to_middle
	// 2.75 middle
	// 3.25 middle
	// 3.375 middle_to_upper
	// 4 middle_to_upper
	// 4.125 upper
}

// Step 6: z = 0.8/0.8 = 1, Φ(1) = .8413.
func ExampleNorm_Percentile() {
	n := scoring.Norm{Source: "author2001", Sample: "students", N: 400, Mean: 3, SD: 0.8}
	fmt.Printf("%.1f\n", n.Percentile(3.8, 1, 5))
	// Output: 84.1
}

// Step 7 under cut-points: anxious high, avoidant open.
func ExampleStyle() {
	spec := relationship()
	p := mustScore(spec, lean(spec, map[string]float64{"anxious": 3.5, "avoidant": 2.75})...)
	fmt.Println(p.Style.State == scoring.Between, p.Style.Regions[0], p.Style.Regions[1])
	for r, probability := range p.Style.Probabilities {
		fmt.Printf("%s %.3f\n", scoring.Region(r), probability)
	}
	// Output:
	// true anxious fearful
	// secure 0.063
	// anxious 0.692
	// avoidant 0.021
	// fearful 0.225
}

// Step 7 with linear functions: two that are equal where anxious = 3, the
// others never the highest. The probability of being beyond is Φ of the
// distance over the error alone: z = 0.5/0.3623, P = .916.
func ExampleLinearFunction() {
	spec := relationship()
	spec.Style.AnxiousCut, spec.Style.AvoidantCut = 0, 0
	spec.Style.Functions = []scoring.LinearFunction{
		{Region: scoring.Secure, Anxious: 1, Constant: 0, Slope: 1},
		{Region: scoring.Anxious, Anxious: 2, Constant: -3, Slope: 1},
		{Region: scoring.Avoidant, Constant: -100, Slope: 1},
		{Region: scoring.Fearful, Constant: -200, Slope: 1},
	}
	p := mustScore(spec, lean(spec, map[string]float64{"anxious": 3.5, "avoidant": 2.75})...)
	fmt.Printf("%.3f %v\n", p.Style.Probabilities, p.Style.Regions[0])
	// Output: [0.084 0.916 0.000 0.000] anxious
}

// Fisher's functions of Brennan, Clark & Shaver (1998): the secure one at
// avoidance 2.4444444 and anxiety 2.0555556.
func ExampleLinearFunction_Value() {
	f := scoring.LinearFunction{
		Region: scoring.Secure, Avoidant: 3.2893296, Anxious: 5.4725318, Constant: -11.5307833, Slope: 1,
	}
	fmt.Printf("%.6f\n", f.Value(2.0555556, 2.4444444))
	// Output: 7.758893
}

// Step 8: forty-four equal responses.
func ExampleFlags_IDs() {
	fmt.Println(mustScore(relationship(), repeat(4, 44)...).Flags.IDs())
	// Output: [all_alike long_run]
}

// Step 9: the map says secure, the secure scale itself says otherwise.
func ExampleStyle_contradicted() {
	spec := relationship()
	p := mustScore(spec, lean(spec, map[string]float64{"anxious": 2, "avoidant": 2, "secure": 2})...)
	fmt.Println(p.Style.Regions[0], p.Style.Contradicted)
	// Output: secure true
}

// Step 10: the limit is 1.96 × √2 × .5123 = 1.42 above the lowest.
func ExampleProfile_mechanisms() {
	spec := relationship()
	p := mustScore(spec, lean(spec, map[string]float64{
		"availability": 4, "predictability": 3.25, "responsiveness": 4.5, "repair": 1.75, "meaning": 3,
	})...)
	name := func(places []int) (ids []string) {
		for _, place := range places {
			ids = append(ids, spec.Scales[place].ID)
		}
		return ids
	}
	fmt.Println(name(p.Mechanisms))
	fmt.Println(name(p.Candidates))
	// Output:
	// [repair meaning predictability availability responsiveness]
	// [repair meaning]
}

func ExampleReliableChange() {
	measure := scoring.Measure{Instrument: "ecr-rs", Version: "1.0.0", Form: "full", Locale: "en", Scale: "anxiety"}
	retest := scoring.Retest{Source: "author2001", Reliability: 0.65, SD: 0.8}
	before := scoring.Occasion{Measure: measure, Score: scoring.Score{Value: 4}}
	for _, value := range []float64{2.5, 2.75} {
		after := scoring.Occasion{Measure: measure, Score: scoring.Score{Value: value}}
		c, err := scoring.ReliableChange(before, after, retest)
		fmt.Printf("%.2f %v %v\n", c.Index, c.Reliable, err)
	}
	// Output:
	// -2.24 true <nil>
	// -1.87 false <nil>
}
