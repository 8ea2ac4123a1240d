package dataset

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// reproduced is the correlation matrix of variables with these loadings.
func reproduced(loadings [][]float64) (r matrix, unique []float64) {
	r, unique = newMatrix(len(loadings)), make([]float64, len(loadings))
	for i, a := range loadings {
		for j, b := range loadings {
			for f := range a {
				r[i][j] += a[f] * b[f]
			}
		}
		unique[i] = 1 - r[i][i]
		r[i][i] = 1
	}
	return r, unique
}

// Where the factors explain every correlation, they are found: three of them
// have unique solutions from these patterns of loadings (each factor marked by
// three variables of its own).
func TestMinresFindsKnownFactors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loadings := make([][]float64, 12)
		for i := range loadings {
			loadings[i] = make([]float64, 3)
			loadings[i][i%3] = rapid.Float64Range(0.5, 0.85).Draw(t, "main")
			loadings[i][(i+1)%3] = rapid.Float64Range(-0.1, 0.1).Draw(t, "cross")
		}
		r, want := reproduced(loadings)
		best, ok := minres{r, 3}.fit()
		if !ok {
			t.Fatal("did not converge")
		}
		got := best.uniqueness()
		for i := range want {
			if math.Abs(got[i]-want[i]) > 1e-6 {
				t.Fatalf("variable %d: got %v, want %v", i, got[i], want[i])
			}
		}
	})
}

// Three variables and one factor by hand: r12 = .48, r13 = .40, r23 = .30 give
// loadings² r12·r13/r23 = .64, r12·r23/r13 = .36, r13·r23/r12 = .25. Omega is
// then (.8+.6+.5)²/(3+2·1.18) = 3.61/5.36.
func TestMinresByHand(t *testing.T) {
	r := matrix{{1, 0.48, 0.40}, {0.48, 1, 0.30}, {0.40, 0.30, 1}}
	best, ok := minres{r, 1}.fit()
	if !ok {
		t.Fatal("did not converge")
	}
	u := best.uniqueness()
	for i, want := range []float64{0.36, 0.64, 0.75} {
		if math.Abs(u[i]-want) > 1e-7 {
			t.Errorf("variable %d: got %v, want %v", i, u[i], want)
		}
	}
	got, why := omega(r, 1, 3)
	if want := 3.61 / 5.36; why != "" || math.Abs(got-want) > 1e-7 {
		t.Errorf("omega: got %v %s, want %v", got, why, want)
	}
}

// Correlations that ask for a loading above 1 (Heywood: .9·.9/.7 > 1) are
// fitted at the bound.
func TestMinresHeywood(t *testing.T) {
	r := matrix{{1, 0.9, 0.9}, {0.9, 1, 0.7}, {0.9, 0.7, 1}}
	best, ok := minres{r, 1}.fit()
	if !ok || best.psi[0] != lowestUniqueness {
		t.Errorf("got ψ %v, %t, want the first at %v", best.psi, ok, lowestUniqueness)
	}
}

// Whatever the correlations, the fit converges, and no choice of uniquenesses
// near by has a lower loss.
func TestMinresIsAMinimum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := minres{drawCorrelations(t), 3}
		best, ok := m.fit()
		if !ok {
			t.Fatal("did not converge")
		}
		near := slices.Clone(best.psi)
		for i := range near {
			near[i] += rapid.Float64Range(-1e-3, 1e-3).Draw(t, "move")
			near[i] = min(max(near[i], lowestUniqueness), highestUniqueness)
		}
		if got := m.at(near).loss; got < best.loss-1e-12 {
			t.Fatalf("loss near by: got %v, want at least %v", got, best.loss)
		}
	})
}

// drawCorrelations is the correlation matrix of ten random rows over eight
// variables.
func drawCorrelations(t *rapid.T) matrix {
	rows := make([][]float64, 10)
	for i := range rows {
		rows[i] = rapid.SliceOfN(rapid.Float64Range(-1, 1), 8, 8).Draw(t, "row")
		rows[i][i%8] += 3
	}
	c := newMatrix(8)
	for i := range c {
		for j := range c {
			for _, row := range rows {
				c[i][j] += row[i] * row[j]
			}
		}
	}
	return c.correlations()
}
