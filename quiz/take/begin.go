package take

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/attune-quiz/attune/quiz"
)

// Beginning is what a visitor says before the first item.
type Beginning struct {
	Instrument quiz.InstrumentID
	Form       quiz.FormID // empty: the instrument's first
	Locale     quiz.Locale
	Consent    string // the version agreed to
	AgeOK      bool
	Topic      quiz.TopicID
	Article    string
	Relation   quiz.Relationship
	Partner    quiz.PartnerID // the side that sends the visitor; empty: none
	// Key makes the call repeatable; empty: it is not. Whoever knows it can
	// open the attempt, so it must be long and random.
	Key string
}

// Begun is a new attempt with the only copy of its token.
type Begun struct {
	Attempt    quiz.Attempt
	Token      Token
	Instrument *quiz.Instrument
	Form       *quiz.Form
}

const (
	minKey = 16
	maxKey = 255
)

// Begin starts an attempt. It returns ErrConsent or ErrUnderAge without
// storing anything, ErrNotFound for an unknown instrument, Invalid for
// anything else that is wrong. A repeated Key gives the same attempt with a
// new token, and both tokens work; with other content it is ErrConflict.
func (s *Service) Begin(ctx context.Context, b Beginning) (Begun, error) {
	in, err := s.Catalogue.Instrument(b.Instrument)
	if err != nil {
		return Begun{}, fmt.Errorf("begin: %w", err)
	}
	form, err := b.check(in, s.visit(&b, in))
	if err != nil {
		return Begun{}, fmt.Errorf("begin: %w", err)
	}
	a, token, err := s.newAttempt(b, in, form)
	if err != nil {
		return Begun{}, err
	}
	started, err := s.event(quiz.AttemptStarted, a.ID)
	if err != nil {
		return Begun{}, err
	}
	if err := s.keep(ctx, in); err != nil {
		return Begun{}, fmt.Errorf("begin: %w", err)
	}
	err = s.Attempts.Create(ctx, a, of(&a, started))
	if errors.Is(err, quiz.ErrConflict) && b.Key != "" {
		if a, err = s.again(ctx, a); err == nil {
			in, form, err = s.Paper(&a)
		}
	}
	if err != nil {
		return Begun{}, fmt.Errorf("begin: %w", err)
	}
	s.papers.put(a.ID, paper{in, form, a.Partner})
	return Begun{Attempt: a, Token: token, Instrument: in, Form: form}, nil
}

// check returns the form, or why the attempt cannot begin; some of it may be
// known already.
func (b *Beginning) check(in *quiz.Instrument, bad quiz.Invalid) (*quiz.Form, error) {
	if !in.Servable() {
		bad.Add("#/instrument", "this instrument has no wording here and can only be scored from a file")
		return nil, bad
	}
	if b.Form == "" {
		b.Form = in.Forms[0].ID
	}
	form := in.Form(b.Form)
	if form == nil {
		bad.Add("#/form", "no such form; GET /v1/instruments lists them")
	}
	if _, ok := in.Texts[b.Locale]; !ok {
		bad.Add("#/locale", "not one of the instrument's locales; GET /v1/instruments lists them")
	}
	if b.Topic != "" && !b.Topic.Valid() {
		bad.Add("#/topic", "must be a lower-case id of at most 64 characters")
	}
	if !quiz.ValidArticle(b.Article) {
		bad.Add("#/article", fmt.Sprintf("must be text of at most %d characters, none of them a control character", quiz.MaxArticle))
	}
	relations := []quiz.Relationship{quiz.RelationUnknown, quiz.RelationCurrent, quiz.RelationNone}
	if !slices.Contains(relations, b.Relation) {
		bad.Add("#/relationship", "must be current or none")
	}
	if b.Key != "" && (len(b.Key) < minKey || len(b.Key) > maxKey) {
		bad.Add("#/idempotency-key", fmt.Sprintf("the Idempotency-Key must be random and have %d to %d characters", minKey, maxKey))
	}
	switch {
	case len(bad) > 0:
		return nil, bad
	case b.Consent != in.Consent:
		return nil, quiz.ErrConsent
	case !b.AgeOK:
		return nil, quiz.ErrUnderAge
	}
	return form, nil
}

func (s *Service) newAttempt(b Beginning, in *quiz.Instrument, form *quiz.Form) (quiz.Attempt, Token, error) {
	id, err := s.random(idBytes)
	if err != nil {
		return quiz.Attempt{}, "", err
	}
	token, err := s.token()
	if err != nil {
		return quiz.Attempt{}, "", err
	}
	now := s.Now().UTC()
	a := quiz.Attempt{
		ID: quiz.AttemptID("att_" + id), Status: quiz.InProgress,
		Tokens:     []quiz.Hash{quiz.HashOf(string(token))},
		Instrument: in.ID, Version: in.Hash, Form: form.ID, Locale: b.Locale,
		Topic: b.Topic, Article: b.Article, Relation: b.Relation, Partner: b.Partner,
		Consent: quiz.Consent{Version: b.Consent, Locale: b.Locale, At: now},
		Sheet:   quiz.NewSheet(len(form.Items)),
		Created: now, Expires: now.Add(KeepUnfinished),
	}
	if b.Key != "" {
		a.Key = quiz.HashOf(b.Key)
	}
	return a, token, nil
}

// again adds the new token of a repeated call to the attempt that the first
// call made.
func (s *Service) again(ctx context.Context, fresh quiz.Attempt) (quiz.Attempt, error) {
	first, err := s.Attempts.ByKey(ctx, fresh.Key)
	if err != nil {
		return quiz.Attempt{}, fmt.Errorf("repeat: %w", err)
	}
	if !sameBeginning(first, fresh) {
		return quiz.Attempt{}, fmt.Errorf("repeat: %w", quiz.ErrConflict)
	}
	err = s.Attempts.Update(ctx, first.ID, func(a *quiz.Attempt) ([]quiz.Event, error) {
		a.AddToken(fresh.Tokens[0])
		first = *a
		return nil, nil
	})
	if err != nil {
		return quiz.Attempt{}, err
	}
	return first, s.recall(ctx, &first)
}

func sameBeginning(a, b quiz.Attempt) bool {
	return a.Instrument == b.Instrument && a.Form == b.Form &&
		a.Locale == b.Locale && a.Topic == b.Topic && a.Article == b.Article && a.Relation == b.Relation &&
		a.Partner == b.Partner
}
