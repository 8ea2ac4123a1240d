package take

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// PlanChange holds the parts of a plan that a call changes; nil leaves one.
type PlanChange struct {
	Audience *quiz.Audience
	Focus    *[]quiz.ScaleID
	Region   *string
	Keep     *quiz.Keep
	Done     *[]string // all practices that were done
	Tick     *Tick     // one of them, whatever the others
}

var regionShape = regexp.MustCompile(`^[A-Z]{2}$`)

// Change applies a change of plan to a finished attempt. It returns Invalid
// for what is wrong, ErrUnfinished before finishing.
func (s *Service) Change(ctx context.Context, id quiz.AttemptID, c PlanChange) (quiz.Attempt, error) {
	var out quiz.Attempt
	err := s.Attempts.Update(ctx, id, func(a *quiz.Attempt) ([]quiz.Event, error) {
		if a.Status != quiz.Finished {
			return nil, quiz.ErrUnfinished
		}
		in, _, err := s.Paper(a)
		if err != nil {
			return nil, err
		}
		bad := c.check(in)
		if c.ticks() {
			lib, err := s.Catalogue.Playbook(a.Instrument, a.Locale)
			if err != nil {
				return nil, err
			}
			bad = append(bad, c.checkDone(lib)...)
		}
		if len(bad) > 0 {
			return nil, bad
		}
		c.apply(&a.Plan)
		a.Expires = s.until(a)
		out = *a
		return nil, nil
	})
	if err != nil {
		return quiz.Attempt{}, fmt.Errorf("change the plan: %w", err)
	}
	return out, nil
}

func (c PlanChange) check(in *quiz.Instrument) quiz.Invalid {
	var bad quiz.Invalid
	if c.Audience != nil && *c.Audience != quiz.Joint && *c.Audience != quiz.Solo {
		bad.Add("#/audience", "must be joint or solo")
	}
	if c.Focus != nil {
		bad = append(bad, checkFocus(in, *c.Focus)...)
	}
	if c.Region != nil && *c.Region != "" && !regionShape.MatchString(*c.Region) {
		bad.Add("#/region", "must be an ISO 3166-1 alpha-2 country in capitals, such as GB")
	}
	if c.Keep != nil && !slices.Contains([]quiz.Keep{quiz.Keep30Days, quiz.Keep12Weeks, quiz.Keep12Months}, *c.Keep) {
		bad.Add("#/keep", "must be 30d, 12w or 12m")
	}
	return bad
}

func checkFocus(in *quiz.Instrument, focus []quiz.ScaleID) quiz.Invalid {
	known := in.ScalesOf(quiz.Mechanism)
	if len(focus) == 0 || len(focus) > quiz.MaxFocus {
		return quiz.Invalid{{Pointer: "#/focus", Detail: fmt.Sprintf("must name one to %d mechanisms", quiz.MaxFocus)}}
	}
	var bad quiz.Invalid
	for i, id := range focus {
		at := fmt.Sprintf("#/focus/%d", i)
		switch {
		case !slices.Contains(known, id):
			bad.Add(at, fmt.Sprintf("must be one of %v", known))
		case slices.Contains(focus[:i], id):
			bad.Add(at, "named twice")
		}
	}
	return bad
}

func (c PlanChange) apply(p *quiz.Plan) {
	if c.Audience != nil {
		p.Audience = *c.Audience
	}
	if c.Focus != nil {
		p.Focus = slices.Clone(*c.Focus)
	}
	if c.Region != nil {
		p.Region = *c.Region
	}
	if c.Keep != nil {
		p.Keep = *c.Keep
	}
	if c.Done != nil {
		p.Done = slices.Clone(*c.Done)
	}
	if c.Tick != nil {
		p.Done = c.Tick.apply(p.Done)
	}
}

// Playbook composes the playbook of a finished attempt in the locale, cut down
// to its free parts where a gate is closed over the rest.
func (s *Service) Playbook(a *quiz.Attempt, locale quiz.Locale) (playbook.Document, error) {
	if a.Status != quiz.Finished {
		return playbook.Document{}, fmt.Errorf("compose the playbook: %w", quiz.ErrUnfinished)
	}
	in, _, err := s.Paper(a)
	if err != nil {
		return playbook.Document{}, err
	}
	lib, err := s.Catalogue.Playbook(a.Instrument, locale)
	if errors.Is(err, quiz.ErrNotFound) {
		err = errors.Join(quiz.ErrGone, err) // the content leads nowhere from this instrument any more
	}
	if err != nil {
		return playbook.Document{}, fmt.Errorf("compose the playbook: %w", err)
	}
	p := Profile(a)
	return playbook.Compose(in, p, lib, playbook.Choice{
		Topic: a.Topic, Audience: a.Plan.Audience, Relation: a.Relation,
		Focus: p.Focus.Chosen, Region: a.Plan.Region,
	}).Free(s.GateOf(a)), nil
}
