package trace

import (
	"context"
	"encoding/hex"
	"time"
)

// Kind is where a span stands between programs, as OTLP numbers it.
type Kind int

const (
	Internal Kind = 1
	Server   Kind = 2
	Client   Kind = 3
)

// Attribute is a name with a string or an int.
type Attribute struct {
	Name  string
	Value any
}

// Span is a stretch of work. Only whoever started it uses it, and ends it once.
type Span struct {
	tracer     *Tracer
	trace      [16]byte
	id, parent [8]byte
	name       string
	kind       Kind
	begun      time.Time
	took       time.Duration
	attributes []Attribute
	failed     bool
}

type spanKey struct{}

func from(ctx context.Context) *Span {
	s, _ := ctx.Value(spanKey{}).(*Span)
	return s
}

// Start begins a span within that of ctx. Where ctx has none it returns ctx and
// nil.
func Start(ctx context.Context, name string, kind Kind) (context.Context, *Span) {
	within := from(ctx)
	if within == nil {
		return ctx, nil
	}
	s := within.tracer.span(name, kind)
	s.trace, s.parent = within.trace, within.id
	return context.WithValue(ctx, spanKey{}, s), s
}

// Set adds an attribute.
func (s *Span) Set(name string, value any) {
	if s != nil {
		s.attributes = append(s.attributes, Attribute{name, value})
	}
}

// Fail marks the span as a fault of ours. It says nothing of which: an error's
// text may hold what a person sent, and stands in the log.
func (s *Span) Fail() {
	if s != nil {
		s.failed = true
	}
}

// End ends the span and hands it on to be sent.
func (s *Span) End() {
	if s != nil {
		s.took = time.Since(s.begun)
		s.Keep()
	}
}

// Keep hands a span of Past on to be sent.
func (s *Span) Keep() {
	if s != nil {
		s.tracer.keep(s)
	}
}

// ID is the id of the trace that ctx is in, or empty.
func ID(ctx context.Context) string {
	s := from(ctx)
	if s == nil {
		return ""
	}
	return hex.EncodeToString(s.trace[:])
}
