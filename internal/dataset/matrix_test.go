package dataset

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func drawMatrix(t *rapid.T) matrix {
	n := rapid.IntRange(1, 8).Draw(t, "n")
	m := newMatrix(n)
	for i := range n {
		for j := range i + 1 {
			m[i][j] = rapid.Float64Range(-1, 1).Draw(t, "element")
			m[j][i] = m[i][j]
		}
	}
	return m
}

func TestEigen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMatrix(t)
		values, vectors := m.eigen()
		for k, v := range vectors {
			if k > 0 && values[k] > values[k-1] {
				t.Fatalf("%v is not descending", values)
			}
			for i := range m {
				image := 0.0
				for j := range m {
					image += m[i][j] * v[j]
				}
				if math.Abs(image-values[k]*v[i]) > 1e-12 {
					t.Fatalf("m·v: got %v, want %v times %v", image, values[k], v[i])
				}
			}
			for l, w := range vectors {
				dot, want := 0.0, 0.0
				for i := range v {
					dot += v[i] * w[i]
				}
				if k == l {
					want = 1
				}
				if math.Abs(dot-want) > 1e-12 {
					t.Fatalf("vectors %d and %d: got product %v, want %v", k, l, dot, want)
				}
			}
		}
	})
}

func TestSolve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMatrix(t)
		for i := range m {
			m[i][i] = 10 // dominant, hence positive definite
		}
		b := rapid.SliceOfN(rapid.Float64Range(-5, 5), len(m), len(m)).Draw(t, "b")
		x, ok := m.solve(b)
		if !ok {
			t.Fatal("got none, want a solution")
		}
		for i := range m {
			got := 0.0
			for j := range m {
				got += m[i][j] * x[j]
			}
			if math.Abs(got-b[i]) > 1e-12 {
				t.Fatalf("m·x: got %v, want %v", got, b[i])
			}
		}
	})
	if x, ok := (matrix{{1, 2}, {2, 1}}).solve([]float64{1, 1}); ok {
		t.Errorf("an indefinite matrix: got %v, want none", x)
	}
}
