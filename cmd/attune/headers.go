package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// parseHeaders reads a list as OpenTelemetry writes it: names and values with
// an equals sign, commas between them, values percent-encoded. What is wrong
// with it is said without it, for it may hold a secret.
func parseHeaders(text string) (http.Header, error) {
	out := http.Header{}
	for pair := range strings.SplitSeq(text, ",") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		name, value, ok := strings.Cut(pair, "=")
		value, err := url.PathUnescape(strings.TrimSpace(value))
		if name = strings.TrimSpace(name); !ok || name == "" || err != nil || strings.ContainsFunc(name+value, control) {
			return nil, fmt.Errorf("%w: --otlp-headers: want name=value, with commas between several", errUsage)
		}
		out.Add(name, value)
	}
	return out, nil
}

func control(r rune) bool { return r < ' ' || r == 0x7f }
