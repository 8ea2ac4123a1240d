package dataset_test

import (
	"bytes"
	"encoding/csv"
	"math"
	"testing"

	"github.com/attune-quiz/attune/scoring"
)

func compile(t testing.TB, spec scoring.Spec) *scoring.Scorer {
	t.Helper()
	s, err := scoring.Compile(spec)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func near(t testing.TB, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: got %.12g, want %.12g", what, got, want)
	}
}

func readAll(t testing.TB, data []byte) [][]string {
	t.Helper()
	records, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return records
}
