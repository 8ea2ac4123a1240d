package scoring

import "math"

// focus is a compiled FocusSpec; nil ranks nothing.
type focus struct {
	mechanisms []int
	z          float64
}

// rank sorts the scored mechanisms weakest first, ties in the order of the
// spec, and lists those that measurement cannot tell from the lowest: the
// difference is within z standard errors of a difference, which is √2·SEM
// where both have the same SEM.
func (f *focus) rank(dst *Profile) {
	dst.Mechanisms, dst.Candidates = dst.Mechanisms[:0], dst.Candidates[:0]
	if f == nil {
		return
	}
	for _, m := range f.mechanisms {
		if dst.Scales[m].Scored() {
			dst.Mechanisms = append(dst.Mechanisms, m)
			settle(dst.Mechanisms, dst.Scales)
		}
	}
	if len(dst.Mechanisms) == 0 {
		return
	}
	lowest := &dst.Scales[dst.Mechanisms[0]]
	for _, m := range dst.Mechanisms {
		s := &dst.Scales[m]
		if s.Value-lowest.Value <= f.z*math.Sqrt(lowest.SE*lowest.SE+s.SE*s.SE) {
			dst.Candidates = append(dst.Candidates, m)
		}
	}
}

// settle moves the last place up past all that score higher.
func settle(places []int, scales []Score) {
	for i := len(places) - 1; i > 0 && scales[places[i]].Value < scales[places[i-1]].Value; i-- {
		places[i], places[i-1] = places[i-1], places[i]
	}
}

func compileFocus(c checker, spec *FocusSpec, scales scaleTable) *focus {
	if spec == nil {
		return nil
	}
	f := &focus{z: spec.Z}
	if len(spec.Mechanisms) == 0 {
		c.at("mechanisms").fail("is empty; leave focus out where none is measured")
	}
	seen := make(map[int]bool, len(spec.Mechanisms))
	for i, id := range spec.Mechanisms {
		c := c.at("mechanisms[%d]", i)
		place := scales.find(c, id)
		if place < 0 {
			continue
		}
		if seen[place] {
			c.fail("names %q again", id)
		}
		seen[place] = true
		f.add(c, place, scales.list)
	}
	if !(spec.Z > 0 && spec.Z <= 10) {
		c.at("z").fail("is %v, should be above 0 and at most 10", spec.Z)
	}
	if spec.Preselect < 0 || spec.Preselect > len(spec.Mechanisms) {
		c.at("preselect").fail("is %d, should be between 0 and the number of mechanisms, %d", spec.Preselect, len(spec.Mechanisms))
	}
	return f
}

// add insists that mechanisms share a metric: otherwise weakest means nothing.
func (f *focus) add(c checker, place int, scales []scale) {
	s := &scales[place]
	if len(f.mechanisms) > 0 {
		if first := &scales[f.mechanisms[0]]; s.low != first.low || s.high != first.high {
			c.fail("%q goes from %v to %v, the first mechanism from %v to %v; mechanisms share their metric",
				s.id, s.low, s.high, first.low, first.high)
			return
		}
	}
	f.mechanisms = append(f.mechanisms, place)
}
