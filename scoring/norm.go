package scoring

import (
	"math"
	"slices"
)

// tablePoints is the length of an empirical table: percentiles 1 to 99.
const tablePoints = 99

// Percentile is the percentile rank, 0 to 100, of a score on the metric from
// low to high. With an empirical table it is interpolated linearly between
// the table's scores, which low at 0 and high at 100 complete; where several
// percentiles share the score, it is the middle of them. Without a table the
// sample is taken to be normal with the norm's mean and SD.
func (n *Norm) Percentile(score, low, high float64) float64 {
	if len(n.Percentiles) == 0 {
		return 100 * phi((score-n.Mean)/n.SD)
	}
	first, tied := slices.BinarySearch(n.Percentiles, score)
	if tied {
		return n.tied(first, score, low, high)
	}
	belowScore, below := low, 0.0
	if first > 0 {
		belowScore, below = n.Percentiles[first-1], float64(first)
	}
	aboveScore, above := high, 100.0
	if first < len(n.Percentiles) {
		aboveScore, above = n.Percentiles[first], float64(first+1)
	}
	switch {
	case score <= belowScore:
		return below
	case score >= aboveScore:
		return above
	}
	return below + (above-below)*(score-belowScore)/(aboveScore-belowScore)
}

// tied is the middle of the percentiles from place first on that all stand at
// the score.
func (n *Norm) tied(first int, score, low, high float64) float64 {
	last := first
	for last+1 < len(n.Percentiles) && n.Percentiles[last+1] == score {
		last++
	}
	from, to := float64(first+1), float64(last+1)
	if score <= low {
		from = 0
	}
	if score >= high {
		to = 100
	}
	return (from + to) / 2
}

// Check reports why the norm cannot belong to scores from low to high, as
// SpecErrors; nil where it can. Compile does the same for the norms of a Spec.
func (n *Norm) Check(low, high float64) []SpecError {
	var found []error
	n.check(checker{found: &found}, low, high)
	faults := make([]SpecError, 0, len(found))
	for _, e := range found {
		faults = append(faults, SpecErrors(e)...)
	}
	return faults
}

func (n *Norm) check(c checker, low, high float64) {
	if n.Source == "" {
		c.at("source").fail("is empty; a norm needs the id of its source")
	}
	if n.N < 2 {
		c.at("n").fail("is %d, should be at least 2", n.N)
	}
	c.at("mean").between(n.Mean, low, high)
	// The widest sample has half its people at each end.
	people := float64(max(n.N, 2))
	if limit := (high - low) / 2 * math.Sqrt(people/(people-1)); !(n.SD > 0 && n.SD <= limit*(1+1e-9)) {
		c.at("sd").fail("is %v, should be above 0 and at most %v on this metric", n.SD, limit)
	}
	n.checkTable(c.at("percentiles"), low, high)
}

func (n *Norm) checkTable(c checker, low, high float64) {
	if len(n.Percentiles) == 0 {
		return
	}
	if len(n.Percentiles) != tablePoints {
		c.fail("has %d scores, should have %d, for percentiles 1 to 99", len(n.Percentiles), tablePoints)
	}
	before := low
	for i, score := range n.Percentiles {
		if !(score >= before && score <= high) {
			c.fail("has %v at percentile %d, should be between %v and %v", score, i+1, before, high)
			return
		}
		before = score
	}
}

func compileNorm(c checker, spec *Norm, low, high float64) *Norm {
	if spec == nil {
		return nil
	}
	spec.check(c, low, high)
	n := *spec
	n.Percentiles = slices.Clone(spec.Percentiles)
	return &n
}
