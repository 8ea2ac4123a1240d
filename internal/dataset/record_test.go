package dataset

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// records reads all of the data as rows are read.
func records(data []byte) (all [][]string, err error) {
	for at := 0; at < len(data); {
		if n, blank := lineEnd(data[at:]); blank {
			at += n
			continue
		}
		var record []string
		for last := false; !last; {
			f, err := fieldAt(data, at)
			if err != nil {
				return all, err
			}
			record = append(record, strings.ReplaceAll(string(f.value()), "\r\n", "\n"))
			at, last = f.next, f.last
		}
		all = append(all, record)
	}
	return all, nil
}

// The oracle is encoding/csv, which reads each line end as LF and does the
// same inside quotes.
func FuzzRecords(f *testing.F) {
	for _, seed := range []string{
		"a,b\n1,2\n", "a,b\r\n1,\"x\r\ny\"\r\n", "\"a\"\"b\",\n\n,\r", "a\"b", "\"a\"b", "\"a", "\n\r\n\r", "\"\",\"\"\n\"\"", "a\rb,c",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		oracle := csv.NewReader(bytes.NewReader(data))
		oracle.FieldsPerRecord = -1
		want, wantErr := oracle.ReadAll()
		got, err := records(data)
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("got error %v, want %v", err, wantErr)
		}
		if err == nil && !slices.EqualFunc(got, want, slices.Equal) {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

// What a CSV writer writes is read back, and whatever part of it has been
// read, the boundary is the end of its last whole record.
func TestRecordsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringOf(rapid.RuneFrom([]rune("ab1,\"\n 张")))
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 2, 4), 1, 6).Draw(t, "rows")
		var file bytes.Buffer
		w := csv.NewWriter(&file)
		w.UseCRLF = rapid.Bool().Draw(t, "crlf")
		ends := []int{0}
		for _, row := range rows {
			if err := w.Write(row); err != nil {
				t.Fatal(err)
			}
			w.Flush()
			ends = append(ends, file.Len())
		}
		got, err := records(file.Bytes())
		if err != nil || !slices.EqualFunc(got, rows, slices.Equal) {
			t.Fatalf("got %q, %v, want %q", got, err, rows)
		}
		part := rapid.IntRange(0, file.Len()).Draw(t, "part")
		i, whole := slices.BinarySearch(ends, part)
		if !whole {
			i--
		}
		if got := boundary(file.Bytes()[:part]); got != ends[i] {
			t.Fatalf("boundary of the first %d bytes of %q: got %d, want %d", part, file.Bytes(), got, ends[i])
		}
	})
}

func TestWhole(t *testing.T) {
	for text, want := range map[string]int{
		"4": 4, "-9": -9, "+3": 3, "4.0": 4, "007": 7, "999999999": 999999999, "-2.000": -2,
	} {
		if got, ok := whole([]byte(text)); !ok || got != want {
			t.Errorf("%s: got %d, %t, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "-", "4.5", "4.", ".0", "4,0", "1e1", "x", "4 4", "٤", "1234567890", "0x1", "--1", "4.0.0"} {
		if got, ok := whole([]byte(text)); ok {
			t.Errorf("%q: got %d, want none", text, got)
		}
	}
}
