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

// TestDisclosed holds the rule against what it is for: of nobody among fewer
// than ten does a number, or a difference of numbers, say how many they are.
func TestDisclosed(t *testing.T) {
	for count, want := range map[int]int{0: 0, 9: 0, 10: 10, 14: 10, 15: 15, 19: 15, 20: 20, 1003: 1000} {
		if got, ok := quiz.Disclosed(count); got != want || ok != (want > 0) {
			t.Errorf("%d: got %d, %t; want %d", count, got, ok, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.IntRange(0, 10000).Draw(t, "whole")
		few := rapid.IntRange(1, quiz.LeastDisclosed-1).Draw(t, "few")
		rest := max(0, whole-few)
		a, toldA := quiz.Disclosed(whole)
		b, toldB := quiz.Disclosed(rest)
		if !toldA || !toldB {
			return
		}
		// The same two numbers come of other few as well: at least one more or one
		// less person among them would have shown alike.
		alike := 0
		for other := 1; other < quiz.LeastDisclosed; other++ {
			for shift := -quiz.DisclosedStep; shift <= quiz.DisclosedStep; shift++ {
				x, okX := quiz.Disclosed(rest + shift + other)
				y, okY := quiz.Disclosed(rest + shift)
				if okX && okY && x == a && y == b {
					alike++
					break
				}
			}
		}
		if alike < 2 {
			t.Fatalf("%d of %d: the numbers %d and %d give the few away", few, whole, a, b)
		}
	})
}
