package scoring

import "math"

// style is a compiled StyleSpec.
type style struct {
	anxious, avoidant, secure          int // places of the scales; secure is -1 where nothing is held against the map
	anxiousCut, avoidantCut, secureCut float64
	partition                          *partition // nil under cut-points
	settled                            float64
	basis                              Basis
}

// side holds the probabilities that the true score of one dimension is on the
// low and on the high side.
type side struct{ low, high float64 }

func cutSide(s *Score, cut float64) side {
	z := (s.Value - cut) / s.SE
	tail := phi(-math.Abs(z))
	if z < 0 {
		return side{1 - tail, tail}
	}
	return side{tail, 1 - tail}
}

// derive writes the style of two scored dimensions; without them it leaves
// NoStyle.
func (y *style) derive(dst *Style, scales []Score) {
	anxious, avoidant := &scales[y.anxious], &scales[y.avoidant]
	if !anxious.Scored() || !avoidant.Scored() {
		return
	}
	var a, v side
	if y.partition == nil {
		a, v = cutSide(anxious, y.anxiousCut), cutSide(avoidant, y.avoidantCut)
		dst.Probabilities = [Regions]float64{
			Secure: a.low * v.low, Anxious: a.high * v.low,
			Avoidant: a.low * v.high, Fearful: a.high * v.high,
		}
	} else {
		p := y.partition.probabilities(anxious, avoidant)
		a = side{p[Secure] + p[Avoidant], p[Anxious] + p[Fearful]}
		v = side{p[Secure] + p[Anxious], p[Avoidant] + p[Fearful]}
		dst.Probabilities = p
	}
	dst.Basis = y.basis
	dst.State, dst.Regions = stateOf(a, v, y.settled)
	dst.Contradicted = dst.State == Settled && y.contradicts(dst.Regions[0], scales)
}

// stateOf applies one rule to both kinds of map: a side is settled from the
// given probability on; two settled sides make a region, one a pair of
// neighbours, none the middle.
func stateOf(anxious, avoidant side, settled float64) (State, [2]Region) {
	a, aSettled := anxious.choose(settled, Anxious)
	v, vSettled := avoidant.choose(settled, Avoidant)
	switch {
	case aSettled && vSettled:
		return Settled, [2]Region{a | v}
	case aSettled:
		return Between, [2]Region{a, a | Avoidant}
	case vSettled:
		return Between, [2]Region{v, v | Anxious}
	}
	return NearMiddle, [2]Region{}
}

// choose returns the settled side's share in the number of the region: the
// regions count secure 0, anxious 1, avoidant 2, and fearful, which is both, 3.
func (s side) choose(settled float64, high Region) (Region, bool) {
	if s.high >= settled {
		return high, true
	}
	return Secure, s.low >= settled
}

// contradicts reports whether the secure scale is settled against the region.
func (y *style) contradicts(r Region, scales []Score) bool {
	if y.secure < 0 || !scales[y.secure].Scored() {
		return false
	}
	s := cutSide(&scales[y.secure], y.secureCut)
	if r == Secure {
		return s.low >= y.settled
	}
	return s.high >= y.settled
}
