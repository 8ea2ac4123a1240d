package trace

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
)

// collector receives what is sent, and decodes it with the code of the
// OpenTelemetry collector.
type collector struct {
	*httptest.Server
	mu     sync.Mutex
	spans  []ptrace.Span
	header http.Header
	path   string
	failed error
	answer int
}

func collect(t *testing.T) *collector {
	c := &collector{answer: http.StatusOK}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.mu.Lock()
		defer c.mu.Unlock()
		body, err := io.ReadAll(r.Body)
		req := ptraceotlp.NewExportRequest()
		if err == nil {
			err = req.UnmarshalJSON(body)
		}
		c.failed, c.header, c.path = err, r.Header, r.URL.Path
		for i := range req.Traces().ResourceSpans().Len() {
			of := req.Traces().ResourceSpans().At(i)
			for j := range of.ScopeSpans().Len() {
				for k := range of.ScopeSpans().At(j).Spans().Len() {
					c.spans = append(c.spans, of.ScopeSpans().At(j).Spans().At(k))
				}
			}
		}
		w.WriteHeader(c.answer)
	}))
	t.Cleanup(c.Close)
	return c
}

func (c *collector) received(t *testing.T) []ptrace.Span {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.failed != nil {
		t.Fatalf("the collector cannot read it: %v", c.failed)
	}
	return c.spans
}

// running starts a tracer to the collector; ended, it has sent everything.
func running(t *testing.T, c *collector, share float64) (tr *Tracer, end func(), failed *[]error) {
	t.Helper()
	failed = &[]error{}
	tr = New(Config{
		Endpoint: c.URL + "/v1/traces", Headers: http.Header{"Authorization": {"Bearer key"}}, Share: share, Version: "v9",
		Failed: func(err error) { *failed = append(*failed, err) },
	})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- tr.Run(ctx) }()
	return tr, func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}, failed
}

func TestSpansArrive(t *testing.T) {
	c := collect(t)
	tr, end, _ := running(t, c, 1)
	before := time.Now()
	ctx, request := tr.Begin(t.Context(), "GET /v1/attempts/:id", Server)
	request.Set("http.route", "/v1/attempts/:id")
	request.Set("http.response.status_code", 503)
	_, child := Start(ctx, "store get", Client)
	time.Sleep(time.Millisecond)
	child.Fail()
	child.End()
	request.End()
	end()

	spans := c.received(t)
	if len(spans) != 2 || c.path != "/v1/traces" || c.header.Get("Authorization") != "Bearer key" {
		t.Fatalf("got %d spans at %s with %v", len(spans), c.path, c.header)
	}
	get, whole := spans[0], spans[1]
	if get.TraceID() != whole.TraceID() || get.ParentSpanID() != whole.SpanID() || !whole.ParentSpanID().IsEmpty() ||
		whole.TraceID().IsEmpty() || get.SpanID().IsEmpty() || get.SpanID() == whole.SpanID() {
		t.Errorf("the spans do not belong together: %v %v %v, %v %v %v", get.TraceID(), get.SpanID(), get.ParentSpanID(),
			whole.TraceID(), whole.SpanID(), whole.ParentSpanID())
	}
	if ID(ctx) != whole.TraceID().String() {
		t.Errorf("got id %s in the context, want %s", ID(ctx), whole.TraceID())
	}
	if get.Name() != "store get" || get.Kind() != ptrace.SpanKindClient || get.Status().Code() != ptrace.StatusCodeError {
		t.Errorf("got %s %v %v", get.Name(), get.Kind(), get.Status().Code())
	}
	if whole.Name() != "GET /v1/attempts/:id" || whole.Kind() != ptrace.SpanKindServer || whole.Status().Code() != ptrace.StatusCodeUnset {
		t.Errorf("got %s %v %v", whole.Name(), whole.Kind(), whole.Status().Code())
	}
	want := map[string]any{"http.route": "/v1/attempts/:id", "http.response.status_code": int64(503)}
	if got := whole.Attributes().AsRaw(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
	began, ended := get.StartTimestamp().AsTime(), get.EndTimestamp().AsTime()
	if began.Before(before.Add(-time.Millisecond)) || ended.Sub(began) < time.Millisecond || ended.Sub(began) > 10*time.Second {
		t.Errorf("got a span from %v to %v", began, ended)
	}
	if sent, lost := tr.Counts(); sent != 2 || lost != 0 {
		t.Errorf("got %d sent and %d lost, want 2 and 0", sent, lost)
	}
}

// More spans than fit into one batch come in several; more than may wait are
// lost and counted.
func TestSpansAreBounded(t *testing.T) {
	c := collect(t)
	tr, end, _ := running(t, c, 1)
	for range batch + 10 {
		_, s := tr.Begin(t.Context(), "x", Internal)
		s.End()
	}
	end()
	if got := len(c.received(t)); got != batch+10 {
		t.Errorf("got %d spans, want %d", got, batch+10)
	}
	for range room + 7 { // nobody sends any more
		_, s := tr.Begin(t.Context(), "x", Internal)
		s.End()
	}
	if _, lost := tr.Counts(); lost != 7 {
		t.Errorf("got %d lost, want 7", lost)
	}
}

func TestRefusedSpansAreLost(t *testing.T) {
	c := collect(t)
	c.answer = http.StatusServiceUnavailable
	tr, end, failed := running(t, c, 1)
	_, s := tr.Begin(t.Context(), "x", Internal)
	s.End()
	end()
	if _, lost := tr.Counts(); lost != 1 || len(*failed) != 1 || !strings.Contains((*failed)[0].Error(), "503") {
		t.Errorf("got %d lost and %v, want 1 and why", lost, *failed)
	}
}

// A share of the traces is kept, each whole or not at all.
func TestShare(t *testing.T) {
	tr, kept := New(Config{Share: .25}), 0
	for range 4000 {
		ctx, s := tr.Begin(t.Context(), "x", Server)
		_, child := Start(ctx, "y", Client)
		if (s == nil) != (child == nil) {
			t.Fatal("a trace was kept in part")
		}
		if s != nil {
			kept++
		}
	}
	if kept < 800 || kept > 1200 {
		t.Errorf("got %d of 4000, want about 1000", kept)
	}
}

// Off costs nothing: no allocation, the same context.
func TestOff(t *testing.T) {
	var none *Tracer
	ctx := t.Context()
	if n := testing.AllocsPerRun(100, func() {
		within, s := none.Begin(ctx, "x", Server)
		within, child := Start(within, "y", Client)
		child.Set("name", "value")
		child.Fail()
		child.End()
		s.End()
		if within != ctx {
			t.Error("the context was changed")
		}
	}); n != 0 {
		t.Errorf("got %v allocations, want none", n)
	}
}

func TestLogNamesTheTrace(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(Handler{slog.NewJSONHandler(&out, nil)}).With("a", 1)
	ctx, _ := New(Config{Share: 1}).Begin(t.Context(), "x", Server)
	log.InfoContext(ctx, "within")
	log.InfoContext(t.Context(), "without")
	var within, without map[string]any
	dec := json.NewDecoder(&out)
	if err := dec.Decode(&within); err != nil {
		t.Fatal(err)
	}
	if err := dec.Decode(&without); err != nil {
		t.Fatal(err)
	}
	if within["trace_id"] != ID(ctx) || within["a"] != 1.0 || without["trace_id"] != nil {
		t.Errorf("got %v and %v", within, without)
	}
}
