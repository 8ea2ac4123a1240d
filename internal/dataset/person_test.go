package dataset_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/internal/dataset"
	"github.com/attune-quiz/attune/scoring"
)

// normedSpec is one scale of two items on 1 to 5, with norms for adults: mean
// 3 for all, 2 from 18 to 30, and for women of that age 4, all with the SD 1.
func normedSpec() scoring.Spec {
	norm := func(mean float64) scoring.Norm { return scoring.Norm{Source: "s", N: 100, Mean: mean, SD: 1} }
	all := norm(3)
	return scoring.Spec{
		Items: []scoring.ItemSpec{{ID: "x", Min: 1, Max: 5}, {ID: "y", Min: 1, Max: 5}},
		Scales: []scoring.ScaleSpec{{
			ID: "s", Keys: []scoring.Key{{Item: "x"}, {Item: "y"}}, Method: scoring.Mean, MinAnswered: 2,
			Error: scoring.ErrorSpec{Basis: scoring.Assumed, ItemVariance: 1, InterItem: 0.5},
			Bands: scoring.BandSpec{Basis: scoring.ScalePosition},
			Norm:  &all,
			Groups: []scoring.GroupNorm{
				{Norm: all, AgeFrom: 18, AgeTo: 90},
				{Norm: norm(2), AgeFrom: 18, AgeTo: 30},
				{Norm: norm(4), AgeFrom: 18, AgeTo: 30, Gender: scoring.Female},
			},
		}},
	}
}

// pct returns the last column of the scored file. The row 3,3 has the score 3:
// percentile 50 among all, 84.13 among the young, 15.87 among young women.
func pct(t *testing.T, input string) []string {
	t.Helper()
	spec := normedSpec()
	var out bytes.Buffer
	if _, err := dataset.Score(t.Context(), strings.NewReader(input), &out, compile(t, spec), spec,
		dataset.Options{Percentiles: true}); err != nil {
		t.Fatal(err)
	}
	var last []string
	for i, record := range readAll(t, out.Bytes()) {
		cell := record[len(record)-1]
		if i == 0 && cell != "s_pct" {
			t.Fatalf("got the column %q, want s_pct", cell)
		}
		if i > 0 {
			last = append(last, cell[:min(len(cell), 4)])
		}
	}
	return last
}

func TestPercentilesByAgeAndGender(t *testing.T) {
	for _, c := range []struct{ name, input, want string }{
		{"neither column", "x,y\n3,3\n3,\n", "50|"},
		{"age", "age,x,y\n40,3,3\n20,3,3\n 20.0 ,3,3\n91,3,3\n", "50|84.1|84.1|"},
		{"a minor has none", "age,x,y\n17,3,3\n1,3,3\n", "|"},
		{"an age that is not known", "age,x,y\n,3,3\nNA,3,3\n-4,3,3\n300,3,3\ntwenty,3,3\n20.5,3,3\n", "|||||"},
		{"both", "x,gender,y,age\n3,female,3,20\n3,2,3,20\n3, F ,3,20\n3,male,3,20\n3,3,3,20\n3,,3,20\n3,female,3,40\n3,female,3,17\n",
			"15.8|15.8|15.8|84.1|84.1|84.1|50|"},
		{"gender alone", "gender,x,y\nfemale,3,3\nmale,3,3\n", "50|50"},
		{"a row after another", "age,x,y\n20,3,3\n,3,3\n40,3,3\n", "84.1||50"},
	} {
		if got := strings.Join(pct(t, c.input), "|"); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestPercentileColumns(t *testing.T) {
	spec := normedSpec()
	if got, want := strings.Join(dataset.Columns(spec, dataset.Options{Percentiles: true}), " "), "s s_se style style_p s_pct"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, header := range []string{"x,y,age,age", "x,y,s_pct"} {
		var out bytes.Buffer
		_, err := dataset.Score(t.Context(), strings.NewReader(header+"\n"), &out, compile(t, spec), spec,
			dataset.Options{Percentiles: true})
		if _, ok := errors.AsType[*dataset.HeaderError](err); !ok || out.Len() > 0 {
			t.Errorf("%s: got %v and %d bytes, want a HeaderError and none", header, err, out.Len())
		}
	}
}

// Without the option age is a column like others.
func TestAgeIsCarriedAlong(t *testing.T) {
	spec := normedSpec()
	var out bytes.Buffer
	if _, err := dataset.Score(t.Context(), strings.NewReader("age,age,x,y\n17,old,3,3\n"), &out, compile(t, spec), spec, dataset.Options{}); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "age,age,x,y,s,s_se,style,style_p\n17,old,3,3,3,0.5,,\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// FuzzPercentiles holds that a percentile is only given where the score is and
// strconv reads an age of 18 to 90, and always to someone of 20.
func FuzzPercentiles(f *testing.F) {
	for _, age := range []string{"20", "17", " 18.0", "", "NA", "1e2", "0x20", "+30", "90.00", "-20", "018", "٢٠"} {
		f.Add(age, "female", "3")
	}
	spec := normedSpec()
	f.Fuzz(func(t *testing.T, age, gender, x string) {
		var in, out bytes.Buffer
		w := csv.NewWriter(&in)
		if err := w.WriteAll([][]string{{"age", "gender", "x", "y"}, {age, gender, x, "3"}}); err != nil {
			t.Fatal(err)
		}
		_, err := dataset.Score(t.Context(), &in, &out, compile(t, spec), spec, dataset.Options{Percentiles: true, KeepGoing: true})
		if err != nil {
			return // FuzzScore looks at what is refused
		}
		record := readAll(t, out.Bytes())[1]
		score, rank := record[4], record[8]
		years, err := strconv.ParseFloat(strings.TrimSpace(age), 64)
		adult := err == nil && years >= 18 && years <= 90
		if rank != "" && (score == "" || !adult) {
			t.Fatalf("age %q: got the percentile %s of the score %q", age, rank, score)
		}
		if plain := years == 20 && strings.TrimSpace(age) == "20"; plain && score != "" && rank == "" {
			t.Fatalf("age %q has no percentile of the score %s", age, score)
		}
	})
}
