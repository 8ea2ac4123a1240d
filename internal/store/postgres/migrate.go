package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"github.com/attune-quiz/attune/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrationLock is the key of the advisory lock under which one replica at a
// time looks at the schema and changes it.
const migrationLock = 0x617474756e65 // "attune"

// migrate brings the schema up to this program's version. Replicas that start
// at once wait for each other.
func migrate(ctx context.Context, config *pgx.ConnConfig) (err error) {
	db := stdlib.OpenDB(*config)
	defer func() { err = errors.Join(err, db.Close()) }()
	lock, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer lock.Close() // the lock ends with its session
	if _, err := lock.ExecContext(ctx, "SELECT pg_advisory_lock($1)", migrationLock); err != nil {
		return fmt.Errorf("wait for other replicas: %w", err)
	}
	if err := store.Migrate(ctx, db, goose.DialectPostgres, migrations); err != nil {
		return err
	}
	_, err = lock.ExecContext(ctx, "SELECT pg_advisory_unlock($1)", migrationLock)
	return err
}
