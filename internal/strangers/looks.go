package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"

	"github.com/attune-quiz/attune/internal/harness"
)

// page is one that strangers look at, as the holder of the cookie sees it.
type page struct {
	name   string
	path   string
	cookie string // empty: as anybody sees it
}

var (
	sheetOf   = regexp.MustCompile(`href="(/sheets/[^"?]+)`)
	snippetOf = regexp.MustCompile(`(?s)<attune-quiz.*</script>`)
	styleOf   = regexp.MustCompile(`href="(/assets/[^"]+\.css)"`)
)

// looks brings visitors to every page of the journey and lists who looks at
// what.
func (h *house) looks(ctx context.Context, out string, calls int) ([]look, error) {
	var all []look
	var token string
	for _, locale := range []string{"en", "zh-Hans"} {
		pages, v, err := h.pages(ctx, locale)
		if err != nil {
			return nil, err
		}
		token = v.Token
		for _, p := range pages {
			all = append(all, h.check(p, locale, out), h.headers(p, locale))
			l, err := h.pa11y(p, locale)
			if err != nil {
				return nil, err
			}
			all = append(all, l)
		}
		all = append(all, h.flow(locale))
	}
	more, err := h.files(ctx)
	if err != nil {
		return nil, err
	}
	all = append(all, more...)
	if more, err = h.embeds(ctx); err != nil {
		return nil, err
	}
	all = append(all, more...)
	return append(all, h.fuzzers(calls, token)...), nil
}

// pages returns those of the journey in the language, and the visitor who
// finished.
func (h *house) pages(ctx context.Context, locale string) ([]page, *harness.Visitor, error) {
	query := "?locale=" + locale
	pages := []page{
		{name: "start", path: "/" + query},
		{name: "help", path: "/help" + query},
		{name: "privacy", path: "/privacy" + query},
		{name: "missing", path: "/nowhere" + query},
		{name: "gone", path: "/result" + query},
		{name: "enter-code", path: "/resume" + query},
		{name: "snippet", path: "/partners/host/embed" + query},
		{name: "reference", path: "/docs"},
	}
	open, err := h.arrive(ctx, locale, "", begun)
	if err != nil {
		return nil, nil, err
	}
	full, err := h.arrive(ctx, locale, "", answered)
	if err != nil {
		return nil, nil, err
	}
	done, err := h.arrive(ctx, locale, "", finished)
	if err != nil {
		return nil, nil, err
	}
	share, err := done.Share(ctx)
	if err != nil {
		return nil, nil, err
	}
	sheet, err := h.find(ctx, page{path: "/result", cookie: cookieOf(done)}, sheetOf)
	if err != nil {
		return nil, nil, err
	}
	pages = append(pages,
		page{"item", "/take/3", cookieOf(open)},
		page{"keep", "/resume", cookieOf(open)},
		page{"check", "/check", cookieOf(full)},
		page{"safety", "/safety", cookieOf(done)},
		page{"result", "/result", cookieOf(done)},
		page{"sheet", sheet, cookieOf(done)},
		page{"export", "/export", cookieOf(done)},
		page{"compare", "/compare", cookieOf(done)},
		page{"erase", "/erase", cookieOf(done)},
		page{name: "share", path: "/s/" + share + query},
	)
	for _, partner := range []string{"shop", "letters"} {
		v, err := h.arrive(ctx, locale, partner, finished)
		if err != nil {
			return nil, nil, err
		}
		pages = append(pages, page{"gate-" + partner, "/result", cookieOf(v)})
	}
	return pages, done, nil
}

func (h *house) check(p page, locale, out string) look {
	l := look{
		name: "check/" + locale + "/" + p.name,
		args: []string{"node", "check.mjs", "--out", filepath.Join(out, locale, p.name)},
		env:  []string{"LH_MIN=100", "LH_PERF=99", "JS_MAX=5120"},
	}
	if p.cookie != "" {
		l.args = append(l.args, "--cookie", p.cookie)
	}
	l.args = append(l.args, h.server.URL+p.path)
	return l
}

func (h *house) headers(p page, locale string) look {
	l := look{name: "headers/" + locale + "/" + p.name, args: []string{"node", "headers.mjs", "--kind", "html"}}
	if p.cookie != "" {
		l.args = []string{"node", "headers.mjs", "--kind", "private", "--header", "Cookie: " + p.cookie}
	}
	l.args = append(l.args, h.server.URL+p.path)
	return l
}

// pa11y reads its configuration from a file: the one that came, with the cookie.
func (h *house) pa11y(p page, locale string) (look, error) {
	given, err := os.ReadFile(filepath.Join(h.checks(), "pa11y.json"))
	if err != nil {
		return look{}, err
	}
	config := map[string]any{}
	if err := json.Unmarshal(given, &config); err != nil {
		return look{}, fmt.Errorf("pa11y.json: %w", err)
	}
	if p.cookie != "" {
		config["headers"] = map[string]string{"Cookie": p.cookie}
	}
	b, err := json.Marshal(config)
	if err != nil {
		return look{}, err
	}
	name := "pa11y-" + locale + "-" + p.name + ".json"
	if err := os.WriteFile(filepath.Join(h.checks(), name), b, 0o600); err != nil {
		return look{}, err
	}
	return look{
		name: "pa11y/" + locale + "/" + p.name,
		args: []string{"npx", "pa11y", "--config", name, h.server.URL + p.path},
	}, nil
}

func (h *house) flow(locale string) look {
	l := look{
		name: "flow/" + locale,
		args: []string{"node", "flow.mjs", h.server.URL + "/?locale=" + locale, "--before", "#consent,#age", "--start", `form[action="/begin"] button[type=submit]`},
	}
	if locale != "en" {
		l.excused = map[string]string{
			`<title> starts with "Error"`: "the title of a Chinese page begins with the Chinese word",
		}
	}
	return l
}

// files are what is no page: calls, frames, assets.
func (h *house) files(ctx context.Context) ([]look, error) {
	style, err := h.find(ctx, page{path: "/"}, styleOf)
	if err != nil {
		return nil, err
	}
	headers := func(kind, path string) look {
		return look{name: "headers/" + kind, args: []string{"node", "headers.mjs", "--kind", kind, h.server.URL + path}}
	}
	return []look{
		headers("api", "/v1/instruments"),
		headers("embed", "/embed/host/relationship"),
		headers("asset", style),
	}, nil
}

// embeds are the snippet that the program hands out with a key, and its script
// alone.
func (h *house) embeds(ctx context.Context) ([]look, error) {
	said, err := exec.CommandContext(ctx, filepath.Join(h.folder, "attune"), "partner", "key", "--partner", "host", "--base-url", h.server.URL).Output()
	if err != nil {
		return nil, fmt.Errorf("ask for a snippet: %w", err)
	}
	kept := snippetOf.Find(said)
	if kept == nil {
		return nil, fmt.Errorf("ask for a snippet: got %q", said)
	}
	line := `<script async src="` + h.server.URL + `/embed.js" data-partner="host" data-instrument="relationship"></script>`
	embed := func(name, snippet string) look {
		return look{name: "embed/" + name, args: []string{"node", "embed.mjs", snippet, "--origin", h.server.URL}}
	}
	return []look{embed("line", line), embed("room", string(kept))}, nil
}

// fuzzers come with nothing, with the token of an attempt, and with a partner's
// key.
func (h *house) fuzzers(calls int, token string) []look {
	var all []look
	for seed := 1; seed <= 3; seed++ {
		for _, as := range []struct{ who, credential string }{{"nobody", ""}, {"visitor", token}, {"partner", h.key}} {
			l := look{
				name: "apifuzz/" + strconv.Itoa(seed) + "/" + as.who,
				args: []string{"node", "apifuzz.mjs", h.spec, h.server.URL, "--n", strconv.Itoa(calls), "--seed", strconv.Itoa(seed), "--strict"},
			}
			if as.credential != "" {
				l.args = append(l.args, "--header", "Authorization: Bearer "+as.credential)
			}
			if as.who == "partner" {
				l.excused = map[string]string{
					"mintCodes | valid input rejected 422": "codes that have expired before they are made: a schema cannot say that a time lies ahead",
				}
			}
			all = append(all, l)
		}
	}
	return all
}
