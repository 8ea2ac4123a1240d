package take

import (
	"context"
	"fmt"

	"github.com/attune-quiz/attune/quiz"
)

// Speak changes the language in which the attempt is shown, at any time. What
// was given stays as it was, and so does the language of the consent. It
// returns Invalid for a locale that the instrument does not have.
func (s *Service) Speak(ctx context.Context, a *quiz.Attempt, l quiz.Locale) error {
	in, _, err := s.Paper(a)
	if err != nil {
		return err
	}
	if _, ok := in.Texts[l]; !ok {
		return quiz.Invalid{{Pointer: "#/locale", Detail: "not one of the instrument's locales"}}
	}
	err = s.Attempts.Update(ctx, a.ID, func(a *quiz.Attempt) ([]quiz.Event, error) {
		a.Locale = l
		return nil, nil
	})
	if err != nil {
		return fmt.Errorf("change the language: %w", err)
	}
	return nil
}
