package dataset

import "math"

// matrix is square and symmetric, row by row.
type matrix [][]float64

func newMatrix(n int) matrix {
	m := make(matrix, n)
	for i := range m {
		m[i] = make([]float64, n)
	}
	return m
}

func (m matrix) clone() matrix {
	out := newMatrix(len(m))
	for i, row := range m {
		copy(out[i], row)
	}
	return out
}

// total is the sum of all elements.
func (m matrix) total() float64 {
	sum := 0.0
	for _, row := range m {
		for _, x := range row {
			sum += x
		}
	}
	return sum
}

func (m matrix) trace() float64 {
	sum := 0.0
	for i := range m {
		sum += m[i][i]
	}
	return sum
}

// correlations of a matrix of covariances with positive variances.
func (m matrix) correlations() matrix {
	out := newMatrix(len(m))
	for i := range m {
		for j := range m {
			out[i][j] = m[i][j] / math.Sqrt(m[i][i]*m[j][j])
		}
		out[i][i] = 1
	}
	return out
}

// solve returns x with m·x = b by Cholesky's factors; ok is false where m is
// not positive definite.
func (m matrix) solve(b []float64) (x []float64, ok bool) {
	l, ok := m.cholesky()
	if !ok {
		return nil, false
	}
	n := len(m)
	x = make([]float64, n)
	for i := range n {
		x[i] = b[i]
		for k := range i {
			x[i] -= l[i][k] * x[k]
		}
		x[i] /= l[i][i]
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			x[i] -= l[k][i] * x[k]
		}
		x[i] /= l[i][i]
	}
	return x, true
}

func (m matrix) cholesky() (matrix, bool) {
	l := newMatrix(len(m))
	for i := range m {
		for j := range i + 1 {
			sum := m[i][j]
			for k := range j {
				sum -= l[i][k] * l[j][k]
			}
			if i != j {
				l[i][j] = sum / l[j][j]
				continue
			}
			if !(sum > 1e-12*m[i][i]) {
				return nil, false
			}
			l[i][i] = math.Sqrt(sum)
		}
	}
	return l, true
}

// eigen returns the eigenvalues of m, highest first, and as rows their
// eigenvectors of length 1, by Jacobi's cyclic rotations (Golub & Van Loan,
// Matrix Computations, 8.5).
func (m matrix) eigen() (values []float64, vectors matrix) {
	a, v := m.clone(), newMatrix(len(m))
	for i := range v {
		v[i][i] = 1
	}
	limit := 1e-30 * a.square()
	for sweep := 0; sweep < 100 && a.offDiagonal() > limit; sweep++ {
		for p := range a {
			for q := p + 1; q < len(a); q++ {
				a.rotate(v, p, q)
			}
		}
	}
	values = make([]float64, len(a))
	for i := range a {
		values[i] = a[i][i]
	}
	sortDescending(values, v)
	return values, v
}

func sortDescending(values []float64, vectors matrix) {
	for i := range values {
		for k := i; k > 0 && values[k] > values[k-1]; k-- {
			values[k], values[k-1] = values[k-1], values[k]
			vectors[k], vectors[k-1] = vectors[k-1], vectors[k]
		}
	}
}

// square is the sum of the squared elements.
func (m matrix) square() float64 {
	sum := 0.0
	for _, row := range m {
		for _, x := range row {
			sum += x * x
		}
	}
	return sum
}

// offDiagonal is the sum of the squared elements off the diagonal.
func (m matrix) offDiagonal() float64 {
	sum := 0.0
	for i, row := range m {
		for j, x := range row {
			if i != j {
				sum += x * x
			}
		}
	}
	return sum
}

// rotate makes a[p][q] zero and turns the rows of v along.
func (a matrix) rotate(v matrix, p, q int) {
	if a[p][q] == 0 {
		return
	}
	tau := (a[q][q] - a[p][p]) / (2 * a[p][q])
	t := math.Copysign(1/(math.Abs(tau)+math.Hypot(1, tau)), tau)
	c := 1 / math.Hypot(1, t)
	s := t * c
	for k := range a {
		a[k][p], a[k][q] = c*a[k][p]-s*a[k][q], s*a[k][p]+c*a[k][q]
	}
	for k := range a {
		a[p][k], a[q][k] = c*a[p][k]-s*a[q][k], s*a[p][k]+c*a[q][k]
		v[p][k], v[q][k] = c*v[p][k]-s*v[q][k], s*v[p][k]+c*v[q][k]
	}
}
