package take

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// Erase leaves nothing of the attempt but its bare id, at once, and has what
// was rendered for anybody forgotten.
func (s *Service) Erase(ctx context.Context, id quiz.AttemptID) error {
	erased, err := s.event(quiz.AttemptErased, id)
	if err != nil {
		return err
	}
	err = s.Attempts.Update(ctx, id, func(a *quiz.Attempt) ([]quiz.Event, error) {
		erased := of(a, erased)
		a.Erase()
		return []quiz.Event{erased}, nil
	})
	if err != nil {
		return fmt.Errorf("erase: %w", err)
	}
	if s.Forget != nil {
		s.Forget()
	}
	return nil
}

// Export is all that is stored of an attempt, for its owner. Secrets are left
// out: only their hashes exist.
type Export struct {
	ID         quiz.AttemptID        `json:"id"`
	Status     quiz.Status           `json:"status"`
	Instrument quiz.InstrumentID     `json:"instrument"`
	Version    string                `json:"version"` // content hash
	Form       quiz.FormID           `json:"form"`
	Locale     quiz.Locale           `json:"locale"`
	Topic      quiz.TopicID          `json:"topic,omitempty"`
	Article    string                `json:"article,omitempty"`
	Relation   quiz.Relationship     `json:"relationship,omitempty"`
	Partner    quiz.PartnerID        `json:"partner,omitempty"`
	Consent    ExportedConsent       `json:"consent"`
	Responses  map[quiz.ItemID]*int  `json:"responses"`  // null: declined; open items are left out
	ElapsedMS  map[quiz.ItemID]int64 `json:"elapsed_ms"` // kept in tenths of a second
	Plan       ExportedPlan          `json:"plan"`
	Profile    *quiz.Profile         `json:"profile,omitempty"`
	Shares     []ExportedShare       `json:"shares"`
	ResumeCode *ExportedCode         `json:"resume_code,omitempty"` // where there is one that opens the attempt
	Email      string                `json:"email,omitempty"`       // while the playbook is on its way to it
	CreatedAt  time.Time             `json:"created_at"`
	FinishedAt *time.Time            `json:"finished_at,omitempty"`
	UnlockedAt *time.Time            `json:"unlocked_at,omitempty"`
	ExpiresAt  time.Time             `json:"expires_at"`
}

// ExportedConsent says what was agreed to.
type ExportedConsent struct {
	Version string      `json:"version"`
	Locale  quiz.Locale `json:"locale"`
	At      time.Time   `json:"at"`
}

// ExportedPlan is the visitor's own choices.
type ExportedPlan struct {
	Audience quiz.Audience  `json:"audience"`
	Focus    []quiz.ScaleID `json:"focus"`
	Region   string         `json:"region,omitempty"`
	Keep     quiz.Keep      `json:"keep"`
	Done     []string       `json:"done"` // ids of practices
}

// ExportedShare is a card that others can see.
type ExportedShare struct {
	ID        quiz.ShareID `json:"id"`
	Card      quiz.Card    `json:"card"`
	Locale    quiz.Locale  `json:"locale"`
	Texts     []string     `json:"texts"`
	Area      *quiz.Area   `json:"area,omitempty"`
	CreatedAt time.Time    `json:"created_at"`
}

// ExportedCode says until when a resume code opens the attempt; the code is
// its holder's alone.
type ExportedCode struct {
	ExpiresAt time.Time `json:"expires_at"`
}

// Exported lays out all that is stored of the attempt.
func (s *Service) Exported(ctx context.Context, a *quiz.Attempt) (Export, error) {
	_, form, err := s.Paper(a)
	if err != nil {
		return Export{}, err
	}
	shares, err := s.SharesOf(ctx, a.ID)
	if err != nil {
		return Export{}, err
	}
	coded, err := s.CodeOf(ctx, a.ID)
	if err != nil {
		return Export{}, err
	}
	letter, err := s.letterOf(ctx, a.ID)
	if err != nil {
		return Export{}, err
	}
	e := Export{
		ID: a.ID, Status: a.Status, Instrument: a.Instrument, Version: a.Version, Form: a.Form,
		Locale: a.Locale, Topic: a.Topic, Article: a.Article, Relation: a.Relation, Partner: a.Partner,
		Consent:   ExportedConsent(a.Consent),
		Responses: Responses(form, a.Sheet), ElapsedMS: elapsed(form, a.Sheet),
		Plan: ExportedPlan{
			Audience: AudienceOf(a), Focus: FocusOf(a), Region: a.Plan.Region, Keep: KeepOf(a), Done: DoneOf(a),
		},
		Shares: exportedShares(shares), Email: letter.To,
		CreatedAt: a.Created, ExpiresAt: a.Expires,
	}
	if !coded.IsZero() {
		e.ResumeCode = &ExportedCode{coded}
	}
	if !a.Unlocked.IsZero() {
		e.UnlockedAt = &a.Unlocked
	}
	if a.Status == quiz.Finished {
		p := Profile(a)
		e.Profile, e.FinishedAt = &p, &a.Finished
	}
	return e, nil
}

func exportedShares(shares []quiz.Share) []ExportedShare {
	out := make([]ExportedShare, len(shares))
	for i, s := range shares {
		out[i] = ExportedShare{ID: s.ID, Card: s.Card, Locale: s.Locale, Texts: s.Texts, Area: s.Area, CreatedAt: s.Created}
	}
	return out
}

// Responses lists what was given by item: nil where declined.
func Responses(form *quiz.Form, sheet quiz.Sheet) map[quiz.ItemID]*int {
	out := map[quiz.ItemID]*int{}
	for place, id := range form.Items {
		switch v := sheet.At(place); v {
		case quiz.NotGiven:
		case quiz.Declined:
			out[id] = nil
		default:
			n := int(v)
			out[id] = &n
		}
	}
	return out
}

func elapsed(form *quiz.Form, sheet quiz.Sheet) map[quiz.ItemID]int64 {
	out := map[quiz.ItemID]int64{}
	for place, id := range form.Items {
		if d := sheet.Took(place); d > 0 {
			out[id] = d.Milliseconds()
		}
	}
	return out
}

// AudienceOf returns the plan's audience: solo until the visitor chose.
func AudienceOf(a *quiz.Attempt) quiz.Audience {
	if a.Plan.Audience == "" {
		return quiz.Solo
	}
	return a.Plan.Audience
}

// FocusOf returns the chosen mechanisms, or the preselected ones; empty before
// finishing.
func FocusOf(a *quiz.Attempt) []quiz.ScaleID {
	if a.Status != quiz.Finished {
		return []quiz.ScaleID{}
	}
	return slices.Clone(Profile(a).Focus.Chosen)
}

// KeepOf returns the retention in force.
func KeepOf(a *quiz.Attempt) quiz.Keep {
	if a.Plan.Keep == "" {
		return quiz.Keep30Days
	}
	return a.Plan.Keep
}
