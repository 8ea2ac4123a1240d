package api

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// slow is a quota with a clock that is set by hand.
func slow[K comparable](perSecond float64, burst int) (*quota[K], *time.Duration) {
	q, now := newQuota[K]("test", perSecond, burst), new(time.Duration)
	q.clock = func() time.Duration { return *now }
	return q, now
}

// A quota lets pass what a bucket of tokens does that is filled drop by drop,
// says how many are left, and says truly when one more will be let pass.
func TestQuotaIsABucket(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		every := time.Duration(rapid.IntRange(1, 2000).Draw(t, "every")) * time.Millisecond
		burst := rapid.IntRange(1, 20).Draw(t, "burst")
		q, now := slow[string](1, burst)
		q.every, q.burst = every, time.Duration(burst)*every
		tokens := int64(q.burst) // in the time that each takes, so that the model is exact
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			step := time.Duration(rapid.Int64Range(0, int64(3*every)).Draw(t, "step"))
			*now += step
			tokens = min(int64(q.burst), tokens+int64(step))
			cost := rapid.IntRange(1, 25).Draw(t, "cost")
			price := int64(min(cost, burst)) * int64(every)
			ok := tokens >= price
			if ok {
				tokens -= price
			}
			got := q.take("key", cost)
			want := standing{ok: ok, left: tokens / int64(every), full: q.burst - time.Duration(tokens)}
			if !ok {
				want.wait = time.Duration(price - tokens)
			}
			if got != want {
				t.Fatalf("got %+v, want %+v", got, want)
			}
		}
	})
}

func TestQuotaKeysAreApart(t *testing.T) {
	q, now := slow[int](1, 1)
	for key := range 100 {
		if !q.take(key, 1).ok || q.take(key, 1).ok {
			t.Fatalf("key %d: want one let pass and one refused", key)
		}
	}
	*now += time.Second
	if !q.take(7, 1).ok {
		t.Error("want a key let pass again after its time")
	}
}

// However many come, memory is bounded, and one who made no difference is
// forgotten before one who does.
//
// Holds: S2, ASVS 15.2.2
func TestQuotaForgets(t *testing.T) {
	q, now := slow[int](1, 2)
	kept := func() (n int) {
		for i := range q.shards {
			n += len(q.shards[i].full)
		}
		return n
	}
	for key := range 3 * quotaShards * keysEach {
		q.take(key, 1)
	}
	if got := kept(); got > quotaShards*keysEach {
		t.Errorf("got %d keys, want %d at most", got, quotaShards*keysEach)
	}
	*now += time.Hour
	for range 2 {
		q.take(-1, 1)
	}
	for key := range 3 * quotaShards * keysEach {
		q.take(10_000_000+key, 1)
		if key == quotaShards*keysEach/2 && q.take(-1, 1).ok {
			t.Error("a key at its limit was forgotten while there was room by forgetting others")
		}
	}
}

func TestNoQuota(t *testing.T) {
	if q := aSecond[int]("none", 0); q != nil {
		t.Errorf("got %+v, want none for a rate of 0", q)
	}
	if got, want := aSecond[int]("address", 20).policy, `"address";q=40;w=2`; got != want {
		t.Errorf("got policy %s, want %s", got, want)
	}
	if got, want := aMinute[int]("guess", 10).policy, `"guess";q=10;w=60`; got != want {
		t.Errorf("got policy %s, want %s", got, want)
	}
}

func BenchmarkQuota(b *testing.B) {
	q := aSecond[int]("address", 1e6)
	b.RunParallel(func(pb *testing.PB) {
		for key := 0; pb.Next(); key++ {
			q.take(key&1023, 1)
		}
	})
}
