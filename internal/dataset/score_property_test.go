package dataset_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/internal/dataset"
	"pgregory.net/rapid"
)

// draw is a file: some people's responses under the items in order.
func drawFile(t *rapid.T) [][]string {
	rows := [][]string{strings.Split(strings.TrimSpace(smallHead), ",")}
	cell := rapid.SampledFrom([]string{"1", "2", "3", "4", "5", "", "NA", "5.0", " 2 "})
	return append(rows, rapid.SliceOfN(rapid.SliceOfN(cell, 7, 7), 1, 5).Draw(t, "people")...)
}

func write(t *rapid.T, rows [][]string, crlf bool) string {
	var out strings.Builder
	w := csv.NewWriter(&out)
	w.UseCRLF = crlf
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// The order of the columns and what else is in the file change no result, and
// the file comes back as it was.
func TestColumnOrderAndExtrasChangeNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		plain := drawFile(rt)
		order := rapid.Permutation([]int{0, 1, 2, 3, 4, 5, 6, 7, 8}).Draw(rt, "order")
		text := rapid.StringOf(rapid.RuneFrom([]rune("x7,\"\n 张")))
		mixed := make([][]string, len(plain))
		for i, row := range plain {
			wide := append(slices.Clone(row), "extra"+text.Draw(rt, "extra"), text.Draw(rt, "other"))
			for _, from := range order {
				mixed[i] = append(mixed[i], wide[from])
			}
		}
		input := write(rt, mixed, rapid.Bool().Draw(rt, "crlf"))
		want, _, err := score(t, write(rt, plain, false), dataset.Options{})
		if err != nil {
			rt.Fatal(err)
		}
		got, _, err := score(t, input, dataset.Options{})
		if err != nil {
			rt.Fatal(err)
		}
		before, after := readAll(t, []byte(input)), readAll(t, []byte(got))
		for i, record := range readAll(t, []byte(want)) {
			if !slices.Equal(after[i][:9], before[i]) || !slices.Equal(after[i][9:], record[7:]) {
				rt.Fatalf("record %d: got %q, want %q and %q", i, after[i], before[i], record[7:])
			}
		}
	})
}

// FuzzScore holds Score against encoding/csv and a count of its own: it fails
// on what is not CSV or has bad cells, and gives a number for a scale exactly
// where at least two of its items are answered.
func FuzzScore(f *testing.F) {
	f.Add([]byte(smallHead+smallRow), false)
	f.Add([]byte(smallHead+"5,,1,,NA,2,4\n9,x,1,5,1,,\n"), true)
	f.Add([]byte("\ufeffs3,s2,\"s1\",v2,v1,a2,a1,n\r\n1,2,3,4,5,1,2,\"a\r\nb\"\r\n"), false)
	f.Fuzz(func(t *testing.T, data []byte, keepGoing bool) {
		spec := smallSpec()
		var out bytes.Buffer
		_, err := dataset.Score(t.Context(), bytes.NewReader(data), &out, compile(t, spec), spec,
			dataset.Options{KeepGoing: keepGoing, Workers: 2})
		records, ok := wellFormed(data, keepGoing)
		if (err == nil) != ok {
			t.Fatalf("got %v, want success: %t", err, ok)
		}
		if !ok {
			return
		}
		got := readAll(t, bytes.TrimPrefix(out.Bytes(), []byte("\ufeff")))
		for i, record := range records[1:] {
			cells := got[i+1][len(record):]
			for k, items := range [][]string{{"a1", "a2"}, {"v1", "v2"}, {"s1", "s2", "s3"}} {
				answered := 0
				for _, id := range items {
					if response(record[column(records[0], id)]) > 0 {
						answered++
					}
				}
				if value, se := cells[2*k], cells[2*k+1]; (value != "") != (answered >= 2) || (se != "") != (answered >= 2) {
					t.Fatalf("row %q, scale %d: got %q and %q with %d answered", record, k, value, se, answered)
				}
			}
		}
	})
}

// wellFormed reads a file by encoding/csv and says whether it may be scored.
func wellFormed(data []byte, keepGoing bool) ([][]string, bool) {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return nil, false
	}
	records, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
	if err != nil || len(records) == 0 {
		return nil, false
	}
	for _, name := range dataset.Columns(smallSpec(), dataset.Options{}) {
		if column(records[0], name) >= 0 {
			return nil, false
		}
	}
	for _, it := range smallSpec().Items {
		at := column(records[0], it.ID)
		if at < 0 || slices.ContainsFunc(records[0][at+1:], func(s string) bool { return strings.TrimSpace(s) == it.ID }) {
			return nil, false
		}
		for _, record := range records[1:] {
			if !keepGoing && response(record[at]) < 0 {
				return nil, false
			}
		}
	}
	return records, true
}

func column(names []string, id string) int {
	return slices.IndexFunc(names, func(s string) bool { return strings.TrimSpace(s) == id })
}

// response is 0 for missing and -1 for a bad cell.
func response(cell string) int {
	cell = strings.TrimSpace(cell)
	if cell == "" || cell == "NA" {
		return 0
	}
	digits, zeros, point := strings.Cut(cell, ".")
	n, err := strconv.Atoi(digits)
	if err != nil || len(strings.TrimLeft(digits, "+-")) > 9 || n < 1 || n > 5 || point && (zeros == "" || strings.Trim(zeros, "0") != "") {
		return -1
	}
	return n
}

// FuzzComplete feeds anything to the two measures of a whole file: they fail
// or end in figures that JSON can hold.
func FuzzComplete(f *testing.F) {
	f.Add([]byte(smallHead + smallRow + "1,2,3,4,5,4,3\n2,2,2,5,1,1,1\n"))
	f.Add([]byte(smallHead + smallRow + smallRow))
	f.Fuzz(func(t *testing.T, data []byte) {
		spec := smallSpec()
		opt := dataset.Options{KeepGoing: true, Workers: 2}
		report, err := dataset.MeasureReliability(t.Context(), bytes.NewReader(data), spec, opt)
		if err == nil {
			mustEncode(t, report)
		}
		table, err := dataset.DeriveNorms(t.Context(), bytes.NewReader(data), compile(t, spec), spec, dataset.About{}, opt)
		if err == nil {
			mustEncode(t, table)
			if err := table.WriteYAML(io.Discard); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func mustEncode(t testing.TB, v any) string {
	t.Helper()
	text, err := encode(v)
	if err != nil {
		t.Fatal(fmt.Errorf("encode %+v: %w", v, err))
	}
	return text
}
