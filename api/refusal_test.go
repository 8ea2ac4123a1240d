package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"
)

var errDisk = errors.New("disk on fire")

func broken(context.Context) error { return errDisk }

// refused sends a call that must be answered with this status and problem
// type, and returns the pointers that the answer lists.
func (w *world) refused(t testing.TB, c call, status int, slug string) []string {
	t.Helper()
	rec := w.do(t, c)
	var p struct {
		Type, Title, Detail string
		Status              int
		Errors              []struct{ Pointer, Detail string }
	}
	if err := json.Unmarshal(rec.Body.Bytes(), &p); err != nil {
		t.Fatalf("%s %s: %d %v in %q", c.method, c.path, rec.Code, err, rec.Body)
	}
	if rec.Code != status || p.Status != status || !strings.HasSuffix(p.Type, "/"+slug) {
		t.Errorf("%s %s %s: got %d %+v, want %d %s", c.method, c.path, c.body, rec.Code, p, status, slug)
	}
	if p.Title == "" || p.Detail == "" {
		t.Errorf("%s %s: title or detail is empty: %+v", c.method, c.path, p)
	}
	if got := rec.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("%s %s: got Content-Type %q", c.method, c.path, got)
	}
	var pointers []string
	for _, e := range p.Errors {
		pointers = append(pointers, e.Pointer)
	}
	return pointers
}

// outside fails the test where the contract allows what the server refused.
func outside(t *testing.T, c call) {
	t.Helper()
	if contractOf(t).accepts(t, c) == nil {
		t.Errorf("the contract accepts %s", c.body)
	}
}

// Holds: S4, ASVS 1.5.2, ASVS 2.2.1
func TestMalformedBodies(t *testing.T) {
	w := boot(t)
	k := w.begin(t)
	for name, body := range map[string]string{
		"empty":            " ",
		"broken off":       `{"responses":{"an1":4}`,
		"comma":            `{"responses":{"an1":4,}}`,
		"trailing":         `{"responses":{}} {}`,
		"duplicate":        `{"responses":{"an1":4,"an1":5}}`,
		"escaped double":   `{"responses":{"an1":4,"\u0061n1":5}}`,
		"broken UTF-8":     "{\"responses\":{\"an1\xff\":4}}",
		"lone surrogate":   `{"responses":{"\ud800":4}}`,
		"surrogates, bad":  `{"responses":{"\ud800\u0041":4}}`,
		"surrogate, low":   `{"responses":{"\udc00":4}}`,
		"too deep":         strings.Repeat(`{"a":`, 33) + "1" + strings.Repeat("}", 33),
		"deep, unfinished": strings.Repeat("[", 5000),
		"control":          "{\"responses\":{\"a\nb\":4}}",
		"NaN":              `{"responses":{"an1":NaN}}`,
		"hex":              `{"responses":{"an1":0x4}}`,
		"leading zero":     `{"responses":{"an1":04}}`,
	} {
		t.Run(name, func(t *testing.T) {
			w.refused(t, k.call("PUT", "/responses", body), 400, "malformed-json")
		})
	}
	if got := w.stored(t, k).Sheet.Progress().Answered; got != 0 {
		t.Errorf("stored %d responses, want none", got)
	}
}

// Each body is outside the contract too, unless the fault lies in what the
// instrument has.
//
// Holds: S4, ASVS 2.2.1, ASVS 15.3, R14
func TestWrongResponses(t *testing.T) {
	w := boot(t)
	k := w.begin(t)
	w.get(t, k.call("PUT", "/responses", `{"responses":{"an1":4,"me1":null}}`), 200)
	before := w.stored(t, k)
	for _, tt := range []struct {
		body       string
		pointers   string
		instrument bool // only the instrument can tell
	}{
		{`[]`, "#", false},
		{`null`, "#", false},
		{`"x"`, "#", false},
		{`{}`, "#/responses", false},
		{`{"responses":null}`, "#/responses", false},
		{`{"responses":[]}`, "#/responses", false},
		{`{"responses":{},"x/y~z ä":1}`, "#/x~1y~0z%20%C3%A4", false},
		{`{"Responses":{}}`, "#/Responses #/responses", false},
		{`{"responses":{"an1":"4"}}`, "#/responses/an1", false},
		{`{"responses":{"an1":true}}`, "#/responses/an1", false},
		{`{"responses":{"an1":4.5}}`, "#/responses/an1", false},
		{`{"responses":{"an1":4.0}}`, "#/responses/an1", true}, // JSON Schema calls it an integer
		{`{"responses":{"an1":1e400}}`, "#/responses/an1", true},
		{`{"responses":{"an1":1e0}}`, "#/responses/an1", true},
		{`{"responses":{"an1":9223372036854775808}}`, "#/responses/an1", false},
		{`{"responses":{"an1":65540}}`, "#/responses/an1", false}, // 4 in 16 bits
		{`{"responses":{"an1":-32767}}`, "#/responses/an1", false},
		{`{"responses":{"an1":-32768}}`, "#/responses/an1", false},
		{`{"responses":{"an1":0}}`, "#/responses/an1", true},
		{`{"responses":{"an1":6}}`, "#/responses/an1", true},
		{`{"responses":{"an2":4,"zz9":4}}`, "#/responses/zz9", true},
		{`{"responses":{"":4}}`, "#/responses/", false},
		{`{"responses":{},"elapsed_ms":{"an1":-1}}`, "#/elapsed_ms/an1", false},
		{`{"responses":{},"elapsed_ms":{"an1":null}}`, "#/elapsed_ms/an1", false},
		{`{"responses":{},"elapsed_ms":{"an1":2147483648}}`, "#/elapsed_ms/an1", false},
		{`{"responses":{"an2":3},"elapsed_ms":{"zz9":5}}`, "#/elapsed_ms/zz9", true},
		{`{"responses":{"an1":"x","an2":9,"av1":3},"elapsed_ms":{"zz9":5,"av1":-1},"y":0}`,
			"#/responses/an1 #/y #/elapsed_ms/av1 #/elapsed_ms/zz9 #/responses/an2", false},
	} {
		c := k.call("PUT", "/responses", tt.body)
		if got := strings.Join(w.refused(t, c, 422, "invalid-fields"), " "); got != tt.pointers {
			t.Errorf("%s: got pointers %s, want %s", tt.body, got, tt.pointers)
		}
		if !tt.instrument {
			outside(t, c)
		}
	}
	if after := w.stored(t, k); !reflect.DeepEqual(after, before) {
		t.Errorf("what was stored changed: got %+v, want %+v", after, before)
	}
}

// Holds: S4, ASVS 2.2.1, ASVS 15.3
func TestWrongBeginnings(t *testing.T) {
	w := boot(t)
	for _, tt := range []struct{ from, to, pointers string }{
		{`"mini"`, `"Mini"`, "#/instrument"},
		{`"mini"`, `7`, "#/instrument"},
		{`"instrument":"mini",`, ``, "#/instrument"},
		{`"full"`, `null`, "#/form"},
		{`"form":"full","locale":"en",`, ``, "#/form #/locale"},
		{`"en"`, `"en_GB"`, "#/locale"},
		{`"7"`, `"a b"`, "#/consent"},
		{`true`, `"true"`, "#/age_ok"},
		{`true}`, `true,"topic":""}`, "#/topic"},
		{`true}`, `true,"article":"a\u0000b"}`, "#/article"},
		{`true}`, `true,"article":"` + strings.Repeat("依", 201) + `"}`, "#/article"},
		{`true}`, `true,"relationship":"maybe"}`, "#/relationship"},
		{`true}`, `true,"partner":"Site"}`, "#/partner"},
		{`true}`, `true,"token":"x","id":"y"}`, "#/token #/id"},
	} {
		c := call{method: "POST", path: "/v1/attempts", body: strings.Replace(beginBody, tt.from, tt.to, 1)}
		if got := strings.Join(w.refused(t, c, 422, "invalid-fields"), " "); got != tt.pointers {
			t.Errorf("%s: got pointers %s, want %s", c.body, got, tt.pointers)
		}
		outside(t, c)
	}
}

// Holds: G1, G5, ASVS 2.3.1
func TestBeginningsThatTheServerRefuses(t *testing.T) {
	w := boot(t)
	for _, tt := range []struct {
		from, to string
		status   int
		slug     string
		pointers string
	}{
		{`"mini"`, `"maxi"`, 404, "not-found", ""},
		{`"mini"`, `"unworded"`, 422, "invalid-fields", "#/instrument"},
		{`"full"`, `"tiny"`, 422, "invalid-fields", "#/form"},
		{`"en"`, `"fr"`, 422, "invalid-fields", "#/locale"},
		{`true}`, `true,"partner":"nobody"}`, 422, "invalid-fields", "#/partner"},
		{`"7"`, `"6"`, 403, "consent-needed", ""},
		{`"consent":"7",`, ``, 403, "consent-needed", ""},
		{`true`, `false`, 403, "age-not-confirmed", ""},
		{`,"age_ok":true`, ``, 403, "age-not-confirmed", ""},
	} {
		c := call{method: "POST", path: "/v1/attempts", body: strings.Replace(beginBody, tt.from, tt.to, 1)}
		if got := strings.Join(w.refused(t, c, tt.status, tt.slug), " "); got != tt.pointers {
			t.Errorf("%s: got pointers %s, want %s", c.body, got, tt.pointers)
		}
	}
	w.now = start.AddDate(1, 0, 0)
	if stored, err := w.store.Expired(t.Context(), 10); err != nil || len(stored) != 0 {
		t.Errorf("stored %v %v, want nothing", stored, err)
	}
}

// Holds: S5
func TestIdempotencyKeyShape(t *testing.T) {
	w := boot(t)
	for _, key := range [][]string{{"short"}, {""}, {strings.Repeat("x", 256)}, {"0123456789 abcdef"}, {"0123456789abcdef", "0123456789abcdef"}} {
		c := call{method: "POST", path: "/v1/attempts", body: beginBody, header: http.Header{"Idempotency-Key": key}}
		w.refused(t, c, 400, "invalid-header")
	}
}

// Holds: ASVS 2.2.1
func TestWrongPlans(t *testing.T) {
	w := boot(t)
	k := w.finished(t)
	before := w.stored(t, k)
	for body, want := range map[string]string{
		`{"audience":"both"}`:                "#/audience",
		`{"audience":null}`:                  "#/audience",
		`{"focus":[]}`:                       "#/focus",
		`{"focus":"repair"}`:                 "#/focus",
		`{"focus":["repair","repair"]}`:      "#/focus",
		`{"focus":["repair",3]}`:             "#/focus/1",
		`{"focus":["anxious"]}`:              "#/focus/0",
		`{"focus":["a","b","c"]}`:            "#/focus",
		`{"done":"breathe"}`:                 "#/done",
		`{"done":["breathe","breathe"]}`:     "#/done",
		`{"done":["breathe","Breathe"]}`:     "#/done/1",
		`{"done":null}`:                      "#/done",
		`{"region":"gb"}`:                    "#/region",
		`{"keep":"forever","audience":1}`:    "#/audience #/keep",
		`{"keep":"12w","expires_at":"2099"}`: "#/expires_at",
	} {
		c := k.call("PUT", "/plan", body)
		if got := strings.Join(w.refused(t, c, 422, "invalid-fields"), " "); got != want {
			t.Errorf("%s: got pointers %s, want %s", body, got, want)
		}
		outside(t, c)
	}
	// The contract names five mechanisms; this instrument has two of them.
	c := k.call("PUT", "/plan", `{"focus":["repair","availability"]}`)
	if got := strings.Join(w.refused(t, c, 422, "invalid-fields"), " "); got != "#/focus/1" {
		t.Errorf("got pointers %s, want #/focus/1", got)
	}
	// Nor does it know which practices a playbook has.
	c = k.call("PUT", "/plan", `{"done":["breathe","unheard-of"]}`)
	if got := strings.Join(w.refused(t, c, 422, "invalid-fields"), " "); got != "#/done/1" {
		t.Errorf("got pointers %s, want #/done/1", got)
	}
	if after := w.stored(t, k); !reflect.DeepEqual(after, before) {
		t.Errorf("what was stored changed: got %+v, want %+v", after, before)
	}
}

// Holds: ASVS 2.2.1
func TestWrongFits(t *testing.T) {
	w := boot(t)
	k := w.finished(t)
	for body, want := range map[string]string{
		`{}`:                                    "#/section #/fits",
		`{"section":"footer","fits":"maybe"}`:   "#/section #/fits",
		`{"section":"map","fits":true}`:         "#/fits",
		`{"section":"map","fits":"no","why":1}`: "#/why",
	} {
		c := k.call("POST", "/fit", body)
		if got := strings.Join(w.refused(t, c, 422, "invalid-fields"), " "); got != want {
			t.Errorf("%s: got pointers %s, want %s", body, got, want)
		}
		outside(t, c)
	}
	w.refused(t, w.begin(t).call("POST", "/fit", `{"section":"map","fits":"no"}`), 409, "unfinished")
}
