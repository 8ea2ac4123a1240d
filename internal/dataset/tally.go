package dataset

import "github.com/attune-quiz/attune/scoring"

// tally counts what scoring said of some rows.
type tally struct {
	scored []int64 // by scale
	flags  [8]int64
}

func newTally(scales int) *tally { return &tally{scored: make([]int64, scales)} }

func (t *tally) clear() {
	clear(t.scored)
	clear(t.flags[:])
}

func (t *tally) count(p *scoring.Profile) {
	for i := range p.Scales {
		if p.Scales[i].Reason == "" {
			t.scored[i]++
		}
	}
	if p.Flags == 0 {
		return
	}
	for i := range t.flags {
		if p.Flags.Has(1 << i) {
			t.flags[i]++
		}
	}
}

func (t *tally) add(o *tally) {
	for i, n := range o.scored {
		t.scored[i] += n
	}
	for i, n := range o.flags {
		t.flags[i] += n
	}
}
