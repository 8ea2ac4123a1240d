package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"

	"github.com/attune-quiz/attune/internal/harness"
)

// step is how far a visitor comes.
type step int

const (
	begun step = iota
	answered
	finished
)

// arrive brings a visitor of the full test so far.
func (h *house) arrive(ctx context.Context, locale, partner string, to step) (*harness.Visitor, error) {
	v := &harness.Visitor{Wire: harness.NewWire(h.server.URL), Locale: locale, Topic: "music", Partner: partner}
	defer v.Close()
	consent, err := v.Consent(ctx)
	if err != nil {
		return nil, err
	}
	if err := v.Begin(ctx, "full", consent); err != nil {
		return nil, err
	}
	if to >= answered {
		if err := v.Respond(ctx); err != nil {
			return nil, err
		}
	}
	if to >= finished {
		if _, err := v.Finish(ctx); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// cookieOf opens the visitor's pages.
func cookieOf(v *harness.Visitor) string { return "attune=" + v.ID + "." + v.Token }

// find returns what the pattern's group matches in a page.
func (h *house) find(ctx context.Context, p page, pattern *regexp.Regexp) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, h.server.URL+p.path, nil)
	if err != nil {
		return "", err
	}
	if p.cookie != "" {
		req.Header.Set("Cookie", p.cookie)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return "", err
	}
	found := pattern.FindSubmatch(text)
	if found == nil {
		return "", fmt.Errorf("%s (status %d) holds no %s", p.path, res.StatusCode, pattern)
	}
	return string(found[1]), nil
}
