package preview

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net"
	"net/http"
	"time"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// Config is what the preview needs. Tree and Addr are required.
type Config struct {
	Tree fs.FS
	// Addr is host:port of a loopback address; port 0 picks one.
	Addr string
	// Instrument whose playbook is shown; empty: the first with wording.
	Instrument quiz.InstrumentID
	// Locales are the columns; empty: all of the content.
	Locales []quiz.Locale
	Now     func() time.Time // nil: time.Now
	// Ready is called once with the address, when it answers.
	Ready func(url string)
}

// ErrConfig wraps every error that a wrong Config causes.
var ErrConfig = errors.New("configuration")

// Run serves until ctx ends, then returns nil.
func Run(ctx context.Context, cfg Config) error {
	if err := loopback(cfg.Addr); err != nil {
		return err
	}
	handler, err := New(cfg)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", cfg.Addr)
	if err != nil {
		return fmt.Errorf("%w: listen on %s: %w", ErrConfig, cfg.Addr, err)
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	if cfg.Ready != nil {
		cfg.Ready("http://" + l.Addr().String())
	}
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve on %s: %w", cfg.Addr, err)
	}
	return nil
}

// loopback refuses addresses that others could reach.
func loopback(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("%w: address %q: want host:port", ErrConfig, addr)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("%w: address %q: the preview is for this machine alone; want a loopback address such as 127.0.0.1:8081", ErrConfig, addr)
	}
	return nil
}

// New returns the preview as a handler.
func New(cfg Config) (http.Handler, error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	parsed, err := parsePage()
	if err != nil {
		return nil, err
	}
	s := &site{cfg: cfg, page: parsed, shelf: &shelf{tree: cfg.Tree, now: cfg.Now}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.show)
	mux.HandleFunc("GET /version", s.version)
	mux.HandleFunc("GET /static/{name}", s.file)
	return protected(mux), nil
}

// protected allows the page its own two files and nothing else.
func protected(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

type site struct {
	cfg   Config
	page  *template.Template
	shelf *shelf
}

// version tells the page whether to load itself again.
func (s *site) version(w http.ResponseWriter, _ *http.Request) {
	fmt.Fprint(w, fingerprint(s.cfg.Tree))
}

func (s *site) file(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if name != "style.css" && name != "script.js" {
		http.NotFound(w, r)
		return
	}
	http.ServeFileFS(w, r, static, "static/"+name) // #nosec G703 -- from the embedded files alone
}

func (s *site) show(w http.ResponseWriter, r *http.Request) {
	lib, findings, version := s.shelf.current()
	p := page{Version: version, Findings: findings}
	if err := s.fill(&p, lib, r); err != nil {
		p.Trouble = err.Error()
	}
	var out bytes.Buffer
	if err := s.page.ExecuteTemplate(&out, "page.html", p); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(out.Bytes()) // whoever went away does not mind
}

// fill composes the playbook in every language.
func (s *site) fill(p *page, lib *content.Library, r *http.Request) error {
	in, err := s.instrument(lib)
	if err != nil {
		return err
	}
	wished := readWish(r.URL.Query(), in)
	profile, err := wished.profile(in)
	if err != nil {
		return err
	}
	if len(wished.Choice.Focus) == 0 {
		wished.Choice.Focus = profile.Focus.Chosen
	}
	var docs []playbook.Document
	var topics []playbook.Topic
	for _, locale := range locales(lib, s.cfg.Locales) {
		book, err := lib.Playbook(in.ID, locale)
		if err != nil {
			return err
		}
		topics = book.Topics
		docs = append(docs, playbook.Compose(in, profile, book, wished.Choice))
		p.Locales = append(p.Locales, locale)
	}
	p.Controls = controls(wished, in, topics)
	p.Parts = compare(docs)
	return nil
}

func (s *site) instrument(lib *content.Library) (*quiz.Instrument, error) {
	if s.cfg.Instrument != "" {
		return lib.Instrument(s.cfg.Instrument)
	}
	for _, in := range lib.Instruments() {
		if in.Servable() {
			return in, nil
		}
	}
	return nil, errors.New("no instrument with wording: see the findings")
}
