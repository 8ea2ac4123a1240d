package app

import (
	"log/slog"
	"strings"
)

// serverLog takes what the HTTP server itself has to say, which may name a
// client's address or hold what a handler threw: only what comes before either
// is logged.
type serverLog struct{ log *slog.Logger }

// Write implements io.Writer.
func (l serverLog) Write(p []byte) (int, error) {
	said, _, _ := strings.Cut(string(p), "\n")
	for _, before := range []string{" serving ", " from "} {
		said, _, _ = strings.Cut(said, before)
	}
	l.log.Warn("HTTP server", "said", said)
	return len(p), nil
}
