package memory

import (
	"cmp"
	"context"
	"slices"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

var _ quiz.ResumeCodes = (*Store)(nil)

// KeepResumeCode implements quiz.ResumeCodes.
func (s *Store) KeepResumeCode(ctx context.Context, c quiz.ResumeCode) error {
	return s.locked(ctx, "keep resume code", func() error {
		if _, err := s.live(c.Attempt); err != nil {
			return err
		}
		if _, known := s.codes[c.Hash]; known {
			return quiz.ErrConflict
		}
		s.dropCode(c.Attempt)
		s.codes[c.Hash] = store.NewCodeRow(c)
		return nil
	})
}

// SpendResumeCode implements quiz.ResumeCodes.
func (s *Store) SpendResumeCode(ctx context.Context, code, opener quiz.Hash) (id quiz.AttemptID, err error) {
	err = s.locked(ctx, "spend resume code", func() error {
		c, err := s.code(code)
		if err != nil {
			return err
		}
		before, err := s.live(c.Attempt)
		if err != nil {
			return err
		}
		changed, events, err := store.Change(s.rows[c.Attempt], store.Opened(opener))
		if err != nil {
			return err
		}
		delete(s.codes, code)
		id = c.Attempt
		return s.put(before, changed, events)
	})
	return id, err
}

// ResumeCode implements quiz.ResumeCodes.
func (s *Store) ResumeCode(ctx context.Context, id quiz.AttemptID) (c quiz.ResumeCode, err error) {
	err = s.locked(ctx, "find resume code", func() error {
		if _, err := s.live(id); err != nil {
			return err
		}
		for hash, row := range s.codes {
			if found, err := s.code(hash); err == nil && found.Attempt == id {
				c, err = row.Code()
				return err
			}
		}
		return quiz.ErrNotFound
	})
	return c, err
}

// RemoveResumeCode implements quiz.ResumeCodes.
func (s *Store) RemoveResumeCode(ctx context.Context, id quiz.AttemptID) error {
	return s.locked(ctx, "remove resume code", func() error {
		if _, err := s.live(id); err != nil {
			return err
		}
		s.dropCode(id)
		return nil
	})
}

// code returns a code that has not expired.
func (s *Store) code(hash quiz.Hash) (quiz.ResumeCode, error) {
	row, known := s.codes[hash]
	if !known {
		return quiz.ResumeCode{}, quiz.ErrNotFound
	}
	c, err := row.Code()
	if err == nil && !c.Expires.After(s.clock()) {
		err = quiz.ErrNotFound
	}
	return c, err
}

// dropCode takes the attempt's code away.
func (s *Store) dropCode(of quiz.AttemptID) {
	for hash, row := range s.codes {
		if c, err := row.Code(); err == nil && c.Attempt == of {
			delete(s.codes, hash)
		}
	}
}

// SweepResumeCodes implements quiz.ResumeCodes.
func (s *Store) SweepResumeCodes(ctx context.Context, limit int) (n int, err error) {
	err = s.locked(ctx, "sweep resume codes", func() error {
		var old []quiz.ResumeCode
		for _, row := range s.codes {
			c, err := row.Code()
			if err != nil {
				return err
			}
			if !c.Expires.After(s.clock()) {
				old = append(old, c)
			}
		}
		slices.SortFunc(old, func(a, b quiz.ResumeCode) int {
			return cmp.Or(a.Expires.Compare(b.Expires), slices.Compare(a.Hash[:], b.Hash[:]))
		})
		n = min(limit, len(old))
		for _, c := range old[:n] {
			delete(s.codes, c.Hash)
		}
		return nil
	})
	return n, err
}
