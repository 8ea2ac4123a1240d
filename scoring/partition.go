package scoring

import "math"

// Value is the function at two scores on the instrument's own metric.
func (f LinearFunction) Value(anxious, avoidant float64) float64 {
	return f.Anxious*(f.Offset+f.Slope*anxious) + f.Avoidant*(f.Offset+f.Slope*avoidant) + f.Constant
}

// partition is the plane of anxious × avoidant cut into the regions where
// each function is the highest. The regions are convex; edges are the
// stretches where two of them meet.
type partition struct {
	functions [Regions]LinearFunction
	edges     []edge
	steepest  float64 // the largest gradient between two functions
}

// edge is a stretch of the line a·A + v·V + c = 0, which is positive inside.
// (a, v) has length 1. The stretch runs between the ends in the direction
// (-v, a); an end may be infinitely far.
type edge struct {
	inside, outside Region
	a, v, c         float64
	ends            [2]point
}

type point struct {
	a, v     float64
	infinite bool
}

func newPartition(functions []LinearFunction) *partition {
	p := &partition{}
	for _, f := range functions {
		p.functions[f.Region] = f
	}
	for r := range Regions {
		for other := range r {
			d := p.lead(r, other)
			p.steepest = max(p.steepest, math.Hypot(d.a, d.v))
		}
	}
	for in := range Regions {
		for out := in + 1; out < Regions; out++ {
			if e, ok := p.edge(in, out); ok {
				p.edges = append(p.edges, e)
			}
		}
	}
	return p
}

// edge clips the line on which two functions are equal to where no other is
// higher.
func (p *partition) edge(in, out Region) (edge, bool) {
	d := p.lead(in, out)
	size := math.Hypot(d.a, d.v)
	if size <= negligible*p.steepest {
		return edge{}, false // parallel planes: one of the two is never the higher
	}
	e := edge{inside: in, outside: out, a: d.a / size, v: d.v / size, c: d.c / size}
	from, to := math.Inf(-1), math.Inf(1)
	for other := range Regions {
		if other != in && other != out {
			from, to = e.clip(p.lead(in, other), size, p.steepest, from, to)
		}
	}
	e.ends = [2]point{e.at(from), e.at(to)}
	return e, from < to
}

// negligible is what rounding may leave of an exact zero, relative to the
// numbers that it came from.
const negligible = 1e-10

// plane is a·A + v·V + c.
type plane struct{ a, v, c float64 }

// lead is by how much one function is above another.
func (p *partition) lead(r, over Region) plane {
	f, g := p.functions[r], p.functions[over]
	a, v := f.Anxious-g.Anxious, f.Avoidant-g.Avoidant
	return plane{a * f.Slope, v * f.Slope, (a+v)*f.Offset + f.Constant - g.Constant}
}

// clip keeps the part of the stretch where the inside function leads over a
// third one, too. size is how steeply it leads over the outside one, steepest
// the unit of what is negligible.
func (e *edge) clip(lead plane, size, steepest, from, to float64) (float64, float64) {
	start := lead.c - e.c*(lead.a*e.a+lead.v*e.v) // at the foot of the origin
	slope := lead.v*e.a - lead.a*e.v
	flat := negligible * steepest
	level := flat + negligible*(math.Abs(lead.c)+math.Abs(e.c)*steepest)
	switch {
	case slope > flat:
		return max(from, -start/slope), to
	case slope < -flat:
		return from, min(to, -start/slope)
	case start > level:
		return from, to
	case start < -level:
		return 0, 0
	}
	// All three are equal along the line: the edge is between the two that
	// fall away the most from each other.
	if across := lead.a*e.a + lead.v*e.v; across < 0 || across > size {
		return 0, 0
	}
	return from, to
}

// at is the point at distance t along the line from the foot of the origin.
func (e *edge) at(t float64) point {
	if math.IsInf(t, 0) {
		return point{infinite: true}
	}
	return point{a: -e.c*e.a - t*e.v, v: -e.c*e.v + t*e.a}
}

// probabilities of the regions, given two scores with independent normal
// errors. They sum to 1.
func (p *partition) probabilities(anxious, avoidant *Score) [Regions]float64 {
	at := place{anxious.Value, avoidant.Value, anxious.SE, avoidant.SE}
	out, ok := p.integrate(at)
	if !ok {
		// The scores are a corner of the partition, seen from which an angle
		// has no meaning. A billionth of an error beside it has.
		at.anxious += 1e-8 * at.anxiousError
		at.avoidant += 0.6e-8 * at.avoidantError
		out, _ = p.integrate(at)
	}
	return out
}

// place is a point of the plane with its two standard errors.
type place struct{ anxious, avoidant, anxiousError, avoidantError float64 }

// integrate gives the whole probability to the region of the scores, then
// moves across each edge what lies beyond it. See the package documentation.
func (p *partition) integrate(at place) (out [Regions]float64, ok bool) {
	home := p.highest(at)
	out[home] = 1
	for i := range p.edges {
		e := &p.edges[i]
		mass, ok := e.mass(at)
		if !ok {
			return out, false
		}
		if (e.inside == home && mass < 0) || (e.outside == home && mass > 0) {
			mass = -mass // rounding put the scores on the wrong side of their own border
		}
		out[e.inside] -= mass
		out[e.outside] += mass
	}
	for r := range out {
		out[r] = max(out[r], 0)
	}
	return out, true
}

func (p *partition) highest(at place) Region {
	best, top := Secure, math.Inf(-1)
	for r, f := range p.functions {
		if v := f.Value(at.anxious, at.avoidant); v > top {
			best, top = Region(r), v
		}
	}
	return best
}

// mass is the integral of exp(-ρ²/2)/2π over the angle under which the edge is
// seen from the scores, in standard errors; positive where they are inside.
// It fails where the scores are an end of the edge.
func (e *edge) mass(at place) (float64, bool) {
	x, y := e.a*at.anxiousError, e.v*at.avoidantError
	size := math.Sqrt(x*x + y*y)
	height := (e.a*at.anxious + e.v*at.avoidant + e.c) / size
	h := math.Abs(height)
	if h > far {
		return 0, true
	}
	tail := phi(-h)
	var share [2]float64
	for i, end := range e.ends {
		if end.infinite {
			share[i] = math.Copysign(tail/2, float64(i)-0.5)
			continue
		}
		t := ((end.v-at.avoidant)/at.avoidantError*x - (end.a-at.anxious)/at.anxiousError*y) / size
		if t*t+h*h < 1e-18 {
			return 0, false
		}
		share[i] = owen(h, t, tail)
	}
	return math.Copysign(share[1]-share[0], height), true
}
