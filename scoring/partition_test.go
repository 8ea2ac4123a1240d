package scoring_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/attune-quiz/attune/scoring"
)

func TestFisherFunctions(t *testing.T) {
	for _, tt := range []struct {
		avoidance, anxiety float64
		want               []float64 // secure, fearful, preoccupied, dismissing
		tolerance          float64   // as many places as are printed
	}{
		{2.4444444, 2.0555556, []float64{7.758893, 2.144984, 1.096276, 5.929162}, 1e-6},
		{4, 4, []float64{23.5167, 29.3037, 26.0824, 26.9906}, 5e-5},
	} {
		for i, f := range fisher(0, 1) {
			if got := f.Value(tt.anxiety, tt.avoidance); !close(got, tt.want[i], tt.tolerance) {
				t.Errorf("%s at %v, %v: got %.7f, want %.7f", f.Region, tt.avoidance, tt.anxiety, got, tt.want[i])
			}
		}
		// On 1–5 the same place is (x + 0.5)/1.5.
		for i, f := range fisher(-0.5, 1.5) {
			if got := f.Value((tt.anxiety+0.5)/1.5, (tt.avoidance+0.5)/1.5); !close(got, tt.want[i], tt.tolerance) {
				t.Errorf("%s from 1–5: got %.7f, want %.7f", f.Region, got, tt.want[i])
			}
		}
	}
}

// plane has two scales of one item each on a wide range, so that a score can
// be put nearly anywhere and its error be anything. A third item, in no scale,
// keeps the responses from being all alike.
func plane(functions []scoring.LinearFunction, anxiousError, avoidantError float64) scoring.Spec {
	spec := scoring.Spec{
		Items: []scoring.ItemSpec{{ID: "a", Min: -30000, Max: 30000}, {ID: "v", Min: -30000, Max: 30000}, {ID: "other", Min: 0, Max: 1}},
		Style: &scoring.StyleSpec{Anxious: "a", Avoidant: "v", Basis: scoring.Assumed, Settled: 0.8, Functions: functions},
	}
	for i, se := range []float64{anxiousError, avoidantError} {
		spec.Scales = append(spec.Scales, scoring.ScaleSpec{
			ID: spec.Items[i].ID, Keys: []scoring.Key{{Item: spec.Items[i].ID}},
			Method: scoring.Mean, MinAnswered: 1, Bands: thirds,
			Error: scoring.ErrorSpec{Basis: scoring.Assumed, ItemVariance: se * se},
		})
	}
	return spec
}

// unit is the number of responses to one point of the functions' metric.
const unit = 5000

func at(a, v float64) []scoring.Response {
	return []scoring.Response{scoring.Response(math.Round(a * unit)), scoring.Response(math.Round(v * unit)), 1}
}

// probabilities at a point and errors on the functions' own metric.
func probabilities(t testing.TB, functions []scoring.LinearFunction, a, v, anxiousError, avoidantError float64) [scoring.Regions]float64 {
	t.Helper()
	return score(t, plane(scaled(functions), anxiousError*unit, avoidantError*unit), at(a, v)).Style.Probabilities
}

// quadrants are the linear functions whose regions are those of two cuts.
func quadrants(cut float64) []scoring.LinearFunction {
	return []scoring.LinearFunction{
		{Region: scoring.Secure, Anxious: -1, Avoidant: -1, Constant: 2 * cut},
		{Region: scoring.Anxious, Anxious: 1, Avoidant: -1},
		{Region: scoring.Avoidant, Anxious: -1, Avoidant: 1},
		{Region: scoring.Fearful, Anxious: 1, Avoidant: 1, Constant: -2 * cut},
	}
}

func winner(functions []scoring.LinearFunction, a, v float64) scoring.Region {
	best := functions[0]
	for _, f := range functions[1:] {
		if f.Anxious*a+f.Avoidant*v+f.Constant > best.Anxious*a+best.Avoidant*v+best.Constant {
			best = f
		}
	}
	return best.Region
}

// The maps that the simulation is held against: the field's own, two cuts, one
// with a function that never wins, and strips without a corner.
var maps = map[string][]scoring.LinearFunction{
	"fisher":    fisher(0, 1),
	"quadrants": quadrants(2.5),
	"three": {
		{Region: scoring.Secure, Anxious: -1, Constant: 3},
		{Region: scoring.Anxious, Anxious: 1, Avoidant: 0.5, Constant: -4},
		{Region: scoring.Avoidant, Avoidant: 2, Constant: -6},
		{Region: scoring.Fearful, Anxious: 0.1, Avoidant: 0.1, Constant: -50},
	},
	"strips": {
		{Region: scoring.Secure, Anxious: 0, Avoidant: 0, Constant: 0},
		{Region: scoring.Anxious, Anxious: 1, Avoidant: 1, Constant: -4},
		{Region: scoring.Avoidant, Anxious: 2, Avoidant: 2, Constant: -9},
		{Region: scoring.Fearful, Anxious: 3, Avoidant: 3, Constant: -15},
	},
	// The third lies between the first two and equals them on their border.
	"shadowed": {
		{Region: scoring.Secure, Anxious: -2, Avoidant: 0, Constant: 6},
		{Region: scoring.Anxious, Anxious: 2, Avoidant: 0, Constant: -6},
		{Region: scoring.Avoidant, Anxious: 1, Avoidant: 0, Constant: -3},
		{Region: scoring.Fearful, Anxious: 0, Avoidant: 3, Constant: -12},
	},
}

// A million draws have a standard error of at most 0.0005.
func TestProbabilitiesAgreeWithSimulation(t *testing.T) {
	draws := 1_000_000
	if testing.Short() {
		draws = 100_000
	}
	tolerance := 2 / math.Sqrt(float64(draws))
	random := rand.New(rand.NewPCG(17, 36))
	xs, ys := make([]float64, draws), make([]float64, draws)
	for i := range draws {
		xs[i], ys[i] = random.NormFloat64(), random.NormFloat64()
	}
	for name, functions := range maps {
		for _, place := range []struct{ a, v, anxiousError, avoidantError float64 }{
			{3, 2.5, 0.3, 0.3}, {4, 4, 0.5, 0.2}, {3.2, 3.6, 0.1, 0.9}, {1, 1, 1.5, 1}, {2.5, 4.5, 0.4, 0.6},
		} {
			var want [scoring.Regions]float64
			for i := range draws {
				want[winner(functions, place.a+place.anxiousError*xs[i], place.v+place.avoidantError*ys[i])] += 1 / float64(draws)
			}
			got := probabilities(t, functions, place.a, place.v, place.anxiousError, place.avoidantError)
			for r := range want {
				if !close(got[r], want[r], tolerance) {
					t.Errorf("%s at %+v, %s: got %.5f, want %.5f", name, place, scoring.Region(r), got[r], want[r])
				}
			}
		}
	}
}

// Whole coefficients make parallel, coincident and concurrent borders common.
// The oracle counts over a lattice of equally likely points.
func TestProbabilitiesOnAwkwardMaps(t *testing.T) {
	const side, cases = 160, 300
	quantiles := make([]float64, side)
	for i := range quantiles {
		quantiles[i] = -math.Sqrt2 * math.Erfcinv(2*(float64(i)+0.5)/side)
	}
	random := rand.New(rand.NewPCG(5, 8))
	whole := func() float64 { return float64(random.IntN(7) - 3) }
	for range cases {
		var functions []scoring.LinearFunction
		for _, r := range random.Perm(int(scoring.Regions)) {
			f := scoring.LinearFunction{Region: scoring.Region(r), Anxious: whole(), Avoidant: whole(), Constant: whole()}
			functions = append(functions, f)
		}
		if _, err := scoring.Compile(plane(scaled(functions), 1, 1)); err != nil {
			continue // two functions are the same
		}
		a, v := whole()/2, whole()/2
		got := probabilities(t, functions, a, v, 0.5, 0.8)
		var want [scoring.Regions]float64
		for _, x := range quantiles {
			for _, y := range quantiles {
				// A nudge off the lattice, on which whole borders lie.
				want[winner(functions, a+1e-4+0.5*x, v+2e-4+0.8*y)] += 1.0 / (side * side)
			}
		}
		for r := range want {
			if !close(got[r], want[r], 0.02) {
				t.Errorf("%+v at %v, %v: got %.4f, want %.4f", functions, a, v, got, want)
				break
			}
		}
	}
}

// The regions of two cuts, written as functions, have the products of the
// sides. The corner itself is the hardest place.
func TestQuadrantsEqualCuts(t *testing.T) {
	below := func(x, se float64) float64 { return math.Erfc((x-2.5)/se/math.Sqrt2) / 2 }
	for _, se := range []float64{0.01, 0.3, 2} {
		for _, a := range []float64{1, 2.4, 2.4998, 2.5, 2.5002, 3.1, 5} {
			for _, v := range []float64{1, 2.4998, 2.5, 2.6, 4} {
				got := probabilities(t, quadrants(2.5), a, v, se, 0.25)
				low, near := below(a, se), below(v, 0.25)
				want := [scoring.Regions]float64{low * near, (1 - low) * near, low * (1 - near), (1 - low) * (1 - near)}
				for r := range want {
					if !close(got[r], want[r], 1e-6) {
						t.Errorf("%v, %v ± %v, %s: got %.8f, want %.8f", a, v, se, scoring.Region(r), got[r], want[r])
					}
				}
			}
		}
	}
}

// Moving by one response moves a probability by at most the step over the
// error times the highest density, 1/√(2π).
func TestProbabilitiesMoveSmoothly(t *testing.T) {
	const se = 0.25
	functions := fisher(0, 1)
	s := compile(t, plane(scaled(functions), se*unit, se*unit))
	p := s.NewProfile()
	limit := 1.0/unit/se/math.Sqrt(2*math.Pi)*math.Sqrt2 + 1e-9
	for _, line := range []struct{ a, v, da, dv int }{
		{1 * unit, 3 * unit, 1, 0},
		{4 * unit, 1 * unit, 0, 1},
		{1 * unit, 1 * unit, 1, 1},
		{5 * unit, 1 * unit, -1, 1},
	} {
		var before [scoring.Regions]float64
		for i := range 4 * unit {
			s.Score(p, []scoring.Response{scoring.Response(line.a + i*line.da), scoring.Response(line.v + i*line.dv), 1})
			now := p.Style.Probabilities
			sum := 0.0
			for r := range now {
				sum += now[r]
				if i > 0 && math.Abs(now[r]-before[r]) > limit {
					t.Fatalf("line %+v, step %d: %s jumps from %.6f to %.6f", line, i, scoring.Region(r), before[r], now[r])
				}
			}
			if !close(sum, 1, 1e-9) {
				t.Fatalf("line %+v, step %d: probabilities sum to %v", line, i, sum)
			}
			before = now
		}
	}
}

func scaled(functions []scoring.LinearFunction) []scoring.LinearFunction {
	all := append([]scoring.LinearFunction{}, functions...)
	for i := range all {
		all[i].Offset, all[i].Slope = 0, 1.0/unit
	}
	return all
}

// The rule for the states is that of the cuts: a side is the sum of its two
// regions.
func TestStatesUnderFunctions(t *testing.T) {
	for _, tt := range []struct {
		a, v  float64
		state scoring.State
		want  [2]scoring.Region
	}{
		{1, 1, scoring.Settled, [2]scoring.Region{scoring.Secure}},
		{5, 1, scoring.Settled, [2]scoring.Region{scoring.Anxious}},
		{1, 5, scoring.Settled, [2]scoring.Region{scoring.Avoidant}},
		{5, 5, scoring.Settled, [2]scoring.Region{scoring.Fearful}},
		{2.5, 1, scoring.Between, [2]scoring.Region{scoring.Secure, scoring.Anxious}},
		{2.5, 4, scoring.Between, [2]scoring.Region{scoring.Avoidant, scoring.Fearful}},
		{1, 2.5, scoring.Between, [2]scoring.Region{scoring.Secure, scoring.Avoidant}},
		{5, 2.6, scoring.Between, [2]scoring.Region{scoring.Anxious, scoring.Fearful}},
		{2.5, 2.5, scoring.NearMiddle, [2]scoring.Region{}},
	} {
		spec := plane(scaled(quadrants(2.5)), 0.3*unit, 0.3*unit)
		got := score(t, spec, at(tt.a, tt.v)).Style
		if got.State != tt.state || got.Regions != tt.want {
			t.Errorf("%v, %v: got %+v, want %v %v", tt.a, tt.v, got, tt.state, tt.want)
		}
	}
}
