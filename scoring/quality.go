package scoring

import "time"

// quality is a compiled QualitySpec with the ranges of all items.
type quality struct {
	spec  QualitySpec
	items []itemRange
}

type itemRange struct {
	min  int32
	span uint32
}

// flags looks at the raw responses in the order of the items. alike reports
// that at least two items were answered and all answered ones the same; it
// does not depend on the thresholds.
func (q *quality) flags(responses []Response) (flags Flags, alike bool) {
	answered, run, longest := 0, 0, 0
	first, last := Missing, Missing
	alike = true
	responses = responses[:min(len(responses), len(q.items))]
	for i, r := range responses {
		if it := q.items[i]; uint32(int32(r)-it.min) > it.span {
			run, last = 0, Missing
			continue
		}
		if answered == 0 {
			first = r
		}
		answered++
		alike = alike && r == first
		if r != last {
			run = 0
		}
		run++
		last = r
		longest = max(longest, run)
	}
	alike = alike && answered > 1
	return q.raise(answered, longest, alike), alike
}

func (q *quality) raise(answered, longest int, alike bool) (f Flags) {
	if q.spec.AllAlike && alike {
		f |= AllAlike
	}
	if q.spec.LongRun > 0 && longest > q.spec.LongRun {
		f |= LongRun
	}
	missing := float64(len(q.items) - answered)
	if q.spec.MissingShare > 0 && missing > q.spec.MissingShare*float64(len(q.items)) {
		f |= MuchMissing
	}
	return f
}

// tooFast reports whether the mean of the known times is below the threshold.
// A time of 0 or less is unknown; fewer known times than half the items say
// nothing.
func (q *quality) tooFast(elapsed []time.Duration) bool {
	if q.spec.SecondsPerItem <= 0 {
		return false
	}
	seconds, known := 0.0, 0
	for _, d := range elapsed[:min(len(elapsed), len(q.items))] {
		if d > 0 {
			seconds += d.Seconds()
			known++
		}
	}
	return 2*known >= len(q.items) && seconds < q.spec.SecondsPerItem*float64(known)
}

func compileQuality(c checker, spec Spec, items itemTable) quality {
	q := quality{spec.Quality, make([]itemRange, len(items.list))}
	for i, it := range items.list {
		q.items[i] = itemRange{int32(it.Min), uint32(int32(it.Max) - int32(it.Min))}
	}
	if s := q.spec.SecondsPerItem; !(s >= 0 && s <= 3600) {
		c.at("seconds_per_item").fail("is %v, should be between 0 and 3600", s)
	}
	if q.spec.LongRun < 0 {
		c.at("long_run").fail("is %d, should not be below 0", q.spec.LongRun)
	}
	if s := q.spec.MissingShare; !(s >= 0 && s < 1) {
		c.at("missing_share").fail("is %v, should be at least 0 and below 1", s)
	}
	return q
}
