package take

import (
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// Partner returns the side of a partner with the id, or ErrNotFound.
func (s *Service) Partner(id quiz.PartnerID) (*quiz.Partner, error) {
	if s.Partners == nil {
		return nil, quiz.ErrNotFound
	}
	return s.Partners.Partner(id)
}

// Through returns through which partner an attempt came that this process has
// opened of late and that is in progress; empty: through none, or it is not
// known here. It asks no store.
func (s *Service) Through(id quiz.AttemptID) quiz.PartnerID {
	p, _ := s.papers.get(id)
	return p.partner
}

// PartnerOf returns the partner that the attempt came through; nil where it
// came through none, or through one that has gone since.
func (s *Service) PartnerOf(a *quiz.Attempt) *quiz.Partner {
	if a.Partner == "" {
		return nil
	}
	p, err := s.Partner(a.Partner)
	if err != nil {
		return nil
	}
	return p
}

// visit fills what the visitor's partner has set and the visitor has not, and
// returns what is wrong with coming through that partner.
func (s *Service) visit(b *Beginning, in *quiz.Instrument) (bad quiz.Invalid) {
	if b.Partner == "" {
		return nil
	}
	p, err := s.Partner(b.Partner)
	if err != nil {
		bad.Add("#/partner", "no such partner")
		return bad
	}
	if !p.Offers(in.ID) {
		bad.Add("#/instrument", "not one of the partner's instruments")
	}
	if b.Topic == "" {
		b.Topic = p.Topic
	}
	if _, ok := in.Texts[p.Locale]; ok && b.Locale == "" {
		b.Locale = p.Locale
	}
	return bad
}

// until returns when a finished attempt ends: when the visitor chose, or
// sooner where the partner keeps nothing for so long.
func (s *Service) until(a *quiz.Attempt) time.Time {
	end := a.Plan.Keep.Until(a.Finished)
	p := s.PartnerOf(a)
	if p == nil || p.Keep == 0 || end.Before(a.Finished.Add(p.Keep)) {
		return end
	}
	return a.Finished.Add(p.Keep)
}

// of addresses an event to the attempt's partner.
func of(a *quiz.Attempt, e quiz.Event) quiz.Event {
	e.Partner = a.Partner
	return e
}
