package api_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/api"
	"github.com/attune-quiz/attune/quiz"
)

// from is a call by a client of the given address.
func from(address string, c call) *http.Request {
	r := c.request()
	r.RemoteAddr = address
	return r
}

// codes stands for the routes of pages and of embeds that have quotas of
// their own.
type codes struct{}

func (codes) Register(e *echo.Echo) {
	ok := func(c echo.Context) error { return c.NoContent(http.StatusNoContent) }
	e.POST("/resume", ok)
	e.GET("/resume", ok)
	e.POST("/v1/attempts/:id/unlock", ok)
	e.GET("/v1/partner/nothing", ok)
	e.GET("/embed/:partner/:instrument", ok)
}

func (codes) Error(c echo.Context, status int, _ error) error { return c.NoContent(status) }

// limited boots a world with one limit and the routes of codes.
func limited(t *testing.T, l api.Limits) (w *world, refused map[string]int) {
	refused = map[string]int{}
	return boot(t, func(c *api.Config) {
		c.Pages, c.Limits, c.Refused = codes{}, l, func(limit string) { refused[limit]++ }
	}), refused
}

// Holds: S2, ASVS 2.4.1
func TestGuessesAreFew(t *testing.T) {
	w, refused := limited(t, api.Limits{Guess: 3})
	for i, c := range []call{
		{method: "POST", path: "/resume"}, {method: "POST", path: "/v1/attempts/att_x/unlock"}, {method: "POST", path: "/resume"},
		{method: "POST", path: "/v1/attempts/att_x/unlock"}, {method: "POST", path: "/resume"},
	} {
		want := http.StatusNoContent
		if i >= 3 {
			want = http.StatusTooManyRequests
		}
		rec := w.serve(from("192.0.2.1:1000", c))
		if rec.Code != want {
			t.Errorf("try %d: got %d, want %d", i+1, rec.Code, want)
		}
		if wait, _ := strconv.Atoi(rec.Header().Get("Retry-After")); i >= 3 && (wait < 19 || wait > 20) {
			t.Errorf("try %d: got Retry-After %d, want 20: three a minute", i+1, wait)
		}
	}
	for _, r := range []*http.Request{
		from("192.0.2.1:1000", call{method: "GET", path: "/resume"}), // asks for the form
		from("192.0.2.2:1000", call{method: "POST", path: "/resume"}),
	} {
		if got := w.serve(r).Code; got != http.StatusNoContent {
			t.Errorf("%s from %s: got %d, want 204", r.Method, r.RemoteAddr, got)
		}
	}
	if refused["guess"] != 2 || len(refused) != 1 {
		t.Errorf("got %v, want two refused as guesses", refused)
	}
}

// A key has a quota of its own, wherever its calls come from; two keys do not
// share one.
//
// Holds: S2, ASVS 2.4.1
func TestKeysHaveQuotas(t *testing.T) {
	w, _ := limited(t, api.Limits{Key: 1})
	for i, tt := range []struct {
		key  string
		want int
	}{{"atk_live_a", 204}, {"atk_live_a", 204}, {"atk_live_a", 429}, {"atk_live_b", 204}, {"atk_live_a", 429}} {
		rec := w.serve(from(fmt.Sprintf("192.0.2.%d:1000", i), call{method: "GET", path: "/v1/partner/nothing", token: tt.key}))
		if rec.Code != tt.want {
			t.Errorf("call %d with %s: got %d, want %d", i+1, tt.key, rec.Code, tt.want)
		}
	}
}

// One partner's flood leaves the others their share.
//
// Holds: S2, ASVS 15.2.2
func TestPartnersHaveQuotas(t *testing.T) {
	w, _ := limited(t, api.Limits{Partner: 2})
	for i := range 10 {
		want := http.StatusNoContent
		if i >= 4 {
			want = http.StatusTooManyRequests
		}
		rec := w.serve(from(fmt.Sprintf("192.0.2.%d:1000", i), call{method: "GET", path: "/embed/acme/mini"}))
		if rec.Code != want {
			t.Errorf("visitor %d: got %d, want %d", i+1, rec.Code, want)
		}
	}
	for _, partner := range []string{"globex", "test_acme"} {
		if got := w.serve(from("192.0.2.1:1000", call{method: "GET", path: "/embed/" + partner + "/mini"})).Code; got != http.StatusNoContent {
			t.Errorf("%s: got %d, want 204", partner, got)
		}
	}
}

// Programs are told how they stand with every answer; pages only when they are
// refused.
//
// Holds: S2
func TestRateLimitFields(t *testing.T) {
	w, _ := limited(t, api.Limits{Address: 10, Key: 5})
	for i := range 3 {
		h := w.serve(from("192.0.2.1:1000", call{method: "GET", path: "/v1/partner/nothing", token: "atk_live_a"})).Header()
		left := strings.Join(h.Values("RateLimit"), ", ")
		if want := fmt.Sprintf(`"address";r=%d;t=1, "key";r=%d;t=1`, 19-i, 9-i); left != want {
			t.Errorf("got RateLimit %s, want %s", left, want)
		}
		if got, want := strings.Join(h.Values("RateLimit-Policy"), ", "), `"address";q=20;w=2, "key";q=10;w=2`; got != want {
			t.Errorf("got RateLimit-Policy %s, want %s", got, want)
		}
	}
	if h := w.serve(from("192.0.2.1:1000", call{method: "GET", path: "/resume"})).Header(); h.Get("RateLimit") != "" {
		t.Errorf("a page: got RateLimit %q", h.Get("RateLimit"))
	}
}

// All requests about the attempts of a partner's visitors count as the
// partner's, wherever they come from; those of others and of nobody do not.
//
// Holds: S2, ASVS 15.2.2
func TestAttemptsCountForTheirPartner(t *testing.T) {
	partners := quiz.NewPartnerSet(&quiz.Partner{ID: "acme"}, &quiz.Partner{ID: "globex"})
	w := boot(t, func(c *api.Config) { c.Take.Partners, c.Limits = partners, api.Limits{Partner: 30} }) // 60 at once
	through := func(partner string) ticket {
		body := beginBody
		if partner != "" {
			body = strings.Replace(body, "{", `{"partner":"`+partner+`",`, 1)
		}
		a := w.get(t, call{method: "POST", path: "/v1/attempts", body: body}, 201)
		return ticket{a["id"].(string), a["token"].(string)}
	}
	acme, globex, nobody := through("acme"), through("globex"), through("")
	w.get(t, acme.call("PUT", "/responses", fullBody), 200)
	w.get(t, acme.call("POST", "/finish", ""), 200)
	passed := 0
	for passed < 1000 && w.do(t, acme.call("GET", "/playbook.pdf", "")).Code == 200 {
		passed++
	}
	if passed < 5 || passed == 1000 {
		t.Errorf("%d documents were let pass, want five: each counts as ten requests", passed)
	}
	for passed = 0; passed < 1000 && w.do(t, acme.call("GET", "", "")).Code == 200; {
		passed++
	}
	w.refused(t, acme.call("GET", "/playbook.pdf", ""), 429, "too-many-requests")
	if passed == 1000 {
		t.Error("a thousand requests were let pass at once, want sixty")
	}
	for _, k := range []ticket{globex, nobody} {
		w.get(t, k.call("PUT", "/responses", fullBody), 200)
		w.get(t, k.call("GET", "", ""), 200)
	}
}
