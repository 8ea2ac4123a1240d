package app

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/attune-quiz/attune/internal/jobs"
	"github.com/attune-quiz/attune/internal/store/memory"
	"github.com/attune-quiz/attune/internal/store/sqlite"
	"github.com/attune-quiz/attune/quiz"
)

// memoryDB names the store that ends with the process.
const memoryDB = "memory:"

// store is the roles that the program needs of one database.
type store interface {
	quiz.Attempts
	quiz.Outbox
	quiz.Tallies
	Ping(context.Context) error
	Close() error
}

func openStore(ctx context.Context, cfg Config) (store, error) {
	switch {
	case cfg.DB == memoryDB:
		return memory.New(cfg.Now), nil
	case strings.Contains(cfg.DB, "://"):
		return nil, fmt.Errorf("%w: database %q: want the path of a SQLite file, or %s", ErrConfig, scheme(cfg.DB), memoryDB)
	}
	st, err := sqlite.Open(ctx, cfg.DB, cfg.Now)
	if err != nil {
		return nil, fmt.Errorf("open the database %s: %w", cfg.DB, err)
	}
	return st, nil
}

// scheme keeps passwords in database URLs out of messages.
func scheme(url string) string {
	s, _, _ := strings.Cut(url, "://")
	return s + "://…"
}

// sweepEvery is how often expired attempts are erased. Until then they are
// stored, but nobody is given them.
const sweepEvery = time.Minute

func sweep(ctx context.Context, cfg Config, st store) error {
	s := jobs.Sweeper{Attempts: st, Now: cfg.Now, Random: cfg.Random, Log: cfg.Log, Every: sweepEvery}
	return s.Run(ctx)
}
