package store

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

func TestBrokenRowIsNamed(t *testing.T) {
	for _, test := range []struct {
		name string
		row  Row
	}{
		{"tokens cut short", Row{tokens: strings.Repeat("A", tokenWidth+1)}},
		{"tokens of another alphabet", Row{tokens: strings.Repeat("+", tokenWidth)}},
		{"key too short", Row{key: "AAAA"}},
		{"key of another alphabet", Row{key: strings.Repeat("=", tokenWidth)}},
		{"responses without times", Row{responses: "..."}},
		{"focus", Row{focus: `{"a":1}`}},
		{"done", Row{done: `[1]`}},
		{"profile", Row{profile: []byte(`[`)}},
	} {
		test.row.id = "att_1"
		if a, err := test.row.Attempt(); err == nil || !strings.Contains(err.Error(), "att_1") {
			t.Errorf("%s: got %+v, %v; want an error that names the attempt", test.name, a, err)
		}
	}
}

func TestNewRowRefusesWhatJSONCannotHold(t *testing.T) {
	value := math.NaN()
	a := quiz.Attempt{Profile: &quiz.Profile{Scales: map[quiz.ScaleID]quiz.Score{"anxious": {Value: &value}}}}
	if row, err := NewRow(a); err == nil {
		t.Errorf("got %+v, want an error", row)
	}
}

// TestShapes wants as many arguments as the statement has places for them.
func TestShapes(t *testing.T) {
	for given := range 4 {
		for elapsed := range 4 {
			var responses []quiz.Response
			for i := range max(given, elapsed) {
				r := quiz.Response{Place: 2 * i, Value: quiz.NotGiven} // two apart: no neighbours
				if i < given {
					r.Value = 1
				}
				if i < elapsed {
					r.Elapsed = time.Second
				}
				responses = append(responses, r)
			}
			patch, err := NewPatch(responses)
			if want := (Shape{given, elapsed}); err != nil || patch.Shape() != want {
				t.Fatalf("got shape %+v, %v; want %+v", patch.Shape(), err, want)
			}
			args := patch.Args("att_1", time.Time{}, time.Time{})
			text := patch.Shape().Statement()
			if !strings.Contains(text, fmt.Sprintf("$%d", len(args))) && len(args) > 5 ||
				strings.Contains(text, fmt.Sprintf("$%d", len(args)+1)) {
				t.Errorf("%d arguments for\n%s", len(args), text)
			}
		}
	}
}

func TestNeighboursAreOneStretch(t *testing.T) {
	patch, err := NewPatch([]quiz.Response{
		{Place: 4, Value: 4}, {Place: 3, Value: 3, Elapsed: time.Second}, {Place: 5, Value: 5, Elapsed: time.Second}, {Place: 9, Value: 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := Patch{
		given:   []run{{3, "345"}, {9, "1"}},
		elapsed: []run{{6, "0A"}, {10, "0A"}},
		need:    10,
	}
	if !reflect.DeepEqual(patch, want) {
		t.Errorf("got %+v, want %+v", patch, want)
	}
}

// Holds: R14
func FuzzTokens(f *testing.F) {
	f.Add("")
	f.Add(strings.Repeat("A", tokenWidth))
	f.Add(strings.Repeat("A", tokenWidth-1) + "é")
	f.Add(strings.Repeat("_", 2*tokenWidth))
	f.Fuzz(func(t *testing.T, packed string) {
		tokens, err := unpackTokens(packed)
		if err != nil {
			return
		}
		again, err := unpackTokens(packTokens(tokens))
		if err != nil || !reflect.DeepEqual(again, tokens) || len(packed) != len(tokens)*tokenWidth {
			t.Fatalf("%q: %v became %v, %v", packed, tokens, again, err)
		}
	})
}
