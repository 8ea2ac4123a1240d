package scoring

// Metric returns the lowest and highest score that a scale of the spec can
// have: the range of its items for means, that of their total for sums. The
// index is one of Spec.Scales.
func (spec Spec) Metric(scale int) (lowest, highest float64) {
	s := spec.Scales[scale]
	for i, key := range s.Keys {
		lo, hi := spec.itemRange(key.Item)
		switch {
		case s.Method == Sum:
			lowest, highest = lowest+lo, highest+hi
		case i == 0:
			lowest, highest = lo, hi
		default:
			lowest, highest = min(lowest, lo), max(highest, hi)
		}
	}
	return lowest, highest
}

func (spec Spec) itemRange(id string) (lo, hi float64) {
	for _, it := range spec.Items {
		if it.ID == id {
			return float64(it.Min), float64(it.Max)
		}
	}
	return 0, 0
}
