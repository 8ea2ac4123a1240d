package telemetry

import (
	"net/http"
	"runtime"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/attune-quiz/attune/internal/trace"
)

// Meter holds every metric of one running program. It is safe for concurrent
// use.
type Meter struct {
	registry *prometheus.Registry
	tracer   *trace.Tracer

	requests  *prometheus.CounterVec
	durations *prometheus.HistogramVec
	inFlight  prometheus.Gauge
	refused   *prometheus.CounterVec

	renders *prometheus.HistogramVec

	saves    *prometheus.CounterVec
	started  *prometheus.CounterVec
	finished *prometheus.CounterVec
	erased   prometheus.Counter
	calls    *prometheus.HistogramVec
	failures *prometheus.CounterVec
	batches  prometheus.Histogram

	events     *prometheus.CounterVec
	deliveries *prometheus.CounterVec
	posts      prometheus.Histogram
	givenUp    prometheus.Counter
	letters    *prometheus.CounterVec
}

// namespace begins the name of every metric that is ours.
const namespace = "attune"

// New returns a meter for a program of the given version; a nil tracer: nothing
// is traced.
func New(version string, tracer *trace.Tracer) *Meter {
	m := &Meter{
		registry:  prometheus.NewRegistry(),
		tracer:    tracer,
		requests:  counters("http_requests_total", "Requests answered.", "route", "method", "status"),
		durations: times("http_request_duration_seconds", "From the head of a request to the end of its answer.", requestTimes(), "route", "method"),
		inFlight:  gauge("http_requests_in_flight", "Requests that are being answered."),
		refused:   counters("refusals_total", "Requests and connections refused for a limit.", "limit"),
		renders:   times("render_duration_seconds", "Rendering one thing, without waiting for a place.", renderTimes(), "what"),
		saves:     counters("saves_total", "Calls that save responses, by outcome.", "outcome"),
		started:   counters("attempts_started_total", "Attempts begun.", "instrument", "locale"),
		finished:  counters("attempts_finished_total", "Attempts finished.", "instrument", "locale"),
		erased:    counter("attempts_erased_total", "Attempts erased, by their visitors or at the end of their time."),
		calls:     times("store_duration_seconds", "One call of the store, its wait for a commit included.", requestTimes(), "call"),
		failures:  counters("store_failures_total", "Calls of the store that failed or found it busy.", "call", "reason"),
		batches: prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: namespace, Name: "store_commit_writes", Help: "Writes that shared a commit.",
			Buckets: prometheus.ExponentialBuckets(1, 2, 9),
		}),
		events:     counters("events_total", "Events taken from the outbox to whoever listens, by outcome.", "outcome"),
		deliveries: counters("deliveries_total", "Tries to post a webhook, by outcome.", "outcome"),
		posts: prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: namespace, Name: "delivery_duration_seconds", Help: "One try to post a webhook.", Buckets: requestTimes(),
		}),
		letters: counters("letters_total", "Tries to send a letter, by outcome.", "outcome"),
		givenUp: counter("deliveries_given_up_total", "Webhooks that are not tried again."),
	}
	m.registry.MustRegister(
		m.requests, m.durations, m.inFlight, m.refused, m.renders, m.saves, m.started, m.finished, m.erased,
		m.calls, m.failures, m.batches, m.events, m.deliveries, m.posts, m.givenUp, m.letters, build(version),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	m.expect()
	return m
}

// expect makes the series of what should be seen before it happens, so that a
// first event is an increase.
func (m *Meter) expect() {
	for _, outcome := range []string{outcomeOK, outcomeRefused, outcomeFailed} {
		m.saves.WithLabelValues(outcome)
	}
	m.events.WithLabelValues(outcomeOK)
	m.events.WithLabelValues(outcomeFailed)
	m.deliveries.WithLabelValues(delivered)
	for _, outcome := range []string{letterSent, letterUndeliverable, outcomeFailed} {
		m.letters.WithLabelValues(outcome)
	}
	for _, call := range []string{callCreate, callGet, callSave, callUpdate, callEraseExpired} {
		m.failures.WithLabelValues(call, outcomeBusy)
		m.failures.WithLabelValues(call, outcomeFailed)
	}
	for _, what := range []string{"page", "playbook", "summary"} {
		m.renders.WithLabelValues(what)
	}
	for _, limit := range []string{"address", "guess", "key", "partner", "connections", "renders"} {
		m.refused.WithLabelValues(limit)
	}
}

// Handler serves all metrics as Prometheus reads them.
func (m *Meter) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}

// Refused counts a request or connection that a limit refused.
func (m *Meter) Refused(limit string) { m.refused.WithLabelValues(limit).Inc() }

// Committed counts the writes that shared a commit.
func (m *Meter) Committed(writes int) { m.batches.Observe(float64(writes)) }

func counter(name, help string) prometheus.Counter {
	return prometheus.NewCounter(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help})
}

func counters(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels)
}

func times(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: namespace, Name: name, Help: help, Buckets: buckets}, labels)
}

func gauge(name, help string) prometheus.Gauge {
	return prometheus.NewGauge(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help})
}

// requestTimes has an edge at the 10 ms that saves are held to.
func requestTimes() []float64 {
	return []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
}

// renderTimes reach from a page's tens of microseconds to a document's
// hundreds of milliseconds.
func renderTimes() []float64 {
	return []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1}
}

func build(version string) prometheus.Collector {
	info := prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Namespace: namespace, Name: "build_info", Help: "Always 1; its labels say what runs.",
	}, []string{"version", "go"})
	info.WithLabelValues(version, runtime.Version()).Set(1)
	return info
}
