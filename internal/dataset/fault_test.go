package dataset_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/internal/dataset"
	"github.com/attune-quiz/attune/scoring"
)

const (
	smallHead = "a1,a2,v1,v2,s1,s2,s3\n"
	smallRow  = "5,1,1,5,1,2,4\n"
)

func TestFaults(t *testing.T) {
	for _, c := range []struct{ name, input, want string }{
		{"empty", "", "read the header: the file is empty; its first row should name the columns"},
		{"blank", "\ufeff\n\r\n", "read the header: the file is empty; its first row should name the columns"},
		{"UTF-16", "\xff\xfea\x00", "read the header: the file is in UTF-16; save it as CSV in UTF-8"},
		{"no items", "x,y\n", "header: no column for a1, a2, v1, v2, s1, s2, s3"},
		{"near", "A1,a2,v1,v_2,s1,s2,s3,q\n", `header: no column for a1 (nearest: "A1"), v2 (nearest: "v_2")`},
		{"duplicate", "a1,a2,v1,v2,s1,s2,s3,a1,v2\n", "header: more than one column for a1, v2"},
		{"taken", "a1,a2,v1,v2,s1,s2,s3,style,total_se,x,x\n", "header: rename the columns that the results would repeat: total_se, style"},
		{"all at once", "a1,a2,v1,v2,s1,s2,s4,a1,style\n", `header: no column for s3 (nearest: "s4"); more than one column for a1; rename the columns that the results would repeat: style`},
		{"semicolons", "a1;a2;v1;v2;s1;s2;s3\n", "header: no column for a1, a2, v1, v2, s1, s2, s3; there is one column only, with semicolons in it; separate columns by commas and rows by line feeds"},
		{"quote in header", "a\"1\n", "read the header: a quote stands inside an unquoted field; quote the whole field and double the quotes in it"},
		{"range", smallHead + smallRow + "5,1,1,6,1,2,4\n", `row 2 (line 3), column v2: "6" should be a whole number from 1 to 5, or where it is missing empty or NA`},
		{"word", smallHead + "\n5,1,\"a\"\"\nb\",6,1,2,4\n", `row 1 (line 3), column v1: "a\"\nb" should be a whole number from 1 to 5, or where it is missing empty or NA`},
		{"long", smallHead + strings.Repeat("9", 50) + ",1,1,5,1,2,4", `row 1 (line 2), column a1: "` + strings.Repeat("9", 40) + `"… should be a whole number from 1 to 5, or where it is missing empty or NA`},
		{"short row", smallHead + smallRow + "5,1,9\n", "row 2 (line 3): the row has 3 cells, the header 7"},
		{"long row", smallHead + "9,1,1,5,1,2,4,\n", "row 1 (line 2): the row has 8 cells, the header 7"},
		{"quote in row", smallHead + "5,1\",1,5,1,2,4\n", "row 1 (line 2): a quote stands inside an unquoted field; quote the whole field and double the quotes in it"},
		{"after quote", smallHead + "\"5\"1,1,1,5,1,2,4\n", "row 1 (line 2): something stands between a closing quote and the next comma; double the quotes inside a quoted field"},
		{"not closed", smallHead + smallRow + "\"5,1\n", "row 2 (line 3): a quoted field is not closed"},
		{"endless", smallHead + smallRow + strings.Repeat("5", 2<<20), "row 2 (line 3): the row is longer than 1048576 bytes"},
		{"endless quote", smallHead + smallRow + strings.Repeat("5,1\n", 5) + "\"" + strings.Repeat("5\n", 1<<20), "row 2 (line 3): the row has 2 cells, the header 7"},
		{"endless header", strings.Repeat("5", 2<<20), "read the header: the row is longer than 1048576 bytes"},
	} {
		out, summary, err := score(t, c.input, dataset.Options{})
		if err == nil || err.Error() != "score responses: "+c.want {
			t.Errorf("%s: got error %v, want %s", c.name, err, c.want)
		}
		if rows := strings.Count(out, "5,1,1,5,1,2,4,5,"); rows != strings.Count(c.input, smallRow) || int64(rows) != summary.Rows {
			t.Errorf("%s: got %q, %d rows, want the rows before the fault", c.name, out, summary.Rows)
		}
	}
}

// The same fault is found wherever chunks happen to end.
func TestFaultFarDown(t *testing.T) {
	const before = 70_000
	input := smallHead + strings.Repeat(smallRow, before) + "5,1,1,5,1,2,0\n" + strings.Repeat("x\"\n", before)
	_, summary, err := score(t, input, dataset.Options{Workers: 4})
	cell, ok := errors.AsType[*dataset.CellError](err)
	if !ok {
		t.Fatalf("got %v, want a CellError", err)
	}
	want := dataset.CellError{Place: dataset.Place{Row: before + 1, Line: before + 2}, Column: "s3", Value: "0", Min: 1, Max: 5}
	if cell.Place != want.Place || cell.Column != want.Column || cell.Value != want.Value || cell.Min != 1 || cell.Max != 5 {
		t.Errorf("got %+v, want %+v", cell, want)
	}
	if summary.Rows != before {
		t.Errorf("got %d rows, want those before, %d", summary.Rows, before)
	}
}

func TestMissingCodes(t *testing.T) {
	want, _, err := score(t, smallHead+"5,1,1,5,,,4\n", dataset.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want = want[strings.Index(want, ",,,4,"):][4:]
	for _, c := range []struct {
		code  string
		cells string
	}{
		{"0", "0,0.0"}, {"-9", "-9,\" -9.0\""}, {" n/a ", "n/a,NA"}, {".", ".,"}, {"99", "99,NA"}, {"weiß nicht", "weiß nicht,\"weiß nicht\""}, {`"`, `"""",`},
	} {
		out, _, err := score(t, smallHead+"5,1,1,5,"+c.cells+",4\n", dataset.Options{Missing: []string{c.code}})
		if err != nil || !strings.HasSuffix(out, want) {
			t.Errorf("missing %q: got %q, %v, want it to end in %q", c.code, out, err, want)
		}
	}
}

func TestSharedColumn(t *testing.T) {
	spec := smallSpec()
	spec.Scales[1].ID = "anxious_se"
	spec.Style = nil
	_, err := dataset.Score(t.Context(), strings.NewReader(smallHead), io.Discard, compile(t, spec), spec, dataset.Options{})
	if want := "score responses: two results would share the column anxious_se; rename a scale"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

type brokenWriter struct{ room int }

func (w *brokenWriter) Write(p []byte) (int, error) {
	if w.room -= len(p); w.room < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}

func TestBrokenEnds(t *testing.T) {
	spec := smallSpec()
	scorer := compile(t, spec)
	input := smallHead + strings.Repeat(smallRow, 100_000)
	for _, room := range []int{0, 100, 1 << 20} {
		_, err := dataset.Score(t.Context(), strings.NewReader(input), &brokenWriter{room}, scorer, spec, dataset.Options{})
		if !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("room for %d bytes: got %v, want %v", room, err, io.ErrShortWrite)
		}
	}
	broken := io.MultiReader(strings.NewReader(input), brokenReader{})
	summary, err := dataset.Score(t.Context(), broken, io.Discard, scorer, spec, dataset.Options{})
	if !errors.Is(err, io.ErrUnexpectedEOF) || summary.Rows == 0 {
		t.Errorf("got %d rows, %v, want some and %v", summary.Rows, err, io.ErrUnexpectedEOF)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// A read that never returns does not hold up the end.
func TestCancel(t *testing.T) {
	spec := smallSpec()
	scorer := compile(t, spec)
	for name, before := range map[string]string{
		"at the header": "", "in the file": smallHead + strings.Repeat(smallRow, 100_000),
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			stuck, end := io.Pipe()
			defer end.Close()
			r := io.MultiReader(strings.NewReader(before), &tripwire{stuck, cancel})
			if _, err := dataset.Score(ctx, r, io.Discard, scorer, spec, dataset.Options{}); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v, want %v", err, context.Canceled)
			}
		})
	}
}

// tripwire cancels when it is read and then waits.
type tripwire struct {
	io.Reader
	cancel func()
}

func (w *tripwire) Read(p []byte) (int, error) {
	w.cancel()
	return w.Reader.Read(p)
}

func TestColumns(t *testing.T) {
	spec := scoring.Spec{Scales: []scoring.ScaleSpec{{ID: "x"}, {ID: "y"}}}
	if got, want := strings.Join(dataset.Columns(spec, dataset.Options{}), " "), "x x_se y y_se style style_p"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
