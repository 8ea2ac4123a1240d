//go:build oracle

package scoring_test

import (
	"encoding/csv"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/attune-quiz/attune/scoring"
)

// ecrFile opens a file of the folder that ATTUNE_ECR names. The data are real
// people's and stay outside the repository.
func ecrFile(t *testing.T, name string) *csv.Reader {
	t.Helper()
	folder := os.Getenv("ATTUNE_ECR")
	if folder == "" {
		t.Fatal("set ATTUNE_ECR to the folder of the ECR responses: responses.csv and reference.csv")
	}
	f, err := os.Open(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	r := csv.NewReader(f)
	r.ReuseRecord = true
	if _, err := r.Read(); err != nil {
		t.Fatal(err)
	}
	return r
}

// eachECR calls fn with every row's responses; 0 stands for missing.
func eachECR(t *testing.T, fn func(row int, responses []scoring.Response)) {
	t.Helper()
	r := ecrFile(t, "responses.csv")
	responses := make([]scoring.Response, 36)
	for row := 1; ; row++ {
		record, err := r.Read()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		for i := range responses {
			n, err := strconv.Atoi(record[i])
			if err != nil {
				t.Fatalf("row %d: %v", row, err)
			}
			responses[i] = scoring.Response(n)
		}
		fn(row, responses)
	}
}

// Scores equal R's to 1e-9, and the same cells are unscored.
func TestECRScoresEqualThoseOfR(t *testing.T) {
	reference := ecrFile(t, "reference.csv")
	s := compile(t, ecr())
	p := s.NewProfile()
	wrong, unscored := 0, 0
	eachECR(t, func(row int, responses []scoring.Response) {
		want, err := reference.Read()
		if err != nil {
			t.Fatal(err)
		}
		s.Score(p, responses)
		for i, cell := range want[1:3] {
			got := p.Scales[i]
			value, err := strconv.ParseFloat(cell, 64)
			if err != nil {
				unscored++
			}
			if got.Scored() != (err == nil) || (err == nil && !close(got.Value, value, 1e-9)) {
				if wrong++; wrong < 5 {
					t.Errorf("row %d, scale %d: got %+v, want %s", row, i, got, cell)
				}
			}
		}
	})
	if wrong > 0 || unscored == 0 {
		t.Errorf("%d cells differ; %d are unscored in the reference", wrong, unscored)
	}
}

// On the complete rows alpha equals R's, and SEM from v and r equals SD·√(1-alpha).
func TestECRErrorsEqualAlphas(t *testing.T) {
	spec := ecr()
	rows := make([][][]float64, 2)
	eachECR(t, func(_ int, responses []scoring.Response) {
		for _, r := range responses {
			if r == 0 {
				return
			}
		}
		for i, s := range spec.Scales {
			rows[i] = append(rows[i], keyed(s, responses))
		}
	})
	for i, alpha := range []float64{0.915603024059, 0.9395593011} {
		got := describe(rows[i])
		if !close(got.alpha, alpha, 1e-9) {
			t.Errorf("%s: alpha %v, want %v", spec.Scales[i].ID, got.alpha, alpha)
		}
		sem := scoring.ErrorSpec{ItemVariance: got.v, InterItem: got.r}.SEM(18)
		if want := got.sd * math.Sqrt(1-got.alpha); !close(sem, want, 1e-9) {
			t.Errorf("%s: SEM %v, want %v", spec.Scales[i].ID, sem, want)
		}
	}
}

// keyed recodes the responses of one ECR scale, whose items are Q1 … Q36.
func keyed(s scoring.ScaleSpec, responses []scoring.Response) []float64 {
	var row []float64
	for _, k := range s.Keys {
		number, _ := strconv.Atoi(k.Item[1:])
		x := float64(responses[number-1])
		if k.Reverse {
			x = 6 - x
		}
		row = append(row, x)
	}
	return row
}
