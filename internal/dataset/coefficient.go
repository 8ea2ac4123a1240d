package dataset

import "math"

// Reason says why a coefficient is null.
type Reason string

const (
	TooFewItems  Reason = "too_few_items"
	TooFewRows   Reason = "too_few_rows"  // fewer than two complete ones
	NoVariance   Reason = "no_variance"   // an item, or the scale, is constant
	NotConverged Reason = "not_converged" // the factors were not found
)

// OmegaFactors and OmegaItems are the number of factors behind omega total
// and the least number of items that can bear them: below it the factors have
// more loadings than there are correlations to find them from.
const (
	OmegaFactors = 3
	OmegaItems   = 6
)

// alpha is Cronbach's, k/(k-1) · (1 - Σ item variances / variance of the sum).
func alpha(covariance matrix) (float64, Reason) {
	k := float64(len(covariance))
	if k < 2 {
		return 0, TooFewItems
	}
	total := covariance.total()
	if !(total > 0) {
		return 0, NoVariance
	}
	return k / (k - 1) * (1 - covariance.trace()/total), ""
}

// omega is McDonald's omega total, 1 - Σu²/ΣR, u² the uniquenesses of minres
// factors of the correlations R.
func omega(covariance matrix, factors, least int) (float64, Reason) {
	if len(covariance) < least {
		return 0, TooFewItems
	}
	for i := range covariance {
		if !(covariance[i][i] > 0) {
			return 0, NoVariance
		}
	}
	r := covariance.correlations()
	total := r.total()
	if !(total > 0) {
		return 0, NoVariance
	}
	best, ok := minres{r, factors}.fit()
	if !ok {
		return 0, NotConverged
	}
	sum := 0.0
	for _, u := range best.uniqueness() {
		sum += u
	}
	return 1 - sum/total, ""
}

// splitHalf correlates the sum of the items at odd places of the key with that
// of the others and steps up to full length: by Spearman and Brown's 2r/(1+r)
// or, where the halves differ by an item, by its form for unequal parts
// (Horst 1951, Educational and Psychological Measurement 11, 368–371).
func splitHalf(covariance matrix) (float64, Reason) {
	k := len(covariance)
	if k < 2 {
		return 0, TooFewItems
	}
	var odd, even, between float64
	for i, row := range covariance {
		for j, c := range row {
			switch {
			case i%2 != j%2:
				between += c / 2
			case i%2 == 0:
				odd += c
			default:
				even += c
			}
		}
	}
	if !(odd > 0 && even > 0) {
		return 0, NoVariance
	}
	return stepUp(between/math.Sqrt(odd*even), float64((k+1)/2)/float64(k)), ""
}

// stepUp is the reliability of a whole whose parts, one being the given share
// of it, correlate by r.
func stepUp(r, share float64) float64 {
	rest := 1 - r*r
	if rest <= 0 {
		return r
	}
	twice := 2 * share * (1 - share)
	return (r*math.Sqrt(r*r+2*twice*rest) - r*r) / (twice * rest)
}

// itemRest correlates an item with the sum of the others.
func itemRest(covariance matrix, item int) (float64, Reason) {
	if len(covariance) < 2 {
		return 0, TooFewItems
	}
	own, shared := covariance[item][item], 0.0
	for j, c := range covariance[item] {
		if j != item {
			shared += c
		}
	}
	rest := covariance.without(item).total()
	if !(own > 0 && rest > 0) {
		return 0, NoVariance
	}
	return shared / math.Sqrt(own*rest), ""
}

// without leaves one variable out.
func (m matrix) without(item int) matrix {
	out := make(matrix, 0, len(m)-1)
	for i, row := range m {
		if i != item {
			kept := append([]float64{}, row[:item]...)
			out = append(out, append(kept, row[item+1:]...))
		}
	}
	return out
}
