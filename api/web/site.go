package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/quiz/take"
)

// Config is what the pages need. Take, Texts, Printer, Cards and Controller are
// required.
type Config struct {
	Take    *take.Service
	Texts   quiz.Texts
	Printer playbook.Printer
	Cards   playbook.CardPainter
	// Instrument is served at the start page; empty: the first with wording and
	// a playbook.
	Instrument quiz.InstrumentID
	Controller string // who is responsible for the data
	PrivacyURL string // the controller's notice; empty: the page /privacy
	BaseURL    string // the public origin, such as https://example.org
	Secure     bool   // whether the public origin is https
	// Render runs whatever renders something for somebody, and may refuse a
	// document or picture with quiz.ErrBusy; nil: it runs at once.
	Render func(ctx context.Context, what string, do func() error) error
	Log    *slog.Logger
}

// Site is the pages. It is immutable and safe for concurrent use.
type Site struct {
	Config
	pages  *pages
	assets *assets
	themes *themes
	cookie cookie
	guard  *http.CrossOriginProtection
}

// New prepares the pages: parses the templates for every locale and names
// the assets by their content.
func New(cfg Config) (*Site, error) {
	if cfg.Take == nil || cfg.Texts == nil || cfg.Printer == nil || cfg.Cards == nil || cfg.Controller == "" {
		return nil, errors.New("prepare pages: Take, Texts, Printer, Cards and Controller are required")
	}
	if cfg.PrivacyURL == "" {
		cfg.PrivacyURL = "/privacy"
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Render == nil {
		cfg.Render = func(_ context.Context, _ string, do func() error) error { return do() }
	}
	files, err := newAssets()
	if err != nil {
		return nil, fmt.Errorf("prepare pages: %w", err)
	}
	parsed, err := parsePages(cfg.Texts, files)
	if err != nil {
		return nil, fmt.Errorf("prepare pages: %w", err)
	}
	themes, err := newThemes()
	if err != nil {
		return nil, fmt.Errorf("prepare pages: %w", err)
	}
	guard := http.NewCrossOriginProtection()
	if cfg.BaseURL != "" {
		if err := guard.AddTrustedOrigin(cfg.BaseURL); err != nil {
			return nil, fmt.Errorf("prepare pages: base URL: %w", err)
		}
	}
	return &Site{Config: cfg, pages: parsed, assets: files, themes: themes, cookie: newCookie(cfg.Secure, cfg.Take.Now), guard: guard}, nil
}

// Register adds the routes of the pages. Each stands at the site's root, where
// the cookie opens it, and under the address of every frame, where the token
// does; what is only of the site or only of frames is added apart.
func (s *Site) Register(e *echo.Echo) {
	only := func(path string, h echo.HandlerFunc) {
		e.Match([]string{http.MethodGet, http.MethodHead}, path, h)
	}
	get := func(path string, h echo.HandlerFunc) {
		only(path, h)
		only(framePath+path, s.framed(h))
	}
	change := func(path string, h echo.HandlerFunc) {
		e.POST(path, s.sameOrigin(h))
		e.POST(framePath+path, s.framed(h))
	}
	post := func(path string, h personal) { change(path, s.open(h)) }

	get("/", s.start)
	only(framePath, s.framed(s.start))
	only(framePath+"/phrase", s.framed(s.phrase))
	get("/begin", toStart)
	change("/begin", s.begin)
	get("/take/:n", s.open(s.item))
	post("/take/:n", s.answer)
	get("/check", s.open(s.check))
	post("/check", s.finish)
	get("/safety", s.open(s.safety))
	post("/safety", s.choose)
	get("/result", s.open(s.result))
	get("/playbook.pdf", s.open(s.pdf))
	get("/summary.pdf", s.open(s.summary))
	get("/plan.ics", s.open(s.calendar))
	get("/sheets/:id", s.open(s.sheet))
	post("/plan", s.plan)
	post("/fit", s.fit)
	post(unlockPath, s.unlock)
	post("/language", s.speak)
	get("/export", s.open(s.exported))
	get("/export.json", s.open(s.exportFile))
	get(comparePath, s.open(s.comparing))
	post(comparePath, s.compare)
	get("/erase", s.open(s.confirmErase))
	post("/erase", s.erase)
	get(resumePath, s.resumption)
	change(resumePath, s.resume)
	post(codePath, s.makeCode)
	post(resumePath+"/drop", s.dropCode)
	post(resumePath+"/keep", s.keepHere)
	post("/share", s.share)
	post("/share/revoke", s.revoke)
	get(sharePrefix+":share", s.shared)
	get("/cards/:name", s.general)
	get("/help", s.help)
	get("/privacy", s.privacy)
	only("/exit", s.exit)
	only("/favicon.ico", s.assets.favicon)
	only("/assets/:name", s.assets.serve)
	only("/themes/:name", s.theme)
	only("/oembed", s.describe)
	only("/partners/:id/embed", s.snippets)
	only("/embed.js", s.assets.newestLoader)
	only("/embed/:file", s.assets.loader)
}

// toStart leads to the start page with what the address says of the visit.
func toStart(c echo.Context) error {
	return to(c, "/"+withQuery(passedOn(c.QueryParams(), "topic", "article", "form", "locale", "partner")))
}

// instrument returns the one that the start page offers, in a frame the
// frame's.
func (s *Site) instrument(c echo.Context) (*quiz.Instrument, error) {
	if f := s.frame(c); f != nil {
		return f.instrument, nil
	}
	if s.Instrument != "" {
		return s.Take.Catalogue.Instrument(s.Instrument)
	}
	for _, in := range s.Take.Catalogue.Instruments() {
		if s.complete(in) {
			return in, nil
		}
	}
	return nil, fmt.Errorf("find an instrument to serve: %w", quiz.ErrNotFound)
}

// complete reports whether a visitor can take the instrument to a result.
func (s *Site) complete(in *quiz.Instrument) bool {
	_, err := s.Take.Catalogue.Playbook(in.ID, s.Texts.Locales()[0])
	return in.Servable() && err == nil
}
