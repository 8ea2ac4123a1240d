package harness

import (
	"fmt"
	"math/bits"
	"sync/atomic"
	"time"
)

// Histogram counts durations in buckets of at most 1/64 of their value, up to
// an hour. The zero Histogram is empty; it is safe for concurrent use.
type Histogram struct {
	counts [buckets]atomic.Int64
	max    atomic.Int64
}

const (
	precision = 6 // bits of a duration that are told apart
	buckets   = 64 << precision
)

// bucket is the index of a duration: its leading bits, and how many follow.
func bucket(d time.Duration) int {
	n := uint64(max(d, 0))
	shift := max(bits.Len64(n)-precision-1, 0)
	return shift<<precision + int(n>>shift)
}

// upper is the largest duration of a bucket.
func upper(b int) time.Duration {
	shift := max(b>>precision-1, 0)
	return time.Duration(uint64(b-shift<<precision+1)<<shift - 1)
}

// Add counts a duration.
func (h *Histogram) Add(d time.Duration) {
	h.counts[min(bucket(d), buckets-1)].Add(1)
	for {
		old := h.max.Load()
		if int64(d) <= old || h.max.CompareAndSwap(old, int64(d)) {
			return
		}
	}
}

// Merge adds all that another histogram has counted.
func (h *Histogram) Merge(other *Histogram) {
	for i := range other.counts {
		h.counts[i].Add(other.counts[i].Load())
	}
	if longest := other.max.Load(); longest > h.max.Load() {
		h.max.Store(longest)
	}
}

// Count returns how many durations were counted.
func (h *Histogram) Count() (n int64) {
	for i := range h.counts {
		n += h.counts[i].Load()
	}
	return n
}

// Max returns the longest duration.
func (h *Histogram) Max() time.Duration { return time.Duration(h.max.Load()) }

// Quantile returns a duration that a share q of all, from 0 to 1, do not
// exceed; 0 of none.
func (h *Histogram) Quantile(q float64) time.Duration {
	rank := int64(q*float64(h.Count()) + 0.5)
	for i := range h.counts {
		if n := h.counts[i].Load(); n > 0 {
			if rank -= n; rank <= 0 {
				return min(upper(i), h.Max())
			}
		}
	}
	return h.Max()
}

// String lists the usual quantiles in milliseconds.
func (h *Histogram) String() string {
	ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
	return fmt.Sprintf("p50 %.2f ms, p90 %.2f, p99 %.2f, max %.2f",
		ms(h.Quantile(.5)), ms(h.Quantile(.9)), ms(h.Quantile(.99)), ms(h.Max()))
}
