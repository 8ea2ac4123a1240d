package take

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// GateOf returns the gate that is closed over the attempt's playbook now;
// GateNone where none is.
func (s *Service) GateOf(a *quiz.Attempt) quiz.GateKind {
	p := s.PartnerOf(a)
	if p == nil || p.Gate == "" || !a.Unlocked.IsZero() {
		return quiz.GateNone
	}
	return p.Gate
}

// Whole composes the whole playbook of a finished attempt. It returns ErrLocked
// where a gate is closed over a part of it.
func (s *Service) Whole(a *quiz.Attempt, locale quiz.Locale) (playbook.Document, error) {
	doc, err := s.Playbook(a, locale)
	if err == nil && doc.Locked != nil {
		return playbook.Document{}, fmt.Errorf("compose the whole playbook: %w", quiz.ErrLocked)
	}
	return doc, err
}

// WholeOf composes the whole playbook of the attempt with the id, in its own
// language, for the letter that its visitor asked for. Errors as of Whole, and
// ErrNotFound where the attempt is gone.
func (s *Service) WholeOf(ctx context.Context, id quiz.AttemptID) (playbook.Document, error) {
	a, err := s.Attempts.Get(ctx, id)
	if err == nil {
		err = s.recall(ctx, &a)
	}
	if err != nil {
		return playbook.Document{}, fmt.Errorf("find the attempt of a letter: %w", err)
	}
	return s.Whole(&a, a.Locale)
}

// letterOf returns the letter that waits for the attempt; the zero letter where
// none does.
func (s *Service) letterOf(ctx context.Context, id quiz.AttemptID) (quiz.Letter, error) {
	l, err := s.Letters.LetterOf(ctx, id)
	if errors.Is(err, quiz.ErrNotFound) {
		return quiz.Letter{}, nil
	}
	if err != nil {
		return quiz.Letter{}, fmt.Errorf("find the letter of an attempt: %w", err)
	}
	return l, nil
}

// LeadsTo returns the partner to whom a visitor at a closed gate may give
// their address for letters of its own; nil where there is none.
func (s *Service) LeadsTo(a *quiz.Attempt) *quiz.Partner {
	if p := s.PartnerOf(a); s.GateOf(a) == quiz.GateEmail && p.Webhook != nil {
		return p
	}
	return nil
}

// Unlocking is what a visitor holds out to a closed gate.
type Unlocking struct {
	// Email is where the playbook is sent, once.
	Email string
	// Agreed is the version of the text with which the visitor let the partner
	// write to the address; empty: they did not. It changes nothing for them.
	Agreed string
	Code   string
}

// Unlock opens the gate over a finished attempt for good. Where it is open
// already, or where there is none, nothing is asked for, sent or spent. It
// returns ErrUnfinished before finishing and Invalid for what does not open
// the gate; of a code that says no more than that. The playbook is sent
// later: whether the letter arrives decides nothing.
func (s *Service) Unlock(ctx context.Context, a *quiz.Attempt, u Unlocking) error {
	if a.Status != quiz.Finished {
		return fmt.Errorf("unlock: %w", quiz.ErrUnfinished)
	}
	var opening quiz.Opening
	var err error
	switch s.GateOf(a) {
	case quiz.GateEmail:
		opening, err = s.byEmail(a, u)
	case quiz.GateCode:
		opening, err = byCode(a, u)
	default:
		return nil
	}
	if err != nil {
		return err
	}
	unlocked, err := s.event(quiz.PlaybookUnlocked, a.ID)
	if err != nil {
		return err
	}
	opening.Events = []quiz.Event{of(a, unlocked)}
	err = s.Gates.Unlock(ctx, a.ID, func(a *quiz.Attempt) (quiz.Opening, error) {
		if !a.Unlocked.IsZero() { // in another tab meanwhile
			return quiz.Opening{}, nil
		}
		a.Unlocked = unlocked.At
		return opening, nil
	})
	if errors.Is(err, quiz.ErrCode) {
		return wrongCode()
	}
	if err != nil {
		return fmt.Errorf("unlock: %w", err)
	}
	return nil
}

func (s *Service) byEmail(a *quiz.Attempt, u Unlocking) (quiz.Opening, error) {
	address, err := quiz.ParseAddress(u.Email)
	if err != nil {
		return quiz.Opening{}, quiz.Invalid{{Pointer: "#/email", Detail: "must be a mail address such as name@example.org; this gate opens with one"}}
	}
	now := s.Now().UTC()
	letter, err := s.random(idBytes)
	if err != nil {
		return quiz.Opening{}, err
	}
	o := quiz.Opening{Letter: &quiz.Letter{ID: quiz.LetterID("let_" + letter), Attempt: a.ID, To: address, Created: now}}
	if p := s.LeadsTo(a); p != nil && u.Agreed != "" {
		o.Lead, err = s.lead(p, address, a.Locale, u.Agreed, now)
	}
	return o, err
}

func (s *Service) lead(p *quiz.Partner, address string, l quiz.Locale, agreed string, now time.Time) (*quiz.Lead, error) {
	id, err := s.random(idBytes)
	if err != nil {
		return nil, err
	}
	return &quiz.Lead{
		ID: quiz.EventID("evt_" + id), Partner: p.ID, Email: address, Locale: l, Consent: agreed, Due: quiz.LeadsLeave(now),
	}, nil
}

func byCode(a *quiz.Attempt, u Unlocking) (quiz.Opening, error) {
	code, ok := typedCode(u.Code, gateLetters)
	if !ok {
		return quiz.Opening{}, wrongCode()
	}
	return quiz.Opening{Code: &quiz.CodeUse{Hash: quiz.HashOf(code), Partner: a.Partner}}, nil
}

// wrongCode is the one answer to every code that opens nothing.
func wrongCode() quiz.Invalid {
	return quiz.Invalid{{Pointer: "#/code", Detail: "opens nothing here: it may be mistyped, used or over; this gate opens with a code of the site that sent you"}}
}
