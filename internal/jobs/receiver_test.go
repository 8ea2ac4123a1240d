package jobs_test

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	standard "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/attune-quiz/attune/internal/jobs"
	"github.com/attune-quiz/attune/internal/store/memory"
	"github.com/attune-quiz/attune/internal/store/pgtest"
	"github.com/attune-quiz/attune/internal/store/postgres"
	"github.com/attune-quiz/attune/internal/store/sqlite"
	"github.com/attune-quiz/attune/internal/webhook"
	"github.com/attune-quiz/attune/quiz"
)

// receiver is a server on loopback that does with a request whatever it is
// told, and holds each against the standard's own library.
type receiver struct {
	*httptest.Server
	t       *testing.T
	secrets [][]byte

	mu    sync.Mutex
	reply http.HandlerFunc
	got   []post
}

func newReceiver(t *testing.T, reply http.HandlerFunc, secrets ...[]byte) *receiver {
	r := &receiver{t: t, secrets: secrets, reply: reply}
	r.Server = httptest.NewUnstartedServer(http.HandlerFunc(r.serve))
	r.StartTLS()
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) serve(w http.ResponseWriter, req *http.Request) {
	body, _ := io.ReadAll(req.Body)
	for _, s := range r.secrets {
		wh, _ := standard.NewWebhookRaw(s)
		if err := wh.Verify(body, req.Header); err != nil {
			r.t.Errorf("%s: %v", req.Host, err)
		}
	}
	r.mu.Lock()
	r.got = append(r.got, post{req.Host, time.Now(), req.Header.Get("webhook-id"), string(body)})
	reply := r.reply
	r.mu.Unlock()
	reply(w, req)
}

func (r *receiver) ids() (ids []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range r.got {
		ids = append(ids, p.id)
	}
	return ids
}

func (r *receiver) answer(reply http.HandlerFunc) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.reply = reply
}

func answers(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(status)
	}
}

// names is a resolver of names to what they mean now, which trusts the
// receivers alone and is otherwise as strict as the program.
type names struct {
	mu    sync.Mutex
	to    map[string][]netip.Addr
	known map[netip.AddrPort]bool
	roots *x509.CertPool
}

func (n *names) set(host string, addresses ...netip.Addr) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.to[host] = addresses
}

// admit lets a receiver be reached, and returns its address.
func (n *names) admit(r *receiver) netip.AddrPort {
	at := r.Listener.Addr().(*net.TCPAddr).AddrPort()
	n.roots.AddCert(r.Certificate())
	n.mu.Lock()
	defer n.mu.Unlock()
	n.known[at] = true
	return at
}

func (n *names) network() webhook.Network {
	return webhook.Network{
		Roots: n.roots, Timeout: 300 * time.Millisecond,
		Lookup: func(_ context.Context, host string) ([]netip.Addr, error) {
			n.mu.Lock()
			defer n.mu.Unlock()
			return n.to[host], nil
		},
		Allow: func(a netip.AddrPort) bool {
			n.mu.Lock()
			defer n.mu.Unlock()
			return n.known[a] || webhook.Public(a.Addr())
		},
	}
}

// whole is what a courier works on.
type whole interface {
	quiz.Attempts
	quiz.Outbox
	quiz.Deliveries
	quiz.Leads
}

// shifted is a clock that can be set ahead.
type shifted struct {
	mu    sync.Mutex
	ahead time.Duration
}

func (s *shifted) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Add(s.ahead)
}

func (s *shifted) set(ahead time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ahead = ahead
}

// TestReceivers delivers to real servers that do all that servers do, from
// every store.
//
// Holds: S6, S7
func TestReceivers(t *testing.T) {
	for name, open := range map[string]func(*testing.T, func() time.Time) whole{
		"memory": func(_ *testing.T, clock func() time.Time) whole { return memory.New(clock) },
		"SQLite": func(t *testing.T, clock func() time.Time) whole {
			s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "attune.db"), clock)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			return s
		},
		"PostgreSQL": func(t *testing.T, clock func() time.Time) whole {
			s, err := postgres.Open(t.Context(), pgtest.Start(t).Database(t), clock)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			return s
		},
	} {
		t.Run(name, func(t *testing.T) { receivers(t, open) })
	}
}

func receivers(t *testing.T, open func(*testing.T, func() time.Time) whole) {
	var clock shifted
	store := open(t, clock.now)
	world := &names{to: map[string][]netip.Addr{}, known: map[netip.AddrPort]bool{}, roots: x509.NewCertPool()}
	keys := [][]byte{[]byte("the first secret of acme"), []byte("the next secret of acme!")}
	release := make(chan struct{})
	servers := map[quiz.PartnerID]*receiver{
		"works":     newReceiver(t, answers(202), keys...),
		"fails":     newReceiver(t, answers(503), keys...),
		"redirects": newReceiver(t, answers(307), keys...),
		"gone":      newReceiver(t, answers(410), keys...),
		"hangs":     newReceiver(t, func(_ http.ResponseWriter, r *http.Request) { <-release }, keys...),
		"breaks":    newReceiver(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, keys...),
		"private":   newReceiver(t, answers(200), keys...), // it listens, but may not be reached
		"rebinds":   newReceiver(t, answers(503), keys...),
	}
	t.Cleanup(func() { close(release) })
	set := &partners{}
	var sides []*quiz.Partner
	for id, r := range servers {
		host := string(id) + ".example.com"
		at := r.Listener.Addr().(*net.TCPAddr).AddrPort()
		if id != "private" {
			world.admit(r)
		}
		world.set(host, at.Addr())
		sides = append(sides, &quiz.Partner{ID: id, Webhook: &quiz.Webhook{URL: fmt.Sprintf("https://%s:%d/", host, at.Port()), Secrets: keys}})
	}
	// httptest's certificate is for *.example.com and example.com alike.
	set.set(sides...)

	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	defer func() { cancel(); wg.Wait() }()
	d := jobs.Deliverer{
		Outbox: store, Sink: jobs.Webhooks{Partners: set, Deliveries: store, Now: clock.now},
		Every: 20 * time.Millisecond, Log: slog.New(slog.DiscardHandler),
	}
	wg.Go(func() { _ = d.Run(ctx) })
	for range 2 { // replicas
		c := &jobs.Courier{
			Deliveries: store, Attempts: store, Leads: store, Partners: set,
			Poster: webhook.NewClient(world.network(), time.Now),
			Every:  20 * time.Millisecond, Now: clock.now, Random: rand.Reader, Log: slog.New(slog.DiscardHandler),
		}
		wg.Go(func() { _ = c.Run(ctx) })
	}

	ids := map[quiz.PartnerID]quiz.EventID{}
	for id := range servers {
		ids[id] = quiz.EventID("evt_" + id)
		a := quiz.Attempt{
			ID: quiz.AttemptID("att_" + id), Partner: id, Status: quiz.InProgress, Instrument: "relationship", Locale: "en",
			Sheet: quiz.NewSheet(1), Expires: clock.now().Add(1000 * time.Hour),
		}
		e := quiz.Event{ID: ids[id], Type: quiz.AttemptStarted, Attempt: a.ID, Partner: id, At: clock.now()}
		if err := store.Create(ctx, a, e); err != nil {
			t.Fatal(err)
		}
	}
	read := func(p quiz.PartnerID) quiz.Delivery {
		ds, err := store.ListDeliveries(t.Context(), p, quiz.DeliveryMark{}, 9)
		if err != nil {
			t.Fatal(err)
		}
		if len(ds) != 1 {
			return quiz.Delivery{}
		}
		return ds[0]
	}
	// until looks again until so many tries are in the log.
	until := func(p quiz.PartnerID, tries int) quiz.Delivery {
		t.Helper()
		for range 500 {
			if d := read(p); len(d.Tries) >= tries {
				return d
			}
			time.Sleep(20 * time.Millisecond)
		}
		t.Fatalf("%s: got %+v, want %d tries", p, read(p), tries)
		return quiz.Delivery{}
	}
	first := map[quiz.PartnerID]quiz.Try{
		"works": {Status: 202}, "fails": {Status: 503, Fault: quiz.TryRefused}, "redirects": {Status: 307, Fault: quiz.TryRefused},
		"gone": {Status: 410, Fault: quiz.TryGone}, "hangs": {Fault: quiz.TryTimeout}, "breaks": {Fault: quiz.TryUnreached},
		"private": {Fault: quiz.TryForbidden}, "rebinds": {Status: 503, Fault: quiz.TryRefused},
	}
	hold := func(p quiz.PartnerID, got quiz.Try, want quiz.Try) {
		t.Helper()
		if got.Status != want.Status || got.Fault != want.Fault {
			t.Errorf("%s: got %+v, want %+v", p, got, want)
		}
	}
	for p, want := range first {
		hold(p, until(p, 1).Tries[0], want)
	}

	// Then everything gets better, or worse: what rebinds points at a neighbour
	// that is not public.
	servers["fails"].answer(answers(204))
	servers["redirects"].answer(answers(200))
	servers["breaks"].answer(answers(200))
	world.set("rebinds.example.com", netip.MustParseAddr("127.0.0.2"))
	clock.set(10 * time.Second) // the second step
	second := map[quiz.PartnerID]quiz.Try{
		"fails": {Status: 204}, "redirects": {Status: 200}, "breaks": {Status: 200}, "hangs": {Fault: quiz.TryTimeout},
		"private": {Fault: quiz.TryForbidden}, "rebinds": {Fault: quiz.TryForbidden},
	}
	for p, want := range second {
		hold(p, until(p, 2).Tries[1], want)
	}
	for p, want := range map[quiz.PartnerID]quiz.DeliveryState{
		"works": quiz.DeliveryDelivered, "fails": quiz.DeliveryDelivered, "redirects": quiz.DeliveryDelivered,
		"breaks": quiz.DeliveryDelivered, "gone": quiz.DeliveryFailed, "hangs": quiz.DeliveryPending,
		"private": quiz.DeliveryPending, "rebinds": quiz.DeliveryPending,
	} {
		if got := read(p).State; got != want {
			t.Errorf("%s: got %s, want %s", p, got, want)
		}
	}
	for p, r := range servers {
		want := map[quiz.PartnerID]int{"works": 1, "gone": 1, "private": 0, "rebinds": 1}
		n, counted := want[p]
		got := r.ids()
		if counted && len(got) != n || !counted && len(got) != 2 {
			t.Errorf("%s: got the posts %v", p, got)
		}
		if all := strings.Join(got, ""); strings.ReplaceAll(all, string(ids[p]), "") != "" {
			t.Errorf("%s: got other ids than %s: %v", p, ids[p], got)
		}
	}
}
