// Attune-release writes a release: go run ./internal/release/attune-release -version v1.2.3 -out dist/v1.2.3
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"github.com/attune-quiz/attune/internal/release"
)

func main() {
	version := flag.String("version", "", "version, such as v1.2.3")
	out := flag.String("out", "dist", "folder to write to")
	source := flag.String("source", ".", "root of the module")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	names, err := release.Make(ctx, release.Config{Version: *version, Source: *source, Out: *out, Targets: release.Targets()})
	if err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		stop()
		os.Exit(1)
	}
	for _, name := range names {
		fmt.Println(name)
	}
}
