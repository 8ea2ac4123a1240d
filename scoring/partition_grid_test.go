package scoring_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/attune-quiz/attune/scoring"
)

// Over a grid of scores and errors Fisher's regions agree with a million draws
// to 0.002, and the probabilities sum to 1.
func TestFisherProbabilitiesOverAGrid(t *testing.T) {
	draws, tolerance := 1_000_000, 0.002
	if testing.Short() {
		draws, tolerance = 100_000, 0.006
	}
	random := rand.New(rand.NewPCG(36, 17))
	xs, ys := make([]float64, draws), make([]float64, draws)
	for i := range draws {
		xs[i], ys[i] = random.NormFloat64(), random.NormFloat64()
	}
	functions, worst := fisher(0, 1), 0.0
	for _, a := range []float64{1.5, 2.9, 4, 5.5} {
		for _, v := range []float64{1.5, 2.4, 3.2, 5} {
			for _, se := range [][2]float64{{0.1, 0.1}, {0.35, 0.25}, {1, 0.8}} {
				var want [scoring.Regions]float64
				for i := range draws {
					want[winner(functions, a+se[0]*xs[i], v+se[1]*ys[i])] += 1 / float64(draws)
				}
				got, sum := probabilities(t, functions, a, v, se[0], se[1]), 0.0
				for r := range want {
					sum += got[r]
					worst = max(worst, math.Abs(got[r]-want[r]))
				}
				if !close(sum, 1, 1e-12) {
					t.Errorf("%g, %g ± %v: probabilities sum to %v", a, v, se, sum)
				}
			}
		}
	}
	if worst > tolerance {
		t.Errorf("a probability is off by %.5f", worst)
	}
	t.Logf("largest difference %.5f", worst)
}
