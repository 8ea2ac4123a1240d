package dataset_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/internal/dataset"
	"github.com/attune-quiz/attune/scoring"
)

func encode(v any) (string, error) {
	text, err := json.MarshalIndent(v, "", "  ")
	return string(text), err
}

// handSpec is one scale of three items from 1 to 5, the third reversed.
func handSpec() scoring.Spec {
	spec := scoring.Spec{}
	scale := scoring.ScaleSpec{
		ID: "h", Method: scoring.Mean, MinAnswered: 3,
		Error: scoring.ErrorSpec{Basis: scoring.Assumed, ItemVariance: 1.5, InterItem: 0.3},
		Bands: scoring.BandSpec{Basis: scoring.ScalePosition},
	}
	for _, id := range []string{"x", "y", "z"} {
		spec.Items = append(spec.Items, scoring.ItemSpec{ID: id, Min: 1, Max: 5})
		scale.Keys = append(scale.Keys, scoring.Key{Item: id, Reverse: id == "z"})
	}
	spec.Scales = []scoring.ScaleSpec{scale}
	return spec
}

// The keyed responses of four people are 1 1 2, 2 3 2, 4 3 4, 5 5 4. Sums of
// products of the deviations: xx 10, yy 8, zz 4, xy 8, xz 6, yz 4; over n-1 = 3
// they are the covariances. Sums 4, 7, 11, 14 have variance 58/3.
//
//	alpha       3/2 (1 - (22/3)/(58/3)) = 3/2 · 36/58 = 27/29
//	odd–even    x+z against y: cov 12/3, variances 26/3 and 8/3, r = 12/√208;
//	            Horst with p = 2/3: 2pq = 4/9
//	v, r̄        22/9, and the mean covariance (8+6+4)/9 = 2 over it = 9/11
//	without x   2 (1 - (12/3)/(20/3)) = .8; y: 2 (1 - 14/26) = 12/13; z: 2 (1 - 18/34) = 16/17
//	item-rest   x: 14/√(10·20); y: 12/√(8·26); z: 10/√(4·34)
const handRows = "x,y,z,w\n1,1,4,a\n2,3,4,b\n4,3,2,c\n5,5,2,d\n5,,1,incomplete\n"

func TestReliabilityByHand(t *testing.T) {
	report, err := dataset.MeasureReliability(t.Context(), strings.NewReader(handRows), handSpec(), dataset.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := report.Scales[0]
	if report.Rows != 5 || report.Complete != 4 || s.N != 4 || s.K != 3 {
		t.Errorf("got %d rows, %d complete, n %d, k %d, want 5, 4, 4, 3", report.Rows, report.Complete, s.N, s.K)
	}
	r := 12 / math.Sqrt(208)
	rest := 1 - r*r
	near(t, "mean", *s.Mean, 3, 1e-15)
	near(t, "SD", *s.SD, math.Sqrt(58./27), 1e-15)
	near(t, "alpha", *s.Alpha, 27./29, 1e-15)
	near(t, "split-half", *s.SplitHalf, (r*math.Sqrt(r*r+8./9*rest)-r*r)/(4./9*rest), 1e-12)
	near(t, "v", *s.ItemVariance, 22./9, 1e-15)
	near(t, "r̄", *s.InterItem, 9./11, 1e-15)
	if s.OmegaTotal != nil || s.OmegaWhy != dataset.TooFewItems {
		t.Errorf("omega: got %v %s, want none, %s", s.OmegaTotal, s.OmegaWhy, dataset.TooFewItems)
	}
	for i, want := range []struct{ mean, variance, rest, without float64 }{
		{3, 10. / 3, 14 / math.Sqrt(200), 0.8},
		{3, 8. / 3, 12 / math.Sqrt(208), 12. / 13},
		{3, 4. / 3, 10 / math.Sqrt(136), 16. / 17},
	} {
		it := s.Items[i]
		near(t, it.ID+" mean", *it.Mean, want.mean, 1e-15)
		near(t, it.ID+" SD", *it.SD, math.Sqrt(want.variance), 1e-15)
		near(t, it.ID+" item-rest", *it.ItemRest, want.rest, 1e-15)
		near(t, it.ID+" alpha without", *it.AlphaWithout, want.without, 1e-15)
	}
}

// With equal halves the step up is Spearman and Brown's: two items that
// correlate by .6 make 2·.6/1.6 = .75.
func TestSplitHalfOfTwo(t *testing.T) {
	spec := handSpec()
	spec.Items, spec.Scales[0].Keys = spec.Items[:2], spec.Scales[0].Keys[:2]
	const rows = "x,y\n1,2\n2,1\n3,4\n4,3\n" // r = 3/5
	report, err := dataset.MeasureReliability(t.Context(), strings.NewReader(rows), spec, dataset.Options{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "split-half", *report.Scales[0].SplitHalf, 0.75, 1e-15)
	near(t, "alpha", *report.Scales[0].Alpha, 0.75, 1e-15)
}

// A sum has three times the mean and SD of the mean; weights 1, 1, 2 give
// 6, 9, 15, 18 quarters: mean 3, variance (666 - 48²/4)/3/16.
func TestScoreOfMethods(t *testing.T) {
	for method, want := range map[scoring.Method]struct{ mean, sd float64 }{
		scoring.Sum:          {9, math.Sqrt(58. / 3)},
		scoring.WeightedMean: {3, math.Sqrt(90. / 3 / 16)},
	} {
		spec := handSpec()
		spec.Scales[0].Method = method
		spec.Scales[0].Keys[2].Weight = 2
		report, err := dataset.MeasureReliability(t.Context(), strings.NewReader(handRows), spec, dataset.Options{})
		if err != nil {
			t.Fatal(err)
		}
		near(t, string(method)+" mean", *report.Scales[0].Mean, want.mean, 1e-14)
		near(t, string(method)+" SD", *report.Scales[0].SD, want.sd, 1e-14)
		near(t, string(method)+" alpha", *report.Scales[0].Alpha, 27./29, 1e-14)
	}
}

func TestReliabilityReasons(t *testing.T) {
	for rows, want := range map[string]dataset.Reason{
		"":                      dataset.TooFewRows,
		"1,1,1\n2,,3\n":         dataset.TooFewRows,
		"1,2,3\n1,2,3\n1,2,3\n": dataset.NoVariance,
	} {
		report, err := dataset.MeasureReliability(t.Context(), strings.NewReader("x,y,z\n"+rows), handSpec(), dataset.Options{})
		if err != nil {
			t.Fatal(err)
		}
		s := report.Scales[0]
		if s.Alpha != nil || s.AlphaWhy != want || s.SplitHalf != nil || s.SplitWhy != want || s.InterItem != nil {
			t.Errorf("%q: got %s, want alpha and split-half null, %s", rows, mustEncode(t, s), want)
		}
	}
}

func TestReportText(t *testing.T) {
	report, err := dataset.MeasureReliability(t.Context(), strings.NewReader(handRows+"x,5,5,\n"), handSpec(), dataset.Options{KeepGoing: true})
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	if err := report.WriteText(&got); err != nil {
		t.Fatal(err)
	}
	checkGolden(t, "report.txt", got.String())
	checkGolden(t, "report.json", mustEncode(t, report)+"\n")
}
