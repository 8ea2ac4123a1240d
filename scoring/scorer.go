package scoring

import "time"

// Scorer scores the responses to one form. It is immutable and safe for
// concurrent use.
type Scorer struct {
	scales  []scale
	style   *style
	focus   *focus
	quality quality
}

// NewProfile returns a Profile with room for all that Score writes.
func (s *Scorer) NewProfile() *Profile {
	p := &Profile{}
	s.fit(p)
	return p
}

// Score writes the whole profile of the responses, given in the order of
// Spec.Items, into dst and replaces what stood there. A response outside its
// item's range counts as Missing, and so does one that the slice is too short
// for; what is beyond the items is ignored. A dst without enough room is made
// to fit, which allocates; one from NewProfile is not. Score does not raise
// TooFast: see Pace.
func (s *Scorer) Score(dst *Profile, responses []Response) {
	s.fit(dst)
	for i := range s.scales {
		s.scales[i].score(&dst.Scales[i], responses)
	}
	var alike bool
	dst.Flags, alike = s.quality.flags(responses)
	dst.Style = Style{}
	if s.style != nil && !alike {
		s.style.derive(&dst.Style, dst.Scales)
	}
	s.focus.rank(dst)
}

// Pace raises TooFast in a scored profile, or takes it back. elapsed holds the
// time spent on each item in the order of Spec.Items, 0 where it is not known.
// Where fewer than half the items have a time, nothing is said.
func (s *Scorer) Pace(dst *Profile, elapsed []time.Duration) {
	dst.Flags &^= TooFast
	if s.quality.tooFast(elapsed) {
		dst.Flags |= TooFast
	}
}

func (s *Scorer) fit(dst *Profile) {
	if n := len(s.scales); cap(dst.Scales) < n {
		dst.Scales = make([]Score, n)
	} else {
		dst.Scales = dst.Scales[:n]
	}
	if s.focus == nil {
		return
	}
	if n := len(s.focus.mechanisms); cap(dst.Mechanisms) < n || cap(dst.Candidates) < n {
		dst.Mechanisms, dst.Candidates = make([]int, 0, n), make([]int, 0, n)
	}
}
