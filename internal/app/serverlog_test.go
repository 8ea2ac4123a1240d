package app

import (
	"bytes"
	"log"
	"log/slog"
	"strings"
	"testing"
)

// What the HTTP server says names no client and holds nothing that was thrown.
//
// Holds: S9, G4, ASVS 16.2.5, ASVS 16.4.1
func TestServerLog(t *testing.T) {
	for said, want := range map[string]string{
		"http: panic serving 192.0.2.7:1000: c4n4ry\ngoroutine 1\nc4n4ry":                   "http: panic",
		"http: TLS handshake error from 192.0.2.7:1000: EOF c4n4ry":                         "http: TLS handshake error",
		"http: Accept error: accept tcp 127.0.0.1:80: too many open files; retrying in 5ms": "http: Accept error: accept tcp 127.0.0.1:80: too many open files; retrying in 5ms",
	} {
		var out bytes.Buffer
		log.New(serverLog{slog.New(slog.NewJSONHandler(&out, nil))}, "", 0).Print(said)
		line := out.String()
		if !strings.Contains(line, `"said":"`+want+`"`) || strings.Contains(line, "192.0.2.7") || strings.Contains(line, "c4n4ry") {
			t.Errorf("got %s, want no more than %q", line, want)
		}
	}
}
