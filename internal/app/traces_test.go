package app_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"

	"github.com/attune-quiz/attune/internal/app"
	"github.com/attune-quiz/attune/internal/harness"
)

// collector decodes what it is sent as the OpenTelemetry collector does, and
// keeps it as it came, too.
type collector struct {
	url string

	mu    sync.Mutex
	spans []ptrace.Span
	raw   strings.Builder
}

func collect(t *testing.T) *collector {
	c := &collector{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.mu.Lock()
		defer c.mu.Unlock()
		body, err := io.ReadAll(r.Body)
		req := ptraceotlp.NewExportRequest()
		if err == nil {
			err = req.UnmarshalJSON(body)
		}
		if err != nil || r.URL.Path != "/v1/traces" {
			t.Errorf("%s: the collector cannot read what it was sent: %v", r.URL.Path, err)
		}
		c.raw.Write(body)
		for i := range req.Traces().ResourceSpans().Len() {
			of := req.Traces().ResourceSpans().At(i).ScopeSpans()
			for j := range of.Len() {
				for k := range of.At(j).Spans().Len() {
					c.spans = append(c.spans, of.At(j).Spans().At(k))
				}
			}
		}
	}))
	t.Cleanup(server.Close)
	c.url = server.URL
	return c
}

// A request's trace has its route, the calls of the store and what was
// rendered, each within the other; a delivery has one of its own. All has been
// sent when the program has ended.
func TestTraces(t *testing.T) {
	c := collect(t)
	ctx, stop := context.WithCancel(t.Context())
	ready, ended := make(chan app.Addresses, 1), make(chan error, 1)
	go func() {
		ended <- app.Run(ctx, app.Config{
			DB: filepath.Join(t.TempDir(), "attune.db"), Collector: c.url, TraceShare: 1,
			Ready: func(at app.Addresses) { ready <- at },
		})
	}()
	v := &harness.Visitor{Wire: harness.NewWire((<-ready).Public)}
	defer v.Close()
	consent, err := v.Consent(t.Context())
	if err == nil {
		err = v.Journey(t.Context(), consent)
	}
	if err != nil {
		t.Fatal(err)
	}
	if code, _, err := v.Do(t.Context(), "GET", "/v1/attempts/"+v.ID+"/playbook.pdf", v.Token, ""); err != nil || code != 200 {
		t.Fatalf("got %d, %v", code, err)
	}
	v.Close()
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	byName := map[string][]ptrace.Span{}
	for _, s := range c.spans {
		byName[s.Name()] = append(byName[s.Name()], s)
	}
	for name, want := range map[string]int{
		"POST /v1/attempts": 1, "store create": 1, "PUT /v1/attempts/:id/responses": 44, "store save": 44,
		"POST /v1/attempts/:id/finish": 1, "store update": 1, "GET /v1/attempts/:id/playbook.pdf": 1, "render playbook": 1,
	} {
		if got := len(byName[name]); got != want {
			t.Errorf("got %d spans %q, want %d", got, name, want)
		}
	}
	if t.Failed() {
		return
	}
	print, render := byName["GET /v1/attempts/:id/playbook.pdf"][0], byName["render playbook"][0]
	if render.ParentSpanID() != print.SpanID() || render.TraceID() != print.TraceID() {
		t.Error("rendering is not within the request that asked for it")
	}
	if got, _ := print.Attributes().Get("http.response.status_code"); got.Int() != 200 {
		t.Errorf("got status %v, want 200", got.Int())
	}
	for _, s := range []string{v.ID, v.Token} {
		if strings.Contains(c.raw.String(), s) {
			t.Errorf("a trace holds %s", s)
		}
	}
}

func TestWrongCollector(t *testing.T) {
	for _, cfg := range []app.Config{
		{Collector: "collector:4318"}, {Collector: "grpc://collector:4317"}, {Collector: "http://c", TraceShare: 1.5}, {Collector: "http://c", TraceShare: -1},
	} {
		cfg.Log = slog.New(slog.DiscardHandler)
		if err := app.Run(t.Context(), cfg); !errors.Is(err, app.ErrConfig) {
			t.Errorf("%s at %v: got %v, want a wrong configuration", cfg.Collector, cfg.TraceShare, err)
		}
	}
}
