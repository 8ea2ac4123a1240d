package api_test

import (
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// The keys of partners.
const (
	acmeKey     = "atk_live_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	acmeTestKey = "atk_test_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	otherKey    = "atk_live_BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB"
)

// partners are acme with its two sides, and other, which offers one instrument
// that nobody can take.
func partners() []*quiz.Partner {
	acme := quiz.Partner{
		ID: "acme", Name: "Acme", Controller: "Acme GmbH", PrivacyURL: "https://acme.example/privacy",
		Topic: "music", Locale: "zh-Hans", Keep: 10 * 24 * time.Hour,
	}
	test := acme
	test.ID = acme.ID.TestSide()
	acme.Keys = []quiz.PartnerKey{{Hash: quiz.HashOf(acmeKey), Side: acme.ID}}
	test.Keys = []quiz.PartnerKey{{Hash: quiz.HashOf(acmeTestKey), Side: test.ID}}
	other := quiz.Partner{
		ID: "other", Name: "Other", Controller: "Other SA", PrivacyURL: "https://other.example/privacy",
		Instruments: []quiz.InstrumentID{"unworded"},
		Keys:        []quiz.PartnerKey{{Hash: quiz.HashOf(otherKey), Side: "other"}},
	}
	return []*quiz.Partner{&acme, &test, &other}
}

func throughBody(partner string) string {
	return strings.Replace(beginBody, "}", `,"partner":"`+partner+`"}`, 1)
}

// TestConsentNamesThePartner: each site answers for its own visitors.
// Holds: G1
func TestConsentNamesThePartner(t *testing.T) {
	w := boot(t)
	for query, want := range map[string]struct{ text, locale string }{
		"":                                  {"Example Ltd asks. More: https://example.org/privacy", "en"},
		"?partner=acme":                     {"Acme GmbH asks. More: https://acme.example/privacy", "zh-Hans"},
		"?partner=test_acme":                {"Acme GmbH asks. More: https://acme.example/privacy", "zh-Hans"},
		"?partner=acme&locale=en&form=full": {"Acme GmbH asks. More: https://acme.example/privacy", "en"},
	} {
		in := w.get(t, call{method: "GET", path: "/v1/instruments/mini" + query}, 200)
		if text := in["consent"].(map[string]any)["text"]; text != want.text || in["locale"] != want.locale {
			t.Errorf("%q: got %v in %v, want %v in %v", query, text, in["locale"], want.text, want.locale)
		}
	}
	for _, query := range []string{"?partner=nobody", "?partner=other", "?partner=", "?partner=Acme"} {
		w.get(t, call{method: "GET", path: "/v1/instruments/mini" + query}, 404)
	}
}

func TestBeginThroughPartner(t *testing.T) {
	w := boot(t)
	begun := w.get(t, call{method: "POST", path: "/v1/attempts", body: throughBody("test_acme")}, 201)
	k := ticket{begun["id"].(string), begun["token"].(string)}
	if a := w.stored(t, k); a.Partner != "test_acme" || a.Topic != "music" || a.Locale != "en" {
		t.Errorf("got partner %q, topic %q, locale %q; want the partner with its topic, in the visitor's language", a.Partner, a.Topic, a.Locale)
	}
	for _, at := range []string{"", "/export"} {
		if got := w.get(t, k.call("GET", at, ""), 200)["partner"]; got != "test_acme" {
			t.Errorf("%s: got partner %v, want test_acme", at, got)
		}
	}
	for partner, pointer := range map[string]string{
		"nobody": "#/partner", "other": "#/instrument", "test_other": "#/partner", "": "#/partner", "Acme": "#/partner",
	} {
		refused := w.get(t, call{method: "POST", path: "/v1/attempts", body: throughBody(partner)}, 422)
		if got := refused["errors"].([]any)[0].(map[string]any)["pointer"]; got != pointer {
			t.Errorf("partner %q: got a fault at %v, want %v", partner, got, pointer)
		}
	}
}

// TestRepeatThroughAnotherPartner: a key that began an attempt through one
// partner begins none through another.
//
// Holds: S5, H3
func TestRepeatThroughAnotherPartner(t *testing.T) {
	w := boot(t)
	key := map[string][]string{"Idempotency-Key": {strings.Repeat("k", 16)}}
	w.get(t, call{method: "POST", path: "/v1/attempts", body: throughBody("acme"), header: key}, 201)
	w.get(t, call{method: "POST", path: "/v1/attempts", body: throughBody("acme"), header: key}, 201)
	w.get(t, call{method: "POST", path: "/v1/attempts", body: throughBody("test_acme"), header: key}, 409)
	w.get(t, call{method: "POST", path: "/v1/attempts", body: beginBody, header: key}, 409)
}

// TestPartnerKeepsLess: what a visitor chooses holds up to what the partner
// keeps.
func TestPartnerKeepsLess(t *testing.T) {
	w := boot(t)
	begun := w.get(t, call{method: "POST", path: "/v1/attempts", body: throughBody("acme")}, 201)
	k := ticket{begun["id"].(string), begun["token"].(string)}
	w.get(t, k.call("PUT", "/responses", fullBody), 200)
	w.get(t, k.call("POST", "/finish", ""), 200)
	want := start.Add(10 * 24 * time.Hour)
	if got := w.stored(t, k).Expires; !got.Equal(want) {
		t.Errorf("finished: got expiry %v, want %v", got, want)
	}
	if plan := w.get(t, k.call("PUT", "/plan", `{"keep":"12m"}`), 200); plan["expires_at"] != want.Format(time.RFC3339) {
		t.Errorf("with keep 12m: got expiry %v, want %v", plan["expires_at"], want)
	}
}
