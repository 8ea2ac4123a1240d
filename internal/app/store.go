package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/attune-quiz/attune/internal/store/memory"
	"github.com/attune-quiz/attune/internal/store/postgres"
	"github.com/attune-quiz/attune/internal/store/sqlite"
	"github.com/attune-quiz/attune/quiz"

	rows "github.com/attune-quiz/attune/internal/store"
)

// memoryDB names the store that ends with the process.
const memoryDB = "memory:"

// store is the roles that the program needs of one database.
type store interface {
	quiz.Attempts
	quiz.Outbox
	quiz.Tallies
	quiz.Versions
	quiz.Leases
	quiz.ResumeCodes
	quiz.Shares
	quiz.Gates
	quiz.GateCodes
	quiz.Letters
	quiz.Leads
	quiz.Ledger
	quiz.Deliveries
	Ping(context.Context) error
	Close() error
}

// lasting is a store that outlives the process, and that backups are made of.
type lasting interface {
	store
	busy
	Record(*rows.ErasureLog)
	Remove(context.Context, ...quiz.AttemptID) (int, error)
}

// openStore opens the database that cfg names. Its Close closes all that was
// opened with it.
func openStore(ctx context.Context, cfg Config) (store, error) {
	if cfg.DB == memoryDB {
		return memory.New(cfg.Now), nil
	}
	st, err := openLasting(ctx, cfg)
	if err != nil || cfg.erasureLog() == "" {
		return st, err
	}
	log, err := rows.OpenErasureLog(cfg.erasureLog())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%w: %w", ErrConfig, err), st.Close())
	}
	st.Record(log)
	return logged{st, log}, nil
}

func openLasting(ctx context.Context, cfg Config) (lasting, error) {
	if isPostgres(cfg.DB) {
		return dial(ctx, cfg)
	}
	if strings.Contains(cfg.DB, "://") {
		return nil, fmt.Errorf("%w: database %q: want the path of a SQLite file, postgres://…, or %s",
			ErrConfig, DescribeDB(cfg.DB), memoryDB)
	}
	st, err := sqlite.Open(ctx, cfg.DB, cfg.Now)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	return st, nil
}

func dial(ctx context.Context, cfg Config) (lasting, error) {
	st, err := postgres.Open(ctx, cfg.DB, cfg.Now)
	if errors.Is(err, postgres.ErrAddress) {
		return nil, fmt.Errorf("%w: database: %w", ErrConfig, err)
	}
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	return st, nil
}

// logged is a store with the log of its erasures.
type logged struct {
	lasting
	log *rows.ErasureLog
}

func (l logged) Close() error { return errors.Join(l.lasting.Close(), l.log.Close()) }

func isPostgres(db string) bool {
	return strings.HasPrefix(db, "postgres://") || strings.HasPrefix(db, "postgresql://")
}

// DescribeDB names a database for people: without password and options.
func DescribeDB(db string) string {
	scheme, _, url := strings.Cut(db, "://")
	switch {
	case isPostgres(db):
		return postgres.Redacted(db)
	case url:
		return scheme + "://…"
	}
	return db
}

// erasureLog is the file that notes erasures; empty: none. A SQLite database
// has it beside itself; replicas on PostgreSQL have no such place.
func (c Config) erasureLog() string {
	switch {
	case c.Erasures != "":
		return c.Erasures
	case c.DB == memoryDB || isPostgres(c.DB):
		return ""
	}
	return c.DB + ".erasures"
}
