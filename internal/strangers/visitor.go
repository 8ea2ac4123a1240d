package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
)

// visitor takes the full test through the API.
type visitor struct {
	h         *house
	locale    string
	id, token string
	items     []string
}

func (h *house) begin(ctx context.Context, locale, partner string) (*visitor, error) {
	v := &visitor{h: h, locale: locale}
	var instrument struct{ Consent struct{ Version string } }
	if err := v.call(ctx, http.MethodGet, "/v1/instruments/relationship?form=full&locale="+locale, nil, &instrument); err != nil {
		return nil, err
	}
	body := map[string]any{
		"instrument": "relationship", "form": "full", "locale": locale, "topic": "music",
		"consent": instrument.Consent.Version, "age_ok": true,
	}
	if partner != "" {
		body["partner"] = partner
	}
	var begun struct {
		ID, Token string
		Items     []struct{ ID string }
	}
	if err := v.call(ctx, http.MethodPost, "/v1/attempts", body, &begun); err != nil {
		return nil, err
	}
	v.id, v.token = begun.ID, begun.Token
	for _, i := range begun.Items {
		v.items = append(v.items, i.ID)
	}
	return v, nil
}

// respond responds to every item.
func (v *visitor) respond(ctx context.Context) error {
	given := map[string]int{}
	for n, item := range v.items {
		given[item] = 1 + (n*3+n/5)%5
	}
	return v.call(ctx, http.MethodPut, v.own("responses"), map[string]any{"responses": given}, nil)
}

func (v *visitor) finish(ctx context.Context) error {
	return v.call(ctx, http.MethodPost, v.own("finish"), nil, nil)
}

// share makes the card of the map and returns the path of its page.
func (v *visitor) share(ctx context.Context) (string, error) {
	var made struct{ ID string }
	err := v.call(ctx, http.MethodPost, v.own("share"), map[string]any{"card": "map"}, &made)
	return "/s/" + made.ID, err
}

func (v *visitor) own(what string) string { return "/v1/attempts/" + v.id + "/" + what }

// cookie opens the visitor's pages.
func (v *visitor) cookie() string { return "attune=" + v.id + "." + v.token }

// find returns what the pattern's group matches in a page of the visitor.
func (v *visitor) find(ctx context.Context, path string, pattern *regexp.Regexp) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, v.h.base+path, nil)
	if err != nil {
		return "", err
	}
	req.Header.Set("Cookie", v.cookie())
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err != nil {
		return "", err
	}
	found := pattern.FindSubmatch(page)
	if found == nil {
		return "", fmt.Errorf("%s (status %d) holds no %s", path, res.StatusCode, pattern)
	}
	return string(found[1]), nil
}

func (v *visitor) call(ctx context.Context, method, path string, body, into any) error {
	var sent io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return err
		}
		sent = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, method, v.h.base+path, sent)
	if err != nil {
		return err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if v.token != "" {
		req.Header.Set("Authorization", "Bearer "+v.token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("%s %s: status %d: %s", method, path, res.StatusCode, answer)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(answer, into)
}
