package take

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/attune-quiz/attune/quiz"
)

// versions remembers what this process has kept and recalled. What it holds
// never changes, so that another process misses nothing.
type versions struct {
	kept     sync.Map // hash → nothing: the store has it
	recalled sync.Map // hash → *quiz.Instrument that the catalogue has no more
}

// keep stores the version that is about to be served, once.
func (s *Service) keep(ctx context.Context, in *quiz.Instrument) error {
	if _, done := s.versions.kept.Load(in.Hash); done || s.Versions == nil {
		return nil
	}
	v, err := quiz.NewVersion(in)
	if err != nil {
		return err
	}
	if v.Hash != in.Hash {
		return fmt.Errorf("keep version of %s: its hash is not that of its content", in.ID)
	}
	if err := s.Versions.Keep(ctx, v); err != nil {
		return err
	}
	s.versions.kept.Store(in.Hash, nil)
	return nil
}

// recall makes sure that Paper finds the attempt's version, which may be one
// that the content has moved on from. A version that nobody knows is no error
// here: not every call needs it.
func (s *Service) recall(ctx context.Context, a *quiz.Attempt) error {
	if s.version(a) != nil || s.Versions == nil {
		return nil
	}
	v, err := s.Versions.Version(ctx, a.Version)
	if errors.Is(err, quiz.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("recall the attempt's version: %w", err)
	}
	in, err := v.Open()
	if err != nil {
		return fmt.Errorf("recall the attempt's version: %w", err)
	}
	s.versions.recalled.Store(a.Version, in)
	return nil
}

// version returns the instrument that the attempt began with, or nil.
func (s *Service) version(a *quiz.Attempt) *quiz.Instrument {
	if in, err := s.Catalogue.Instrument(a.Instrument); err == nil && in.Hash == a.Version {
		return in
	}
	if in, ok := s.versions.recalled.Load(a.Version); ok {
		return in.(*quiz.Instrument)
	}
	return nil
}

// Paper returns the instrument and form that the attempt was begun with, as
// they were then; the attempt must come from Open or Begin. It returns
// ErrGone where that version is unknown.
func (s *Service) Paper(a *quiz.Attempt) (*quiz.Instrument, *quiz.Form, error) {
	in := s.version(a)
	if in == nil || in.Form(a.Form) == nil {
		return nil, nil, fmt.Errorf("find the attempt's version: %w", quiz.ErrGone)
	}
	return in, in.Form(a.Form), nil
}
