package dataset

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Every number reads back as the same double and without an exponent, however
// many have been written before.
func TestNumbersReadBack(t *testing.T) {
	n := &numbers{}
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.OneOf(
			rapid.Float64Range(-100, 100),
			rapid.Custom(func(t *rapid.T) float64 {
				return float64(rapid.IntRange(18, 90).Draw(t, "sum")) / float64(rapid.IntRange(1, 18).Draw(t, "k"))
			}),
			rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 1e-300, 1e20, 5e-324}),
		).Draw(t, "x")
		for range 2 {
			text := string(n.append([]byte("3,"), x))[2:]
			got, err := strconv.ParseFloat(text, 64)
			if err != nil || math.Float64bits(got) != math.Float64bits(x) || strings.ContainsAny(text, "eE") {
				t.Fatalf("%v: got %q", x, text)
			}
		}
	})
}
