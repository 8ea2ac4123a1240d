package dataset

import (
	"math"
	"slices"
)

// minres fits so many common factors to a correlation matrix with the least
// sum of squared residuals off the diagonal (Harman & Jones 1966), which for
// given uniquenesses ψ is reached by the leading eigenvectors of R - Ψ. What
// is left to minimise is half the sum of the squares of the other eigenvalues,
// as a function of ψ (Jöreskog 1977, unweighted least squares). Like R psych
// it keeps ψ between .005 and 1.
type minres struct {
	r       matrix
	factors int
}

const (
	lowestUniqueness  = 0.005
	highestUniqueness = 1
	minresTolerance   = 1e-9 // of the gradient
	minresSteps       = 2000
)

// fit ends where the loss has no slope; ok is false where it does not get
// there.
func (m minres) fit() (at *fitted, ok bool) {
	at = m.at(m.start())
	damping := 1e-3
	for range minresSteps {
		free := at.free()
		if at.steepest(free) <= minresTolerance {
			return at, true
		}
		next, ok := m.step(at, free, damping)
		if ok && next.loss < at.loss {
			at, damping = next, max(damping/5, 1e-12)
			continue
		}
		// No step goes down: either it was too bold, or the loss is as low as
		// doubles can tell.
		if damping *= 4; damping > 1e12 {
			return at, at.steepest(free) <= math.Sqrt(minresTolerance)
		}
	}
	return at, false
}

// start takes for the communalities the squared multiple correlations, as far
// as the matrix has an inverse.
func (m minres) start() []float64 {
	psi := make([]float64, len(m.r))
	for i := range psi {
		psi[i] = 0.5
		unit := make([]float64, len(m.r))
		unit[i] = 1
		if column, ok := m.r.solve(unit); ok {
			psi[i] = min(max(1/column[i], lowestUniqueness), highestUniqueness)
		}
	}
	return psi
}

// fitted is what holds at one choice of uniquenesses.
type fitted struct {
	psi      []float64
	loss     float64
	gradient []float64
	kept     []factor // eigenvalues above 0 among the leading ones
	dropped  []factor
}

// factor is an eigenvalue of R - Ψ with its eigenvector.
type factor struct {
	value  float64
	vector []float64
}

func (m minres) at(psi []float64) *fitted {
	reduced := m.r.clone()
	for i := range reduced {
		reduced[i][i] -= psi[i]
	}
	values, vectors := reduced.eigen()
	f := &fitted{psi: psi, gradient: make([]float64, len(psi))}
	for k, value := range values {
		if k < m.factors && value > 0 {
			f.kept = append(f.kept, factor{value, vectors[k]})
			continue
		}
		f.dropped = append(f.dropped, factor{value, vectors[k]})
		f.loss += value * value / 2
		for i, x := range vectors[k] {
			f.gradient[i] -= value * x * x
		}
	}
	return f
}

// free are the uniquenesses that are not held by a bound.
func (f *fitted) free() []int {
	var free []int
	for i, psi := range f.psi {
		down := psi <= lowestUniqueness && f.gradient[i] > 0
		up := psi >= highestUniqueness && f.gradient[i] < 0
		if !down && !up {
			free = append(free, i)
		}
	}
	return free
}

// steepest is the greatest slope along a free uniqueness.
func (f *fitted) steepest(free []int) float64 {
	top := 0.0
	for _, i := range free {
		top = max(top, math.Abs(f.gradient[i]))
	}
	return top
}

// step is Levenberg and Marquardt's with Jöreskog's approximate second
// derivatives, the squared elements of the projection onto what is dropped.
func (m minres) step(at *fitted, free []int, damping float64) (*fitted, bool) {
	h, g := newMatrix(len(free)), make([]float64, len(free))
	for a, i := range free {
		g[a] = -at.gradient[i]
		for b, j := range free {
			p := 0.0
			for _, d := range at.dropped {
				p += d.vector[i] * d.vector[j]
			}
			h[a][b] = p * p
		}
		h[a][a] += damping
	}
	move, ok := h.solve(g)
	if !ok {
		return nil, false
	}
	psi := slices.Clone(at.psi)
	for a, i := range free {
		psi[i] = min(max(psi[i]+move[a], lowestUniqueness), highestUniqueness)
	}
	return m.at(psi), true
}

// uniqueness is for each variable the variance that the factors leave,
// 1 - Σ loading². Where a bound holds, it is not ψ.
func (f *fitted) uniqueness() []float64 {
	u := make([]float64, len(f.psi))
	for i := range u {
		u[i] = 1
		for _, k := range f.kept {
			u[i] -= k.value * k.vector[i] * k.vector[i]
		}
	}
	return u
}
