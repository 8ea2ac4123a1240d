package take

import (
	"context"
	"fmt"
	"slices"

	"github.com/attune-quiz/attune/quiz"
)

// Sections are the parts of a result that ask "does this fit?".
func Sections() []string {
	return []string{"opening", "tonight", "pattern", "map", "mechanisms", "plan"}
}

// Fits are the possible replies.
func Fits() []string { return []string{"yes", "partly", "no"} }

// Fit counts a reply for the attempt's instrument and locale. The count is
// kept apart from the attempt. Errors as for a plan: Invalid, ErrUnfinished.
func (s *Service) Fit(ctx context.Context, a *quiz.Attempt, section, fits string) error {
	var bad quiz.Invalid
	if !slices.Contains(Sections(), section) {
		bad.Add("#/section", fmt.Sprintf("must be one of %v", Sections()))
	}
	if !slices.Contains(Fits(), fits) {
		bad.Add("#/fits", fmt.Sprintf("must be one of %v", Fits()))
	}
	if len(bad) > 0 {
		return bad
	}
	if a.Status != quiz.Finished {
		return quiz.ErrUnfinished
	}
	name := fmt.Sprintf("fit.%s.%s.%s", a.Instrument, a.Locale, section)
	if err := s.Tallies.Count(ctx, name, fits); err != nil {
		return fmt.Errorf("count a fit: %w", err)
	}
	return nil
}
