package telemetry

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/quiz"
)

// Sources are what is asked at each scrape. Every field is needed.
type Sources struct {
	Store   func() store.Load
	Backlog func(context.Context) (quiz.Backlog, error)
	Overdue func(context.Context) (quiz.Backlog, error)
	Ready   func(context.Context) error
	// Connections is how many clients are connected.
	Connections func() int
	Now         func() time.Time
}

// scrapeTimeout bounds what a scrape waits for a source: a store that hangs
// must not keep its operator from the other metrics.
const scrapeTimeout = 2 * time.Second

// Watch adds what the sources say to every scrape. It is called once.
func (m *Meter) Watch(s Sources) {
	m.registry.MustRegister(&watched{
		sources: s,
		waiting: desc("store_queue_writes", "Writes that wait for a commit."),
		room:    desc("store_queue_room", "Writes that may wait at once; beyond it they are refused."),
		pool:    desc("store_connections", "Connections to the database.", "state"),
		waits:   desc("store_connection_waits_total", "Times that a call waited for a connection."),
		events:  desc("outbox_events", "Events that are not delivered."),
		age:     desc("outbox_oldest_seconds", "Age of the oldest event that is not delivered; 0: there is none."),
		overdue: desc("webhooks_overdue", "Webhooks that are due and have not been tried."),
		late:    desc("webhooks_overdue_seconds", "Since when the first of them is due; 0: there is none."),
		ready:   desc("ready", "1: a write can be committed now, as /readyz says."),
		clients: desc("connections", "Clients that are connected to the public listener."),
		spans:   desc("trace_spans_total", "Spans of traces, by what became of them.", "outcome"),
		counts:  m.tracer.Counts,
	})
}

func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(prometheus.BuildFQName(namespace, "", name), help, labels, nil)
}

// watched is the collector of what sources say.
type watched struct {
	sources                                                                       Sources
	waiting, room, pool, waits, events, age, overdue, late, ready, clients, spans *prometheus.Desc

	counts func() (sent, lost int64)
}

// Describe implements prometheus.Collector.
func (w *watched) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{w.waiting, w.room, w.pool, w.waits, w.events, w.age, w.overdue, w.late, w.ready, w.clients, w.spans} {
		out <- d
	}
}

// Collect implements prometheus.Collector. What cannot be said is left out.
func (w *watched) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTimeout)
	defer cancel()
	say := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	load := w.sources.Store()
	say(w.waiting, float64(load.Waiting))
	say(w.room, float64(load.Room))
	say(w.pool, float64(load.Open-load.InUse), "idle")
	say(w.pool, float64(load.InUse), "in_use")
	say(w.pool, float64(load.Most), "most")
	total := func(d *prometheus.Desc, v int64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(v), labels...)
	}
	total(w.waits, load.Waits)
	sent, lost := w.counts()
	total(w.spans, sent, "sent")
	total(w.spans, lost, "lost")
	say(w.clients, float64(w.sources.Connections()))

	up := 0.0
	if w.sources.Ready(ctx) == nil {
		up = 1
	}
	say(w.ready, up)
	w.left(ctx, say, w.sources.Backlog, w.events, w.age)
	w.left(ctx, say, w.sources.Overdue, w.overdue, w.late)
}

// left says how much a backlog holds, and how old it is.
func (w *watched) left(ctx context.Context, say func(*prometheus.Desc, float64, ...string),
	measure func(context.Context) (quiz.Backlog, error), count, age *prometheus.Desc) {
	left, err := measure(ctx)
	if err != nil {
		return
	}
	say(count, float64(left.Events))
	if left.Events == 0 {
		say(age, 0)
		return
	}
	say(age, max(0, w.sources.Now().Sub(left.Oldest).Seconds()))
}
