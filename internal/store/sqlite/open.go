package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/pressly/goose/v3"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

// Store is a SQLite file. It is safe for concurrent use.
type Store struct {
	clock  func() time.Time
	reader *sql.DB
	writer *writer
	read   *readStatements
	change *writeStatements
	probe  store.Probe
}

// Open opens the file at path, creates it where there is none (readable by
// its owner alone; the folder must exist), and brings its schema up to date.
// A file with a newer schema than this program's is refused. The clock says
// what now is, for expiry and leases.
func Open(ctx context.Context, path string, clock func() time.Time) (*Store, error) {
	s, err := open(ctx, path, clock)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return s, nil
}

func open(ctx context.Context, path string, clock func() time.Time) (_ *Store, err error) {
	if err := create(path); err != nil {
		return nil, err
	}
	writeDB, err := connect(path, 1, "_txlock=immediate")
	if err != nil {
		return nil, err
	}
	readDB, err := connect(path, max(4, runtime.GOMAXPROCS(0)), "_query_only=1")
	if err != nil {
		return nil, errors.Join(err, writeDB.Close())
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, readDB.Close(), writeDB.Close())
		}
	}()
	if err := store.Migrate(ctx, writeDB, goose.DialectSQLite3, migrations); err != nil {
		return nil, err
	}
	s := &Store{clock: clock, reader: readDB}
	if s.change, err = prepareWrites(ctx, writeDB); err != nil {
		return nil, err
	}
	if s.read, err = prepareReads(ctx, readDB); err != nil {
		return nil, err
	}
	s.writer = startWriter(writeDB)
	return s, nil
}

// Record writes every erasure to the log before it is committed. Call it
// before the first write.
func (s *Store) Record(log *store.ErasureLog) {
	s.writer.log = func(ids ...quiz.AttemptID) error { return log.Append(s.clock(), ids...) }
}

// create makes sure that a new file, and the journals that take its mode,
// are closed to other users. A file that cannot be written is left to those
// who read: each write is refused until it can be.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		f, err = os.Open(path)
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// escaped is the path as part of a URI.
func escaped(path string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
}

// connect opens a pool of at most n connections, which stay open.
func connect(path string, n int, option string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", "file:"+escaped(path)+"?"+strings.Join([]string{
		"_pragma=busy_timeout(5000)",
		"_pragma=journal_mode(WAL)",
		"_pragma=synchronous(FULL)",
		"_pragma=foreign_keys(ON)",
		"_pragma=secure_delete(ON)", // what is erased is overwritten, not only unlinked
		"_dqs=0",
		option,
	}, "&"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db, nil
}

// Close answers what is under way, refuses what comes later and closes the
// file. Reads must have ended.
func (s *Store) Close() error {
	s.writer.close()
	// The writer's connection is the last to go: it empties the journal.
	if err := errors.Join(s.reader.Close(), s.writer.db.Close()); err != nil {
		return fmt.Errorf("close store: %w", err)
	}
	return nil
}

// Ping reports whether a write can be committed, in the same queue as all
// writes. A success counts for a second.
func (s *Store) Ping(ctx context.Context) error {
	return wrap("ping store", s.probe.Do(func() error {
		_, err := s.Hold(ctx, "ping", "ping", time.Second)
		return err
	}))
}
