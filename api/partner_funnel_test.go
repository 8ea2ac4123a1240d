package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// crowd lets n visitors come through the partner and answer the first items of
// eight, all of them where they finish.
func (w *world) crowd(t testing.TB, n int, partner, locale string, items int) []ticket {
	t.Helper()
	var all []ticket
	for range n {
		a, err := w.take.Begin(t.Context(), beginning(partner, locale))
		if err != nil {
			t.Fatal(err)
		}
		k := ticket{string(a.Attempt.ID), string(a.Token)}
		for _, id := range []string{"an1", "an2", "av1", "av2", "re1", "re2", "me1", "me2"}[:items] {
			w.get(t, k.call("PUT", "/responses", `{"responses":{"`+id+`":3}}`), 200)
		}
		if items == 8 {
			w.get(t, k.call("POST", "/finish", ""), 200)
		}
		all = append(all, k)
	}
	return all
}

func TestPartnerFunnel(t *testing.T) {
	w := boot(t)
	done := w.crowd(t, 13, "acme", "en", 8)
	w.crowd(t, 14, "acme", "en", 2)
	w.crowd(t, 9, "acme", "zh-Hans", 8)
	w.crowd(t, 12, "test_acme", "en", 1)
	w.now = w.now.Add(24 * time.Hour)
	w.crowd(t, 3, "acme", "en", 0)

	check := func(query, key, want string) {
		t.Helper()
		got := w.get(t, partnerCall("funnel"+query, key), 200)
		if fmt.Sprint(got["data"]) != want {
			t.Errorf("%s: got\n%v, want\n%s", query, got["data"], want)
		}
	}
	// 36 began on the first day, 22 of them finished; 3 on the second are too few.
	byDay := "[map[finished:20 reached:[30 30 20 20 20 20 20 20] started:30 unlocked:<nil> value:2026-11-23]]"
	check("", acmeKey, byDay)
	// 30 in English, 27 of them to item 2, 13 to the end; 9 in Chinese are too few.
	check("?by=locale", acmeKey, "[map[finished:10 reached:[20 20 10 10 10 10 10 10] started:30 unlocked:<nil> value:en]]")
	check("?by=topic&from=2026-11-23&to=2026-11-23", acmeKey, "[map[finished:20 reached:[30 30 20 20 20 20 20 20] started:30 unlocked:<nil> value:music]]")
	check("?by=article&to=2026-11-22", acmeKey, "[]")
	check("?by=article", otherKey, "[]")
	check("?by=form&to=2026-11-23", acmeKey, strings.Replace(byDay, "2026-11-23", "full", 1))
	check("?by=locale", acmeTestKey, "[map[finished:<nil> reached:[10] started:10 unlocked:<nil> value:en]]")

	// What is erased stays counted; what is unlocked counts.
	for i, k := range done {
		if i < 10 {
			w.unlock(t, k)
		}
		w.get(t, k.call("DELETE", "", ""), 204)
	}
	check("?by=day", acmeKey, "[map[finished:20 reached:[30 30 20 20 20 20 20 20] started:30 unlocked:10 value:2026-11-23]]")
}

// unlock opens the gate of an attempt, as paying or an address does.
func (w *world) unlock(t testing.TB, k ticket) {
	t.Helper()
	err := w.store.Update(t.Context(), quiz.AttemptID(k.id), func(a *quiz.Attempt) ([]quiz.Event, error) {
		a.Unlocked = w.now
		return nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFunnelDays(t *testing.T) {
	w := boot(t)
	for query, want := range map[string][2]string{
		"":                                      {"2026-10-25", "2026-11-23"},
		"?to=2026-03-01":                        {"2026-01-31", "2026-03-01"},
		"?from=2026-11-23":                      {"2026-11-23", "2026-11-23"},
		"?from=2026-01-01&to=2027-01-01":        {"2026-01-01", "2027-01-01"},
		"?by=day&from=2028-02-29&to=2000-01-01": {"2028-02-29", "2000-01-01"},
	} {
		got := w.get(t, partnerCall("funnel"+query, acmeKey), 200)
		if got["from"] != want[0] || got["to"] != want[1] {
			t.Errorf("%q: got %v to %v, want %v", query, got["from"], got["to"], want)
		}
	}
	for _, query := range []string{"by=", "by=style", "by=Day", "from=", "from=yesterday", "from=2026-02-30", "to=2026-1-1", "from=1999-12-31", "to=2100-01-01", "from=2026-02-29",
		"from=2026-11-01&from=2026-11-02", "instrument=mini"} {
		w.refused(t, partnerCall("funnel?"+query, acmeKey), 400, "invalid-query")
	}
}
