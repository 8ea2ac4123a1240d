package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/alecthomas/kong"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/internal/app"
	"github.com/attune-quiz/attune/internal/preview"
)

// Exit codes: done, failed at it, and asked in the wrong way.
const (
	exitOK    = 0
	exitError = 1
	exitUsage = 2
)

type streams struct {
	In       io.Reader
	Out, Err io.Writer
}

type cli struct {
	Serve       serveCmd       `cmd:"" help:"Serve the test: pages, API and PDF. Needs no flags."`
	Check       checkCmd       `cmd:"" help:"Check content and report every finding as file:line:col."`
	Preview     previewCmd     `cmd:"" help:"Show a playbook at chosen scores, every language side by side, as you write."`
	Score       scoreCmd       `cmd:"" help:"Score a CSV file of responses."`
	Reliability reliabilityCmd `cmd:"" help:"Measure the reliability of an instrument's scales on a CSV file of responses."`
	Norms       normsCmd       `cmd:"" help:"Derive norms and errors for an instrument file from a CSV file of responses."`
	Playbook    playbookCmd    `cmd:"" help:"Print the playbook PDF for one file of responses."`
	Partner     partnerCmd     `cmd:"" help:"Make keys and secrets for partners, the sites that embed the test."`
	Backup      backupCmd      `cmd:"" help:"Copy a SQLite database, in use or not, to a new file."`
	Restore     restoreCmd     `cmd:"" help:"Put a backup in place and erase again what was erased since."`
	Config      configCmd      `cmd:"" help:"Print the settings that serve would run with, without secrets."`
	Version     versionCmd     `cmd:"" help:"Print the version."`
	Health      healthCmd      `cmd:"" hidden:"" help:"Ask a running server whether it is up."`
}

// errFindings makes check exit with an error after it printed its findings.
var errFindings = errors.New("the content has errors")

// exited carries an exit code out of kong, which ends the process by itself
// otherwise.
type exited int

func run(ctx context.Context, std streams, args []string) (code int) {
	defer func() {
		if r := recover(); r != nil {
			status, ok := r.(exited)
			if !ok {
				panic(r)
			}
			code = int(status)
		}
	}()
	var c cli
	found := newSettings()
	parser, err := kong.New(&c,
		kong.Name("attune"),
		kong.Description("Attune: an attachment-style self-assessment with a playbook."),
		kong.Writers(std.Out, std.Err),
		kong.Exit(func(code int) { panic(exited(code)) }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(std, found),
		kong.Resolvers(found),
	)
	if err != nil {
		fmt.Fprintln(std.Err, "attune:", err)
		return exitError
	}
	command, err := parser.Parse(args)
	if found.wrong != nil {
		fmt.Fprintf(std.Err, "attune: the file of settings cannot be used:\n%v\n", found.wrong)
		return exitUsage
	}
	if err != nil {
		fmt.Fprintf(std.Err, "attune: %v\nRun \"attune --help\" for the commands and flags.\n", err)
		return exitUsage
	}
	return report(std, command.Run())
}

func report(std streams, err error) int {
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errFindings):
		return exitError
	case errors.Is(err, app.ErrConfig), errors.Is(err, preview.ErrConfig), errors.Is(err, errUsage):
		fmt.Fprintln(std.Err, "attune:", err)
		return exitUsage
	default:
		fmt.Fprintln(std.Err, "attune:", err)
		return exitError
	}
}

// errUsage marks a request that flags alone make impossible.
var errUsage = errors.New("wrong use")

// contentFlag is shared by the commands that read content.
type contentFlag struct {
	Content string `help:"Folder of content to use instead of what ships." placeholder:"DIR" env:"ATTUNE_CONTENT" type:"existingdir"`
}

func (f contentFlag) fs() fs.FS {
	if f.Content == "" {
		return content.Shipped()
	}
	return os.DirFS(f.Content)
}

// write replaces the file with the bytes, or writes them to standard output
// where path is empty or "-".
func (s streams) write(path string, b []byte) error {
	if path == "" || path == "-" {
		_, err := s.Out.Write(b)
		return err
	}
	return os.WriteFile(path, b, 0o644) // #nosec G306 -- as any program writes what it was asked for
}

// open opens the file for reading, or standard input where path is empty or
// "-".
func (s streams) open(path string) (io.ReadCloser, error) {
	if path == "" || path == "-" {
		return io.NopCloser(s.In), nil
	}
	return os.Open(path)
}
