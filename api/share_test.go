package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

const key16 = "0123456789abcdef"

func TestShares(t *testing.T) {
	w := boot(t)
	k := w.finished(t)
	for _, tt := range []struct {
		body  string
		texts []any
	}{
		{`{"card":"helps","pick":["wi2","wi1"]}`, []any{"Ask me twice.", "Tell me when."}},
		{`{"card":"phrase","pick":["ph2"]}`, []any{"May I?"}},
		{`{"card":"map"}`, []any{"axis_anxious", "axis_avoidant"}},
	} {
		made := w.get(t, k.call("POST", "/share", tt.body), 201)
		id := made["id"].(string)
		if made["url"] != "https://quiz.example.org/s/"+id || made["image"] != "https://quiz.example.org/s/"+id+".png" {
			t.Errorf("got %v", made)
		}
		got := w.get(t, call{method: "GET", path: "/v1/shares/" + id}, 200)
		if fmt.Sprint(got["texts"]) != fmt.Sprint(tt.texts) || got["locale"] != "en" || got["image"] != made["image"] || len(got) != 4 {
			t.Errorf("%s: got %v", tt.body, got)
		}
		w.get(t, k.call("DELETE", "/share/"+id, ""), 204)
		w.refused(t, k.call("DELETE", "/share/"+id, ""), 404, "not-found")
		w.refused(t, call{method: "GET", path: "/v1/shares/" + id}, 404, "not-found")
	}
}

func TestShareRepeats(t *testing.T) {
	w := boot(t)
	k, other := w.finished(t), w.finished(t)
	keyed := func(k ticket, body string) call {
		c := k.call("POST", "/share", body)
		c.header = http.Header{"Idempotency-Key": {key16}}
		return c
	}
	first := w.get(t, keyed(k, `{"card":"map"}`), 201)
	if again := w.get(t, keyed(k, `{"card":"map"}`), 201); again["id"] != first["id"] {
		t.Errorf("got %v and %v, want one share", first["id"], again["id"])
	}
	w.refused(t, keyed(k, `{"card":"phrase","pick":["ph1"]}`), 409, "conflict")
	if theirs := w.get(t, keyed(other, `{"card":"map"}`), 201); theirs["id"] == first["id"] {
		t.Error("two attempts share a key's share")
	}
	w.refused(t, other.call("DELETE", "/share/"+first["id"].(string), ""), 404, "not-found")
	bad := k.call("POST", "/share", `{"card":"map"}`)
	bad.header = http.Header{"Idempotency-Key": {"short"}}
	w.refused(t, bad, 400, "invalid-header")
	for range 11 {
		w.get(t, k.call("POST", "/share", `{"card":"map"}`), 201)
	}
	w.refused(t, k.call("POST", "/share", `{"card":"map"}`), 409, "limit-reached")
	w.get(t, keyed(k, `{"card":"map"}`), 201)
}

func TestShareFields(t *testing.T) {
	w := boot(t)
	k := w.finished(t)
	for body, pointer := range map[string]string{
		`{}`:                                    "#/card",
		`{"card":"style"}`:                      "#/card",
		`{"card":"helps"}`:                      "#/pick",
		`{"card":"helps","pick":["wi1"]}`:       "#/pick",
		`{"card":"helps","pick":["wi1","wi1"]}`: "#/pick",
		`{"card":"helps","pick":["wi1","ph1"]}`: "#/pick/1",
		`{"card":"helps","pick":["wi1","Wi2"]}`: "#/pick/1",
		`{"card":"phrase","pick":["wi1"]}`:      "#/pick/0",
		`{"card":"map","pick":["ph1"]}`:         "#/pick",
		`{"card":"map","attempt":"x"}`:          "#/attempt",
	} {
		c := k.call("POST", "/share", body)
		w.refused(t, c, 422, "invalid-fields")
		if got := w.do(t, c).Body.String(); !strings.Contains(got, `"`+pointer+`"`) {
			t.Errorf("%s: got %s, want %s", body, got, pointer)
		}
	}
	w.refused(t, w.begin(t).call("POST", "/share", `{"card":"map"}`), 409, "unfinished")
	// Without a dimension there is no map.
	plain := w.begin(t)
	w.get(t, plain.call("PUT", "/responses", `{"responses":{"an1":null,"an2":null,"av1":1,"av2":5,"re1":2,"re2":4,"me1":4,"me2":3}}`), 200)
	w.get(t, plain.call("POST", "/finish", ""), 200)
	w.refused(t, plain.call("POST", "/share", `{"card":"map"}`), 422, "invalid-fields")
}
