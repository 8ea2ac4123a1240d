package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8090", "loopback address of the site; port 0 picks one")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, *addr, func(site, attune string) {
		fmt.Printf("The article: %s/\nWhat its server is told: %s/webhooks\nAttune itself: %s\nPress Ctrl-C to stop.\n", site, site, attune)
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
