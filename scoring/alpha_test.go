package scoring_test

import (
	"math"
	"testing"

	"github.com/attune-quiz/attune/scoring"
)

// sample holds what a table of complete keyed responses says of a scale.
type sample struct{ v, r, sd, alpha float64 }

// describe computes item variances, covariances and the score's SD from their
// definitions, with n-1, and Cronbach's alpha in its first form, from the
// variances of the items and of the total.
func describe(rows [][]float64) sample {
	k, n := len(rows[0]), float64(len(rows))
	means := make([]float64, k)
	for _, row := range rows {
		for i, x := range row {
			means[i] += x / n
		}
	}
	variances, covariances := 0.0, 0.0
	for i := range k {
		for j := range k {
			c := 0.0
			for _, row := range rows {
				c += (row[i] - means[i]) * (row[j] - means[j]) / (n - 1)
			}
			if i == j {
				variances += c
			} else {
				covariances += c
			}
		}
	}
	var total, totalMean float64
	totals := make([]float64, len(rows))
	for p, row := range rows {
		for _, x := range row {
			totals[p] += x
		}
		totalMean += totals[p] / n
	}
	for _, x := range totals {
		total += (x - totalMean) * (x - totalMean) / (n - 1)
	}
	kf := float64(k)
	v := variances / kf
	return sample{
		v: v, r: covariances / (kf * (kf - 1)) / v,
		sd: math.Sqrt(total) / kf, alpha: kf / (kf - 1) * (1 - variances/total),
	}
}

// Five people, three items, by hand. The items' sums are 15, 15, 14, their sums
// of squares 55, 49, 46: variances 10/4, 4/4, 6.8/4, together 5.2, v = 5.2/3. The sums
// of products are 50, 48, 47: covariances 5/4, 6/4, 5/4, in the mean 4/3, so that
// r = 4/5.2. The totals 5, 5, 11, 10, 13 have variance 13.2; alpha is
// 3/2·(1 - 5.2/13.2) = 10/11, SD √13.2/3, and SD·√(1 - alpha) = √(13.2/99) =
// √(2/15). From v and r: √((5.2 - 4)/3/3) = √(2/15).
func TestSEMEqualsAlphas(t *testing.T) {
	got := describe([][]float64{{1, 2, 2}, {2, 2, 1}, {3, 4, 4}, {4, 3, 3}, {5, 4, 4}})
	want := sample{v: 5.2 / 3, r: 4 / 5.2, sd: math.Sqrt(13.2) / 3, alpha: 10.0 / 11}
	if !close(got.v, want.v, 1e-12) || !close(got.r, want.r, 1e-12) || !close(got.sd, want.sd, 1e-12) || !close(got.alpha, want.alpha, 1e-12) {
		t.Fatalf("sample: got %+v, want %+v", got, want)
	}
	e := scoring.ErrorSpec{ItemVariance: want.v, InterItem: want.r}
	if got, want := e.SEM(3), math.Sqrt(2.0/15); !close(got, want, 1e-12) {
		t.Errorf("SEM: got %v, want %v", got, want)
	}
	if got, want := e.SEM(3), want.sd*math.Sqrt(1-want.alpha); !close(got, want, 1e-12) {
		t.Errorf("SEM: got %v, from alpha %v", got, want)
	}
}
