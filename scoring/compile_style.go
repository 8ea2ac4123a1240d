package scoring

import "fmt"

func compileStyle(c checker, spec *StyleSpec, scales scaleTable) *style {
	if spec == nil {
		return nil
	}
	y := &style{
		anxious:  scales.find(c.at("anxious"), spec.Anxious),
		avoidant: scales.find(c.at("avoidant"), spec.Avoidant),
		secure:   -1,
		settled:  spec.Settled,
		basis:    spec.Basis,
	}
	c.basis(spec.Basis, Assumed, spec.Source)
	c.at("settled").between(spec.Settled, 0.5, 1)
	y.setSecure(c, spec, scales)
	if y.anxious < 0 || y.avoidant < 0 {
		return y
	}
	anxious, avoidant := &scales.list[y.anxious], &scales.list[y.avoidant]
	if anxious.sharesItem(avoidant) {
		c.at("avoidant").fail("shares an item with %q, so that their errors are not independent", spec.Anxious)
	}
	if anxious.basis != Cited || avoidant.basis != Cited {
		y.basis = Assumed // a probability is no better founded than the errors in it
	}
	if len(spec.Functions) > 0 {
		y.setFunctions(c, spec)
	} else {
		y.anxiousCut = checkCut(c.at("anxious_cut"), spec.AnxiousCut, anxious)
		y.avoidantCut = checkCut(c.at("avoidant_cut"), spec.AvoidantCut, avoidant)
	}
	return y
}

func (y *style) setSecure(c checker, spec *StyleSpec, scales scaleTable) {
	if spec.Secure == "" {
		if spec.SecureCut != 0 {
			c.at("secure").fail("is empty, but there is a secure_cut")
		}
		return
	}
	place := scales.find(c.at("secure"), spec.Secure)
	if place < 0 {
		return
	}
	if place == y.anxious || place == y.avoidant {
		c.at("secure").fail("%q is a dimension of the map itself", spec.Secure)
	}
	if spec.SecureCut != 0 {
		y.secure = place
		y.secureCut = checkCut(c.at("secure_cut"), spec.SecureCut, &scales.list[place])
	}
}

// checkCut insists that the cut leaves scores on both sides.
func checkCut(c checker, cut float64, s *scale) float64 {
	if s.low < s.high { // otherwise the scale's own faults are said already
		c.between(cut, s.low, s.high)
	}
	return cut
}

func (y *style) setFunctions(c checker, spec *StyleSpec) {
	if spec.AnxiousCut != 0 || spec.AvoidantCut != 0 {
		c.at("functions").fail("stand beside cuts; give one or the other")
	}
	if checkFunctions(c.at("functions"), spec.Functions) {
		y.partition = newPartition(spec.Functions)
	}
}

func checkFunctions(c checker, functions []LinearFunction) bool {
	before := len(*c.found)
	if len(functions) != int(Regions) {
		c.fail("has %d functions, should have one for each of the %d regions", len(functions), Regions)
	}
	seen := map[Region]bool{}
	for i, f := range functions {
		c := checker{fmt.Sprintf("%s[%d]", c.path, i), c.found}
		if f.Region < 0 || f.Region >= Regions {
			c.at("region").fail("is %d, should be from 0 to %d", int(f.Region), Regions-1)
		} else if seen[f.Region] {
			c.at("region").fail("%s has a function already", f.Region)
		}
		seen[f.Region] = true
		c.at("anxious").number(f.Anxious)
		c.at("avoidant").number(f.Avoidant)
		c.at("constant").number(f.Constant)
		c.at("offset").number(f.Offset)
		c.at("slope").between(f.Slope, 0, 1e6)
		checkAgainst(c, f, functions[:i])
	}
	return len(*c.found) == before
}

func checkAgainst(c checker, f LinearFunction, earlier []LinearFunction) {
	for i, g := range earlier {
		if f.Offset != g.Offset || f.Slope != g.Slope {
			c.at("slope").fail("maps scores otherwise than the first function; all share one metric")
			return
		}
		if f.Anxious == g.Anxious && f.Avoidant == g.Avoidant && f.Constant == g.Constant {
			c.fail("is the same function as that at place %d", i)
			return
		}
	}
}

// sharesItem reports whether an item is keyed to both scales.
func (s *scale) sharesItem(o *scale) bool {
	mine := make(map[int32]bool, s.keys)
	for p := range s.places() {
		mine[p] = true
	}
	for p := range o.places() {
		if mine[p] {
			return true
		}
	}
	return false
}
