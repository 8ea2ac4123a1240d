package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Backup writes what the database at path holds at one moment to a new file,
// while others may write to the database. The file is complete and on the
// disk when Backup returns nil; otherwise there is none. An existing file is
// left alone: it is an error.
func Backup(ctx context.Context, path, file string) error {
	if err := backup(ctx, path, file); err != nil {
		return fmt.Errorf("back up %s to %s: %w", path, file, passing(err))
	}
	return nil
}

func backup(ctx context.Context, path, file string) (err error) {
	if _, err := os.Stat(path); err != nil {
		return err
	}
	if _, err := os.Stat(file); err == nil {
		return os.ErrExist
	}
	db, err := connect(path, 1, "_query_only=0")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	part := file + ".part"
	if err := create(part); err != nil { // closed to other users from the start
		return err
	}
	defer os.Remove(part)
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", part); err != nil {
		return err
	}
	return publish(part, file)
}

// publish gives a finished file its name, for good.
func publish(part, file string) error {
	if err := syncFile(part); err != nil {
		return err
	}
	if err := os.Rename(part, file); err != nil {
		return err
	}
	return syncFile(filepath.Dir(file))
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// ErrInUse is the error of a restore over a database that a program has open.
var ErrInUse = errors.New("the database is in use: stop the server first")

// Restore puts the backup in the place of the database at path, whole or not
// at all. The backup is checked first and stays as it is. A database that is
// there is replaced only if replace is set, and never while it is in use.
// Its schema is brought up to date when it is opened.
func Restore(ctx context.Context, file, path string, replace bool) error {
	if err := restore(ctx, file, path, replace); err != nil {
		return fmt.Errorf("restore %s from %s: %w", path, file, passing(err))
	}
	return nil
}

func restore(ctx context.Context, file, path string, replace bool) error {
	if _, err := os.Stat(path); err == nil {
		if !replace {
			return os.ErrExist
		}
		if err := settle(ctx, path); err != nil {
			return err
		}
	}
	part := path + ".part"
	defer os.Remove(part)
	if err := copyFile(file, part); err != nil {
		return err
	}
	if err := sound(ctx, part); err != nil {
		return err
	}
	return publish(part, path)
}

// settle makes sure that nobody else has the database open and leaves no
// journal beside it.
func settle(ctx context.Context, path string) (err error) {
	db, err := connect(path, 1, "_pragma=locking_mode(EXCLUSIVE)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	for _, text := range []string{"PRAGMA busy_timeout=500", "BEGIN EXCLUSIVE", "COMMIT", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err := db.ExecContext(ctx, text); err != nil {
			return errors.Join(ErrInUse, err)
		}
	}
	return nil
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	_, err = io.Copy(out, in)
	return err
}

// sound reports what is wrong with a file that is to become the database.
func sound(ctx context.Context, path string) (err error) {
	db, err := sql.Open("sqlite", "file:"+escaped(path)+"?mode=ro&immutable=1")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var said string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check").Scan(&said); err != nil {
		return err
	}
	if said != "ok" {
		return fmt.Errorf("the backup is damaged: %s", said)
	}
	var tables int
	err = db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE name IN ('attempts', 'goose_db_version')").Scan(&tables)
	if err == nil && tables != 2 {
		err = errors.New("the file is no database of this program")
	}
	return err
}
