package jobs

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// Sweeper erases attempts whose time is over. Several may sweep one store:
// an attempt is erased once, with one event.
type Sweeper struct {
	Attempts quiz.Attempts
	Every    time.Duration    // between sweeps; above 0
	Now      func() time.Time // the time of the events
	Random   io.Reader        // for the ids of the events
	Log      *slog.Logger
}

// page is how many expired attempts are listed at a time.
const page = 100

// Run sweeps at once and then at intervals until ctx ends; then it returns
// nil. A sweep that fails is logged and tried again at the next interval.
func (s *Sweeper) Run(ctx context.Context) error {
	tick := time.NewTicker(s.Every)
	defer tick.Stop()
	for {
		s.sweep(ctx)
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (s *Sweeper) sweep(ctx context.Context) {
	erased, err := s.Sweep(ctx)
	if erased > 0 {
		s.Log.InfoContext(ctx, "erased expired attempts", "count", erased)
	}
	if err != nil && ctx.Err() == nil {
		s.Log.ErrorContext(ctx, "sweep failed", "error", err)
	}
}

// Sweep erases all attempts whose time is over and returns how many. One that
// cannot be erased does not keep the others of its page.
func (s *Sweeper) Sweep(ctx context.Context) (erased int, err error) {
	for {
		ids, err := s.Attempts.Expired(ctx, page)
		if err != nil {
			return erased, err
		}
		n, err := s.erase(ctx, ids)
		erased += n
		if err != nil || n == 0 || len(ids) < page {
			return erased, err
		}
	}
}

func (s *Sweeper) erase(ctx context.Context, ids []quiz.AttemptID) (erased int, err error) {
	for _, id := range ids {
		if ctx.Err() != nil {
			return erased, errors.Join(err, ctx.Err())
		}
		event, e := s.event(id)
		if e == nil {
			e = s.Attempts.EraseExpired(ctx, id, event)
		}
		switch {
		case e == nil:
			erased++
		case errors.Is(e, quiz.ErrNotFound): // another sweeper, or the visitor, was first
		default:
			err = errors.Join(err, fmt.Errorf("erase %s: %w", id, e))
		}
	}
	return erased, err
}

func (s *Sweeper) event(id quiz.AttemptID) (quiz.Event, error) {
	b := make([]byte, 16)
	if _, err := io.ReadFull(s.Random, b); err != nil {
		return quiz.Event{}, fmt.Errorf("draw an event id: %w", err)
	}
	return quiz.Event{
		ID:   quiz.EventID("evt_" + base64.RawURLEncoding.EncodeToString(b)),
		Type: quiz.AttemptErased, Attempt: id, At: s.Now().UTC(),
	}, nil
}
