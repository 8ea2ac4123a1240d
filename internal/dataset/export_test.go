package dataset

import (
	"context"
	"io"

	"github.com/attune-quiz/attune/scoring"
)

// OmegaOf is omega total with another number of factors, by scale.
func OmegaOf(ctx context.Context, r io.Reader, spec scoring.Spec, opt Options, factors int) (map[string]float64, error) {
	_, m, err := sumComplete(ctx, r, spec, opt)
	if err != nil {
		return nil, err
	}
	out := map[string]float64{}
	for _, scale := range spec.Scales {
		out[scale.ID], _ = omega(keyed(m, spec, scale).covariance, factors, OmegaItems)
	}
	return out, nil
}
