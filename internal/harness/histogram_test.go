package harness

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestQuantiles holds the histogram against the sorted durations themselves.
func TestQuantiles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		durations := rapid.SliceOfN(rapid.Int64Range(0, int64(time.Hour)), 1, 200).Draw(t, "durations")
		var h Histogram
		for _, d := range durations {
			h.Add(time.Duration(d))
		}
		slices.Sort(durations)
		for _, q := range []float64{.5, .9, .99, 1} {
			rank := max(int(q*float64(len(durations))+0.5), 1)
			want := durations[rank-1]
			got := int64(h.Quantile(q))
			if got < want || got > want+want/64+1 {
				t.Fatalf("quantile %v: got %d, want %d", q, got, want)
			}
		}
		if got := int64(h.Max()); got != durations[len(durations)-1] || h.Count() != int64(len(durations)) {
			t.Fatalf("got max %d of %d", got, h.Count())
		}
	})
}
