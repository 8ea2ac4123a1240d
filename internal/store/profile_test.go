package store

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/scoring"
)

// float draws any number that a profile may hold, bit by bit.
func float(t *rapid.T) float64 {
	for {
		f := math.Float64frombits(rapid.Uint64().Draw(t, "bits"))
		if !math.IsNaN(f) && !math.IsInf(f, 0) {
			return f
		}
	}
}

func TestProfileComesBackExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := &quiz.Profile{Instrument: "relationship", Version: "1.0.0", Form: "full", Scales: map[quiz.ScaleID]quiz.Score{}}
		for _, id := range rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,12}`), 0, 10).Draw(t, "scales") {
			value := float(t)
			want.Scales[quiz.ScaleID(id)] = quiz.Score{Value: &value, SE: float(t), Low: float(t), High: float(t),
				Band: scoring.Middle, Basis: scoring.Assumed, Answered: 8, Items: 8}
		}
		packed, err := packProfile(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := unpackProfile(packed)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v, %v; want %+v", got, err, want)
		}
	})
}

// TestProfilesOfOldRows reads what was written before: JSON as it is, and the
// first packing, whose bytes must be read for ever.
func TestProfilesOfOldRows(t *testing.T) {
	const text = `{"instrument":"relationship","version":"1.0.0","form":"short","scales":{},"style":null,` +
		`"mechanisms":[],"focus":{"candidates":[],"chosen":[]},"quality":{"flags":["all_alike"]},"finished_at":"2026-11-23T09:30:15Z"}`
	var want quiz.Profile
	if err := json.Unmarshal([]byte(text), &want); err != nil {
		t.Fatal(err)
	}
	for name, packed := range map[string]string{
		"JSON":     text,
		"deflated": firstPacking,
	} {
		got, err := unpackProfile([]byte(packed))
		if err != nil || !reflect.DeepEqual(*got, want) {
			t.Errorf("%s: got %+v, %v; want %+v", name, got, err, want)
		}
	}
}

// Holds: R14
func FuzzUnpackProfile(f *testing.F) {
	f.Add([]byte(`{"instrument":"a"}`))
	f.Add([]byte(firstPacking))
	f.Add([]byte{profileDeflated, 0xff})
	f.Fuzz(func(t *testing.T, packed []byte) {
		p, err := unpackProfile(packed)
		if err != nil || p == nil {
			return
		}
		again, err := packProfile(p)
		if err != nil {
			return
		}
		if got, err := unpackProfile(again); err != nil || !reflect.DeepEqual(got, p) {
			t.Fatalf("got %+v, %v; want %+v", got, err, p)
		}
	})
}

// firstPacking is the text of TestProfilesOfOldRows as the first packing wrote it.
const firstPacking = "\x01\xa20\x87\xc1\xf3\x14ȿ\x90\\\x05\x89`\x94\x14\x8b3\xb9!'.\x1cI\t\xa9\xb8\xc2QF\x19\x1a\xea\x1a\x19\x87\x18XZ\x19\x1bX\x19\x9aF)\xd5\x02\x02\x00\x00\xff\xff"
