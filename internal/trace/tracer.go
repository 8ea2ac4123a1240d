package trace

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"sync/atomic"
	"time"
)

// Config says where spans go.
type Config struct {
	Endpoint string // to post to, such as http://127.0.0.1:4318/v1/traces
	Headers  http.Header
	Share    float64 // of all traces that are kept, 0 to 1
	Version  string  // of the program
	// Failed is told why spans could not be sent; they are lost. Never nil.
	Failed func(error)
}

// Tracer keeps spans and sends them. It is safe for concurrent use.
type Tracer struct {
	Config
	client        *http.Client
	ended         chan *Span
	every         time.Duration
	sent, dropped atomic.Int64
}

const (
	room        = 4096 // spans that may wait; one more is lost
	batch       = 512  // spans that are sent together
	sendEvery   = 2 * time.Second
	sendTimeout = 5 * time.Second
)

// New returns a tracer; Run sends what it keeps.
func New(cfg Config) *Tracer {
	return &Tracer{
		Config: cfg, ended: make(chan *Span, room), every: sendEvery,
		client: &http.Client{
			Timeout:       sendTimeout,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// Begin begins the first span of a trace, or returns ctx and nil for a trace
// that is not kept.
func (t *Tracer) Begin(ctx context.Context, name string, kind Kind) (context.Context, *Span) {
	if t == nil || rand.Float64() >= t.Share { // #nosec G404 -- a sample is no secret
		return ctx, nil
	}
	s := t.span(name, kind)
	binary.BigEndian.PutUint64(s.trace[:8], rand.Uint64())         // #nosec G404 -- names a trace, opens nothing
	binary.BigEndian.PutUint64(s.trace[8:], 1+rand.Uint64N(1<<63)) // #nosec G404 -- the same; all zeros is no id
	return context.WithValue(ctx, spanKey{}, s), s
}

// Past is a trace of one span, of what has already been done. Keep hands it on
// to be sent.
func (t *Tracer) Past(name string, kind Kind, begun time.Time, took time.Duration) *Span {
	_, s := t.Begin(context.Background(), name, kind)
	if s != nil {
		s.begun, s.took = begun, took
	}
	return s
}

func (t *Tracer) span(name string, kind Kind) *Span {
	s := &Span{tracer: t, name: name, kind: kind, begun: time.Now()}
	binary.BigEndian.PutUint64(s.id[:], 1+rand.Uint64N(1<<63)) // #nosec G404 -- the same
	return s
}

func (t *Tracer) keep(s *Span) {
	select {
	case t.ended <- s:
	default:
		t.dropped.Add(1)
	}
}

// Counts is how many spans were sent, and how many lost.
func (t *Tracer) Counts() (sent, lost int64) {
	if t == nil {
		return 0, 0
	}
	return t.sent.Load(), t.dropped.Load()
}

// Run sends spans until ctx ends, then what is left, and returns nil.
func (t *Tracer) Run(ctx context.Context) error {
	tick := time.NewTicker(t.every)
	defer tick.Stop()
	var waiting []*Span
	for {
		select {
		case s := <-t.ended:
			if waiting = append(waiting, s); len(waiting) == batch {
				waiting = t.send(ctx, waiting)
			}
		case <-tick.C:
			waiting = t.send(ctx, waiting)
		case <-ctx.Done():
			t.rest(waiting)
			return nil
		}
	}
}

// rest sends what is left. Spans that end meanwhile are lost.
func (t *Tracer) rest(waiting []*Span) {
	for len(t.ended) > 0 {
		waiting = append(waiting, <-t.ended)
	}
	t.send(context.Background(), waiting)
}

// send sends the spans and returns the emptied list.
func (t *Tracer) send(ctx context.Context, spans []*Span) []*Span {
	if len(spans) == 0 {
		return spans
	}
	if err := t.post(ctx, encode(spans, t.Version)); err != nil {
		t.dropped.Add(int64(len(spans)))
		t.Failed(fmt.Errorf("send %d spans: %w", len(spans), err))
	} else {
		t.sent.Add(int64(len(spans)))
	}
	clear(spans)
	return spans[:0]
}

func (t *Tracer) post(ctx context.Context, body []byte) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sendTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.Endpoint, bytes.NewReader(body))
	if err != nil {
		return errors.New("the endpoint is no address")
	}
	for name, values := range t.Headers {
		req.Header[name] = values
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := t.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10)) // so that the connection is kept
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("the collector answered %s", resp.Status)
	}
	return nil
}
