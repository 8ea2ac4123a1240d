// Command strangers lets programs that others wrote look at the running
// product: browsers, accessibility checkers, a host page, a fuzzer of the API.
//
//	go run ./internal/strangers -checks FOLDER
//
// FOLDER holds node programs (check.mjs, flow.mjs, headers.mjs, embed.mjs,
// apifuzz.mjs) and their package.json; it is copied and installed elsewhere. The
// command builds the program, starts it with a partner, brings visitors to every
// page of the journey in both languages, and prints what each stranger said.
// It knows the program as anybody does, over HTTP.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
)

func main() {
	checks := flag.String("checks", "", "folder with the strangers' node programs")
	out := flag.String("out", "dist/strangers", "folder for their reports and screenshots")
	only := flag.String("only", "", "pattern of the looks to take, such as check/zh")
	calls := flag.Int("n", 100, "requests that the fuzzer makes for each operation")
	flag.Parse()
	pattern, err := regexp.Compile(*only)
	if *checks == "" || err != nil {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *checks, *out, pattern, *calls); err != nil {
		fmt.Fprintln(os.Stderr, "strangers:", err)
		stop()
		os.Exit(1)
	}
}

// errFound: a stranger found something.
var errFound = errors.New("something was found; see above")

func run(ctx context.Context, checks, out string, only *regexp.Regexp, calls int) (err error) {
	if out, err = filepath.Abs(out); err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "attune-strangers-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	h, err := build(ctx, scratch, checks)
	if err != nil {
		return err
	}
	if err := h.start(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.server.Stop()) }()
	looks, err := h.looks(ctx, out, calls)
	if err != nil {
		return fmt.Errorf("bring visitors to the pages: %w", err)
	}
	found := false
	for _, l := range looks {
		if only.MatchString(l.name) && !h.take(ctx, l, out, os.Stdout) {
			found = true
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if found {
		return errFound
	}
	_, err = io.WriteString(os.Stdout, "nothing was found\n")
	return err
}
