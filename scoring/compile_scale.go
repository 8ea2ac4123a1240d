package scoring

import "math"

func compileScale(c checker, spec ScaleSpec, items itemTable) scale {
	s := scale{
		id:          spec.ID,
		keys:        len(spec.Keys),
		minAnswered: spec.MinAnswered,
		perItem:     1,
		basis:       spec.Error.Basis,
	}
	ok := s.addKeys(c, spec, items)
	if spec.MinAnswered < 1 || spec.MinAnswered > max(1, s.keys) {
		c.at("min_answered").fail("is %d, should be between 1 and the number of keys, %d", spec.MinAnswered, s.keys)
	}
	s.setMethod(c.at("method"), spec.Method)
	s.low = float64(s.perItem) * float64(s.min)
	s.high = float64(s.perItem) * (float64(s.min) + float64(s.span))
	if !ok {
		return s // without a metric the rest cannot be judged
	}
	checkError(c.at("error"), spec.Error, float64(s.span))
	s.setErrors(spec.Error)
	s.bands = compileBands(c.at("bands"), spec.Bands, s.low, s.high)
	s.norm = compileNorm(c.at("norm"), spec.Norm, s.low, s.high)
	checkGroups(c, spec.Groups, s.low, s.high)
	return s
}

// addKeys reports whether the keys give the scale a metric.
func (s *scale) addKeys(c checker, spec ScaleSpec, items itemTable) bool {
	if len(spec.Keys) == 0 {
		c.at("keys").fail("is empty; a scale needs at least one item")
		return false
	}
	seen := make(map[int]bool, len(spec.Keys))
	for i, k := range spec.Keys {
		c := c.at("keys[%d]", i)
		place, ok := items.place[k.Item]
		if !ok {
			c.at("item").fail("names the item %q, which there is not", k.Item)
			continue
		}
		if seen[place] {
			c.at("item").fail("%q is keyed to this scale already", k.Item)
			continue
		}
		first := len(seen) == 0
		seen[place] = true
		s.checkWeight(c.at("weight"), k.Weight, spec.Method)
		if !s.setRange(c.at("item"), items.list[place], first) {
			return false
		}
		s.addKey(k, place, spec.Method)
	}
	return len(seen) > 0
}

// setRange takes the range of the first item and insists on it in the others:
// over different ranges a mean would have another metric whenever an item is
// missing.
func (s *scale) setRange(c checker, it ItemSpec, first bool) bool {
	if it.Min >= it.Max || it.Min == Missing {
		return false // said at the item
	}
	low, span := int32(it.Min), uint32(int32(it.Max)-int32(it.Min))
	if first {
		s.min, s.span = low, span
		return true
	}
	if low != s.min || span != s.span {
		c.fail("%q goes from %d to %d, the scale's first item from %d to %d; items of one scale share their range",
			it.ID, it.Min, it.Max, s.min, int64(s.min)+int64(s.span))
		return false
	}
	return true
}

func (s *scale) checkWeight(c checker, weight float64, m Method) {
	switch {
	case weight == 0 || weight == 1:
	case m != WeightedMean:
		c.fail("is %v, but only %q uses weights", weight, WeightedMean)
	case !(weight >= 1e-6 && weight <= 1e6):
		c.fail("is %v, should be between 1e-6 and 1e6; reverse the key where an item counts against", weight)
	}
}

func (s *scale) addKey(k Key, place int, m Method) {
	if m == WeightedMean {
		weight := k.Weight
		if weight == 0 {
			weight = 1
		}
		s.weighted = append(s.weighted, weightedKey{int32(place), k.Reverse, weight})
		return
	}
	if k.Reverse {
		s.reverse = append(s.reverse, int32(place))
	} else {
		s.forward = append(s.forward, int32(place))
	}
}

func (s *scale) setMethod(c checker, m Method) {
	switch m {
	case Mean, WeightedMean:
	case Sum:
		s.perItem = s.keys
	default:
		c.fail("is %q, should be %q, %q or %q", m, Mean, Sum, WeightedMean)
	}
}

// checkError refuses what no sample can have: the variance of numbers within
// a range of width span is at most span²/2, that of two people at both ends.
func checkError(c checker, e ErrorSpec, span float64) {
	c.basis(e.Basis, Assumed, e.Source)
	if limit := span * span / 2; !(e.ItemVariance >= 1e-9 && e.ItemVariance <= limit) {
		c.at("item_variance").fail("is %v, should be above 0 and at most %v on this metric", e.ItemVariance, limit)
	}
	if !(e.InterItem >= 0 && e.InterItem < 1) {
		c.at("inter_item").fail("is %v, should be at least 0 and below 1", e.InterItem)
	}
}

func (s *scale) setErrors(e ErrorSpec) {
	s.itemError = math.Sqrt(e.ItemVariance * (1 - e.InterItem))
	s.sem = make([]float64, s.keys+1)
	for k := 1; k <= s.keys; k++ {
		s.sem[k] = float64(s.perItem) * e.SEM(k)
	}
}
