//go:build oracle

package dataset_test

import (
	"bytes"
	"math"
	"testing"

	"github.com/attune-quiz/attune/internal/dataset"
	"github.com/attune-quiz/attune/scoring"
)

// The figures are R psych's on the same rows: alpha, and omega(Y, 3)$omega.tot.
func TestReliabilityECR(t *testing.T) {
	report, err := dataset.MeasureReliability(t.Context(), bytes.NewReader(ecrFile(t, "responses.csv")),
		ecrSpec(), dataset.Options{Missing: []string{"0"}})
	if err != nil {
		t.Fatal(err)
	}
	if report.Complete != 22674 || report.Rows != 25000 {
		t.Errorf("got %d complete of %d rows, want 22674 of 25000", report.Complete, report.Rows)
	}
	want := map[string]struct{ alpha, omega float64 }{
		"anxiety":   {0.915603024059, 0.9316308},
		"avoidance": {0.9395593011, 0.9509589},
	}
	for _, s := range report.Scales {
		w := want[s.ID]
		near(t, s.ID+" alpha", *s.Alpha, w.alpha, 1e-9)
		near(t, s.ID+" omega", *s.OmegaTotal, w.omega, 1e-3)
		spec := scoring.ErrorSpec{ItemVariance: *s.ItemVariance, InterItem: *s.InterItem}
		near(t, s.ID+" SEM", spec.SEM(18), *s.SD*math.Sqrt(1-*s.Alpha), 1e-9)
		t.Logf("%s omega %.7f, R has %.7f", s.ID, *s.OmegaTotal, w.omega)
	}
}

// R's omega with a single factor, omega(Y, 1).
func TestOneFactorOmegaECR(t *testing.T) {
	got, err := dataset.OmegaOf(t.Context(), bytes.NewReader(ecrFile(t, "responses.csv")),
		ecrSpec(), dataset.Options{Missing: []string{"0"}}, 1)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "avoidance", got["avoidance"], 0.9402, 1e-4)
	near(t, "anxiety", got["anxiety"], 0.9161, 1e-4)
}
