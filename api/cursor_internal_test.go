package api

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestCursorsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := cursor{
			at: time.UnixMilli(rapid.Int64Range(1, 1<<50).Draw(t, "ms")).UTC(),
			id: rapid.StringMatching(`[a-z]{1,4}_[A-Za-z0-9_-]{1,40}`).Draw(t, "id"),
		}
		text, err := want.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := parseCursor(string(text)); !ok || got != want {
			t.Fatalf("got %+v, %t; want %+v", got, ok, want)
		}
	})
}

// FuzzCursor: whatever is read as a cursor is written in no other way.
//
// Holds: R14, H2
func FuzzCursor(f *testing.F) {
	for _, seed := range []string{"", "AAABmr", "AAABmrX_AABhdHRfMDEyMzQ1Njc4OQ", "_____________", "AAAA\nAAAAAAAA"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		k, ok := parseCursor(text)
		if !ok {
			return
		}
		if again, err := k.MarshalText(); err != nil || string(again) != text {
			t.Errorf("%q is read as %+v, which is written %q, %v", text, k, again, err)
		}
	})
}
