package dataset_test

import (
	"bytes"
	"cmp"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/internal/dataset"
	"github.com/attune-quiz/attune/scoring"
	"gopkg.in/yaml.v3"
)

func handNorms(t *testing.T, about dataset.About) dataset.NormTable {
	t.Helper()
	spec := handSpec()
	table, err := dataset.DeriveNorms(t.Context(), strings.NewReader(handRows), compile(t, spec), spec, about, dataset.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// Scores 4/3, 7/3, 11/3, 14/3: the percentile p stands 3p/100 of the way, so
// that 33 is .99 from the first to the second, 50 the middle of the second and
// third, 99 at .97 from the third to the fourth.
func TestNormsByHand(t *testing.T) {
	s := handNorms(t, dataset.About{}).Scales[0]
	if s.N != 4 || len(s.Percentiles) != 99 {
		t.Fatalf("got n %d, %d percentiles, want 4, 99", s.N, len(s.Percentiles))
	}
	near(t, "mean", s.Mean, 3, 1e-15)
	near(t, "v", s.ItemVariance, 22./9, 1e-15)
	near(t, "r̄", *s.InterItem, 9./11, 1e-15)
	for p, want := range map[int]float64{
		1: 4./3 + 0.03, 33: 4./3 + 0.99, 34: 7./3 + 4./3*0.02, 50: 3, 99: 11./3 + 0.97,
	} {
		near(t, "percentile", s.Percentiles[p-1], want, 1e-14)
	}
}

// The oracle sorts all scores and interpolates between neighbours.
func TestNormPercentilesOfMany(t *testing.T) {
	spec := handSpec()
	scorer := compile(t, spec)
	rng := rand.New(rand.NewPCG(1, 2))
	var input strings.Builder
	input.WriteString("x,y,z\n")
	var scores []float64
	for range 20_003 {
		x, y, z := rng.IntN(5), rng.IntN(5), rng.IntN(5)
		input.Write([]byte{byte('1' + x), ',', byte('1' + y), ',', byte('1' + z), '\n'})
		scores = append(scores, float64(1+x+1+y+5-z)/3)
	}
	slices.SortFunc(scores, cmp.Compare)
	table, err := dataset.DeriveNorms(t.Context(), strings.NewReader(input.String()), scorer, spec, dataset.About{}, dataset.Options{Workers: 3})
	if err != nil {
		t.Fatal(err)
	}
	for i, got := range table.Scales[0].Percentiles {
		place := float64(len(scores)-1) * float64(i+1) / 100
		low := scores[int(place)]
		high := scores[int(place)+1]
		near(t, "percentile", got, low+(place-float64(int(place)))*(high-low), 1e-9)
	}
	norm := scoring.Norm{Source: "s", N: int(table.Complete), Mean: table.Scales[0].Mean, SD: table.Scales[0].SD, Percentiles: table.Scales[0].Percentiles}
	if faults := norm.Check(1, 5); len(faults) > 0 {
		t.Errorf("the norm does not pass scoring's check: %v", faults)
	}
}

func TestNormsNeedRows(t *testing.T) {
	spec := handSpec()
	_, err := dataset.DeriveNorms(t.Context(), strings.NewReader("x,y,z\n1,2,3\n1,,\n"), compile(t, spec), spec, dataset.About{}, dataset.Options{})
	if !errors.Is(err, dataset.ErrTooFewRows) {
		t.Errorf("got %v, want %v", err, dataset.ErrTooFewRows)
	}
}

// What is written reads back strictly as an instrument's own blocks.
func TestNormsYAML(t *testing.T) {
	about := dataset.About{
		Date: time.Date(2026, 11, 2, 23, 0, 0, 0, time.UTC), Source: "web2018",
		Sample: "visitors: of a \"web\" test, 网上\tüber\x01", Caveat: "#self-selected\nnot the population",
	}
	table := handNorms(t, about)
	var text bytes.Buffer
	if err := table.WriteYAML(&text); err != nil {
		t.Fatal(err)
	}
	checkGolden(t, "norms.yaml", text.String())
	file := readNorms(t, text.Bytes())
	got, want := file.Scales[0], table.Scales[0]
	if got.ID != "h" || got.Error != (content.ErrorFile{Basis: "cited", Source: "web2018", ItemVariance: want.ItemVariance, InterItem: *want.InterItem}) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	norm := got.Norms[0]
	if norm.Source != about.Source || norm.Sample != about.Sample || norm.Caveat != about.Caveat || norm.N != 4 ||
		norm.Mean != want.Mean || norm.SD != want.SD || !slices.Equal(norm.Percentiles, want.Percentiles) {
		t.Errorf("got %+v, want %+v", norm, want)
	}
}

// What is not known is left empty, which the content checker refuses.
func TestNormsYAMLToFillIn(t *testing.T) {
	var text bytes.Buffer
	if err := handNorms(t, dataset.About{}).WriteYAML(&text); err != nil {
		t.Fatal(err)
	}
	norm := readNorms(t, text.Bytes()).Scales[0].Norms[0]
	if norm.Source != "" || norm.Sample != "" || norm.Caveat != "" || strings.Contains(text.String(), "computed on") {
		t.Errorf("got %+v, want source, sample and caveat empty and no date", norm)
	}
}

func readNorms(t *testing.T, text []byte) content.InstrumentFile {
	t.Helper()
	var file content.InstrumentFile
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&file); err != nil {
		t.Fatal(err)
	}
	return file
}
