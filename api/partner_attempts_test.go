package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// through begins an attempt that comes through the partner.
func (w *world) through(t testing.TB, partner string) ticket {
	t.Helper()
	a := w.get(t, call{method: "POST", path: "/v1/attempts", body: throughBody(partner)}, 201)
	return ticket{a["id"].(string), a["token"].(string)}
}

func partnerCall(rest, key string) call {
	return call{method: "GET", path: "/v1/partner/" + rest, token: key}
}

// walk reads a list page by page and returns the ids.
func (w *world) walk(t testing.TB, path, key string, between func()) (ids []string) {
	t.Helper()
	next := ""
	for {
		page := w.get(t, partnerCall(path+next, key), 200)
		for _, line := range page["data"].([]any) {
			ids = append(ids, line.(map[string]any)["id"].(string))
		}
		if page["has_more"] == false {
			if page["next"] != nil {
				t.Errorf("the last page has next %v", page["next"])
			}
			return ids
		}
		next = "&cursor=" + page["next"].(string)
		between()
	}
}

// TestPartnerAttempts walks the list while more begin.
//
// Holds: H2, H5
func TestPartnerAttempts(t *testing.T) {
	w := boot(t)
	var want []string
	for range 7 {
		want = append(want, w.through(t, "acme").id)
		w.now = w.now.Add(time.Second)
	}
	slices.Reverse(want)
	w.through(t, "test_acme")
	w.begin(t)
	got := w.walk(t, "attempts?limit=3", acmeKey, func() { w.through(t, "acme"); w.now = w.now.Add(time.Second) })
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := w.walk(t, "attempts?limit=100", acmeTestKey, nil); len(got) != 1 {
		t.Errorf("the test side: got %v, want its one attempt", got)
	}
	if got := w.walk(t, "attempts", otherKey, nil); len(got) != 0 {
		t.Errorf("another partner: got %v, want none", got)
	}
}

// TestPartnerLearnsNoMore holds every member of a line against what may be
// said, whatever a visitor said.
//
// Holds: ASVS 8.2.3, ASVS 8.2.2
func TestPartnerLearnsNoMore(t *testing.T) {
	w := boot(t)
	k := w.through(t, "acme")
	w.get(t, k.call("PUT", "/responses", fullBody), 200)
	w.get(t, k.call("POST", "/finish", ""), 200)
	w.get(t, k.call("PUT", "/plan", `{"audience":"solo","region":"GB","keep":"12m"}`), 200)
	page := w.get(t, partnerCall("attempts", acmeKey), 200)
	line := page["data"].([]any)[0].(map[string]any)
	want := map[string]any{
		"id": k.id, "instrument": "mini", "status": "finished",
		"started_at": start.Format(time.RFC3339), "finished_at": start.Format(time.RFC3339),
	}
	if fmt.Sprint(line) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", line, want)
	}
	w.get(t, k.call("DELETE", "", ""), 204)
	if page := w.get(t, partnerCall("attempts", acmeKey), 200); len(page["data"].([]any)) != 0 {
		t.Errorf("an erased attempt is listed: %v", page)
	}
}

// TestKeys refuses whatever opens nothing.
//
// Holds: S8, ASVS 8.2.1
func TestKeys(t *testing.T) {
	w := boot(t)
	k := w.through(t, "acme")
	unknown := strings.Replace(acmeKey, "AAAA", "CCCC", 1)
	for _, bad := range [][]string{nil, {""}, {"Bearer"}, {"Bearer " + unknown}, {"Bearer " + acmeKey + "A"}, {"Bearer " + acmeKey[:40]},
		{"Bearer " + strings.Replace(acmeKey, "live", "prod", 1)}, {"Bearer " + acmeKey[9:]}, {"Bearer " + k.token},
		{"Basic " + acmeKey}, {acmeKey}, {"Bearer " + acmeKey, "Bearer " + acmeKey}} {
		c := partnerCall("attempts", "")
		c.header = http.Header{"Authorization": bad}
		w.refused(t, c, 401, "unauthorized")
		if got := w.do(t, c).Header().Get("WWW-Authenticate"); got != `Bearer realm="partner"` {
			t.Errorf("%v: got WWW-Authenticate %q", bad, got)
		}
	}
	w.take.Partners = nil
	w.refused(t, partnerCall("attempts", acmeKey), 401, "unauthorized")
}

// TestPartnerCallsAreForServers: no page of any origin may read an answer.
//
// Holds: ASVS 8.2.1, ASVS 3.4.2
func TestPartnerCallsAreForServers(t *testing.T) {
	w := boot(t)
	for _, c := range []call{partnerCall("attempts", acmeKey), partnerCall("attempts", ""), partnerCall("nothing", acmeKey),
		{method: "OPTIONS", path: "/v1/partner/attempts"}} {
		c.header = http.Header{"Origin": {"https://acme.example"}, "Access-Control-Request-Method": {"GET"}}
		for name := range w.do(t, c).Header() {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("%s %s: the answer has %s", c.method, c.path, name)
			}
		}
	}
}

func TestPages(t *testing.T) {
	w := boot(t)
	for range 3 {
		w.through(t, "acme")
	}
	next := w.get(t, partnerCall("attempts?limit=1", acmeKey), 200)["next"].(string)
	for _, query := range []string{"limit=0", "limit=101", "limit=-1", "limit=", "limit=1.0", "limit=007", "limit=x", "limit=1&limit=2",
		"cursor=", "cursor=x", "cursor=" + next + "A", "cursor=" + next[:len(next)-4], "cursor=" + strings.Repeat("A", 40), "offset=1"} {
		w.refused(t, partnerCall("attempts?"+query, acmeKey), 400, "invalid-query")
	}
	for query, want := range map[string]int{"limit=2": 2, "limit=100": 3, "": 3, "cursor=" + next: 2} {
		page := w.get(t, partnerCall("attempts?"+query, acmeKey), 200)
		if got := len(page["data"].([]any)); got != want || page["has_more"] != (want == 2 && query == "limit=2") {
			t.Errorf("%q: got %d lines and has_more %v, want %d", query, got, page["has_more"], want)
		}
	}
}
