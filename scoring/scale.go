package scoring

import (
	"iter"
	"math"
)

// Confidence is the number of standard errors to each side of a 95 % interval.
const Confidence = 1.96

// SEM is the standard error of measurement of a mean over k answered items,
// sqrt(v(1-r)/k), on the response metric. k is at least 1.
func (e ErrorSpec) SEM(k int) float64 {
	return math.Sqrt(e.ItemVariance * (1 - e.InterItem) / float64(k))
}

// scale is a compiled ScaleSpec. Responses count from min, so that one
// unsigned comparison with span tells whether a response is in range.
type scale struct {
	id               string
	forward, reverse []int32 // places of the items, by direction
	weighted         []weightedKey
	keys             int
	minAnswered      int
	min              int32
	span             uint32
	perItem          int // the score is this many times the mean of the items
	low, high        float64
	sem              []float64 // by the number of answered items
	itemError        float64   // standard error of a single item
	basis            Basis
	bands            bands
	norm             *Norm
}

type weightedKey struct {
	place   int32
	reverse bool
	weight  float64
}

// score recodes, applies the missing policy and writes the scale's result.
func (s *scale) score(dst *Score, responses []Response) {
	var value, se float64
	var answered int
	if s.weighted == nil {
		value, se, answered = s.mean(responses)
	} else {
		value, se, answered = s.weightedMean(responses)
	}
	*dst = Score{Basis: s.basis, Answered: answered, Items: s.keys}
	if answered < s.minAnswered {
		dst.Reason = TooFew
		return
	}
	dst.Value, dst.SE = value, se
	dst.Low = max(value-Confidence*se, s.low)
	dst.High = min(value+Confidence*se, s.high)
	dst.Band = s.bands.of(value, se)
	if s.norm != nil {
		dst.Percentile = s.norm.Percentile(value, s.low, s.high)
		dst.Normed = true
	}
}

// mean adds whole numbers and divides once, so that the result is the double
// nearest to the true mean or prorated sum.
func (s *scale) mean(responses []Response) (value, se float64, answered int) {
	up, n := s.tally(s.forward, responses)
	down, m := s.tally(s.reverse, responses)
	answered = n + m
	if answered == 0 {
		return 0, 0, 0
	}
	total := up + m*int(s.span) - down + answered*int(s.min)
	return float64(total*s.perItem) / float64(answered), s.sem[answered], answered
}

// tally adds the answered of the items, counted from min.
func (s *scale) tally(places []int32, responses []Response) (sum, answered int) {
	for _, place := range places {
		if uint(place) >= uint(len(responses)) {
			continue
		}
		if above := uint32(int32(responses[place]) - s.min); above <= s.span {
			sum += int(above)
			answered++
		}
	}
	return sum, answered
}

func (s *scale) weightedMean(responses []Response) (value, se float64, answered int) {
	var sum, weights, squares float64
	for _, k := range s.weighted {
		if int(k.place) >= len(responses) {
			continue
		}
		above := uint32(int32(responses[k.place]) - s.min)
		if above > s.span {
			continue
		}
		if k.reverse {
			above = s.span - above
		}
		sum += k.weight * float64(above)
		weights += k.weight
		squares += k.weight * k.weight
		answered++
	}
	if answered == 0 {
		return 0, 0, 0
	}
	value = min(float64(s.min)+sum/weights, s.high)
	return value, s.itemError * math.Sqrt(squares) / weights, answered
}

// places yields the places of all keyed items.
func (s *scale) places() iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for _, k := range s.weighted {
			if !yield(k.place) {
				return
			}
		}
		for _, places := range [][]int32{s.forward, s.reverse} {
			for _, p := range places {
				if !yield(p) {
					return
				}
			}
		}
	}
}
