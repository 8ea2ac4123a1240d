package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/quiz/take"
)

// Config is what the API is made of. Take, Texts, Printer, Ledger and Deliveries
// are needed.
type Config struct {
	Take    *take.Service
	Texts   quiz.Texts
	Printer playbook.Printer
	Ledger  quiz.Ledger // what partners may know
	// Deliveries is the log of partners' webhooks.
	Deliveries quiz.Deliveries
	// Pages is the side for people; nil: there is none, and every error is
	// written as a problem.
	Pages Pages
	// Ready says whether requests can be served now, for /readyz; nil: always.
	Ready func(context.Context) error

	// Controller and PrivacyURL fill {controller} and {notice} in the consent
	// texts.
	Controller, PrivacyURL string
	// BaseURL is the public address; https turns Strict-Transport-Security on.
	BaseURL string
	// TrustedProxies are the addresses whose X-Forwarded-For and
	// X-Forwarded-Proto are believed; none: nobody's.
	TrustedProxies []netip.Prefix
	Limits         Limits

	// Watch is told of every request and gives the context that it is served
	// in; what it returns is called with the status once it is answered. The
	// route is a template, empty where there is none. Nil: nobody watches.
	Watch func(ctx context.Context, method, route string) (context.Context, func(status int))
	// Refused is told which quota refused a request; nil: nobody is.
	Refused func(quota string)
	// Render runs whatever renders a document or a picture for somebody, and
	// may refuse with quiz.ErrBusy; nil: it runs at once.
	Render func(ctx context.Context, what string, do func() error) error

	Log *slog.Logger     // nil: nothing is logged
	Now func() time.Time // nil: time.Now
}

// Pages is the side of the server that answers with HTML.
type Pages interface {
	// Register adds the routes of the pages and their files.
	Register(*echo.Echo)
	// Error writes the page for a status of 400 or above. The err is for
	// telling cases apart and is not to be shown; it is logged already where
	// it has to be.
	Error(c echo.Context, status int, err error) error
}

// Limits that hold for every request.
const (
	bodyLimit      = 16 << 10 // bytes
	requestTimeout = 10 * time.Second
)

type server struct {
	Config
	secure bool // the public address is https
	shapes *shapes
	quotas *quotas
	guide  guide
}

// New returns the whole HTTP side as one handler, which is safe for
// concurrent use. It sets no timeouts on connections: these belong to the
// http.Server around it.
func New(cfg Config) (http.Handler, error) {
	s, err := newServer(cfg)
	if err != nil {
		return nil, err
	}
	return s.echo(), nil
}

func newServer(cfg Config) (*server, error) {
	if cfg.Take == nil || cfg.Texts == nil || cfg.Printer == nil || cfg.Ledger == nil || cfg.Deliveries == nil {
		return nil, errors.New("api: Take, Texts, Printer, Ledger and Deliveries are needed")
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Ready == nil {
		cfg.Ready = func(context.Context) error { return nil }
	}
	if cfg.Watch == nil {
		cfg.Watch = func(ctx context.Context, _, _ string) (context.Context, func(int)) { return ctx, func(int) {} }
	}
	if cfg.Refused == nil {
		cfg.Refused = func(string) {}
	}
	if cfg.Render == nil {
		cfg.Render = func(_ context.Context, _ string, do func() error) error { return do() }
	}
	base, err := url.Parse(cfg.BaseURL)
	if err != nil {
		return nil, errors.New("api: the base URL is none")
	}
	page, err := newGuide()
	if err != nil {
		return nil, fmt.Errorf("api: %w", err)
	}
	return &server{
		Config: cfg, secure: base.Scheme == "https", shapes: newShapes(), quotas: newQuotas(cfg.Limits, cfg.Refused), guide: page,
	}, nil
}

func (s *server) echo() *echo.Echo {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor, e.SchemeExtractor = s.extractors()
	e.HTTPErrorHandler = s.writeError
	e.Use(s.middleware()...)
	s.register(e)
	if s.Pages != nil {
		s.Pages.Register(e)
	}
	return e
}

// register adds the routes of openapi.yaml. Whatever answers GET answers
// HEAD too.
func (s *server) register(e *echo.Echo) {
	for _, r := range s.routes() {
		handler := r.strict()
		e.Add(r.method, r.path, handler)
		if r.method == http.MethodGet {
			e.Add(http.MethodHead, r.path, handler)
		}
	}
}

// forPrograms reports whether the path is answered in JSON whatever happens.
func forPrograms(path string) bool {
	switch path {
	case "/v1", healthPath, readyPath, specPath, guidePath, guideStylePath:
		return true
	}
	return strings.HasPrefix(path, "/v1/")
}
