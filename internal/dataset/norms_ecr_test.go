//go:build oracle

package dataset_test

import (
	"bytes"
	"testing"

	"github.com/attune-quiz/attune/internal/dataset"
	"github.com/attune-quiz/attune/scoring"
)

// With norms from a sample, SEM and reliability agree, and a quarter of the
// people is at or below the 25th percentile.
func TestNormsECR(t *testing.T) {
	spec := ecrSpec()
	file := ecrFile(t, "responses.csv")
	opt := dataset.Options{Missing: []string{"0"}}
	table, err := dataset.DeriveNorms(t.Context(), bytes.NewReader(file), compile(t, spec), spec, dataset.About{}, opt)
	if err != nil {
		t.Fatal(err)
	}
	report, err := dataset.MeasureReliability(t.Context(), bytes.NewReader(file), spec, opt)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range table.Scales {
		r := report.Scales[i]
		near(t, s.ID+" mean", s.Mean, *r.Mean, 0)
		near(t, s.ID+" SD", s.SD, *r.SD, 0)
		near(t, s.ID+" r̄", *s.InterItem, *r.InterItem, 0)
		norm := scoring.Norm{Source: "s", N: int(s.N), Mean: s.Mean, SD: s.SD, Percentiles: s.Percentiles}
		if faults := norm.Check(1, 5); len(faults) > 0 {
			t.Errorf("%s: %v", s.ID, faults)
		}
		// The rank of the median is the middle of all who share it.
		near(t, s.ID+" rank of the median", norm.Percentile(s.Percentiles[49], 1, 5), 50, 2)
	}
}
