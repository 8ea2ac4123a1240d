package dataset_test

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/internal/dataset"
	"github.com/attune-quiz/attune/scoring"
)

// smallSpec has two dimensions of two items each, one of them reversed, and a
// sum over three items that may miss one; all from 1 to 5.
func smallSpec() scoring.Spec {
	spec := scoring.Spec{Style: &scoring.StyleSpec{
		Anxious: "anxious", Avoidant: "avoidant", Basis: scoring.Assumed, Settled: 0.8, AnxiousCut: 3, AvoidantCut: 3,
	}, Quality: scoring.QualitySpec{AllAlike: true, MissingShare: 0.5}}
	for _, id := range []string{"a1", "a2", "v1", "v2", "s1", "s2", "s3"} {
		spec.Items = append(spec.Items, scoring.ItemSpec{ID: id, Min: 1, Max: 5})
	}
	add := func(id string, method scoring.Method, keys ...scoring.Key) {
		spec.Scales = append(spec.Scales, scoring.ScaleSpec{
			ID: id, Keys: keys, Method: method, MinAnswered: 2,
			Error: scoring.ErrorSpec{Basis: scoring.Assumed, ItemVariance: 1.5, InterItem: 0.25},
			Bands: scoring.BandSpec{Basis: scoring.ScalePosition},
		})
	}
	add("anxious", scoring.Mean, scoring.Key{Item: "a1"}, scoring.Key{Item: "a2", Reverse: true})
	add("avoidant", scoring.Mean, scoring.Key{Item: "v1"}, scoring.Key{Item: "v2", Reverse: true})
	add("total", scoring.Sum, scoring.Key{Item: "s1"}, scoring.Key{Item: "s2"}, scoring.Key{Item: "s3"})
	return spec
}

func score(t testing.TB, input string, opt dataset.Options) (string, dataset.Summary, error) {
	t.Helper()
	spec := smallSpec()
	var out bytes.Buffer
	summary, err := dataset.Score(t.Context(), strings.NewReader(input), &out, compile(t, spec), spec, opt)
	return out.String(), summary, err
}

// The error of a mean of two is √(1.5·.75/2) = .75, that of a sum of three
// 3·√(1.5·.75/k): 1.8371173 with all, 2.25 with two. A score of 5 or 1 is
// 2/.75 errors from the cut: settled with Φ(2.6667) = .9961696, both sides with
// its square .9923539. A score of 3.5 is .5/.75 errors from it: Φ(.6667) =
// .7475075 is open; with the other side settled .7446443.
func TestScoreByHand(t *testing.T) {
	const head = "who,a1,a2,v1,v2,s1,s2,s3,note"
	for _, c := range []struct{ name, row, want string }{
		{"all", "x,5,1,1,5,1,2,4,n", "5 0.75 1 0.75 7 1.8371173 anxious 0.9923539"},
		{"between", "x,5,1,4,3,5,5,5,n", "5 0.75 3.5 0.75 15 1.8371173 between:anxious:fearful 0.7446443"},
		{"middle", "x,3,3,3,3,1,1,2,n", "3 0.75 3 0.75 4 1.8371173 middle 0.25"},
		{"prorated", "x,5,1,1,5,1,NA,4,n", "5 0.75 1 0.75 7.5 2.25 anxious 0.9923539"},
		{"too few", "x,5,1,,5,1,,NA,n", "5 0.75      "},
		{"all alike", "x,4,4,4,4,4,4,4,n", "3 0.75 3 0.75 12 1.8371173  "},
		{"quoted", `"x, ""y""","5",1," 1 ",5.0,1,2,4,"n` + "\nm\"", "5 0.75 1 0.75 7 1.8371173 anxious 0.9923539"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, summary, err := score(t, head+"\r\n"+c.row+"\r\n", dataset.Options{})
			if err != nil || summary.Rows != 1 {
				t.Fatalf("got %d rows, %v", summary.Rows, err)
			}
			const added = ",anxious,anxious_se,avoidant,avoidant_se,total,total_se,style,style_p\r\n"
			row, ok := strings.CutPrefix(out, head+added+c.row+",")
			if !ok || !strings.HasSuffix(row, "\r\n") {
				t.Fatalf("got %q, want header and row passed through", out)
			}
			checkCells(t, strings.Split(strings.TrimSuffix(row, "\r\n"), ","), strings.Split(c.want, " "))
		})
	}
}

func checkCells(t *testing.T, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	for i := range want {
		x, err := strconv.ParseFloat(want[i], 64)
		y, err2 := strconv.ParseFloat(got[i], 64)
		if got[i] != want[i] && (err != nil || err2 != nil || math.Abs(x-y) > 1e-7) {
			t.Errorf("cell %d: got %q, want %q", i, got[i], want[i])
		}
	}
}

func TestScorePassesThrough(t *testing.T) {
	const head, row = "a1,a2,v1,v2,s1,s2,s3", "5,1,1,5,1,2,4"
	for name, input := range map[string]string{
		"byte order mark":  "\ufeff" + head + "\n" + row + "\n",
		"no last line end": head + "\n" + row + "\n" + row,
		"blank lines":      "\n" + head + "\n\n" + row + "\n\r\n" + row + "\n\n",
		"mixed line ends":  head + "\r\n" + row + "\n" + row + "\r\n",
		"header alone":     head,
		"last return":      head + "\r\n" + row + "\r",
		"quoted names":     `"a1","a2"` + head[5:] + "\n" + row + "\n",
	} {
		out, _, err := score(t, input, dataset.Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		added := ",anxious,anxious_se,avoidant,avoidant_se,total,total_se,style,style_p"
		one, _, err := score(t, head+"\n"+row+"\n", dataset.Options{})
		if err != nil {
			t.Fatal(err)
		}
		result := strings.TrimSuffix(one[strings.Index(one, row)+len(row):], "\n")
		if got := strings.ReplaceAll(strings.Replace(out, added, "", 1), result, ""); got != input {
			t.Errorf("%s: got %q beside the results, want %q", name, got, input)
		}
	}
}

func TestSummary(t *testing.T) {
	_, got, err := score(t, "a1,a2,v1,v2,s1,s2,s3\n5,1,9,5,1,2,4\n4,4,4,4,4,4,4\n,,,,,x,5\n", dataset.Options{KeepGoing: true})
	if err != nil {
		t.Fatal(err)
	}
	want := "3 rows\n\n" +
		"scale     scored  unscored  \nanxious   2       1         \navoidant  1       2         \ntotal     2       1         \n\n" +
		"flag          rows  \nall_alike     1     \nlong_run      0     \nmuch_missing  1     \n\n" +
		"v1: 1 bad cell made missing\ns2: 1 bad cell made missing\n"
	var text strings.Builder
	if err := got.WriteText(&text); err != nil || text.String() != want {
		t.Errorf("got\n%s, %v, want\n%s", text.String(), err, want)
	}
	if got.Bad() != 2 {
		t.Errorf("got %d bad cells, want 2", got.Bad())
	}
}

// Chunks are a quarter of a megabyte, so that many are under way.
func TestScoreKeepsOrder(t *testing.T) {
	var input strings.Builder
	input.WriteString("row,a1,a2,v1,v2,s1,s2,s3,note\n")
	const rows = 100_000
	for i := range rows {
		fmt.Fprintf(&input, "%d,%d,1,1,5,1,2,%d,\"a\nb\"\n", i, i%5+1, i%3+1)
	}
	one, _, err := score(t, input.String(), dataset.Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	progress := dataset.Progress{}
	many, summary, err := score(t, input.String(), dataset.Options{Workers: 8, Progress: func(p dataset.Progress) {
		if p.Rows < progress.Rows || p.Bytes < progress.Bytes {
			t.Errorf("progress went from %v to %v", progress, p)
		}
		progress = p
	}})
	if err != nil || one != many {
		t.Fatalf("eight workers: %v, same bytes: %t", err, one == many)
	}
	if want := (dataset.Progress{Rows: rows, Bytes: int64(input.Len())}); progress != want || summary.Rows != rows {
		t.Errorf("got %v at the end, %d rows, want %v", progress, summary.Rows, want)
	}
	for i, record := range readAll(t, []byte(many))[1:] {
		if record[0] != strconv.Itoa(i) {
			t.Fatalf("row %d: got row %s", i, record[0])
		}
	}
}
