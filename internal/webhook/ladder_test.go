package webhook_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/attune-quiz/attune/internal/webhook"
)

func TestLadder(t *testing.T) {
	want := []string{"0s", "5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h"}
	for failed, step := range want {
		d, err := time.ParseDuration(step)
		if err != nil {
			t.Fatal(err)
		}
		if got, more := webhook.Wait(failed, 0); got != d || !more {
			t.Errorf("after %d: got %v, %v; want %v", failed, got, more, d)
		}
	}
	if len(want) != webhook.Tries {
		t.Errorf("got %d tries, want %d", webhook.Tries, len(want))
	}
	for _, failed := range []int{-1, len(want), 1000} {
		if got, more := webhook.Wait(failed, 0); got != 0 || more {
			t.Errorf("after %d: got %v, %v; want an end", failed, got, more)
		}
	}
}

// TestLadderClimbs: whatever chance adds, no try comes before its step nor a
// tenth later, and each wait is longer than the one before.
func TestLadderClimbs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := time.Duration(-1)
		for failed := range webhook.Tries {
			draw := rapid.Float64Range(0, 1).Filter(func(f float64) bool { return f < 1 }).Draw(t, "draw")
			least, _ := webhook.Wait(failed, 0)
			got, more := webhook.Wait(failed, draw)
			if !more || got < least || float64(got) > 1.1*float64(least) || got <= before {
				t.Fatalf("after %d: got %v, %v; the step is %v and the wait before was %v", failed, got, more, least, before)
			}
			before = got
		}
	})
}
