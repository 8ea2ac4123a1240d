package api

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestCursorsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prefix := rapid.SampledFrom([]string{"att_", "evt_"}).Draw(t, "prefix")
		want := cursor{
			at: time.UnixMilli(rapid.Int64Range(0, 1<<46).Draw(t, "ms")).UTC(),
			id: prefix + rapid.StringMatching(`[A-Za-z0-9_-]{22}`).Draw(t, "id"),
		}
		text, err := want.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := parseCursor(string(text), prefix); !ok || got != want {
			t.Fatalf("got %+v, %t; want %+v", got, ok, want)
		}
	})
}

// TestCursorsOfNothing: what could not be read again is not written.
func TestCursorsOfNothing(t *testing.T) {
	good := "att_" + strings.Repeat("x", 22)
	for _, k := range []cursor{{}, {id: "att_"}, {id: good + "x"}, {id: "dlv_" + good[4:]}, {at: time.UnixMilli(-1), id: good}, {at: time.UnixMilli(math.MaxInt64), id: good}} {
		if text, err := k.MarshalText(); err == nil {
			t.Errorf("%+v is written as %q", k, text)
		}
	}
}

// FuzzCursor: whatever is read as a cursor is written in no other way.
//
// Holds: R14, H2
func FuzzCursor(f *testing.F) {
	for _, seed := range []string{"", "a0mabcdefgABCDEFGHIJKLMNOPQRSTUV", "ezzzzzzzzz----------------------", "a00000000-______________________", "a+0000000________________________\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, prefix := range []string{"att_", "evt_"} {
			k, ok := parseCursor(text, prefix)
			if !ok {
				continue
			}
			if again, err := k.MarshalText(); err != nil || string(again) != text {
				t.Errorf("%q is read as %+v, which is written %q, %v", text, k, again, err)
			}
		}
	})
}
