package contract_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
)

var requests = flag.Int("requests", 40, "requests to each call from each seed")

// TestRandomRequests sends requests made from the contract, valid, mutated and
// hostile, from three seeds. No answer is a fault of the server, none is
// outside the contract, and none accepts what the contract forbids.
//
// Holds: R15
func TestRandomRequests(t *testing.T) {
	doc, router := routed(t)
	base, key := bootWithPartner(t)
	for seed := uint64(1); seed <= 3; seed++ {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			f := &fuzzer{t: t, base: base, router: router, rand: rand.New(rand.NewPCG(seed, 7)), attempt: beginOne(t, base, "acme"), key: key}
			f.all(doc)
			t.Logf("%d requests, by status: %v", f.sent, f.statuses)
			if f.statuses[2] == 0 || f.statuses[4] == 0 {
				t.Errorf("nothing was accepted, or nothing refused: %v", f.statuses)
			}
		})
	}
}

// routed reads the contract, and finds the call of a request in it. Files in
// answers are not looked into.
func routed(t *testing.T) (*openapi3.T, routers.Router) {
	t.Helper()
	data, err := os.ReadFile(current)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		t.Fatal(err)
	}
	router, err := legacy.NewRouter(doc, openapi3.IsOpenAPI31OrLater())
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"application/pdf", "text/calendar", "text/html", "text/css", "text/csv", "image/png"} {
		openapi3filter.RegisterBodyDecoder(kind, openapi3filter.FileBodyDecoder)
	}
	return doc, router
}

type fuzzer struct {
	t        *testing.T
	base     string
	router   routers.Router
	rand     *rand.Rand
	attempt  struct{ ID, Token string }
	key      string                                           // of the partner
	words    []string                                         // values to try besides those of everybody
	spare    string                                           // path of the call that is not made; empty: all are
	seen     func(r *http.Request, status int, answer []byte) // nil: nobody looks
	sent     int
	statuses map[int]int // by hundreds
}

func (f *fuzzer) all(doc *openapi3.T) {
	f.statuses = map[int]int{}
	for _, path := range doc.Paths.InMatchingOrder() {
		item := doc.Paths.Value(path)
		for _, method := range []string{"GET", "PUT", "POST", "DELETE"} {
			if op := item.GetOperation(method); op != nil && method+" "+path != f.spare {
				for range *requests {
					f.one(method, path, item, op)
				}
			}
		}
	}
}

// one sends a request and holds request and answer against the contract.
func (f *fuzzer) one(method, path string, item *openapi3.PathItem, op *openapi3.Operation) {
	f.t.Helper()
	body, kind := f.body(op)
	target := f.base + f.path(path) + f.query(item, op)
	build := func() *http.Request {
		r, err := http.NewRequest(method, target, strings.NewReader(body))
		if err != nil {
			return nil
		}
		if kind != "" {
			r.Header.Set("Content-Type", kind)
		}
		return r
	}
	r := build()
	if r == nil {
		return // no client can send it
	}
	f.headers(r, strings.HasPrefix(path, "/v1/partner/"))
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		f.t.Fatalf("%s %s: %v", method, target, err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		f.t.Fatal(err)
	}
	f.sent++
	f.statuses[resp.StatusCode/100]++
	if f.seen != nil {
		f.seen(r, resp.StatusCode, answer)
	}
	if resp.StatusCode >= 500 && resp.StatusCode != http.StatusServiceUnavailable {
		f.t.Errorf("%s %s %.200s: %d %s", method, target, body, resp.StatusCode, answer)
	}
	again := build()
	again.Header = r.Header.Clone()
	f.hold(again, resp, answer, body)
}

func (f *fuzzer) hold(r *http.Request, resp *http.Response, answer []byte, body string) {
	f.t.Helper()
	r.URL.Scheme, r.URL.Host, r.Host = "", "", ""
	route, params, err := f.router.FindRoute(r)
	if err != nil || fill(route.Path, params) != r.URL.Path {
		return // another path, that the contract does not speak of
	}
	in := &openapi3filter.RequestValidationInput{
		Request: r, PathParams: params, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true},
	}
	if err := openapi3filter.ValidateRequest(f.t.Context(), in); err != nil && resp.StatusCode < 300 {
		f.t.Errorf("%s %s %.200s: accepted, %d, outside the contract: %v", r.Method, r.URL, body, resp.StatusCode, err)
	}
	out := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: resp.StatusCode, Header: resp.Header,
		Body: io.NopCloser(bytes.NewReader(answer)), Options: in.Options,
	}
	if err := openapi3filter.ValidateResponse(f.t.Context(), out); err != nil {
		f.t.Errorf("%s %s %.200s: %d outside the contract: %v\n%.300s", r.Method, r.URL, body, resp.StatusCode, err, answer)
	}
}

// fill puts the parameters into the template.
func fill(template string, params map[string]string) string {
	for name, value := range params {
		template = strings.ReplaceAll(template, "{"+name+"}", value)
	}
	return template
}

// sometimes is true once in n.
func (f *fuzzer) sometimes(n int) bool { return f.rand.IntN(n) == 0 }

func (f *fuzzer) headers(r *http.Request, partner bool) {
	switch {
	case f.sometimes(8):
	case f.sometimes(8):
		r.Header.Set("Authorization", f.pick("Bearer", "Bearer x", "Basic YTpi", "Bearer "+strings.Repeat("A", 27), "bearer "+f.attempt.Token+" "))
	case partner:
		r.Header.Set("Authorization", "Bearer "+f.key)
	default:
		r.Header.Set("Authorization", "Bearer "+f.attempt.Token)
	}
	if f.sometimes(4) {
		r.Header.Set("Idempotency-Key", f.pick("x", strings.Repeat("k", 300), fmt.Sprintf("key-of-sixteen-%d", f.rand.IntN(4)), "ключ"))
	}
}

func (f *fuzzer) pick(from ...string) string { return from[f.rand.IntN(len(from))] }

// wild are texts that break what is careless.
var wild = []string{"", "0", "-1", "null", "'; DROP TABLE attempts; --", "<script>alert(1)</script>", "../../etc/passwd", "%00", "\u0000", "\uFEFF",
	"𝕏🎵", "{{.}}", "${7*7}", "\r\nX-Injected: 1", strings.Repeat("a", 5000), "__proto__", "att_AAAAAAAAAAAAAAAAAAAAAA"}

func (f *fuzzer) path(template string) string {
	id := f.attempt.ID
	if strings.HasPrefix(template, "/v1/instruments") {
		id = f.pick("relationship", "relationship", "ecr", "none")
	}
	if f.sometimes(6) {
		id = escape(f.pick(wild...))
	}
	path := strings.ReplaceAll(template, "{id}", id)
	for strings.Contains(path, "{") {
		at, end := strings.Index(path, "{"), strings.Index(path, "}")
		path = path[:at] + f.pick("shr_AAAAAAAAAAAAAAAAAAAAAA", "evt_AAAAAAAAAAAAAAAAAAAAAA", "x") + path[end+1:]
	}
	return path
}

func (f *fuzzer) query(item *openapi3.PathItem, op *openapi3.Operation) string {
	var parts []string
	for _, p := range append(slices.Clone(item.Parameters), op.Parameters...) {
		if p.Value.In != "query" || f.sometimes(3) {
			continue
		}
		value := fmt.Sprint(f.value(p.Value.Schema.Value, 0))
		if f.sometimes(4) {
			value = f.pick(wild...)
		}
		parts = append(parts, p.Value.Name+"="+escape(value))
	}
	if f.sometimes(12) {
		parts = append(parts, f.pick("x=1", "%zz", "a;b", "=", "locale=en&locale=en"))
	}
	if len(parts) == 0 {
		return ""
	}
	return "?" + strings.Join(parts, "&")
}

// escape writes every byte but letters and digits as %XX.
func escape(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		if c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '_' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func (f *fuzzer) body(op *openapi3.Operation) (body, kind string) {
	if op.RequestBody == nil {
		if f.sometimes(10) {
			return "{}", "application/json"
		}
		return "", ""
	}
	kind = "application/json"
	if f.sometimes(12) {
		kind = f.pick("text/plain", "", "application/x-www-form-urlencoded", "application/json; charset=latin1")
	}
	text, err := json.Marshal(f.value(op.RequestBody.Value.Content["application/json"].Schema.Value, 0))
	if err != nil {
		f.t.Fatal(err)
	}
	body = string(text)
	switch {
	case f.sometimes(10):
		body = body[:f.rand.IntN(len(body)+1)]
	case f.sometimes(10):
		body = f.pick("null", "[]", `""`, strings.Repeat("[", 100), `{"a":1,"a":2}`, `{"responses":{"an01":1e99}}`, "\xff", strings.Repeat(" ", 17_000))
	}
	return body, kind
}

// value makes something of the schema, or now and then something else.
func (f *fuzzer) value(s *openapi3.Schema, depth int) any {
	switch {
	case depth > 6:
		return nil
	case f.sometimes(15):
		return []any{nil, true, -1, 1e300, "x", []any{}, map[string]any{}, f.pick(wild...)}[f.rand.IntN(8)]
	case len(s.Enum) > 0:
		return s.Enum[f.rand.IntN(len(s.Enum))]
	case len(s.OneOf) > 0:
		return f.value(s.OneOf[f.rand.IntN(len(s.OneOf))].Value, depth+1)
	case s.Type.Includes("object"):
		return f.object(s, depth)
	case s.Type.Includes("array"):
		all := []any{}
		for range f.rand.IntN(3) + 1 {
			all = append(all, f.value(s.Items.Value, depth+1))
		}
		return all
	case s.Type.Includes("boolean"):
		return !f.sometimes(5)
	case s.Type.Includes("integer"):
		return f.rand.IntN(7)
	}
	return f.pick(append(f.words, "relationship", "short", "full", "en", "zh-Hans", "music", "1", "2026-12-01", "reader@example.org", "a4", "GB")...)
}

func (f *fuzzer) object(s *openapi3.Schema, depth int) any {
	o := map[string]any{}
	for name, p := range s.Properties {
		if slices.Contains(s.Required, name) && !f.sometimes(12) || f.sometimes(2) {
			o[name] = f.value(p.Value, depth+1)
		}
	}
	if rest := s.AdditionalProperties.Schema; rest != nil {
		for range f.rand.IntN(4) {
			o[f.pick("an01", "av03", "se02", "zz99", "a/~b")] = f.value(rest.Value, depth+1)
		}
	}
	if f.sometimes(12) {
		o["unknown"] = 1
	}
	return o
}
