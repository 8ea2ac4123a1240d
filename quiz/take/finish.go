package take

import (
	"context"
	"fmt"
	"net/url"

	"github.com/attune-quiz/attune/quiz"
)

// Finish scores the attempt once and stores its profile with the event. Every
// repeat returns the stored profile. It returns Invalid listing the items
// that were neither answered nor declined.
func (s *Service) Finish(ctx context.Context, id quiz.AttemptID) (quiz.Profile, error) {
	finished, err := s.event(quiz.AttemptFinished, id)
	if err != nil {
		return quiz.Profile{}, err
	}
	var out quiz.Profile
	err = s.Attempts.Update(ctx, id, func(a *quiz.Attempt) ([]quiz.Event, error) {
		if a.Status == quiz.Finished {
			out = Profile(a)
			return nil, nil
		}
		in, form, err := s.Paper(a)
		if err != nil {
			return nil, err
		}
		if open := unanswered(form, a.Sheet); len(open) > 0 {
			return nil, open
		}
		p := Score(in, form, a.Sheet)
		p.FinishedAt = finished.At
		a.Status, a.Profile, a.Finished = quiz.Finished, &p, finished.At
		a.Expires = s.until(a)
		out = Profile(a)
		return []quiz.Event{of(a, finished)}, nil
	})
	if err != nil {
		return quiz.Profile{}, fmt.Errorf("finish: %w", err)
	}
	return out, nil
}

// Score says all that scoring can say of a sheet. The caller sets FinishedAt.
func Score(in *quiz.Instrument, form *quiz.Form, sheet quiz.Sheet) quiz.Profile {
	p := form.Scorer.NewProfile()
	form.Scorer.Score(p, sheet.Values())
	form.Scorer.Pace(p, sheet.Times())
	return quiz.NewProfile(in, form, p)
}

func unanswered(form *quiz.Form, sheet quiz.Sheet) quiz.Invalid {
	var open quiz.Invalid
	for _, place := range sheet.Open() {
		open = append(open, quiz.FieldError{
			Pointer: pointer("responses", form.Items[place]),
			Detail:  "neither answered nor declined; send a value, or null to decline",
		})
	}
	return open
}

// Profile returns the attempt's profile with the focus that the visitor
// chose; call it only for a finished attempt.
func Profile(a *quiz.Attempt) quiz.Profile {
	p := *a.Profile
	if len(a.Plan.Focus) > 0 {
		p.Focus.Chosen = a.Plan.Focus
	}
	return p
}

func fragment(s string) string { return (&url.URL{Fragment: s}).EscapedFragment() }
