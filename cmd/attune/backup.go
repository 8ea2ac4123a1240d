package main

import (
	"context"
	"fmt"

	"github.com/attune-quiz/attune/internal/app"
)

type backupCmd struct {
	settingsFlag
	File string `arg:"" help:"File to write; it must not be there."`
	DB   string `name:"db" help:"SQLite file." default:"attune.db" env:"ATTUNE_DB" secret:"address"`
}

func (c *backupCmd) Run(ctx context.Context, std streams) error {
	if err := app.Backup(ctx, c.DB, c.File); err != nil {
		return err
	}
	_, err := fmt.Fprintf(std.Out, "Backed up %s to %s.\n", c.DB, c.File)
	return err
}

type restoreCmd struct {
	settingsFlag
	File     string `arg:"" optional:"" help:"Backup to put in place; left out where the database was restored by other means."`
	DB       string `name:"db" help:"SQLite file, or postgres://… without a backup." default:"attune.db" env:"ATTUNE_DB" secret:"address"`
	Erasures string `help:"Erasure log; by default that beside a SQLite file." placeholder:"FILE" env:"ATTUNE_ERASURES"`
	Replace  bool   `help:"Replace the SQLite file that is there."`
}

func (c *restoreCmd) Run(ctx context.Context, std streams) error {
	done, err := app.Restore(ctx, app.Restoring{File: c.File, DB: c.DB, Erasures: c.Erasures, Replace: c.Replace})
	if err != nil {
		return err
	}
	if c.File != "" {
		fmt.Fprintf(std.Out, "Restored %s from %s.\n", c.DB, c.File)
	}
	if done.Log == "" {
		_, err = fmt.Fprintln(std.Out, "There is no erasure log: nothing was erased again.")
		return err
	}
	_, err = fmt.Fprintf(std.Out, "Erased again: %d of the %d that %s names.\n", done.Erased, done.Noted, done.Log)
	if done.Cut > 0 {
		fmt.Fprintf(std.Err, "%d lines of the log are no erasures and were passed over.\n", done.Cut)
	}
	return err
}
