package quiz_test

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/scoring"
)

const tenth = 100 * time.Millisecond

func TestNewSheet(t *testing.T) {
	s := quiz.NewSheet(3)
	if s.Len() != 3 || s.Given() != "..." || s.Elapsed() != "000000" {
		t.Errorf("got %d items, %q, %q", s.Len(), s.Given(), s.Elapsed())
	}
	if got, want := s.Progress(), (quiz.Progress{Answered: 0, Total: 3}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	var zero quiz.Sheet
	if zero.Len() != 0 || zero.Given() != "" || zero.Elapsed() != "" || zero.Progress() != (quiz.Progress{}) {
		t.Errorf("the zero sheet has %d items", zero.Len())
	}
}

func TestPut(t *testing.T) {
	for _, test := range []struct {
		name           string
		put            []quiz.Response
		given, elapsed string
	}{
		{"nothing", nil, "...", "000000"},
		{"the smallest value", []quiz.Response{{Place: 0, Value: 0}}, "0..", "000000"},
		{"values", []quiz.Response{{Place: 0, Value: 1}, {Place: 2, Value: 5}}, "1.5", "000000"},
		{"a value above nine", []quiz.Response{{Place: 1, Value: 10}}, ".:.", "000000"},
		{"the largest value", []quiz.Response{{Place: 1, Value: quiz.MaxValue}}, ".~.", "000000"},
		{"declined", []quiz.Response{{Place: 1, Value: quiz.Declined}}, ".-.", "000000"},
		{"not given leaves what is there", []quiz.Response{{Place: 1, Value: 4}, {Place: 1, Value: quiz.NotGiven}}, ".4.", "000000"},
		{"later wins", []quiz.Response{{Place: 1, Value: 4}, {Place: 1, Value: quiz.Declined}, {Place: 1, Value: 2}}, ".2.", "000000"},
		{"a time", []quiz.Response{{Place: 1, Value: quiz.NotGiven, Elapsed: 2300 * time.Millisecond}}, "...", "000N00"},
		{"a later time wins, longer or not", []quiz.Response{{Place: 2, Elapsed: 64 * tenth}, {Place: 2, Elapsed: tenth}}, "..0", "000001"},
		{"no time leaves what is there", []quiz.Response{{Place: 0, Value: 1, Elapsed: 65 * tenth}, {Place: 0, Value: 2}}, "2..", "110000"},
		{"a negative time leaves what is there", []quiz.Response{{Place: 0, Value: 1, Elapsed: tenth}, {Place: 0, Value: 1, Elapsed: -time.Hour}}, "1..", "010000"},
		{"below a tenth", []quiz.Response{{Place: 0, Value: 1, Elapsed: 99 * time.Millisecond}}, "1..", "000000"},
		{"the longest time", []quiz.Response{{Place: 2, Value: 1, Elapsed: 409500 * time.Millisecond}}, "..1", "0000~~"},
		{"longer than that", []quiz.Response{{Place: 2, Value: 1, Elapsed: 72 * time.Hour}}, "..1", "0000~~"},
	} {
		s := quiz.NewSheet(3)
		s.Put(test.put...)
		if s.Given() != test.given || s.Elapsed() != test.elapsed {
			t.Errorf("%s: got %q %q, want %q %q", test.name, s.Given(), s.Elapsed(), test.given, test.elapsed)
		}
	}
}

func TestSheetReadsBack(t *testing.T) {
	s, err := quiz.ParseSheet(".-04~", "00010N11~~")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := s.Values(), []scoring.Response{scoring.Missing, scoring.Missing, 0, 4, 78}; !reflect.DeepEqual(got, want) {
		t.Errorf("values: got %v, want %v", got, want)
	}
	for place, want := range []scoring.Response{quiz.NotGiven, quiz.Declined, 0, 4, quiz.MaxValue} {
		if got := s.At(place); got != want {
			t.Errorf("at %d: got %d, want %d", place, got, want)
		}
	}
	wantTimes := []time.Duration{0, tenth, 23 * tenth, 65 * tenth, quiz.MaxElapsed}
	if got := s.Times(); !reflect.DeepEqual(got, wantTimes) {
		t.Errorf("times: got %v, want %v", got, wantTimes)
	}
	if got, want := s.Open(), []int{0}; !reflect.DeepEqual(got, want) {
		t.Errorf("open: got %v, want %v", got, want)
	}
	if got, want := s.Progress(), (quiz.Progress{Answered: 4, Total: 5}); got != want {
		t.Errorf("progress: got %+v, want %+v", got, want)
	}
}

func TestParseSheetRefuses(t *testing.T) {
	for _, test := range []struct{ name, given, elapsed string }{
		{"times too short", "...", "00000"},
		{"times too long", "...", "0000000"},
		{"times without items", "", "00"},
		{"a space", ". .", "000000"},
		{"a slash, between the marks and the values", "./.", "000000"},
		{"a control character", ".\x7f.", "000000"},
		{"what is no ASCII", "é.", "000000"},
		{"a time of another alphabet", "...", "00+000"},
		{"a time below it", "...", "00/000"},
	} {
		if s, err := quiz.ParseSheet(test.given, test.elapsed); err == nil {
			t.Errorf("%s: got %+v, want an error", test.name, s)
		}
	}
}

func TestStorable(t *testing.T) {
	for value, want := range map[scoring.Response]bool{
		quiz.NotGiven: true, quiz.Declined: true, quiz.Declined + 1: false,
		-1: false, 0: true, 7: true, quiz.MaxValue: true, quiz.MaxValue + 1: false, 32767: false,
	} {
		if got := quiz.Storable(value); got != want {
			t.Errorf("value %d: got %t, want %t", value, got, want)
		}
	}
}

func TestCloneSharesNothing(t *testing.T) {
	s := quiz.NewSheet(2)
	c := s.Clone()
	c.Put(quiz.Response{Place: 0, Value: 3, Elapsed: time.Second})
	if s.Given() != ".." || s.Elapsed() != "0000" {
		t.Errorf("the original became %q %q", s.Given(), s.Elapsed())
	}
}

// TestSheetAgainstMap holds a sheet against a plain map of what was put last.
func TestSheetAgainstMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 50).Draw(t, "items")
		values, times := map[int]scoring.Response{}, map[int]time.Duration{}
		s := quiz.NewSheet(n)
		for range rapid.IntRange(0, 100).Draw(t, "puts") {
			r := quiz.Response{
				Place:   rapid.IntRange(0, n-1).Draw(t, "place"),
				Value:   drawValue(t),
				Elapsed: time.Duration(rapid.Int64Range(-1e6, 500_000).Draw(t, "ms")) * time.Millisecond,
			}
			s.Put(r)
			if r.Value != quiz.NotGiven {
				values[r.Place] = r.Value
			}
			if r.Elapsed > 0 {
				times[r.Place] = min(r.Elapsed.Truncate(tenth), quiz.MaxElapsed)
			}
		}
		parsed, err := quiz.ParseSheet(s.Given(), s.Elapsed())
		if err != nil || !reflect.DeepEqual(parsed, s) {
			t.Fatalf("parsed %+v, %v; want %+v", parsed, err, s)
		}
		for place := range n {
			want, given := values[place]
			if !given {
				want = quiz.NotGiven
			}
			if s.At(place) != want || s.Took(place) != times[place] {
				t.Fatalf("place %d: got %d, %v; want %d, %v", place, s.At(place), s.Took(place), want, times[place])
			}
		}
		if got := s.Progress(); got.Answered != len(values) || len(s.Open()) != n-len(values) {
			t.Fatalf("got %+v and %d open with %d given of %d", got, len(s.Open()), len(values), n)
		}
	})
}

func drawValue(t *rapid.T) scoring.Response {
	switch rapid.IntRange(0, 9).Draw(t, "kind") {
	case 0:
		return quiz.NotGiven
	case 1:
		return quiz.Declined
	}
	return scoring.Response(rapid.IntRange(0, int(quiz.MaxValue)).Draw(t, "raw"))
}

// Holds: R14
func FuzzParseSheet(f *testing.F) {
	f.Add("", "")
	f.Add(".-0~", "000N1~~~")
	f.Add("...", "00000")
	f.Add("é", "0000")
	f.Fuzz(func(t *testing.T, given, elapsed string) {
		s, err := quiz.ParseSheet(given, elapsed)
		if err != nil {
			return
		}
		if s.Given() != given || s.Elapsed() != elapsed || s.Len() != len(given) {
			t.Fatalf("%q %q became %q %q", given, elapsed, s.Given(), s.Elapsed())
		}
		again := quiz.NewSheet(s.Len())
		for place := range s.Len() {
			if !quiz.Storable(s.At(place)) {
				t.Fatalf("place %d holds %d", place, s.At(place))
			}
			again.Put(quiz.Response{Place: place, Value: s.At(place), Elapsed: s.Took(place)})
		}
		if again.Given() != given || again.Elapsed() != elapsed {
			t.Fatalf("%q %q put again is %q %q", given, elapsed, again.Given(), again.Elapsed())
		}
	})
}
