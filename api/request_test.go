package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// Holds: H4, ASVS 2.2.1
func TestQueries(t *testing.T) {
	w := boot(t)
	k := w.finished(t)
	for _, tt := range []struct{ path, names string }{
		{"/v1/instruments?x=1", `"x"`},
		{"/v1/instruments?" + strings.Repeat("y", 200) + "=1", `"` + strings.Repeat("y", 40)},
		{"/v1/instruments?%0a%ff=1", `\n`},
		{"/v1/instruments/mini?locale=en&locale=en", "locale"},
		{"/v1/instruments/mini?locale=", "locale"},
		{"/v1/instruments/mini?locale=e", "locale"},
		{"/v1/instruments/mini?site=s", "site"},
		{"/v1/instruments/mini?a;b", "malformed"},
		{"/v1/instruments/mini?%zz", "malformed"},
		{"/v1/attempts/" + k.id + "?token=t", "token"},
		{"/v1/attempts/" + k.id + "/playbook.pdf?paper=A4", "paper"},
		{"/v1/attempts/" + k.id + "/plan.ics?start=", "start"},
		{"/v1/attempts/" + k.id + "/plan.ics?start=tomorrow", "start"},
		{"/v1/attempts/" + k.id + "/plan.ics?start=2026-02-30", "start"},
		{"/v1/attempts/" + k.id + "/plan.ics?start=0001-01-01", "start"},
		{"/v1/attempts/" + k.id + "/plan.ics?start=2026-12-01&start=2026-12-02", "start"},
		{"/v1/attempts/" + k.id + "/playbook.pdf?paper=", "paper"},
	} {
		c := call{method: "GET", path: tt.path, token: k.token}
		w.refused(t, c, 400, "invalid-query")
		var p struct{ Detail string }
		if err := json.Unmarshal(w.do(t, c).Body.Bytes(), &p); err != nil || !strings.Contains(p.Detail, tt.names) || len(p.Detail) > 120 {
			t.Errorf("%s: got detail %q, want it short and naming %s", tt.path, p.Detail, tt.names)
		}
	}
	for _, path := range []string{"/v1/instruments/maxi", "/v1/instruments/unworded", "/v1/instruments/mini?form=tiny", "/v1/instruments/", "/v1/instruments/a/b"} {
		w.refused(t, call{method: "GET", path: path}, 404, "not-found")
	}
}

// Holds: S1, ASVS 1.5.2, ASVS 3.5.2
func TestMediaTypes(t *testing.T) {
	w := boot(t)
	for _, ct := range [][]string{{"text/plain"}, {"application/x-www-form-urlencoded"}, {"multipart/form-data"}, {""}, nil,
		{"application/problem+json"}, {"application/json; charset=latin1"}, {"application/json", "application/json"}} {
		c := call{method: "POST", path: "/v1/attempts", body: beginBody, header: http.Header{"Content-Type": ct}}
		w.refused(t, c, 415, "unsupported-media-type")
	}
	for _, ct := range []string{"application/json", "application/json; charset=UTF-8", "Application/JSON;charset=utf-8"} {
		w.get(t, call{method: "POST", path: "/v1/attempts", body: beginBody, header: http.Header{"Content-Type": {ct}}}, 201)
	}
}

// Holds: S2, ASVS 2.4.1
func TestBodyLimit(t *testing.T) {
	w := boot(t)
	k := w.begin(t)
	fill := func(n int) string {
		body := `{"responses":{"an1":4}}`
		return body + strings.Repeat(" ", n-len(body))
	}
	w.get(t, k.call("PUT", "/responses", fill(16<<10)), 200)
	w.refused(t, k.call("PUT", "/responses", fill(16<<10+1)), 413, "too-large")
	chunked := k.call("PUT", "/responses", fill(16<<10+1))
	r := chunked.request()
	r.ContentLength = -1
	if rec := w.serve(r); rec.Code != 413 {
		t.Errorf("without Content-Length: got %d, want 413", rec.Code)
	}
}

// Holds: H4
func TestMethods(t *testing.T) {
	w := boot(t)
	for _, tt := range []struct{ method, path, allow string }{
		{"POST", "/v1/instruments", "OPTIONS, GET, HEAD"},
		{"GET", "/v1/attempts", "OPTIONS, POST"},
		{"PATCH", "/v1/attempts/att_x", "OPTIONS, DELETE, GET, HEAD"},
		{"TRACE2", "/v1/attempts/att_x/responses", "OPTIONS, PUT"},
		{"DELETE", "/healthz", "OPTIONS, GET, HEAD"},
	} {
		c := call{method: tt.method, path: tt.path}
		w.refused(t, c, 405, "method-not-allowed")
		if got := w.do(t, c).Header().Get("Allow"); got != tt.allow {
			t.Errorf("%s %s: got Allow %q, want %q", tt.method, tt.path, got, tt.allow)
		}
	}
	for _, path := range []string{"/v1", "/v1/", "/v1/nothing", "/v1/partner/nothing", "/nothing"} {
		w.refused(t, call{method: "GET", path: path}, 404, "not-found")
	}
}
