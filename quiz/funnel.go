package quiz

import (
	"cmp"
	"slices"
	"time"
)

// Property is what the attempts of a partner are counted by.
type Property string

const (
	ByDay     Property = "day" // on which they began, in UTC
	ByLocale  Property = "locale"
	ByTopic   Property = "topic"
	ByArticle Property = "article"
	ByForm    Property = "form" // of the test, full or short: items are counted in each
)

// Reach says how far some attempts came that share a value of a property.
type Reach struct {
	Value    string // of a day, as in 2026-11-26; empty: they had none
	Items    int    // the last item answered or declined, counted from 1; 0: none
	Finished bool
	Unlocked bool
	Attempts int
}

// Day is a day in UTC, counted from the first of 1970.
type Day int64

// DayOf returns the day of a time.
func DayOf(t time.Time) Day { return Day(t.UnixMilli() / (24 * time.Hour).Milliseconds()) }

// Time returns the day's beginning.
func (d Day) Time() time.Time {
	return time.UnixMilli(int64(d) * (24 * time.Hour).Milliseconds()).UTC()
}

func (d Day) String() string { return d.Time().Format(time.DateOnly) }

// Funnel is how many attempts with one value came how far.
type Funnel struct {
	Value    string
	Started  int
	Reached  []int // Reached[n] attempts came to item n+1 of their form at least
	Finished int
	Unlocked int
}

// Funnels sums up how far attempts came, by value: days in their order, other
// values with the most attempts first.
func Funnels(by Property, reaches []Reach) []Funnel {
	sums := map[string]*Funnel{}
	for _, r := range reaches {
		f := sums[r.Value]
		if f == nil {
			f = &Funnel{Value: r.Value}
			sums[r.Value] = f
		}
		f.add(r)
	}
	list := make([]Funnel, 0, len(sums))
	for _, f := range sums {
		list = append(list, *f)
	}
	slices.SortFunc(list, func(a, b Funnel) int {
		if by == ByDay {
			return cmp.Compare(a.Value, b.Value)
		}
		return cmp.Or(cmp.Compare(b.Started, a.Started), cmp.Compare(a.Value, b.Value))
	})
	return list
}

func (f *Funnel) add(r Reach) {
	f.Started += r.Attempts
	for len(f.Reached) < r.Items {
		f.Reached = append(f.Reached, 0)
	}
	for n := range r.Items {
		f.Reached[n] += r.Attempts
	}
	if r.Finished {
		f.Finished += r.Attempts
	}
	if r.Unlocked {
		f.Unlocked += r.Attempts
	}
}

// LeastDisclosed is the smallest count of people that a partner is told, and
// what every count is rounded down to a multiple of.
//
// So whoever takes told parts from a told whole cannot rule out that nine people
// are left, and learns that somebody is only where the parts' remainders happen to
// make up another ten; see docs/partners.md.
const LeastDisclosed = 10

// Disclosed returns what a partner is told of a count, and false where that is
// nothing. It is the same for a count wherever it comes up.
func Disclosed(count int) (int, bool) {
	if count < LeastDisclosed {
		return 0, false
	}
	return count - count%LeastDisclosed, true
}
