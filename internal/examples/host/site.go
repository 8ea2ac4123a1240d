package main

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/attune-quiz/attune/internal/examples/verify"
)

//go:embed site
var files embed.FS

// site is the partner's side of things.
type site struct {
	secret    string // of its webhook
	templates *template.Template

	mu     sync.Mutex
	attune string // where Attune is
	seen   map[string]bool
	got    []received // the newest first
}

// received is a webhook that was believed.
type received struct {
	At   time.Time
	ID   string
	Body string
}

const (
	mostShown = 50
	bodyLimit = 16 << 10
)

func newSite(secret string) (*site, error) {
	t, err := template.ParseFS(files, "site/*.html")
	if err != nil {
		return nil, fmt.Errorf("read the pages: %w", err)
	}
	return &site{secret: secret, templates: t, seen: map[string]bool{}}, nil
}

// open tells the site where Attune is.
func (s *site) open(attune string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.attune = attune
}

// pages are for readers.
func (s *site) pages() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.show("article.html"))
	mux.HandleFunc("GET /privacy", s.show("privacy.html"))
	mux.HandleFunc("GET /webhooks", s.show("webhooks.html"))
	mux.HandleFunc("GET /style.css", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, files, "site/style.css")
	})
	return mux
}

// view is what the pages are written with.
type view struct {
	Attune, Partner string
	Got             []received
}

func (s *site) show(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		s.mu.Lock()
		v := view{Attune: s.attune, Partner: partner, Got: append([]received(nil), s.got...)}
		s.mu.Unlock()
		var page bytes.Buffer
		if err := s.templates.ExecuteTemplate(&page, name, v); err != nil {
			http.Error(w, "the page cannot be written", http.StatusInternalServerError)
			return
		}
		// All that the snippet needs of a site that allows nothing.
		w.Header().Set("Content-Security-Policy",
			fmt.Sprintf("default-src 'none'; style-src 'self'; script-src %[1]s; frame-src %[1]s", v.Attune))
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = page.WriteTo(w)
	}
}

// hooks are for Attune.
func (s *site) hooks() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /hooks", s.receive)
	return mux
}

// receive believes what verifies, once, and answers at once: work that takes
// long belongs in a queue.
func (s *site) receive(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit))
	if err != nil {
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		return
	}
	if err := verify.Verify([]string{s.secret}, r.Header, body, time.Now()); err != nil {
		http.Error(w, "not believed", http.StatusUnauthorized)
		return
	}
	s.keep(received{At: time.Now().UTC().Truncate(time.Second), ID: r.Header.Get("webhook-id"), Body: string(body)})
	w.WriteHeader(http.StatusNoContent)
}

// keep notes a webhook unless its id has come before.
func (s *site) keep(r received) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen[r.ID] {
		return
	}
	s.seen[r.ID] = true
	s.got = append([]received{r}, s.got...)
	s.got = s.got[:min(len(s.got), mostShown)]
}
