package web_test

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/api/web"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/quiz/take"
)

// openGated opens a site with a partner that has the gate and a webhook.
func openGated(t *testing.T, by quiz.GateKind) house {
	t.Helper()
	return open(t, func(c *web.Config) {
		c.Take.Partners = quiz.NewPartnerSet(&quiz.Partner{
			ID: "wiki", Name: "The Wiki", Controller: "Wiki e.V.", PrivacyURL: "https://wiki.example/privacy",
			Gate: by, Webhook: &quiz.Webhook{URL: "https://wiki.example/hook"},
		})
	})
}

// finishThrough comes to a result through the partner.
func (h house) finishThrough(t *testing.T) *visitor {
	t.Helper()
	v := h.visitor(t)
	v.finish()
	id := v.attempt(h).ID
	err := h.store.Update(t.Context(), id, func(a *quiz.Attempt) ([]quiz.Event, error) {
		a.Partner = "wiki"
		return nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestEmailGate(t *testing.T) {
	h := openGated(t, quiz.GateEmail)
	v := h.finishThrough(t)
	page := v.get("/result").body
	golden(t, "result_email", page)
	if !strings.Contains(page, `name="marketing" value="2026-11">`) {
		t.Error("the marketing consent is not asked for, or is ticked")
	}
	v.goes(v.get("/playbook.pdf"), "/result#unlock")
	v.goes(v.get("/plan.ics"), "/result#unlock")
	if got := v.get("/summary.pdf"); got.status != http.StatusOK {
		t.Errorf("the summary, which is the result: got %d", got.status)
	}

	wrong := v.post("/unlock", "email", "zoe@<b>", "marketing", "2026-11")
	if wrong.status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong address: got %d", wrong.status)
	}
	for _, want := range []string{
		"<title>Error: ", `href="#unlock-email"`, `value="zoe@&lt;b&gt;"`, `aria-invalid="true"`, `aria-describedby="unlock-hint unlock-wrong"`,
		`name="marketing" value="2026-11" checked>`,
	} {
		if !strings.Contains(wrong.body, want) {
			t.Errorf("a wrong address: the page does not hold %s", want)
		}
	}
	v.goes(v.post("/unlock", "email", "zoe@example.org", "marketing", "2026-11"), "/result?saved=unlock#unlock")
	opened := v.get("/result?saved=unlock").body
	golden(t, "result_opened", opened)
	if strings.Contains(opened, "zoe@example.org") {
		t.Error("the page shows the address")
	}
	for _, path := range []string{"/playbook.pdf", "/plan.ics"} {
		if got := v.get(path); got.status != http.StatusOK {
			t.Errorf("%s: got %d", path, got.status)
		}
	}
	letter, err := h.store.LetterOf(t.Context(), v.attempt(h).ID)
	if err != nil || letter.To != "zoe@example.org" {
		t.Errorf("got letter %+v, %v", letter, err)
	}
}

// TestMarketingNeedsItsText: who saw another text agreed to nothing, and is let
// in all the same.
func TestMarketingNeedsItsText(t *testing.T) {
	for agreed, want := range map[string]int{"2026-11": 1, "": 0, "on": 0, "2025-01": 0} {
		h := openGated(t, quiz.GateEmail)
		v := h.finishThrough(t)
		v.goes(v.post("/unlock", "email", "zoe@example.org", "marketing", agreed), "/result?saved=unlock#unlock")
		n, err := h.store.ForgetLeads(t.Context(), today.Add(time.Hour), 9)
		if err != nil || n != want {
			t.Errorf("agreed to %q: got %d leads, %v; want %d", agreed, n, err, want)
		}
	}
}

func TestCodeGate(t *testing.T) {
	h := openGated(t, quiz.GateCode)
	codes, err := h.take.Mint(t.Context(), take.Minting{Partner: "wiki", Count: 1, Expires: today.Add(time.Hour), Secret: "atk"})
	if err != nil {
		t.Fatal(err)
	}
	first, second := h.finishThrough(t), h.finishThrough(t)
	golden(t, "result_code", first.get("/result").body)
	first.goes(first.post("/unlock", "code", strings.ToLower(string(codes[0]))), "/result?saved=unlock#unlock")
	if strings.Contains(first.get("/result").body, `action="/unlock#unlock"`) {
		t.Error("an open gate is shown closed")
	}
	first.goes(first.post("/unlock", "code", "whatever"), "/result?saved=unlock#unlock") // it is open

	used := second.post("/unlock", "code", string(codes[0]))
	guessed := second.post("/unlock", "code", "0000-0000-0000-0000-0000-0000-0000-0000")
	same := strings.ReplaceAll(used.body, string(codes[0]), "0000-0000-0000-0000-0000-0000-0000-0000")
	if used.status != http.StatusUnprocessableEntity || guessed.status != used.status || guessed.body != same {
		t.Errorf("a used code and a guess can be told apart: %d, %d", used.status, guessed.status)
	}
	if !strings.Contains(used.body, `href="#unlock-code"`) || !strings.Contains(used.body, `aria-invalid="true"`) {
		t.Error("what is wrong is not said where it is")
	}
}

// TestGateKeepsToItself: what a page or a letter to another site says does not
// reach the gate, and a visitor in mid-test goes on with it.
func TestGateKeepsToItself(t *testing.T) {
	h := openGated(t, quiz.GateEmail)
	v := h.finishThrough(t)
	foreign, err := http.NewRequest(http.MethodPost, v.base+"/unlock", strings.NewReader("email=zoe@example.org"))
	if err != nil {
		t.Fatal(err)
	}
	foreign.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	foreign.Header.Set("Sec-Fetch-Site", "cross-site")
	if got := v.do(foreign); got.status != http.StatusForbidden {
		t.Errorf("another site's form: got %d", got.status)
	}
	if !v.attempt(h).Unlocked.IsZero() {
		t.Error("another site opened the gate")
	}
	if v.http.Jar, err = cookiejar.New(nil); err != nil {
		t.Fatal(err)
	}
	v.begin()
	v.goes(v.post("/unlock", "email", "zoe@example.org"), "/take/1")
}

// TestALinkNamesThePartner: who comes by a link out of a frame, without a
// script, comes through the partner all the same.
func TestALinkNamesThePartner(t *testing.T) {
	h := openGated(t, quiz.GateCode)
	v := h.visitor(t)
	start := v.get("/?partner=wiki&topic=music").body
	for _, want := range []string{`name="partner" value="wiki"`, "Wiki e.V. keeps your answers", "https://wiki.example/privacy"} {
		if !strings.Contains(start, want) {
			t.Errorf("the start page does not hold %s", want)
		}
	}
	refused := v.post("/begin", "locale", "en", "partner", "wiki")
	if refused.status != http.StatusForbidden || !strings.Contains(refused.body, `name="partner" value="wiki"`) {
		t.Errorf("without consent: got %d, or the partner is forgotten", refused.status)
	}
	v.finish("partner", "wiki")
	if a := v.attempt(h); a.Partner != "wiki" {
		t.Errorf("got an attempt through %q", a.Partner)
	}
	if page := v.get("/result").body; !strings.Contains(page, `id="unlock-code"`) {
		t.Error("the gate is open")
	}
	if page := v.get("/privacy").body; !strings.Contains(page, "Wiki e.V.") {
		t.Error("the page about what is kept does not say who answers for it")
	}
	stranger := h.visitor(t)
	if page := stranger.get("/?partner=nobody").body; strings.Contains(page, `name="partner"`) || !strings.Contains(page, "Example House") {
		t.Error("a partner that there is not is taken over")
	}
	stranger.begin("partner", "nobody")
	if a := stranger.attempt(h); a.Partner != "" {
		t.Errorf("got an attempt through %q", a.Partner)
	}
}

// TestNoGateIsShownWithoutAPartner holds the page of those who came by
// themselves.
func TestNoGateIsShownWithoutAPartner(t *testing.T) {
	h := openGated(t, quiz.GateEmail)
	v := h.visitor(t)
	v.finish()
	if page := v.get("/result?saved=unlock").body; strings.Contains(page, "/unlock") {
		t.Error("the page speaks of a gate")
	}
	v.goes(v.post("/unlock", "email", "zoe@example.org"), "/result?saved=unlock#unlock")
	if _, err := h.store.LetterOf(t.Context(), v.attempt(h).ID); err == nil {
		t.Error("a letter goes out that nobody's gate asked for")
	}
}

// TestNothingLockedIsShown looks for what a gate is closed over in every place
// where it could be: the page, on the site and in a frame, the playbook as
// JSON, the export, and what can be put on a card.
func TestNothingLockedIsShown(t *testing.T) {
	h := openShipped(t)
	gated := *partners().All()[0]
	gated.Gate = quiz.GateCode
	h.take.Partners = quiz.NewPartnerSet(&gated)
	f := h.framed(t)
	f.address = "/embed/" + string(gated.ID) + "/relationship"
	in, err := h.take.Catalogue.Instrument("relationship")
	if err != nil {
		t.Fatal(err)
	}
	f.steps(f.ask("POST", "/begin", "locale", "en", "form", "short", "consent", in.Consent, "age_ok", "1", "topic", "music"), "/take/1")
	for n := 1; n <= 12; n++ {
		f.ask("POST", fmt.Sprintf("/take/%d", n), "response", strconv.Itoa(1+n%5))
	}
	f.steps(f.ask("POST", "/check"), "/safety")
	a, err := h.take.Open(t.Context(), quiz.AttemptID(f.pass.ID), take.Token(f.pass.Token))
	if err != nil {
		t.Fatal(err)
	}
	open := a
	open.Unlocked = today
	whole, err := h.take.Whole(&open, "en")
	if err != nil {
		t.Fatal(err)
	}
	free, err := h.take.Playbook(&a, "en")
	if err != nil {
		t.Fatal(err)
	}
	locked := onlyIn(t, whole, free)
	if len(locked) < 150 {
		t.Fatalf("only %d texts are locked", len(locked))
	}
	places := map[string]string{"the frame": f.ask("GET", "/result").body, "the export": f.ask("GET", "/export").body, "the sheet": f.ask("GET", "/sheets/trigger_journal").body}
	site := h.visitor(t)
	u, err := url.Parse(site.base)
	if err != nil {
		t.Fatal(err)
	}
	site.http.Jar.SetCookies(u, []*http.Cookie{{Name: "attune", Value: f.pass.ID + "." + f.pass.Token}})
	for _, path := range []string{"/result", "/share", "/summary.pdf"} {
		places["the page "+path] = site.get(path).body
	}
	req, err := http.NewRequest(http.MethodGet, site.base+"/v1/attempts/"+f.pass.ID+"/playbook", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+f.pass.Token)
	places["JSON"] = site.do(req).body
	if !strings.Contains(places["JSON"], `"locked":{"by":"code"`) || !strings.Contains(places["the frame"], `id="unlock"`) || !strings.Contains(places["the page /result"], `id="unlock"`) {
		t.Fatal("the gate is open")
	}
	for where, text := range places {
		text = html.UnescapeString(text)
		for _, l := range locked {
			if strings.Contains(text, l) {
				t.Errorf("%s holds %q", where, l)
			}
		}
	}
	for _, p := range whole.Phrases[3:] {
		_, err := h.take.Share(t.Context(), &a, take.Sharing{Card: quiz.CardPhrase, Pick: []string{p.ID}})
		if shown := slices.ContainsFunc(free.Phrases, func(f playbook.Starter) bool { return f.ID == p.ID }); err == nil && !shown {
			t.Errorf("the phrase %s can be put on a card", p.ID)
		}
	}
}

// onlyIn lists the longer texts of the practices, phrases, sheets and questions
// of the whole that are nowhere in what is free.
func onlyIn(t *testing.T, whole, free playbook.Document) (texts []string) {
	t.Helper()
	shown, err := json.Marshal(free)
	if err != nil {
		t.Fatal(err)
	}
	var plain any
	if err := json.Unmarshal(shown, &plain); err != nil {
		t.Fatal(err)
	}
	open := fmt.Sprint(plain)
	add := func(all ...string) {
		for _, text := range all {
			if len(text) > 12 && !strings.Contains(open, text) {
				texts = append(texts, text)
			}
		}
	}
	exercises := slices.Clone(whole.Topic.Practices)
	for _, c := range whole.Stages {
		exercises = append(exercises, c.Practices...)
	}
	for _, e := range exercises {
		add(e.Title, e.Scene, e.Why, e.Worked, e.IfNot, e.Opposite)
		add(e.Steps...)
		add(e.Say...)
	}
	for _, p := range append(slices.Clone(whole.Phrases), whole.Topic.Phrases...) {
		add(p.Text, p.NotWhen)
	}
	for _, w := range whole.Worksheets {
		add(w.Title, w.Intro)
	}
	for _, q := range whole.FAQ {
		add(q.Question)
	}
	return texts
}
