package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/attune-quiz/attune/internal/store/sqlite"

	rows "github.com/attune-quiz/attune/internal/store"
)

// Backup copies a SQLite database, which may be in use, to a new file.
func Backup(ctx context.Context, db, file string) error {
	if err := onlySQLite(db); err != nil {
		return err
	}
	err := sqlite.Backup(ctx, db, file)
	if errors.Is(err, os.ErrExist) || errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%w: %w", ErrConfig, err)
	}
	return err
}

func onlySQLite(db string) error {
	if db == memoryDB || isPostgres(db) {
		return fmt.Errorf("%w: %s is no SQLite file; for PostgreSQL use pg_dump or its archive (docs/operations.md)",
			ErrConfig, DescribeDB(db))
	}
	return nil
}

// Restoring says what to restore.
type Restoring struct {
	File     string // the backup; empty: the database was restored by other means
	DB       string
	Erasures string // the erasure log; empty: that beside a SQLite database
	Replace  bool   // a SQLite file that is there is replaced
}

// Restored says what a restore did.
type Restored struct {
	Log    string // the erasure log; empty: there is none
	Noted  int    // erasures in it
	Erased int    // of which the database held the attempt
	Cut    int    // lines that could not be read
}

// Restore puts a backup in place and erases again what was erased since it
// was made.
func Restore(ctx context.Context, r Restoring) (Restored, error) {
	cfg := Config{DB: r.DB, Erasures: r.Erasures, Now: time.Now}
	if r.File != "" {
		if err := onlySQLite(r.DB); err != nil {
			return Restored{}, err
		}
		err := sqlite.Restore(ctx, r.File, r.DB, r.Replace)
		if errors.Is(err, os.ErrExist) {
			err = fmt.Errorf("%w: %w; --replace puts the backup in its place", ErrConfig, err)
		}
		if err != nil {
			return Restored{}, err
		}
	} else if cfg.erasureLog() == "" {
		return Restored{}, fmt.Errorf("%w: name the erasure log with --erasures", ErrConfig)
	}
	return eraseAgain(ctx, cfg, r.Erasures != "" || r.File == "")
}

// eraseAgain opens the database, which brings its schema up to date, and
// removes what the log names. A log that was named must be there.
func eraseAgain(ctx context.Context, cfg Config, named bool) (_ Restored, err error) {
	out := Restored{Log: cfg.erasureLog()}
	f, err := os.Open(out.Log)
	if errors.Is(err, fs.ErrNotExist) && !named {
		out.Log = ""
	} else if err != nil {
		return out, fmt.Errorf("%w: read the erasure log: %w", ErrConfig, err)
	}
	defer f.Close() // of no file it does nothing
	st, err := openLasting(ctx, cfg)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if out.Log == "" {
		return out, nil
	}
	ids, cut, err := rows.ReadErasures(f)
	if err != nil {
		return out, fmt.Errorf("read the erasure log: %w", err)
	}
	out.Noted, out.Cut = len(ids), cut
	out.Erased, err = st.Remove(ctx, ids...)
	return out, err
}
