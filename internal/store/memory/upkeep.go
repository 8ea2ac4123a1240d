package memory

import (
	"context"
	"slices"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

var (
	_ quiz.Versions = (*Store)(nil)
	_ quiz.Leases   = (*Store)(nil)
)

// Keep implements quiz.Versions.
func (s *Store) Keep(ctx context.Context, v quiz.Version) error {
	return s.locked(ctx, "keep version", func() error {
		if _, known := s.versions[v.Hash]; !known {
			v.Body = slices.Clone(v.Body)
			s.versions[v.Hash] = v
		}
		return nil
	})
}

// Version implements quiz.Versions.
func (s *Store) Version(ctx context.Context, hash string) (v quiz.Version, err error) {
	err = s.locked(ctx, "read version", func() error {
		known := false
		if v, known = s.versions[hash]; !known {
			return quiz.ErrNotFound
		}
		v.Body = slices.Clone(v.Body)
		return nil
	})
	return v, err
}

// lease is a job that somebody holds.
type lease struct {
	holder string
	until  time.Time
}

// Hold implements quiz.Leases.
func (s *Store) Hold(ctx context.Context, job, holder string, d time.Duration) (held bool, err error) {
	err = s.locked(ctx, "hold "+job, func() error {
		now := s.clock()
		l := s.leases[job]
		if held = l.holder == holder || open(l.until, now); held {
			s.leases[job] = lease{holder, now.Add(d)}
		}
		return nil
	})
	return held, err
}
