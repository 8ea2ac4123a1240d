package api_test

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/attune-quiz/attune/api"
	"github.com/attune-quiz/attune/quiz"
)

const (
	shopKey     = "atk_live_SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS"
	shopTestKey = "atk_test_SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS"
	rivalKey    = "atk_live_RRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRR"
)

// gated boots with partners that have gates: shop and its test side, and
// rival, want codes; mailer an address, which it would like to write to too;
// quiet wants no more than an address.
func gated(t testing.TB, changes ...func(*api.Config)) *world {
	t.Helper()
	side := func(id quiz.PartnerID, gate quiz.GateKind, key string) *quiz.Partner {
		return &quiz.Partner{
			ID: id, Name: "Site " + string(id.Site()), Controller: "Site", PrivacyURL: "https://site.example/privacy",
			Gate: gate, Keys: []quiz.PartnerKey{{Hash: quiz.HashOf(key), Side: id}},
		}
	}
	mailer := side("mailer", quiz.GateEmail, "")
	mailer.Webhook = &quiz.Webhook{URL: "https://site.example/hook"}
	set := quiz.NewPartnerSet(
		side("shop", quiz.GateCode, shopKey), side("test_shop", quiz.GateCode, shopTestKey), side("rival", quiz.GateCode, rivalKey),
		mailer, side("quiet", quiz.GateEmail, ""), side("open", quiz.GateNone, ""),
	)
	return boot(t, append([]func(*api.Config){func(c *api.Config) { c.Take.Partners = set }}, changes...)...)
}

// finishedAt takes the test through the partner.
func (w *world) finishedAt(t testing.TB, partner string) ticket {
	t.Helper()
	k := w.through(t, partner)
	w.get(t, k.call("PUT", "/responses", fullBody), 200)
	w.get(t, k.call("POST", "/finish", ""), 200)
	return k
}

// mint makes codes that last an hour.
func (w *world) mint(t testing.TB, key string, n int, header http.Header) []string {
	t.Helper()
	body := fmt.Sprintf(`{"count":%d,"expires_at":%q}`, n, start.Add(time.Hour).Format(time.RFC3339))
	c := call{method: "POST", path: "/v1/partner/codes", token: key, body: body, header: header}
	var codes []string
	for _, code := range w.get(t, c, 201)["codes"].([]any) {
		codes = append(codes, code.(string))
	}
	return codes
}

// locked fails unless all that the gate is closed over is closed.
func (w *world) locked(t testing.TB, k ticket, by string) {
	t.Helper()
	book := w.get(t, k.call("GET", "/playbook", ""), 200)
	lock, _ := book["locked"].(map[string]any)
	if lock["by"] != by {
		t.Errorf("locked: got %v, want by %s", book["locked"], by)
	}
	practices := 0
	for _, stage := range book["stages"].([]any) {
		practices += len(stage.(map[string]any)["practices"].([]any))
	}
	if practices > 1 || len(book["phrases"].([]any)) > 3 || len(book["worksheets"].([]any)) > 0 {
		t.Errorf("%d practices, %v and %v are there", practices, book["phrases"], book["worksheets"])
	}
	for _, part := range []string{"/playbook.pdf", "/plan.ics"} {
		if slug := w.get(t, k.call("GET", part, ""), 403)["type"].(string); !strings.HasSuffix(slug, "/gate-closed") {
			t.Errorf("%s: got %s", part, slug)
		}
	}
	if w.do(t, k.call("GET", "/summary.pdf", "")).Code != 200 {
		t.Error("the summary, which is the result, is locked")
	}
}

func (w *world) unlocked(t testing.TB, k ticket) {
	t.Helper()
	book := w.get(t, k.call("GET", "/playbook", ""), 200)
	if lock, ok := book["locked"]; ok {
		t.Errorf("the playbook is locked: %v", lock)
	}
	for _, part := range []string{"/playbook.pdf", "/plan.ics"} {
		if code := w.do(t, k.call("GET", part, "")).Code; code != 200 {
			t.Errorf("%s: got %d", part, code)
		}
	}
}

func TestNoGate(t *testing.T) {
	w := gated(t)
	for _, k := range []ticket{w.finished(t), w.finishedAt(t, "open")} {
		w.unlocked(t, k)
		w.get(t, k.call("POST", "/unlock", `{}`), 200)
		w.get(t, k.call("POST", "/unlock", `{"email":"zoe@example.org"}`), 200)
		if at := w.stored(t, k).Unlocked; !at.IsZero() {
			t.Errorf("unlocked at %v, though nothing was locked", at)
		}
	}
	if letters, err := w.store.ClaimLetters(context.Background(), 9, 0); err != nil || len(letters) > 0 {
		t.Errorf("got letters %v, %v; want none", letters, err)
	}
}

func TestUnlockByEmail(t *testing.T) {
	w := gated(t)
	k := w.finishedAt(t, "mailer")
	w.locked(t, k, "email")
	w.now = w.now.Add(time.Minute)
	if got := w.get(t, k.call("POST", "/unlock", `{"email":" Zoe@Example.org ","marketing":false}`), 200); got["unlocked"] != true {
		t.Errorf("got %v", got)
	}
	w.unlocked(t, k)
	w.get(t, k.call("POST", "/unlock", `{"email":"kim@example.org","marketing":true}`), 200) // asks nothing more
	letters, err := w.store.ClaimLetters(context.Background(), 9, 0)
	if err != nil || len(letters) != 1 || letters[0].To != "Zoe@example.org" || string(letters[0].Attempt) != k.id {
		t.Errorf("got letters %+v, %v; want one to the first address", letters, err)
	}
	if leads := w.leads(t); len(leads) > 0 {
		t.Errorf("got leads %+v without a consent", leads)
	}
	if at := w.stored(t, k).Unlocked; !at.Equal(w.now) {
		t.Errorf("unlocked at %v, want %v", at, w.now)
	}
	w.told(t, quiz.PlaybookUnlocked, k, "mailer")

	// The visitor is shown the address for as long as it is kept.
	if got := w.get(t, k.call("GET", "/export", ""), 200)["email"]; got != "Zoe@example.org" {
		t.Errorf("the export has the address %v", got)
	}
	if err := w.store.DiscardLetter(context.Background(), letters[0].ID); err != nil {
		t.Fatal(err)
	}
	if got, ok := w.get(t, k.call("GET", "/export", ""), 200)["email"]; ok {
		t.Errorf("the export has the address %v, which is not kept any more", got)
	}
}

// leads lists what waits for partners, an hour on.
func (w *world) leads(t testing.TB) []quiz.Lead {
	t.Helper()
	was := w.now
	w.now = w.now.Add(time.Hour)
	leads, err := w.store.DueLeads(context.Background(), 9)
	w.now = was
	if err != nil {
		t.Fatal(err)
	}
	return leads
}

// told fails unless there was one such event about the attempt.
func (w *world) told(t testing.TB, kind quiz.EventType, k ticket, partner quiz.PartnerID) {
	t.Helper()
	events, err := w.store.Claim(context.Background(), 100, 0)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range events {
		if e.Type == kind && string(e.Attempt) == k.id && e.Partner == partner {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d events %s, want 1", n, kind)
	}
}

// TestMarketingConsentIsApart: it makes a lead that shares nothing with the
// attempt, and changes nothing for the visitor.
func TestMarketingConsentIsApart(t *testing.T) {
	w := gated(t)
	with, without := w.finishedAt(t, "mailer"), w.finishedAt(t, "mailer")
	offered := w.get(t, with.call("GET", "/playbook", ""), 200)["locked"].(map[string]any)["marketing"].(map[string]any)
	if offered["version"] != "gate.marketing_version" || offered["text"] != "gate.marketing" { // the texts of these tests are their keys
		t.Errorf("the consent that is offered: %v", offered)
	}
	a := w.do(t, with.call("POST", "/unlock", `{"email":"zoe@example.org","marketing":true}`))
	b := w.do(t, without.call("POST", "/unlock", `{"email":"zoe@example.org"}`))
	if a.Code != 200 || a.Body.String() != b.Body.String() {
		t.Errorf("with consent %d %s, without %d %s", a.Code, a.Body, b.Code, b.Body)
	}
	leads := w.leads(t)
	want := []quiz.Lead{{
		Partner: "mailer", Email: "zoe@example.org", Locale: "en", Consent: "gate.marketing_version",
		Due: start.Add(time.Hour).Truncate(time.Hour),
	}}
	if len(leads) != 1 || leads[0].ID == "" {
		t.Fatalf("got leads %+v, want one", leads)
	}
	want[0].ID = leads[0].ID
	if !reflect.DeepEqual(leads, want) {
		t.Errorf("got %+v, want %+v", leads, want)
	}

	// Whoever takes no addresses is given none.
	quiet := w.finishedAt(t, "quiet")
	if m, ok := w.get(t, quiet.call("GET", "/playbook", ""), 200)["locked"].(map[string]any)["marketing"]; ok {
		t.Errorf("a consent is offered that nobody asks for: %v", m)
	}
	w.get(t, quiet.call("POST", "/unlock", `{"email":"kim@example.org","marketing":true}`), 200)
	if leads := w.leads(t); len(leads) != 1 {
		t.Errorf("got leads %+v, want the former one", leads)
	}
	// Erasing the attempt leaves the lead and takes the letter.
	w.get(t, with.call("DELETE", "", ""), 204)
	if leads := w.leads(t); len(leads) != 1 {
		t.Errorf("got leads %+v, want one", leads)
	}
	letters, err := w.store.ClaimLetters(context.Background(), 9, 0)
	if err != nil || len(letters) != 2 {
		t.Errorf("got letters %+v, %v; want those of the attempts that are left", letters, err)
	}
}

func TestUnlockRefusals(t *testing.T) {
	w := gated(t)
	mail, code := w.finishedAt(t, "mailer"), w.finishedAt(t, "shop")
	for _, tt := range []struct {
		k                   ticket
		body, slug, pointer string
		status              int
	}{
		{mail, `{}`, "invalid-fields", "#/email", 422},
		{mail, `{"code":"AAAA"}`, "invalid-fields", "#/email", 422},
		{mail, `{"email":"zoe"}`, "invalid-fields", "#/email", 422},
		{mail, `{"email":"zoe@example.org\r\nBcc: kim@example.org"}`, "invalid-fields", "#/email", 422},
		{mail, `{"email":"` + strings.Repeat("z", 255) + `@example.org"}`, "invalid-fields", "#/email", 422},
		{mail, `{"email":null}`, "invalid-fields", "#/email", 422},
		{mail, `{"email":"zoe@example.org","marketing":"yes"}`, "invalid-fields", "#/marketing", 422},
		{mail, `{"email":"zoe@example.org","unlocked":true}`, "invalid-fields", "#/unlocked", 422},
		{code, `{"email":"zoe@example.org"}`, "invalid-fields", "#/code", 422},
		{code, `{"code":""}`, "invalid-fields", "#/code", 422},
		{code, `{"code":7}`, "invalid-fields", "#/code", 422},
		{code, `[]`, "invalid-fields", "#", 422},
		{w.through(t, "shop"), `{"code":"AAAA"}`, "unfinished", "", 409},
		{ticket{code.id, mail.token}, `{"code":"AAAA"}`, "not-found", "", 404},
		{ticket{code.id, ""}, `{}`, "unauthorized", "", 401},
	} {
		problem := w.get(t, tt.k.call("POST", "/unlock", tt.body), tt.status)
		if slug := problem["type"].(string); !strings.HasSuffix(slug, "/"+tt.slug) {
			t.Errorf("%s: got %s, want %s", tt.body, slug, tt.slug)
		}
		if tt.pointer != "" && problem["errors"].([]any)[0].(map[string]any)["pointer"] != tt.pointer {
			t.Errorf("%s: got %v, want %s", tt.body, problem["errors"], tt.pointer)
		}
	}
	w.locked(t, mail, "email")
	w.locked(t, code, "code")
}

// TestUnlockByCode: a code opens one playbook of its own side, until it is
// over; all else gets one and the same answer.
//
// Holds: ASVS 2.3.2
func TestUnlockByCode(t *testing.T) {
	w := gated(t)
	codes := w.mint(t, shopKey, 3, nil)
	rival, test := w.mint(t, rivalKey, 1, nil), w.mint(t, shopTestKey, 1, nil)
	first, second := w.finishedAt(t, "shop"), w.finishedAt(t, "shop")
	try := func(k ticket, code string) string {
		rec := w.do(t, k.call("POST", "/unlock", fmt.Sprintf(`{"code":%q}`, code)))
		return fmt.Sprint(rec.Code, rec.Body)
	}
	if got := try(first, " "+strings.ToLower(strings.ReplaceAll(codes[0], "-", " "))); !strings.HasPrefix(got, "200") {
		t.Fatalf("a code as people type it: %s", got)
	}
	w.unlocked(t, first)
	w.told(t, quiz.PlaybookUnlocked, first, "shop")
	if got := try(first, codes[1]); !strings.HasPrefix(got, "200") {
		t.Errorf("an open playbook and a fresh code: %s", got)
	}
	guessed := try(second, "0000-0000-0000-0000-0000-0000-0000-0000")
	if !strings.HasPrefix(guessed, "422") {
		t.Fatalf("a guess: %s", guessed)
	}
	for name, code := range map[string]string{
		"used": codes[0], "a rival's": rival[0], "the test side's": test[0], "cut short": codes[1][:38], "too long": codes[1] + "-0", "nothing": "",
	} {
		if got := try(second, code); got != guessed {
			t.Errorf("%s: got %s, want %s", name, got, guessed)
		}
	}
	w.locked(t, second, "code")
	w.now = w.now.Add(time.Hour)
	if got := try(second, codes[1]); got != guessed {
		t.Errorf("over: got %s, want %s", got, guessed)
	}
	w.now = w.now.Add(-time.Millisecond)
	if got := try(second, codes[1]); !strings.HasPrefix(got, "200") { // it was not spent on the open one
		t.Errorf("at the last moment: %s", got)
	}
	w.unlocked(t, second)
}

// TestFiftyTryOneCode: one of fifty visitors gets in.
//
// Holds: ASVS 2.3.4
func TestFiftyTryOneCode(t *testing.T) {
	w := gated(t)
	code := w.mint(t, shopKey, 1, nil)[0]
	tickets := make([]ticket, 50)
	for i := range tickets {
		tickets[i] = w.finishedAt(t, "shop")
	}
	var wg sync.WaitGroup
	status := make([]int, len(tickets))
	for i, k := range tickets {
		wg.Go(func() {
			status[i] = w.serve(k.call("POST", "/unlock", fmt.Sprintf(`{"code":%q}`, code)).request()).Code
		})
	}
	wg.Wait()
	opened := 0
	for i, k := range tickets {
		open := !w.stored(t, k).Unlocked.IsZero()
		if want := map[bool]int{true: 200, false: 422}[open]; status[i] != want {
			t.Errorf("visitor %d: got %d, open %t", i, status[i], open)
		}
		if open {
			opened++
		}
	}
	if opened != 1 {
		t.Errorf("%d playbooks are open, want 1", opened)
	}
}

func TestMinting(t *testing.T) {
	w := gated(t)
	key := http.Header{"Idempotency-Key": {"order-7f3a9c51d2"}}
	once := w.mint(t, shopKey, 3, key)
	k := w.finishedAt(t, "shop")
	w.get(t, k.call("POST", "/unlock", fmt.Sprintf(`{"code":%q}`, once[0])), 200)
	if again := w.mint(t, shopKey, 3, key); !slices.Equal(again, once) {
		t.Errorf("a repeat gives %v, want %v", again, once)
	}
	w.get(t, w.finishedAt(t, "shop").call("POST", "/unlock", fmt.Sprintf(`{"code":%q}`, once[0])), 422) // stays spent

	all := slices.Concat(once, w.mint(t, shopKey, 3, nil), w.mint(t, shopKey, 3, nil), w.mint(t, rivalKey, 3, key),
		w.mint(t, shopTestKey, 3, key), w.mint(t, shopKey, 3, http.Header{"Idempotency-Key": {"order-7f3a9c51d3"}}))
	slices.Sort(all)
	if n := len(slices.Compact(all)); n != 18 {
		t.Errorf("got %d different codes, want 18", n)
	}
	if n := len(w.mint(t, shopKey, 1000, nil)); n != 1000 {
		t.Errorf("got %d codes, want 1000", n)
	}

	end := start.Add(time.Hour).Format(time.RFC3339)
	for body, want := range map[string]struct {
		status  int
		pointer string
	}{
		`{"count":4,"expires_at":"` + end + `"}`:                   {409, ""},
		`{"count":3,"expires_at":"2026-11-23T11:00:01Z"}`:          {409, ""},
		`{"count":3,"expires_at":"2026-11-23T12:00:00+01:00"}`:     {201, ""},
		`{"count":0,"expires_at":"` + end + `"}`:                   {422, "#/count"},
		`{"count":1001,"expires_at":"` + end + `"}`:                {422, "#/count"},
		`{"expires_at":"` + end + `"}`:                             {422, "#/count"},
		`{"count":3}`:                                              {422, "#/expires_at"},
		`{"count":3,"expires_at":"2026-11-23T10:00:00Z"}`:          {422, "#/expires_at"},
		`{"count":3,"expires_at":"2027-11-25T10:00:00Z"}`:          {422, "#/expires_at"},
		`{"count":3,"expires_at":"2026-11-23T11:00:00,5Z"}`:        {422, "#/expires_at"},
		`{"count":3,"expires_at":"tomorrow"}`:                      {422, "#/expires_at"},
		`{"count":3,"expires_at":"` + end + `","partner":"rival"}`: {422, "#/partner"},
		`{"count":"3","expires_at":"` + end + `"}`:                 {422, "#/count"},
	} {
		got := w.get(t, call{method: "POST", path: "/v1/partner/codes", token: shopKey, body: body, header: key}, want.status)
		if want.pointer != "" && got["errors"].([]any)[0].(map[string]any)["pointer"] != want.pointer {
			t.Errorf("%s: got %v, want %s", body, got["errors"], want.pointer)
		}
	}
	for _, token := range []string{"", k.token, "atk_live_" + strings.Repeat("Z", 32)} {
		w.get(t, call{method: "POST", path: "/v1/partner/codes", token: token, body: `{"count":1,"expires_at":"` + end + `"}`}, 401)
	}
}

// TestSoloIsSoloBehindAGate: whoever affirmed and whoever chose solo are shown
// the same, byte for byte.
func TestSoloIsSoloBehindAGate(t *testing.T) {
	w := gated(t)
	affirmed, chosen := w.finishedAt(t, "shop"), w.finishedAt(t, "shop")
	w.get(t, affirmed.call("PUT", "/plan", `{"audience":"solo"}`), 200)
	w.get(t, chosen.call("PUT", "/plan", `{"audience":"joint"}`), 200)
	w.get(t, chosen.call("PUT", "/plan", `{"audience":"solo"}`), 200)
	for _, at := range []string{"/playbook", "/summary.pdf", "/playbook.pdf", "/plan.ics"} {
		a, b := w.do(t, affirmed.call("GET", at, "")), w.do(t, chosen.call("GET", at, ""))
		if a.Code != b.Code || a.Body.String() != b.Body.String() {
			t.Errorf("%s differs", at)
		}
	}
}

// TestGateLeavesNoTrace: no address and no code reaches the log.
func TestGateLeavesNoTrace(t *testing.T) {
	w := gated(t)
	code := w.mint(t, shopKey, 1, http.Header{"Idempotency-Key": {"canary-order-0001"}})[0]
	w.do(t, w.finishedAt(t, "shop").call("POST", "/unlock", fmt.Sprintf(`{"code":%q}`, code)))
	w.do(t, w.finishedAt(t, "shop").call("POST", "/unlock", fmt.Sprintf(`{"code":%q}`, code)))
	w.do(t, w.finishedAt(t, "mailer").call("POST", "/unlock", `{"email":"canary@example.org","marketing":true}`))
	w.do(t, w.finishedAt(t, "mailer").call("POST", "/unlock", `{"email":"canary@canary"}`))
	for _, secret := range []string{code, "canary", shopKey, "example.org"} {
		if strings.Contains(strings.ReplaceAll(w.log.String(), "quiz.example.org", ""), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}
