package memory

import (
	"context"
	"fmt"
	"time"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var (
	_ quiz.GateCodes = (*Store)(nil)
	_ quiz.Gates     = (*Store)(nil)
)

// gateCode is what a code may open.
type gateCode struct {
	partner quiz.PartnerID
	expires time.Time
}

// batch is what is kept of a call that minted codes.
type batch struct {
	codes   int
	expires time.Time
}

// MintGateCodes implements quiz.GateCodes.
func (s *Store) MintGateCodes(ctx context.Context, b quiz.CodeBatch) error {
	return s.locked(ctx, "mint codes", func() error {
		if known, ok := s.batches[b.Key]; ok {
			return store.BatchKnown(b, known.codes, store.Millis(known.expires))
		}
		fresh := map[quiz.Hash]bool{}
		for _, h := range b.Codes {
			if _, taken := s.gateCodes[h]; taken || fresh[h] {
				return quiz.ErrConflict
			}
			fresh[h] = true
		}
		for _, h := range b.Codes {
			s.gateCodes[h] = gateCode{b.Partner, b.Expires}
		}
		s.batches[b.Key] = batch{len(b.Codes), b.Expires}
		return nil
	})
}

// ForgetGateCodes implements quiz.GateCodes.
func (s *Store) ForgetGateCodes(ctx context.Context, over time.Time, limit int) (n int, err error) {
	err = s.locked(ctx, "forget codes", func() error {
		for h, c := range s.gateCodes {
			if n < limit && !c.expires.After(over) {
				delete(s.gateCodes, h)
				n++
			}
		}
		batches := 0
		for k, b := range s.batches {
			if batches < limit && !b.expires.After(over) {
				delete(s.batches, k)
				batches++
			}
		}
		return nil
	})
	return n, err
}

// Unlock implements quiz.Gates.
func (s *Store) Unlock(ctx context.Context, id quiz.AttemptID, fn func(*quiz.Attempt) (quiz.Opening, error)) error {
	return s.locked(ctx, "unlock attempt", func() error {
		before, err := s.live(id)
		if err != nil {
			return err
		}
		var o quiz.Opening
		changed, events, err := store.Change(s.rows[id], store.Unlocking(fn, &o))
		if err != nil {
			return err
		}
		if err := s.may(o); err != nil {
			return err
		}
		if err := s.put(before, changed, events); err != nil {
			return err
		}
		s.opened(o)
		return nil
	})
}

// may says whether all of the opening can be done.
func (s *Store) may(o quiz.Opening) error {
	if o.Code != nil {
		c, ok := s.gateCodes[o.Code.Hash]
		if !ok || c.partner != o.Code.Partner || !c.expires.After(s.clock()) {
			return quiz.ErrCode
		}
	}
	if o.Letter != nil {
		if _, known := s.letters[o.Letter.ID]; known {
			return fmt.Errorf("add letter: %w", quiz.ErrConflict)
		}
	}
	if o.Lead != nil {
		if _, known := s.leads[o.Lead.ID]; known {
			return fmt.Errorf("add lead: %w", quiz.ErrConflict)
		}
	}
	return nil
}

func (s *Store) opened(o quiz.Opening) {
	if o.Code != nil {
		delete(s.gateCodes, o.Code.Hash)
	}
	if o.Letter != nil {
		l := *o.Letter
		l.Created = store.Moment(store.Millis(l.Created))
		s.letters[l.ID] = &letter{Letter: l, due: l.Created}
	}
	if o.Lead != nil {
		s.leads[o.Lead.ID] = &lead{Lead: *o.Lead}
	}
}
