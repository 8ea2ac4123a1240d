//go:build oracle

package dataset_test

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/internal/dataset"
)

// Scores equal those that R computed, with the same cells unscored.
func TestScoreECR(t *testing.T) {
	spec := ecrSpec()
	var out bytes.Buffer
	summary, err := dataset.Score(t.Context(), bytes.NewReader(ecrFile(t, "responses.csv")), &out,
		compile(t, spec), spec, dataset.Options{Missing: []string{"0"}})
	if err != nil {
		t.Fatal(err)
	}
	got := readAll(t, out.Bytes())
	want := readAll(t, ecrFile(t, "reference.csv"))
	if len(got) != len(want) || summary.Rows != int64(len(want)-1) {
		t.Fatalf("got %d records, %d rows, want %d records", len(got), summary.Rows, len(want))
	}
	unscored := map[string]int64{}
	for i := 1; i < len(want); i++ {
		for col, scale := range want[0] {
			if scale == "row" {
				continue
			}
			cell, reference := got[i][slices.Index(got[0], scale)], strings.TrimSpace(want[i][col])
			if reference == "NA" {
				unscored[scale]++
			}
			if !same(cell, reference) {
				t.Fatalf("row %d, %s: got %q, want %s", i, scale, cell, reference)
			}
		}
	}
	for _, s := range summary.Scales {
		if s.Unscored != unscored[s.ID] || s.Scored+s.Unscored != summary.Rows {
			t.Errorf("%s: got %d unscored, want %d of %d rows", s.ID, s.Unscored, unscored[s.ID], summary.Rows)
		}
	}
}

func same(got, want string) bool {
	if want == "NA" || got == "" {
		return want == "NA" && got == ""
	}
	x, err1 := strconv.ParseFloat(got, 64)
	y, err2 := strconv.ParseFloat(want, 64)
	return err1 == nil && err2 == nil && math.Abs(x-y) <= 1e-9
}
