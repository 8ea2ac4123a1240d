//go:build oracle

package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// ecrFile is a file of the folder that ATTUNE_ECR names: responses of real
// people, which stay outside the repository.
func ecrFile(t *testing.T, name string) string {
	t.Helper()
	folder := os.Getenv("ATTUNE_ECR")
	if folder == "" {
		t.Fatal("set ATTUNE_ECR to the folder of the ECR responses: responses.csv and reference.csv")
	}
	return filepath.Join(folder, name)
}

// command runs the command line and returns what it prints.
func command(t *testing.T, args ...string) []byte {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(context.Background(), streams{In: strings.NewReader(""), Out: &out, Err: &errs}, args); code != exitOK {
		t.Fatalf("attune %s: exit %d\n%s", strings.Join(args, " "), code, errs.String())
	}
	return out.Bytes()
}

func records(t *testing.T, file string) [][]string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// attune score --instrument ecr gives R's scores to 1e-9, with the same cells
// unscored.
func TestECRScoreCommand(t *testing.T) {
	want := records(t, ecrFile(t, "reference.csv"))
	out := filepath.Join(t.TempDir(), "scored.csv")
	command(t, "score", "--instrument", "ecr", "--missing", "0", "--in", ecrFile(t, "responses.csv"), "--out", out)
	got := records(t, out)
	if len(got) != len(want) {
		t.Fatalf("got %d records, want %d", len(got), len(want))
	}
	unscored, worst := 0, 0.0
	for _, scale := range []string{"anxiety", "avoidance"} {
		from, to := slices.Index(got[0], scale), slices.Index(want[0], scale)
		for i := 1; i < len(want); i++ {
			cell, reference := got[i][from], strings.TrimSpace(want[i][to])
			if (cell == "") != (reference == "NA") {
				t.Fatalf("row %d, %s: got %q, want %s", i, scale, cell, reference)
			}
			if cell == "" {
				unscored++
				continue
			}
			worst = max(worst, math.Abs(number(t, cell)-number(t, reference)))
		}
	}
	if worst > 1e-9 || unscored == 0 {
		t.Errorf("the largest difference is %g, %d cells are unscored", worst, unscored)
	}
	t.Logf("%d rows, %d cells unscored in both, largest difference %.2g", len(got)-1, unscored, worst)
}

func number(t *testing.T, text string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// attune reliability --json gives R psych's alpha to 1e-9 and omega total to
// 1e-3, and its v and r the standard error that alpha gives.
func TestECRReliabilityCommand(t *testing.T) {
	out := command(t, "reliability", "--instrument", "ecr", "--missing", "0", "--in", ecrFile(t, "responses.csv"), "--json")
	var report struct {
		Complete int `json:"complete"`
		Scales   []struct {
			ID        string  `json:"id"`
			K         int     `json:"k"`
			SD        float64 `json:"sd"`
			Alpha     float64 `json:"alpha"`
			Omega     float64 `json:"omega_total"`
			V         float64 `json:"item_variance"`
			InterItem float64 `json:"inter_item"`
		} `json:"scales"`
	}
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatal(err)
	}
	want := map[string][2]float64{"anxiety": {0.915603024059, 0.9316308}, "avoidance": {0.9395593011, 0.9509589}}
	if report.Complete != 22674 || len(report.Scales) != len(want) {
		t.Errorf("got %d complete rows, %d scales", report.Complete, len(report.Scales))
	}
	for _, s := range report.Scales {
		alpha, omega := s.Alpha-want[s.ID][0], s.Omega-want[s.ID][1]
		sem := math.Sqrt(s.V*(1-s.InterItem)/float64(s.K)) - s.SD*math.Sqrt(1-s.Alpha)
		if !(math.Abs(alpha) <= 1e-9 && math.Abs(omega) <= 1e-3 && math.Abs(sem) <= 1e-9) {
			t.Errorf("%s: alpha is off by %g, omega by %g, SEM by %g", s.ID, alpha, omega, sem)
		}
		t.Logf("%s: alpha off by %.2g, omega by %.2g, SEM by %.2g", s.ID, alpha, omega, sem)
	}
}

// The error figures that ship are those that attune norms gives for the
// adults of the file.
func TestECRNormsCommand(t *testing.T) {
	all := records(t, ecrFile(t, "responses.csv"))
	age := slices.Index(all[0], "age")
	var adults bytes.Buffer
	w := csv.NewWriter(&adults)
	for i, record := range all {
		if years, err := strconv.ParseFloat(record[age], 64); i == 0 || err == nil && years >= 18 && years < 91 {
			if err := w.Write(record); err != nil {
				t.Fatal(err)
			}
		}
	}
	w.Flush()
	in := filepath.Join(t.TempDir(), "adults.csv")
	if err := os.WriteFile(in, adults.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	var table struct {
		Complete int `json:"complete"`
		Scales   []struct {
			ID        string  `json:"id"`
			V         float64 `json:"item_variance"`
			InterItem float64 `json:"inter_item"`
		} `json:"scales"`
	}
	if err := json.Unmarshal(command(t, "norms", "--instrument", "ecr", "--missing", "0", "--in", in, "--json"), &table); err != nil {
		t.Fatal(err)
	}
	form, err := samplesFlags{Instrument: "ecr"}.form()
	if err != nil {
		t.Fatal(err)
	}
	if table.Complete != 18540 {
		t.Errorf("got %d adults, want 18540", table.Complete)
	}
	for i, s := range table.Scales {
		ships := form.Spec.Scales[i].Error
		if math.Abs(s.V-ships.ItemVariance) > 1e-6 || math.Abs(s.InterItem-ships.InterItem) > 1e-6 {
			t.Errorf("%s: got v %v and r %v, shipped are %v and %v", s.ID, s.V, s.InterItem, ships.ItemVariance, ships.InterItem)
		}
	}
}
