package postgres

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/attune-quiz/attune/internal/store"
)

// Store is a PostgreSQL database. It is safe for concurrent use.
type Store struct {
	clock  func() time.Time
	pool   *pgxpool.Pool
	saver  *saver
	within atomic.Int64 // calls under way or waiting for a connection
	probe  store.Probe

	erasures *store.ErasureLog // nil: none is kept
}

const (
	connections    = 12 // of one replica, unless the address has pool_max_conns
	connectTimeout = 5 * time.Second
	maxCalls       = 1024 // under way or waiting; one more is refused as busy
)

// Open connects to the database at address (postgres://…, with the options of
// libpq) and brings its schema up to date; several replicas may do so at once.
// A database with a newer schema than this program's is refused. The clock
// says what now is, for expiry and leases.
func Open(ctx context.Context, address string, clock func() time.Time) (*Store, error) {
	s, err := open(ctx, address, clock)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", Redacted(address), err)
	}
	return s, nil
}

// ErrAddress is the error of an address that cannot be read. It says no more,
// for the address may hold a password.
var ErrAddress = errors.New("want postgres://user:password@host:port/database")

// Redacted is the address without user, password and options.
func Redacted(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "postgres://…"
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}

func open(ctx context.Context, address string, clock func() time.Time) (*Store, error) {
	config, err := configure(address)
	if err != nil {
		return nil, err
	}
	if err := migrate(ctx, config.ConnConfig); err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	s := &Store{clock: clock, pool: pool}
	s.saver = startSaver(s)
	return s, nil
}

// Record writes every erasure to the log before it is committed. Call it
// before the first write.
func (s *Store) Record(log *store.ErasureLog) { s.erasures = log }

func configure(address string) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, ErrAddress
	}
	if u, err := url.Parse(address); err == nil && !u.Query().Has("pool_max_conns") {
		config.MaxConns = connections
	}
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = connectTimeout
	}
	params := config.ConnConfig.RuntimeParams
	if params["application_name"] == "" {
		params["application_name"] = "attune"
	}
	config.AfterConnect = prepare
	return config, nil
}

// prepare makes a new connection fit for what is promised: a commit that is
// acknowledged is on disk, and a replica that hangs does not hold locks.
func prepare(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, `SELECT set_config('idle_in_transaction_session_timeout', '15s', false),
  CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', false) END`)
	return err
}

// Close answers what is under way, refuses what comes later and closes the
// connections.
func (s *Store) Close() error {
	s.saver.close()
	s.pool.Close()
	return nil
}

// Ping reports whether a write can be committed. A success counts for a
// second.
func (s *Store) Ping(ctx context.Context) error {
	return wrap("ping store", s.probe.Do(func() error {
		_, err := s.Hold(ctx, "ping", "ping", time.Second)
		return err
	}))
}
