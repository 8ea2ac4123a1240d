package content_test

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/scoring"
)

// published are the keys as their sources give them, written out by hand:
// scale, items, and those of them that are reverse-keyed.
var published = map[quiz.InstrumentID][]struct {
	scale, items, reverse string
	low, high             float64
}{
	"ecr": {
		{"anxiety", "2 4 6 8 10 12 14 16 18 20 22 24 26 28 30 32 34 36", "22", 1, 5},
		{"avoidance", "1 3 5 7 9 11 13 15 17 19 21 23 25 27 29 31 33 35", "3 15 19 25 27 29 31 33 35", 1, 5},
	},
	"ecr-7": {
		{"anxiety", "2 4 6 8 10 12 14 16 18 20 22 24 26 28 30 32 34 36", "22", 1, 7},
		{"avoidance", "1 3 5 7 9 11 13 15 17 19 21 23 25 27 29 31 33 35", "3 15 19 25 27 29 31 33 35", 1, 7},
	},
	"ecr-r": {
		{"anxiety", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18", "9 11", 1, 7},
		{"avoidance", "19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36", "20 22 26 27 28 29 30 31 33 34 35 36", 1, 7},
	},
	"ecr-s":  {{"anxiety", "2 4 6 8 10 12", "8", 1, 7}, {"avoidance", "1 3 5 7 9 11", "1 5 9", 1, 7}},
	"ecr-rs": {{"anxiety", "7 8 9", "", 1, 7}, {"avoidance", "1 2 3 4 5 6", "1 2 3 4", 1, 7}},
	"raas": {
		{"close", "1 6 8 12 13 17", "8 13 17", 1, 5}, {"depend", "2 5 7 14 16 18", "2 7 16 18", 1, 5},
		{"anxiety", "3 4 9 10 11 15", "", 1, 5},
	},
}

func shippedForm(t testing.TB, id quiz.InstrumentID) *quiz.Form {
	t.Helper()
	in, findings := content.LoadInstrument(content.Shipped(), id)
	if in == nil || len(findings) > 0 {
		t.Fatalf("%s: %v", id, findings)
	}
	return &in.Forms[0]
}

func TestPublishedKeys(t *testing.T) {
	for id, scales := range published {
		spec := shippedForm(t, id).Spec
		for i, want := range scales {
			got := spec.Scales[i]
			var items, reverse []string
			for _, key := range got.Keys {
				number := strings.TrimPrefix(key.Item, "Q")
				items = append(items, number)
				if key.Reverse {
					reverse = append(reverse, number)
				}
			}
			low, high := spec.Metric(i)
			if got.ID != want.scale || strings.Join(items, " ") != want.items || strings.Join(reverse, " ") != want.reverse || low != want.low || high != want.high {
				t.Errorf("%s: got %s %v, reversed %v, on %g to %g, want %+v", id, got.ID, items, reverse, low, high, want)
			}
			// Four fifths, rounded up.
			if k := len(got.Keys); got.MinAnswered != int(math.Ceil(0.8*float64(k))) {
				t.Errorf("%s %s: %d of %d items are enough", id, got.ID, got.MinAnswered, k)
			}
		}
	}
}

// They have keys with a citation, and no wording, so that no visitor is served.
func TestPublishedAreNotServed(t *testing.T) {
	lib, _ := content.Load(content.Shipped())
	for id := range published {
		in, err := lib.Instrument(id)
		if err != nil {
			t.Fatal(err)
		}
		if in.Servable() || in.Standing != "published" || len(in.Sources) == 0 {
			t.Errorf("%s: served %v, standing %q, %d sources", id, in.Servable(), in.Standing, len(in.Sources))
		}
	}
}

// The worked figures: at avoidance 2.4444444 and anxiety 2.0555556 on 1–7 the
// functions give 7.758893, 2.144984, 1.096276, 5.929162; at 4 and 4 23.5167,
// 29.3037, 26.0824, 26.9906. On 1–5 these are the scores 1 + (x − 1)/1.5.
func TestPublishedFisher(t *testing.T) {
	order := []scoring.Region{scoring.Secure, scoring.Fearful, scoring.Anxious, scoring.Avoidant}
	for id, metric := range map[quiz.InstrumentID]func(float64) float64{
		"ecr-7": func(x float64) float64 { return x },
		"ecr":   func(x float64) float64 { return 1 + (x-1)/1.5 },
	} {
		functions := shippedForm(t, id).Spec.Style.Functions
		for _, c := range []struct {
			avoidant, anxious, tolerance float64
			want                         []float64
		}{
			{2.4444444, 2.0555556, 1e-6, []float64{7.758893, 2.144984, 1.096276, 5.929162}},
			{4, 4, 1e-4, []float64{23.5167, 29.3037, 26.0824, 26.9906}},
		} {
			for i, region := range order {
				at := slices.IndexFunc(functions, func(f scoring.LinearFunction) bool { return f.Region == region })
				got := functions[at].Value(metric(c.anxious), metric(c.avoidant))
				if math.Abs(got-c.want[i]) > c.tolerance {
					t.Errorf("%s, %v at %g, %g: got %.7f, want %v", id, region, c.avoidant, c.anxious, got, c.want[i])
				}
			}
		}
	}
}

// The adults' norm stands in the profile, and minors have none.
func TestPublishedNorms(t *testing.T) {
	spec := shippedForm(t, "ecr").Spec
	for i, want := range []struct{ mean, sd, median float64 }{{3.0596, 0.8017, 55. / 18}, {2.539, 0.8289, 44. / 18}} {
		s := spec.Scales[i]
		if s.Norm.N != 39107 || s.Norm.Mean != want.mean || s.Norm.SD != want.sd || math.Abs(s.Norm.Percentiles[49]-want.median) > 0.03 {
			t.Errorf("%s: got %d, %g, %g, median %g, want 39107, %+v", s.ID, s.Norm.N, s.Norm.Mean, s.Norm.SD, s.Norm.Percentiles[49], want)
		}
		people := 0
		for _, g := range s.Groups[1:] {
			if g.Gender == "" {
				people += g.N
			}
		}
		if len(s.Groups) != 16 || people != s.Norm.N {
			t.Errorf("%s: %d groups, whose ages hold %d people, want 16 and %d", s.ID, len(s.Groups), people, s.Norm.N)
		}
		for age := range 130 {
			norm := s.NormFor(scoring.Person{Age: age, Gender: scoring.Female})
			if adult := age >= 18 && age <= 90; adult != (norm != nil) {
				t.Errorf("%s at the age of %s: norm %v", s.ID, strconv.Itoa(age), norm)
			}
		}
	}
	for _, id := range []quiz.InstrumentID{"ecr-7", "ecr-r", "ecr-s", "ecr-rs", "raas"} {
		for _, s := range shippedForm(t, id).Spec.Scales {
			if s.Norm != nil || s.Groups != nil {
				t.Errorf("%s %s has a norm of another metric", id, s.ID)
			}
		}
	}
}

// Points are joined by straight lines, from the ends of the metric.
func TestNormPoints(t *testing.T) {
	tree := minimal(t)
	replace(t, tree, "instruments/demo/instrument.yaml", "    keys: [+an01, -an02]\n", `    keys: [+an01, -an02]
    norms:
      - source: study
        sample: Students
        metric: { min: 1, max: 3 }
        n: 100
        mean: 2
        sd: 0.5
        points: { 10: 1.5, 50: 1.9 }
`)
	lib, findings := content.LoadAt(tree, now)
	in, err := lib.Instrument("demo")
	if err != nil {
		t.Fatal(findings)
	}
	table := in.Forms[0].Spec.Scales[0].Norm.Percentiles
	for p, want := range map[int]float64{1: 1.05, 10: 1.5, 20: 1.6, 50: 1.9, 75: 2.45, 99: 2.978} {
		if math.Abs(table[p-1]-want) > 1e-12 {
			t.Errorf("percentile %d: got %v, want %v", p, table[p-1], want)
		}
	}
}

// One full profile of the shipped instrument, as the server scores it.
func BenchmarkScoreShipped(b *testing.B) {
	form := shippedForm(b, "relationship")
	rows := make([][]scoring.Response, 1024)
	for i := range rows {
		for j := range form.Items {
			rows[i] = append(rows[i], scoring.Response(1+(i*(2*j+7)+j*j*31+i*i)%5))
		}
	}
	p := form.Scorer.NewProfile()
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		form.Scorer.Score(p, rows[i&1023])
		i++
	}
}

func TestScoreShippedAllocatesNothing(t *testing.T) {
	for id := range published {
		noAllocation(t, id)
	}
	noAllocation(t, "relationship")
}

func noAllocation(t *testing.T, id quiz.InstrumentID) {
	t.Helper()
	form := shippedForm(t, id)
	p := form.Scorer.NewProfile()
	responses := make([]scoring.Response, len(form.Items))
	for i := range responses {
		responses[i] = scoring.Response(1 + i%5)
	}
	if n := testing.AllocsPerRun(100, func() { form.Scorer.Score(p, responses) }); n != 0 {
		t.Errorf("%s: %v allocations", id, n)
	}
}
