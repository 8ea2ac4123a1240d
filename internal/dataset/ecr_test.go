//go:build oracle

package dataset_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/attune-quiz/attune/scoring"
)

// ecrFile reads a file of the folder that ATTUNE_ECR names. The data are real
// people's and stay outside the repository.
func ecrFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(os.Getenv("ATTUNE_ECR"), name))
	if err != nil {
		t.Fatalf("ATTUNE_ECR names the folder of the ECR responses: %v", err)
	}
	return data
}

// ecrSpec is the key of Brennan, Clark & Shaver (1998) on responses 1 to 5:
// odd items avoidance, even items anxiety. Fisher's functions are theirs, on 1
// to 7.
func ecrSpec() scoring.Spec {
	reverse := []int{3, 15, 19, 22, 25, 27, 29, 31, 33, 35}
	spec := scoring.Spec{
		Style: &scoring.StyleSpec{
			Anxious: "anxiety", Avoidant: "avoidance", Basis: scoring.Assumed, Settled: 0.8,
			Functions: []scoring.LinearFunction{
				fisher(scoring.Secure, 5.4725318, 3.2893296, -11.5307833),
				fisher(scoring.Fearful, 8.1776448, 7.2371075, -32.3553266),
				fisher(scoring.Anxious, 9.7102446, 3.9246754, -28.4573220),
				fisher(scoring.Avoidant, 4.9392039, 7.3654621, -22.2281088),
			},
		},
		Quality: scoring.QualitySpec{LongRun: 13, MissingShare: 0.2, AllAlike: true},
	}
	keys := [2][]scoring.Key{}
	for i := 1; i <= 36; i++ {
		id := fmt.Sprintf("Q%d", i)
		spec.Items = append(spec.Items, scoring.ItemSpec{ID: id, Min: 1, Max: 5})
		keys[i%2] = append(keys[i%2], scoring.Key{Item: id, Reverse: slices.Contains(reverse, i)})
	}
	for i, id := range []string{"anxiety", "avoidance"} {
		spec.Scales = append(spec.Scales, scoring.ScaleSpec{
			ID: id, Keys: keys[i], Method: scoring.Mean, MinAnswered: 15,
			Error: scoring.ErrorSpec{Basis: scoring.Assumed, ItemVariance: 1.5, InterItem: 0.38},
			Bands: scoring.BandSpec{Basis: scoring.ScalePosition},
		})
	}
	return spec
}

func fisher(r scoring.Region, anxious, avoidant, constant float64) scoring.LinearFunction {
	return scoring.LinearFunction{
		Region: r, Anxious: anxious, Avoidant: avoidant, Constant: constant, Offset: -0.5, Slope: 1.5,
	}
}
