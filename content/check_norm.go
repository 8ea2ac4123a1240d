package content

import (
	"slices"
	"strconv"
)

func (c *instrumentCheck) checkNorms(scale int, norms []NormFile) {
	whole := 0
	for j, n := range norms {
		path := []any{"scales", scale, "norms", j}
		if n.Source == "" {
			if _, _, found := c.doc.find(append(path, "source")); found == len(path)+1 {
				c.errorf(c.doc.at(append(path, "source")...), "a norm without citation: write an id from sources")
			}
		}
		c.sources.known(n.Source, append(path, "source")...)
		c.checkNormMetric(scale, n, path)
		c.checkDefault(n, path)
		if n.whole() {
			whole++
		}
		if n.whole() && whole == 2 {
			c.errorf(c.doc.at(path...), "a second norm for the whole sample: restrict it by age or gender, or delete one")
		}
		c.checkFigures(n.FiguresFile, path)
		for k, g := range n.Groups {
			c.checkFigures(g, append(slices.Clone(path), "groups", k))
		}
	}
}

// checkNormMetric refuses a norm on another metric: it would place nobody
// where they are, and mean and SD alone do not show it.
func (c *instrumentCheck) checkNormMetric(scale int, n NormFile, path []any) {
	low, high, ok := c.metric(scale)
	if m := n.Metric; ok && m.Min < m.Max && (m.Min != low || m.Max != high) {
		c.errorf(c.doc.at(append(path, "metric")...), "the norm is on %g to %g, the scale %q on %g to %g: scores on one metric have no rank on another; delete the norm",
			m.Min, m.Max, c.file.Scales[scale].ID, low, high)
	}
}

// checkDefault sees that a norm for people whose age was not asked begins where
// the instrument does.
func (c *instrumentCheck) checkDefault(n NormFile, path []any) {
	if minimum := c.file.minimumAge(); n.Default && (n.Gender != "" || n.AgeFrom > minimum) {
		c.errorf(c.doc.at(append(path, "default")...), "the default norm is that of everyone from the minimum age of %d on: it has no gender and begins there; delete the line", minimum)
	}
}

func (c *instrumentCheck) checkFigures(f FiguresFile, path []any) {
	if f.AgeFrom > f.AgeTo && f.AgeTo != 0 {
		c.errorf(c.doc.at(append(path, "age_from")...), "age_from is above age_to: swap them")
	}
	if len(f.Percentiles) == 99 && !slices.IsSorted(f.Percentiles) {
		c.errorf(c.doc.at(append(path, "percentiles")...), "percentiles must not fall: write the scores at 1 to 99 in order")
	}
	if len(f.Points) == 0 {
		return
	}
	if len(f.Percentiles) > 0 {
		c.errorf(c.doc.key(append(path, "points")...), "the norm has percentiles as well: keep one of the two")
	}
	before, first := 0.0, true
	for _, name := range names(f.Points) {
		if p, ok := parsePoint(name); !ok || strconv.Itoa(p) != name {
			c.errorf(c.doc.key(append(path, "points", name)...), "%q is no percentile: write a whole number from 1 to 99", name)
		}
	}
	for p := range 100 {
		score, ok := f.Points[strconv.Itoa(p)]
		if ok && !first && score < before {
			c.errorf(c.doc.at(append(path, "points", strconv.Itoa(p))...), "points must not fall: %g at %d is below the one before", score, p)
		}
		if ok {
			before, first = score, false
		}
	}
}

func parsePoint(name string) (int, bool) {
	p, err := strconv.Atoi(name)
	return p, err == nil && p >= 1 && p <= 99
}

// whole reports whether the norm is that of profiles: for everyone in its
// sample, or the default.
func (n NormFile) whole() bool {
	return n.Default || n.AgeFrom == 0 && n.AgeTo == 0 && n.Gender == ""
}
