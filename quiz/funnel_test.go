package quiz_test

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/attune-quiz/attune/quiz"
)

func TestFunnels(t *testing.T) {
	reaches := []quiz.Reach{
		{Value: "zh-Hans", Items: 3, Attempts: 2},
		{Value: "en", Items: 0, Attempts: 1},
		{Value: "en", Items: 3, Attempts: 4, Finished: true},
		{Value: "en", Items: 1, Attempts: 3},
		{Value: "en", Items: 3, Attempts: 2, Finished: true, Unlocked: true},
		{Value: "", Items: 2, Attempts: 2},
	}
	want := []quiz.Funnel{
		{Value: "en", Started: 10, Reached: []int{9, 6, 6}, Finished: 6, Unlocked: 2},
		{Value: "", Started: 2, Reached: []int{2, 2}},
		{Value: "zh-Hans", Started: 2, Reached: []int{2, 2, 2}},
	}
	if got := quiz.Funnels(quiz.ByLocale, reaches); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	days := quiz.Funnels(quiz.ByDay, []quiz.Reach{{Value: "2026-12-01", Attempts: 9}, {Value: "2026-11-30", Attempts: 1}})
	if len(days) != 2 || days[0].Value != "2026-11-30" {
		t.Errorf("got %+v, want days in their order", days)
	}
}

func TestDays(t *testing.T) {
	for text, want := range map[string]string{
		"1970-01-01T00:00:00Z":           "1970-01-01",
		"2026-11-30T23:59:59.999Z":       "2026-11-30",
		"2026-12-01T00:30:00+08:00":      "2026-11-30",
		"2028-02-29T12:00:00.000000001Z": "2028-02-29",
	} {
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			t.Fatal(err)
		}
		if got := quiz.DayOf(at); got.String() != want || quiz.DayOf(got.Time()) != got {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

func TestDisclosed(t *testing.T) {
	for count, want := range map[int]int{0: 0, 9: 0, 10: 10, 14: 10, 19: 10, 20: 20, 1003: 1000} {
		if got, ok := quiz.Disclosed(count); got != want || ok != (want > 0) {
			t.Errorf("%d: got %d, %t; want %d", count, got, ok, want)
		}
	}
}

// told returns what a partner sees of a count that is large enough.
func told(t *rapid.T, count int) int {
	n, ok := quiz.Disclosed(count)
	if !ok {
		t.Fatalf("%d is not told", count)
	}
	return n
}

// TestFewStayHidden holds the rule against what it is for. A whole is told, so
// are parts of it, and a few are left: as a total less its parts, a long range
// of days less shorter ones, or a later answer less an earlier one. Whoever
// knows all the told numbers and the rule still thinks it possible that the few
// are nine, and, but where the told parts end so that a ten is full, that there
// are none; never does it follow that they are more than the parts that were
// taken away.
func TestFewStayHidden(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.IntRange(quiz.LeastDisclosed, 5000), 1, 8).Draw(t, "parts")
		few := rapid.IntRange(0, quiz.LeastDisclosed-1).Draw(t, "few")
		sum, seen := few, 0
		for _, p := range parts {
			sum += p
			seen += told(t, p)
		}
		whole := told(t, sum)
		// Each part may be up to nine more than what is told of it.
		possible := func(few int) bool {
			for more := range 9*len(parts) + 1 {
				if told(t, seen+more+few) == whole {
					return true
				}
			}
			return false
		}
		least := 0
		if whole-seen > 9*len(parts) {
			least = min(len(parts), quiz.LeastDisclosed-1)
		}
		for n := least; n < quiz.LeastDisclosed; n++ {
			if !possible(n) {
				t.Fatalf("%d of %d beside %v: the told numbers rule out %d", few, sum, parts, n)
			}
		}
	})
}

// TestOneMoreStaysHidden asks twice, and one more has come in between, about
// whom a partner may know: the two answers do not say whether it is one of the
// few or of the many.
func TestOneMoreStaysHidden(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		many := rapid.IntRange(quiz.LeastDisclosed, 5000).Draw(t, "many")
		few := rapid.IntRange(0, quiz.LeastDisclosed-2).Draw(t, "few")
		type answer struct{ whole, many int }
		see := func(few, many int) answer { return answer{told(t, few+many), told(t, many)} }
		before, after := see(few, many), see(few+1, many)
		ofFew, ofMany := false, false
		for many := before.many; many < before.many+10; many++ {
			for few := range quiz.LeastDisclosed - 1 {
				if see(few, many) == before {
					ofFew = ofFew || see(few+1, many) == after
					ofMany = ofMany || see(few, many+1) == after
				}
			}
		}
		if !ofFew || !ofMany {
			t.Fatalf("%d and %d: of the few %t, of the many %t", few, many, ofFew, ofMany)
		}
	})
}
