package api_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/api"
	"github.com/attune-quiz/attune/internal/store/memory"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/quiz/take"
)

// start is when every test begins.
var start = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

// world is a booted API over a memory store with a clock that tests move.
type world struct {
	handler http.Handler
	cfg     api.Config
	take    *take.Service
	store   *memory.Store
	now     time.Time
	log     *bytes.Buffer
}

// boot starts a world; each change may alter its configuration first.
func boot(t testing.TB, changes ...func(*api.Config)) *world {
	t.Helper()
	w := &world{now: start, log: &bytes.Buffer{}}
	clock := func() time.Time { return w.now }
	w.store = memory.New(clock)
	w.take = &take.Service{
		Catalogue: catalogue{"mini": mini(t), "unworded": unworded(t)},
		Attempts:  w.store, Tallies: w.store, ResumeCodes: w.store, Shares: w.store, Gates: w.store, Letters: w.store, GateCodes: w.store, Now: clock, Random: rand.Reader,
		Partners: quiz.NewPartnerSet(partners()...),
	}
	w.cfg = api.Config{
		Take: w.take, Texts: texts{}, Printer: sheetPrinter{}, Ledger: w.store, Deliveries: w.store,
		Controller: "Example Ltd", PrivacyURL: "https://example.org/privacy", BaseURL: "https://quiz.example.org",
		Log: slog.New(slog.NewJSONHandler(w.log, nil)), Now: clock,
	}
	for _, change := range changes {
		change(&w.cfg)
	}
	h, err := api.New(w.cfg)
	if err != nil {
		t.Fatalf("boot: %v", err)
	}
	w.handler = h
	return w
}

// sheetPrinter prints what a test can tell apart: the paper and the title.
type sheetPrinter struct{ err error }

func (p sheetPrinter) Print(w io.Writer, doc playbook.Document, paper playbook.Paper) error {
	fmt.Fprintf(w, "%%PDF-1.7 %s %s", paper, doc.Title)
	return p.err
}

func (p sheetPrinter) Summary(w io.Writer, doc playbook.Document, paper playbook.Paper) error {
	fmt.Fprintf(w, "%%PDF-1.7 summary %s %s", paper, doc.Title)
	return p.err
}

// call is one request as a test writes it.
type call struct {
	method, path string
	token        string
	body         string // sent as JSON unless header says otherwise; empty: none
	header       http.Header
}

func (c call) request() *http.Request {
	r := httptest.NewRequest(c.method, c.path, strings.NewReader(c.body))
	if c.body == "" {
		r = httptest.NewRequest(c.method, c.path, nil)
	} else {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	for name, values := range c.header {
		r.Header[http.CanonicalHeaderKey(name)] = values
	}
	return r
}

func (w *world) serve(r *http.Request) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	return rec
}

// do sends the call and holds request and answer against openapi.yaml.
func (w *world) do(t testing.TB, c call) *httptest.ResponseRecorder {
	t.Helper()
	rec := w.serve(c.request())
	contractOf(t).hold(t, c, rec)
	return rec
}

// get decodes a JSON answer of the wanted status into a tree.
func (w *world) get(t testing.TB, c call, want int) map[string]any {
	t.Helper()
	rec := w.do(t, c)
	if rec.Code != want {
		t.Fatalf("%s %s: got %d %s, want %d", c.method, c.path, rec.Code, rec.Body, want)
	}
	tree := map[string]any{}
	if rec.Body.Len() == 0 {
		return tree
	}
	if err := json.Unmarshal(rec.Body.Bytes(), &tree); err != nil {
		t.Fatalf("%s %s: %v in %s", c.method, c.path, err, rec.Body)
	}
	return tree
}

const beginBody = `{"instrument":"mini","form":"full","locale":"en","consent":"7","age_ok":true}`

// ticket is an attempt with its token.
type ticket struct{ id, token string }

func (k ticket) call(method, rest, body string) call {
	return call{method: method, path: "/v1/attempts/" + k.id + rest, token: k.token, body: body}
}

func (w *world) begin(t testing.TB) ticket {
	t.Helper()
	a := w.get(t, call{method: "POST", path: "/v1/attempts", body: beginBody}, 201)
	return ticket{a["id"].(string), a["token"].(string)}
}

// fullBody answers every item: anxious 5, avoidant 1, repair 2, meaning 3.5.
const fullBody = `{"responses":{"an1":5,"an2":1,"av1":1,"av2":5,"re1":2,"re2":4,"me1":4,"me2":3}}`

func (w *world) finished(t testing.TB) ticket {
	t.Helper()
	k := w.begin(t)
	w.get(t, k.call("PUT", "/responses", fullBody), 200)
	w.get(t, k.call("POST", "/finish", ""), 200)
	return k
}

// stored returns what the store holds of the attempt.
func (w *world) stored(t testing.TB, k ticket) quiz.Attempt {
	t.Helper()
	a, err := w.store.Get(context.Background(), quiz.AttemptID(k.id))
	if err != nil {
		t.Fatalf("read the store: %v", err)
	}
	return a
}
