package scoring

import (
	"math"
	"testing"
)

// T(h, 1) = Φ(h)Φ(-h)/2, T(0, a) = atan(a)/2π, T(h, ∞) = Φ(-|h|)/2: Owen (1956).
func TestOwenIdentities(t *testing.T) {
	for h := 0.0; h <= 7; h += 0.125 {
		tail := math.Erfc(h/math.Sqrt2) / 2
		if h > 0 {
			if got, want := owen(h, h, tail), tail*(1-tail)/2; math.Abs(got-want) > 1e-9 {
				t.Errorf("T(%v, 1): got %v, want %v", h, got, want)
			}
		}
		if got, want := owen(h, 9, tail), tail/2; math.Abs(got-want) > 1e-9 {
			t.Errorf("T(%v, ∞): got %v, want %v", h, got, want)
		}
	}
	for a := -1.0; a <= 1; a += 0.125 {
		if got, want := owenNear(0, a), math.Atan(a)/(2*math.Pi); math.Abs(got-want) > 1e-9 {
			t.Errorf("T(0, %v): got %v, want %v", a, got, want)
		}
	}
}

// Against Simpson's rule on the defining integral with a fine step.
func TestOwenAgainstSimpson(t *testing.T) {
	for _, h := range []float64{0.01, 0.3, 1, 2, 3, 4.5} {
		for _, a := range []float64{-3, -1, -0.4, 0.2, 0.9, 1.1, 2, 6} {
			want := simpson(h, a)
			if got := owen(h, h*a, math.Erfc(h/math.Sqrt2)/2); math.Abs(got-want) > 1e-9 {
				t.Errorf("T(%v, %v): got %.12f, want %.12f", h, a, got, want)
			}
		}
	}
}

func simpson(h, a float64) float64 {
	const steps = 4000
	f := func(x float64) float64 { return math.Exp(-h*h*(1+x*x)/2) / (1 + x*x) / (2 * math.Pi) }
	sum := f(0) + f(a)
	for i := 1; i < steps; i++ {
		sum += float64(2+2*(i%2)) * f(a*float64(i)/steps)
	}
	return sum * a / steps / 3
}
