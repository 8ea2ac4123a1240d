package telemetry

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/attune-quiz/attune/internal/trace"
)

// unmatched stands for the route of a request that no route matches.
const unmatched = "unmatched"

// Request counts a request that has come in, and begins its trace; call what it
// returns with the status once it is answered. The route is a template.
func (m *Meter) Request(ctx context.Context, method, route string) (context.Context, func(status int)) {
	if route == "" {
		route = unmatched
	}
	begun := time.Now()
	m.inFlight.Inc()
	ctx, span := m.tracer.Begin(ctx, method+" "+route, trace.Server)
	return ctx, func(status int) {
		m.inFlight.Dec()
		m.requests.WithLabelValues(route, method, class(status)).Inc()
		m.durations.WithLabelValues(route, method).Observe(time.Since(begun).Seconds())
		if span != nil {
			end(span, method, route, status)
		}
	}
}

// end says what OpenTelemetry's conventions say of a request.
func end(span *trace.Span, method, route string, status int) {
	span.Set("http.request.method", method)
	span.Set("http.route", route)
	span.Set("http.response.status_code", status)
	if status >= http.StatusInternalServerError {
		span.Fail()
	}
	span.End()
}

// class is "2xx" for 204.
func class(status int) string { return strconv.Itoa(status/100) + "xx" }

// Rendering times something that is being rendered; call what it returns once
// it is.
func (m *Meter) Rendering(ctx context.Context, what string) (done func(error)) {
	begun := time.Now()
	_, span := trace.Start(ctx, "render "+what, trace.Internal)
	return func(err error) {
		m.renders.WithLabelValues(what).Observe(time.Since(begun).Seconds())
		if err != nil {
			span.Fail()
		}
		span.End()
	}
}
