package memory

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

var (
	_ quiz.Letters = (*Store)(nil)
	_ quiz.Leads   = (*Store)(nil)
)

// letter is a letter that waits.
type letter struct {
	quiz.Letter
	due         time.Time
	leasedUntil time.Time
}

// lead is a lead that has not left.
type lead struct {
	quiz.Lead
	queued bool
}

// ClaimLetters implements quiz.Letters.
func (s *Store) ClaimLetters(ctx context.Context, limit int, lease time.Duration) (letters []quiz.Letter, err error) {
	err = s.locked(ctx, "claim letters", func() error {
		now := s.clock()
		var free []*letter
		for _, l := range s.letters {
			if !l.due.After(now) && open(l.leasedUntil, now) {
				free = append(free, l)
			}
		}
		slices.SortFunc(free, func(a, b *letter) int { return cmp.Or(a.due.Compare(b.due), cmp.Compare(a.ID, b.ID)) })
		for _, l := range free[:min(limit, len(free))] {
			l.leasedUntil = now.Add(lease)
			letters = append(letters, l.Letter)
		}
		return nil
	})
	return letters, err
}

// PostponeLetter implements quiz.Letters.
func (s *Store) PostponeLetter(ctx context.Context, id quiz.LetterID, until time.Time) error {
	return s.locked(ctx, "postpone letter", func() error {
		l, ok := s.letters[id]
		if !ok {
			return quiz.ErrNotFound
		}
		l.due, l.leasedUntil = until, time.Time{}
		l.Tries++
		return nil
	})
}

// DiscardLetter implements quiz.Letters.
func (s *Store) DiscardLetter(ctx context.Context, id quiz.LetterID) error {
	return s.locked(ctx, "discard letter", func() error {
		if _, ok := s.letters[id]; !ok {
			return quiz.ErrNotFound
		}
		delete(s.letters, id)
		return nil
	})
}

// dropLetter takes away what waits for an attempt.
func (s *Store) dropLetter(of quiz.AttemptID) {
	maps.DeleteFunc(s.letters, func(_ quiz.LetterID, l *letter) bool { return l.Attempt == of })
}

// LetterOf implements quiz.Letters.
func (s *Store) LetterOf(ctx context.Context, id quiz.AttemptID) (found quiz.Letter, err error) {
	err = s.locked(ctx, "get letter", func() error {
		for _, l := range s.letters {
			if l.Attempt == id {
				found = l.Letter
				return nil
			}
		}
		return quiz.ErrNotFound
	})
	return found, err
}

// ForgetLetters implements quiz.Letters.
func (s *Store) ForgetLetters(ctx context.Context, written time.Time, limit int) (n int, err error) {
	err = s.locked(ctx, "forget letters", func() error {
		maps.DeleteFunc(s.letters, func(_ quiz.LetterID, l *letter) bool {
			old := n < limit && !l.Created.After(written)
			if old {
				n++
			}
			return old
		})
		return nil
	})
	return n, err
}

// AddLead implements quiz.Leads.
func (s *Store) AddLead(ctx context.Context, l quiz.Lead) error {
	return s.locked(ctx, "add lead", func() error {
		if _, known := s.leads[l.ID]; known {
			return quiz.ErrConflict
		}
		s.leads[l.ID] = &lead{Lead: l}
		return nil
	})
}

// DueLeads implements quiz.Leads.
func (s *Store) DueLeads(ctx context.Context, limit int) (leads []quiz.Lead, err error) {
	err = s.locked(ctx, "list due leads", func() error {
		for _, id := range slices.Sorted(maps.Keys(s.leads)) {
			if l := s.leads[id]; len(leads) < limit && !l.queued && !l.Due.After(s.clock()) {
				leads = append(leads, l.Lead)
			}
		}
		return nil
	})
	return leads, err
}

// QueueLead implements quiz.Leads.
func (s *Store) QueueLead(ctx context.Context, id quiz.EventID) error {
	return s.locked(ctx, "queue lead", func() error {
		l, ok := s.leads[id]
		if !ok {
			return quiz.ErrNotFound
		}
		l.queued = true
		return nil
	})
}

// Lead implements quiz.Leads.
func (s *Store) Lead(ctx context.Context, id quiz.EventID) (found quiz.Lead, err error) {
	err = s.locked(ctx, "get lead", func() error {
		l, ok := s.leads[id]
		if !ok {
			return quiz.ErrNotFound
		}
		found = l.Lead
		return nil
	})
	return found, err
}

// DropLead implements quiz.Leads.
func (s *Store) DropLead(ctx context.Context, id quiz.EventID) error {
	return s.locked(ctx, "drop lead", func() error {
		delete(s.leads, id)
		return nil
	})
}

// ForgetLeads implements quiz.Leads.
func (s *Store) ForgetLeads(ctx context.Context, due time.Time, limit int) (n int, err error) {
	err = s.locked(ctx, "forget leads", func() error {
		maps.DeleteFunc(s.leads, func(_ quiz.EventID, l *lead) bool {
			old := n < limit && !l.Due.After(due)
			if old {
				n++
			}
			return old
		})
		return nil
	})
	return n, err
}
