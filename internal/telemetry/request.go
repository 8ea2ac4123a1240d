package telemetry

import (
	"strconv"
	"time"
)

// unmatched stands for the route of a request that no route matches.
const unmatched = "unmatched"

// Request counts a request that has come in; call what it returns with the
// status once it is answered. The route is a template.
func (m *Meter) Request(method, route string) func(status int) {
	if route == "" {
		route = unmatched
	}
	begun := time.Now()
	m.inFlight.Inc()
	return func(status int) {
		m.inFlight.Dec()
		m.requests.WithLabelValues(route, method, class(status)).Inc()
		m.durations.WithLabelValues(route, method).Observe(time.Since(begun).Seconds())
	}
}

// class is "2xx" for 204.
func class(status int) string { return strconv.Itoa(status/100) + "xx" }

// Rendered counts something that took so long to render.
func (m *Meter) Rendered(what string, took time.Duration) {
	m.renders.WithLabelValues(what).Observe(took.Seconds())
}
