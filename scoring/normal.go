package scoring

import "math"

// phi is the standard normal distribution function.
func phi(z float64) float64 { return 0.5 * math.Erfc(-z/math.Sqrt2) }

// Nodes and weights of eight-point Gauss–Legendre quadrature on [0, 1].
var (
	nodes = [...]float64{
		0.019855071751231884, 0.10166676129318664, 0.2372337950418355, 0.40828267875217511,
		0.59171732124782489, 0.7627662049581645, 0.89833323870681336, 0.98014492824876812,
	}
	weights = [...]float64{
		0.050614268145188130, 0.11119051722668724, 0.15685332293894364, 0.18134189168918099,
		0.18134189168918099, 0.15685332293894364, 0.11119051722668724, 0.050614268145188130,
	}
)

// far is the distance in standard errors beyond which nothing of a normal
// distribution is left for our purposes: phi(-8) < 1e-15.
const far = 6.5

// owen is Owen's function T(h, t/h) for h ≥ 0: the probability that a standard
// normal pair falls beyond the distance h of a line and within the angle that
// the line's stretch from its foot to t is seen under, signed like t. tail is
// phi(-h). h and t are not both 0.
func owen(h, t, tail float64) float64 {
	if t < 0 {
		return -owen(h, -t, tail)
	}
	if t <= h {
		return owenNear(h, t/h)
	}
	if t > far {
		return tail / 2
	}
	beyond := phi(-t)
	return (tail+beyond)/2 - tail*beyond - owenNear(t, h/t)
}

// owenNear is T(h, a) for 0 ≤ a ≤ 1 by quadrature of its defining integral,
// exact to 1e-9.
func owenNear(h, a float64) float64 {
	if h > far {
		return 0
	}
	sum := 0.0
	for i, x := range nodes {
		y := 1 + a*a*x*x
		sum += weights[i] * math.Exp(-h*h*y/2) / y
	}
	return sum * a / (2 * math.Pi)
}
