package finish

import (
	"bytes"
	"compress/zlib"
	"io"
	"testing"

	"pgregory.net/rapid"
)

// TestStreamReadsBack joins fragments and raw bytes at random and reads them
// with the standard library, which checks the sum.
func TestStreamReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s Stream
		var want []byte
		for range rapid.IntRange(0, 12).Draw(t, "parts") {
			part := rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "part")
			if rapid.IntRange(0, 20).Draw(t, "long") == 0 {
				part = bytes.Repeat(append(part, 7), 700)
			}
			want = append(want, part...)
			if rapid.Bool().Draw(t, "raw") {
				if _, err := s.Write(part); err != nil {
					t.Fatal(err)
				}
			} else {
				s.Append(Compress(part))
			}
		}
		s.Close()
		r, err := zlib.NewReader(bytes.NewReader(s.Data))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("got %d bytes, want %d", len(got), len(want))
		}
	})
}
