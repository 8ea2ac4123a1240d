package api

import (
	"fmt"
	"hash/maphash"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Limits says how much one caller may ask for; 0 is no limit. They are counted
// in this process alone and forgotten as soon as they make no difference.
type Limits struct {
	Address float64 // requests a second of one address, twice that at once
	Guess   float64 // tries a minute of one address at what could be guessed, and at once
	Key     float64 // requests a second with one API key, twice that at once
	Partner float64 // requests a second about one partner's visitors, twice that at once
}

// quota bounds how often each key may come: burst at once, and one more each
// time that every has passed. Of a key it keeps when all of its burst will be
// there again (the generic cell rate algorithm), so that a key whose time has
// come is forgotten without loss.
type quota[K comparable] struct {
	name   string
	every  time.Duration
	burst  time.Duration // as the time that it takes to come back
	policy string
	clock  func() time.Duration // monotonic: a clock that is set back must not shut anybody out
	seed   maphash.Seed
	shards [quotaShards]quotaShard[K]
}

type quotaShard[K comparable] struct {
	mu   sync.Mutex
	full map[K]time.Duration
}

const (
	quotaShards = 16
	// keysEach bounds the keys of a shard, and so memory: 65,536 callers in all.
	keysEach = 4096
	// keysLooked is how many keys are looked at for one that can be forgotten.
	keysLooked = 32
)

// newQuota returns nil, which lets everyone pass, where perSecond is 0.
func newQuota[K comparable](name string, perSecond float64, burst int) *quota[K] {
	if perSecond <= 0 {
		return nil
	}
	every := time.Duration(float64(time.Second) / perSecond)
	start := time.Now()
	q := &quota[K]{
		name: name, every: every, burst: time.Duration(burst) * every,
		clock: func() time.Duration { return time.Since(start) },
		seed:  maphash.MakeSeed(),
	}
	q.policy = fmt.Sprintf(`%q;q=%d;w=%d`, name, burst, seconds(q.burst))
	for i := range q.shards {
		q.shards[i].full = map[K]time.Duration{}
	}
	return q
}

// aSecond is a quota of so many a second, and twice that at once.
func aSecond[K comparable](name string, perSecond float64) *quota[K] {
	return newQuota[K](name, perSecond, int(math.Ceil(2*perSecond)))
}

// aMinute is a quota of so many a minute, and as many at once.
func aMinute[K comparable](name string, perMinute float64) *quota[K] {
	return newQuota[K](name, perMinute/60, int(math.Ceil(perMinute)))
}

// standing is how a key stands after a request.
type standing struct {
	ok   bool
	left int64
	full time.Duration // until all of the burst is there
	wait time.Duration // until one more is let pass; 0: now
}

// take counts a request of the key, as so many as it costs, unless there is
// nothing left for it. What costs more than all of the burst costs all of it.
func (q *quota[K]) take(key K, cost int) standing {
	price := min(time.Duration(cost)*q.every, q.burst)
	shard := &q.shards[maphash.Comparable(q.seed, key)%quotaShards]
	shard.mu.Lock()
	defer shard.mu.Unlock()
	now := q.clock()
	full := max(shard.full[key], now)
	if wait := full + price - q.burst - now; wait > 0 {
		return standing{left: int64((q.burst - full + now) / q.every), full: full - now, wait: wait}
	}
	full += price
	if _, known := shard.full[key]; !known && len(shard.full) >= keysEach {
		shard.makeRoom(now)
	}
	shard.full[key] = full
	return standing{ok: true, left: int64((q.burst - full + now) / q.every), full: full - now}
}

// makeRoom forgets what makes no difference among some keys, or else the first
// of them.
func (s *quotaShard[K]) makeRoom(now time.Duration) {
	looked, before := 0, len(s.full)
	for key, full := range s.full {
		if full <= now {
			delete(s.full, key)
		}
		if looked++; looked == keysLooked {
			break
		}
	}
	if len(s.full) < before {
		return
	}
	for key := range s.full {
		delete(s.full, key)
		return
	}
}

// say writes the standing as RateLimit fields, beside those of other quotas.
func (q *quota[K]) say(h http.Header, s standing) {
	h.Add("RateLimit-Policy", q.policy)
	h.Add("RateLimit", `"`+q.name+`";r=`+strconv.FormatInt(s.left, 10)+`;t=`+strconv.FormatInt(seconds(s.full), 10))
}

func seconds(d time.Duration) int64 { return int64(math.Ceil(d.Seconds())) }

// tooMany is the error of a request beyond a quota.
type tooMany struct{ wait time.Duration }

func (t tooMany) Error() string        { return errRate.Error() }
func (t tooMany) Is(target error) bool { return target == errRate }
