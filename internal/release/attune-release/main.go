// Attune-release writes a release: go run ./internal/release/attune-release -version v1.2.3 -out dist/v1.2.3
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"

	"github.com/attune-quiz/attune/internal/release"
)

func main() {
	version := flag.String("version", "", "version, such as v1.2.3")
	out := flag.String("out", "dist", "folder to write to")
	source := flag.String("source", ".", "root of the module")
	only := flag.String("only", "", "one platform, such as linux-amd64; by default all")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	targets := slices.DeleteFunc(release.Targets(), func(t release.Target) bool { return *only != "" && t.String() != *only })
	names, err := release.Make(ctx, release.Config{Version: *version, Source: *source, Out: *out, Targets: targets})
	if err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		stop()
		os.Exit(1)
	}
	for _, name := range names {
		fmt.Println(name)
	}
}
