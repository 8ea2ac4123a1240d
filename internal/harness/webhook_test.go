package harness_test

import (
	"cmp"
	"encoding/json"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	standard "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/attune-quiz/attune/internal/harness"
	"github.com/attune-quiz/attune/internal/store/pgtest"
)

const hookSecret = "a secret of twenty-four "

// recorder is a real receiver: it verifies each webhook with the standard's
// own library, keeps what came under which id, and answers as it is told.
type recorder struct {
	*httptest.Server
	t *testing.T

	mu    sync.Mutex
	reply http.HandlerFunc
	ids   map[string]string // by type and attempt
	names map[string]string // the other way round
	body  map[string]string // the last that came, by type and attempt
	posts int
}

func newRecorder(t *testing.T, reply http.HandlerFunc) *recorder {
	r := &recorder{t: t, reply: reply, ids: map[string]string{}, names: map[string]string{}, body: map[string]string{}}
	r.Server = httptest.NewUnstartedServer(http.HandlerFunc(r.serve))
	r.Config.ErrorLog = log.New(io.Discard, "", 0) // handshakes of those that are killed
	r.StartTLS()
	t.Cleanup(r.Close)
	return r
}

func (r *recorder) port() int { return r.Listener.Addr().(*net.TCPAddr).Port }

func (r *recorder) serve(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return // a link that was cut
	}
	wh, _ := standard.NewWebhookRaw([]byte(hookSecret))
	// The clock of the program is ahead of ours.
	if err := wh.VerifyIgnoringTimestamp(body, req.Header); err != nil {
		r.t.Error(err)
	}
	var e struct {
		Type string
		Data struct{ Attempt, Email string }
	}
	if err := json.Unmarshal(body, &e); err != nil {
		r.t.Error(err)
	}
	r.keep(describe(e.Type, cmp.Or(e.Data.Attempt, e.Data.Email)), req.Header.Get("webhook-id"), string(body))(w, req)
}

// keep notes what came and returns what to answer.
func (r *recorder) keep(name, id, body string) http.HandlerFunc {
	r.mu.Lock()
	defer r.mu.Unlock()
	if known := r.ids[name]; known != "" && known != id {
		r.t.Errorf("%s came as %s and as %s", name, known, id)
	}
	if known := r.names[id]; known != "" && known != name {
		r.t.Errorf("%s is %s and %s", id, known, name)
	}
	r.ids[name], r.names[id], r.body[name] = id, name, body
	r.posts++
	return r.reply
}

func (r *recorder) answer(reply http.HandlerFunc) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.reply = reply
}

// count returns how many posts there were, and how many events.
func (r *recorder) count() (posts, events int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.posts, len(r.ids)
}

func (r *recorder) has(name string) bool { return r.said(name) != "" }

// said returns what came last of something; empty: nothing did.
func (r *recorder) said(name string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.body[name]
}

// missing lists what was acknowledged to visitors and has not come.
func (r *recorder) missing(done []*harness.Visitor) (names []string) {
	for _, v := range done {
		for _, kind := range []string{"attempt.started", "attempt.finished"} {
			if name := describe(kind, v.ID); !r.has(name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// moody answers most requests, some after a while, and refuses the others.
func moody(w http.ResponseWriter, _ *http.Request) {
	switch n := rand.IntN(10); {
	case n < 2:
		w.WriteHeader(http.StatusServiceUnavailable)
	case n < 5:
		time.Sleep(50 * time.Millisecond)
	}
}

// TestWebhookKill9 kills the server between finishes and their delivery, again
// and again: no event is lost, and none comes under two ids.
func TestWebhookKill9(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { killHooked(t, filepath.Join(t.TempDir(), "attune.db"), 1) })
	t.Run("PostgreSQL, two replicas", func(t *testing.T) { killHooked(t, pgtest.Start(t).Database(t), 2) })
}

func killHooked(t *testing.T, db string, replicas int) {
	r := newRecorder(t, moody)
	h := newHooked(t, db, r.port(), r, map[string]string{"acme": "/"})
	var mu sync.Mutex
	servers := make([]*harness.Child, replicas)
	for i := range servers {
		servers[i] = h.start()
	}
	at := func(i int) string { mu.Lock(); defer mu.Unlock(); return servers[i%replicas].URL }
	end, walks := make(chan struct{}), make(chan []*harness.Visitor, 4)
	for i := range cap(walks) {
		go func() { walks <- walkFrom(t, "acme", func(n int) string { return at(n + i) }, end) }()
	}
	for i := range *kills {
		time.Sleep(time.Duration(200+rand.IntN(500)) * time.Millisecond)
		check(t, servers[i%replicas].Kill())
		h.pass(2 * time.Minute) // the leases of the dead are over
		next := h.start()
		mu.Lock()
		servers[i%replicas] = next
		mu.Unlock()
	}
	time.Sleep(300 * time.Millisecond)
	close(end)
	var done []*harness.Visitor
	for range cap(walks) {
		done = append(done, <-walks...)
	}
	arrive(t, h, r, done)
	posts, events := r.count()
	t.Logf("%d kills: %d finished, %d posts of %d events, none lost, none under two ids", *kills, len(done), posts, events)
}

// arrive lets the ladder pass until all that was acknowledged has come.
func arrive(t *testing.T, h *hooked, r *recorder, done []*harness.Visitor) {
	t.Helper()
	if len(done) == 0 {
		t.Fatal("nobody finished")
	}
	r.answer(func(http.ResponseWriter, *http.Request) {})
	for range 40 {
		if len(r.missing(done)) == 0 {
			return
		}
		h.pass(6 * time.Minute)
		time.Sleep(1500 * time.Millisecond) // a look into the queue
	}
	t.Errorf("never came: %v", r.missing(done))
}

// TestWebhookLead takes the whole way of an address that a visitor let the
// partner write to: it leaves at the next full hour and says nothing of the
// attempt.
func TestWebhookLead(t *testing.T) {
	r := newRecorder(t, func(http.ResponseWriter, *http.Request) {})
	db := filepath.Join(t.TempDir(), "attune.db")
	h := newHooked(t, db, r.port(), r, map[string]string{"acme": "/"})
	h.Gate = "email"
	server := h.start()
	v := &harness.Visitor{Wire: harness.NewWire(server.URL), Partner: "acme"}
	defer v.Close()
	check(t, v.Begin(t.Context(), "short", consentOf(t, server.URL)))
	check(t, finish(t, v))
	const address = "reader-c4n4ry@example.org"
	check(t, v.Unlock(t.Context(), address))
	comes := func(name string) string {
		t.Helper()
		for range 200 {
			if body := r.said(name); body != "" {
				return body
			}
			time.Sleep(100 * time.Millisecond)
		}
		t.Fatalf("%s never came; the server says\n%s", name, server.Log())
		return ""
	}
	comes(describe("playbook.unlocked", v.ID))
	lead := describe("lead.created", address)
	if r.has(lead) {
		t.Error("the lead did not wait for its hour")
	}
	h.pass(time.Hour)
	var body struct {
		Timestamp time.Time
		Data      map[string]any
	}
	check(t, json.Unmarshal([]byte(comes(lead)), &body))
	if !body.Timestamp.Equal(body.Timestamp.Truncate(time.Hour)) {
		t.Errorf("the lead says %v, want a full hour", body.Timestamp)
	}
	for name := range body.Data {
		if !slices.Contains([]string{"email", "locale", "consent"}, name) {
			t.Errorf("the lead says its %s", name)
		}
	}
	if len(body.Data) != 3 || body.Data["consent"] == "" {
		t.Errorf("got %v", body.Data)
	}
}

// TestWebhookLink makes the link to the receiver slow, sliced, cut and
// dead: everything arrives once the link is back, and visitors notice nothing.
//
// Holds: R8
func TestWebhookLink(t *testing.T) {
	r := newRecorder(t, func(http.ResponseWriter, *http.Request) {})
	link, err := harness.NewProxy(r.Listener.Addr().String())
	check(t, err)
	defer link.Close()
	h := newHooked(t, filepath.Join(t.TempDir(), "attune.db"), link.Port(), r, map[string]string{"acme": "/"})
	server := h.start()
	for _, fault := range []struct {
		name string
		do   func(stretch time.Duration)
	}{
		{"100 ms each way", func(d time.Duration) { link.Slow(100*time.Millisecond, 0); time.Sleep(d) }},
		{"slices of 20 bytes", func(d time.Duration) { link.Slow(0, 20); time.Sleep(d) }},
		{"too slow for an answer", func(d time.Duration) { link.Slow(2*time.Second, 0); time.Sleep(d) }},
		{"resets", func(d time.Duration) {
			for range 20 {
				link.Reset()
				time.Sleep(d / 20)
			}
		}},
		{"away", func(d time.Duration) { link.Down(true); time.Sleep(d); link.Down(false) }},
	} {
		end, walks := make(chan struct{}), make(chan []*harness.Visitor, 1)
		go func() { walks <- walkFrom(t, "acme", func(int) string { return server.URL }, end) }()
		fault.do(stretch(400*time.Millisecond, 5*time.Second))
		close(end)
		done := <-walks
		link.Slow(0, 0)
		before, _ := r.count()
		arrive(t, h, r, done)
		after, _ := r.count()
		t.Logf("%s: %d finished meanwhile, %d posts after it; all arrived", fault.name, len(done), after-before)
	}
}
