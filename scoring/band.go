package scoring

import "math"

// bands cuts one metric.
type bands struct {
	cuts         []Cut // cited; nil for thirds
	lower, upper float64
}

// of places a score. Cited bands follow their source's rule alone. By thirds a
// score within one standard error of an edge belongs to both sides of it, and
// one within a standard error of both edges to the middle: all that is known
// then is that it is not far from there.
func (b *bands) of(value, se float64) Band {
	if b.cuts != nil {
		return b.cited(value)
	}
	nearLower := math.Abs(value-b.lower) <= se
	nearUpper := math.Abs(value-b.upper) <= se
	switch {
	case nearLower && nearUpper:
		return Middle
	case nearLower:
		return LowerToMiddle
	case nearUpper:
		return MiddleToUpper
	case value < b.lower:
		return Lower
	case value > b.upper:
		return Upper
	}
	return Middle
}

func (b *bands) cited(value float64) Band {
	id := b.cuts[0].ID
	for _, cut := range b.cuts[1:] {
		if value < cut.From {
			break
		}
		id = cut.ID
	}
	return Band(id)
}

func compileBands(c checker, spec BandSpec, low, high float64) bands {
	c.basis(spec.Basis, ScalePosition, spec.Source)
	if spec.Basis != Cited {
		if len(spec.Cuts) > 0 {
			c.at("cuts").fail("are only for basis %q", Cited)
		}
		third := (high - low) / 3
		return bands{lower: low + third, upper: high - third}
	}
	checkCuts(c, spec.Cuts, low, high)
	return bands{cuts: append([]Cut{}, spec.Cuts...)}
}

func checkCuts(c checker, cuts []Cut, low, high float64) {
	if len(cuts) == 0 {
		c.at("cuts").fail("is empty; cited bands need their lower edges")
		return
	}
	seen := make(map[string]int, len(cuts))
	for i, cut := range cuts {
		c := c.at("cuts[%d]", i)
		addID(c, seen, cut.ID, i)
		from := c.at("from")
		switch {
		case !from.number(cut.From):
		case i == 0 && math.Abs(cut.From-low) > 1e-9:
			from.fail("is %v, should be the lowest possible score, %v", cut.From, low)
		case cut.From > high:
			from.fail("is %v, above the highest possible score, %v", cut.From, high)
		case i > 0 && cut.From <= cuts[i-1].From:
			from.fail("is %v, should be above the cut before it, %v", cut.From, cuts[i-1].From)
		}
	}
}
