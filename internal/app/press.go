package app

import (
	"context"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// press renders documents and pictures, as many at once as there are
// processors. A few more wait for a short time; the rest come back later. So
// whoever wants many documents costs others no memory and little time. Pages
// need no place: they take microseconds.
type press struct {
	places   chan struct{}
	waiting  atomic.Int64
	room     int64
	patience time.Duration
	refused  func()
	// rendering is told what begins, and by what it returns that it ended.
	rendering func(ctx context.Context, what string) func(error)
}

const (
	// waitingEach is how many may wait for each place: what is done within
	// a fraction of their patience.
	waitingEach   = 32
	printPatience = 2 * time.Second
)

func newPress(refused func(), rendering func(context.Context, string) func(error)) *press {
	n := runtime.GOMAXPROCS(0)
	return &press{
		places: make(chan struct{}, n), room: int64(waitingEach * n), patience: printPatience,
		refused: refused, rendering: rendering,
	}
}

// do renders, or returns quiz.ErrBusy where there is no place in time.
func (p *press) do(ctx context.Context, what string, render func() error) error {
	if what != "page" {
		if err := p.enter(ctx); err != nil {
			return fmt.Errorf("wait to render the %s: %w", what, err)
		}
		defer func() { <-p.places }()
	}
	done := p.rendering(ctx, what)
	err := render()
	done(err)
	return err
}

func (p *press) enter(ctx context.Context) error {
	select {
	case p.places <- struct{}{}:
		return nil
	default:
	}
	defer p.waiting.Add(-1)
	if p.waiting.Add(1) > p.room {
		p.refused()
		return quiz.ErrBusy
	}
	timer := time.NewTimer(p.patience)
	defer timer.Stop()
	select {
	case p.places <- struct{}{}:
		return nil
	case <-timer.C:
		p.refused()
		return quiz.ErrBusy
	case <-ctx.Done():
		return ctx.Err()
	}
}
