package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
)

const (
	shopKey       = "atk_live_SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS"
	shopTestKey   = "atk_test_SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS"
	rivalKey      = "atk_live_RRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRR"
	articleCanary = "canary-article-7f3a"
	hookCanary    = "https://hooks.shop.example/canary-91c2"
)

// scene is an attempt that came to its result through the partner shop, one
// that came through rival, and what belongs to the first.
type scene struct {
	house
	mine, strange pass
	share         quiz.ShareID
	resume        string
}

// pass opens an attempt.
type pass struct{ id, token string }

func newScene(t *testing.T) *scene {
	t.Helper()
	h := openFrames(t)
	side := func(id quiz.PartnerID, key string) *quiz.Partner {
		return &quiz.Partner{
			ID: id, Name: "Site " + string(id.Site()), Controller: "Site", PrivacyURL: "https://site.example/privacy",
			Origins: []string{"https://" + string(id.Site()) + ".example"}, Keys: []quiz.PartnerKey{{Hash: quiz.HashOf(key), Side: id}},
			Webhook: &quiz.Webhook{URL: hookCanary, Secrets: [][]byte{make([]byte, 32)}},
		}
	}
	h.take.Partners = quiz.NewPartnerSet(side("shop", shopKey), side("test_shop", shopTestKey), side("rival", rivalKey))
	s := &scene{house: h}
	s.mine, s.strange = s.taken(t, "shop", articleCanary), s.taken(t, "rival", "elsewhere")
	a, err := h.store.Get(t.Context(), quiz.AttemptID(s.mine.id))
	if err != nil {
		t.Fatal(err)
	}
	share, err := h.take.Share(t.Context(), &a, take.Sharing{Card: quiz.CardMap})
	if err != nil {
		t.Fatal(err)
	}
	s.share = share.ID
	made, err := h.take.MakeResumeCode(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	s.resume = string(made.Code)
	return s
}

// taken takes the test in the frame of a partner to its result.
func (s *scene) taken(t *testing.T, partner, article string) pass {
	t.Helper()
	f := s.framed(t)
	f.address = "/embed/" + partner + "/demo"
	f.steps(f.ask("POST", "/begin", "locale", "en", "consent", "1", "age_ok", "1", "article", article), "/take/1")
	for i, r := range lean {
		f.ask("POST", itemPath(i+1), "response", r)
	}
	f.steps(f.ask("POST", "/check"), "/safety")
	f.steps(f.ask("POST", "/safety", "afraid", "no", "audience", "joint"), "/result")
	return pass{f.pass.ID, f.pass.Token}
}

// role is what somebody brings. The site is opened by the cookie, a frame by
// the header.
type role struct {
	name          string
	cookie, token func(*scene) string
}

func (p pass) value() string { return p.id + "." + p.token }

func roles() []role {
	nothing := func(*scene) string { return "" }
	always := func(v string) func(*scene) string { return func(*scene) string { return v } }
	strange := func(s *scene) string { return s.strange.value() }
	mixed := func(s *scene) string { return s.mine.id + "." + s.strange.token }
	bare := func(s *scene) string { return s.mine.token }
	return []role{
		{"nobody", nothing, nothing},
		{"a stranger's cookie", strange, nothing},
		{"a stranger's token", nothing, strange},
		{"the cookie with a stranger's token in it", mixed, nothing},
		{"the id with a stranger's token", nothing, mixed},
		{"the token alone", bare, bare},
		{"the partner's key", always(shopKey), always(shopKey)},
		{"the partner's test key", always(shopTestKey), always(shopTestKey)},
		{"another partner's key", always(rivalKey), always(rivalKey)},
		{"the id with the partner's key", func(s *scene) string { return s.mine.id + "." + shopKey }, func(s *scene) string { return s.mine.id + "." + shopKey }},
	}
}

// Where a route stands.
const (
	onSite = 1 << iota
	inFrame
	both = onSite | inFrame
)

// cell is a row of the matrix: a route as the router has it at the site's root.
type cell struct {
	route  string
	at     int
	path   func(*scene) string // nil: that of the route
	form   []string
	open   bool // to everybody
	status int  // for whom it is open, on the site
}

func own(route string, status int, form ...string) cell {
	return cell{route: route, at: both, status: status, form: form}
}

func forAll(route string, at, status int, form ...string) cell {
	return cell{route: route, at: at, open: true, status: status, form: form}
}

func (c cell) to(path string) cell {
	c.path = func(*scene) string { return path }
	return c
}

// erasing is the route after which there is nothing left to ask for.
const erasing = "POST /erase"

// matrix has a row for every route of the pages.
func matrix() []cell {
	shared := forAll("GET /s/:share", both, 200)
	shared.path = func(s *scene) string { return "/s/" + string(s.share) }
	picture := shared
	picture.path = func(s *scene) string { return "/s/" + string(s.share) + ".png" }
	return []cell{
		forAll("GET /", both, 200),
		forAll("GET ", inFrame, 200),
		forAll("GET /phrase", inFrame, 200),
		forAll("GET /begin", both, 303),
		forAll("POST /begin", both, 403, "locale", "en"),
		own("GET /take/:n", 303).to("/take/1"),
		own("POST /take/:n", 303, "response", "1").to("/take/1"),
		own("GET /check", 303),
		own("POST /check", 303),
		own("GET /safety", 200),
		own("POST /safety", 303, "afraid", "yes"),
		own("GET /result", 200),
		own("GET /playbook.pdf", 200),
		own("GET /summary.pdf", 200),
		own("GET /plan.ics", 200),
		own("GET /sheets/:id", 200).to("/sheets/journal"),
		own("POST /plan", 303, "part", "audience", "audience", "solo"),
		own("POST /fit", 303, "section", "map", "fits", "yes"),
		own("POST /unlock", 303, "email", "zoe@example.org"),
		own("POST /language", 303, "locale", "en", "to", "/result"),
		own("GET /export", 200),
		own("GET /export.json", 200),
		own("GET /compare", 200),
		own("POST /compare", 422, "text", "{}"),
		own("GET /erase", 200),
		own(erasing, 303),
		forAll("GET /resume", both, 200),
		forAll("POST /resume", both, 422, "code", "0000-0000-0000-0000-0000"),
		own("POST /resume/code", 200),
		own("POST /resume/keep", 303, "keep", "1"),
		own("POST /resume/drop", 303),
		own("POST /share", 303, "card", "map"),
		own("POST /share/revoke", 303, "id", "shr_none"),
		shared, picture,
		forAll("GET /cards/:name", both, 200).to("/cards/en.png"),
		forAll("GET /help", both, 200),
		forAll("GET /privacy", both, 200),
		forAll("GET /exit", onSite, 303),
		forAll("GET /favicon.ico", onSite, 200),
		forAll("GET /assets/:name", onSite, 404).to("/assets/none.css"),
		forAll("GET /themes/:name", onSite, 404).to("/themes/shop.auto.000000000000.css"),
		forAll("GET /oembed", onSite, 401).to("/oembed?url=https%3A%2F%2Fquiz.example.org%2Fresult"),
		forAll("GET /partners/:id/embed", onSite, 200).to("/partners/shop/embed"),
		forAll("GET /embed.js", onSite, 200),
		forAll("GET /embed/:file", onSite, 200).to("/embed/v1.0.0.js"),
	}
}

// TestPageMatrix asks every page, on the site and in frames, in every role.
// Nobody but its own visitor reaches an attempt: a stranger is told the same
// as somebody who has none, and a partner's key opens no page.
//
// Holds: ASVS 8.2.1, ASVS 8.2.2, ASVS 8.2.3
func TestPageMatrix(t *testing.T) {
	lasting := newScene(t)
	for _, c := range matrix() {
		for _, at := range []int{onSite, inFrame} {
			if c.at&at == 0 {
				continue
			}
			t.Run(c.name(at), func(t *testing.T) {
				s := lasting
				if c.route == erasing {
					s = newScene(t)
				}
				for _, r := range roles() {
					s.asks(t, c, at, r)
				}
				s.asksOwner(t, c, at)
			})
		}
	}
}

func (c cell) name(at int) string {
	if at == inFrame {
		return "frame " + c.route
	}
	return c.route
}

func (s *scene) send(t *testing.T, c cell, at int, cookie, token string) page {
	t.Helper()
	method, path, _ := strings.Cut(c.route, " ")
	if c.path != nil {
		path = c.path(s)
	}
	if at == inFrame {
		path = "/embed/shop/demo" + path
	}
	form := url.Values{}
	for i := 0; i < len(c.form); i += 2 {
		form.Set(c.form[i], c.form[i+1])
	}
	req, err := http.NewRequest(method, s.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if cookie != "" {
		req.AddCookie(&http.Cookie{Name: "attune", Value: cookie})
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	v := s.visitor(t)
	v.http.Jar = nil
	return v.do(req)
}

// want is the status for somebody who has an attempt of their own, or not.
func (c cell) want(at int, opens bool) int {
	switch {
	case !c.open && !opens:
		return http.StatusNotFound
	case at == inFrame && c.status == http.StatusSeeOther:
		return http.StatusNoContent
	}
	return c.status
}

func (s *scene) asks(t *testing.T, c cell, at int, r role) {
	t.Helper()
	cookie, token := r.cookie(s), r.token(s)
	before := s.stored(t)
	got := s.send(t, c, at, cookie, token)
	opens := at == onSite && cookie == s.strange.value() || at == inFrame && token == s.strange.value()
	if opens && c.route == erasing {
		s.strange = s.taken(t, "rival", "elsewhere")
	}
	if got.status != c.want(at, opens) && !(at == inFrame && got.status == http.StatusCreated && opens) {
		t.Errorf("%s: got %d, want %d\n%s", r.name, got.status, c.want(at, opens), got.body)
	}
	if after := s.stored(t); !reflect.DeepEqual(after, before) {
		t.Errorf("%s: the attempt is changed: got %+v, want %+v", r.name, after, before)
	}
	answer := got.body + fmt.Sprint(got.header)
	for what, secret := range map[string]string{
		"the id": s.mine.id, "the token": s.mine.token, "the article": articleCanary, "the code": s.resume, "the webhook": hookCanary,
		"the hash of a key": fmt.Sprintf("%x", quiz.HashOf(shopKey)),
	} {
		if strings.Contains(answer, secret) {
			t.Errorf("%s: the answer holds %s: %s", r.name, what, answer)
		}
	}
}

// asksOwner: the attempt's own visitor may.
func (s *scene) asksOwner(t *testing.T, c cell, at int) {
	t.Helper()
	got := s.send(t, c, at, s.mine.value(), "")
	if at == inFrame {
		got = s.send(t, c, at, "", s.mine.value())
	}
	if want := c.want(at, true); got.status != want && !(at == inFrame && got.status == http.StatusCreated) {
		t.Errorf("its own visitor: got %d, want %d\n%s", got.status, want, got.body)
	}
}

// belongings is all that there is of the attempt.
type belongings struct {
	attempt quiz.Attempt
	shares  []quiz.Share
	code    time.Time
}

func (s *scene) stored(t *testing.T) belongings {
	t.Helper()
	a, err := s.store.Get(t.Context(), quiz.AttemptID(s.mine.id))
	if err != nil {
		t.Fatal(err)
	}
	shares, err := s.take.SharesOf(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	code, err := s.take.CodeOf(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	return belongings{a, shares, code}
}

// TestPageMatrixIsWhole: a route without a row is one of which nobody knows who
// may come to it.
func TestPageMatrixIsWhole(t *testing.T) {
	const frames = "/embed/:partner/:instrument"
	var routes, rows []string
	for _, r := range newScene(t).handler.(*echo.Echo).Routes() {
		ofAPI := strings.HasPrefix(r.Path, "/v1/") || slices.Contains([]string{"/healthz", "/readyz", "/openapi.yaml", "/docs", "/docs/style.css"}, r.Path)
		if r.Method != http.MethodHead && !ofAPI {
			routes = append(routes, r.Method+" "+r.Path)
		}
	}
	for _, c := range matrix() {
		method, path, _ := strings.Cut(c.route, " ")
		if c.at&onSite != 0 {
			rows = append(rows, method+" "+path)
		}
		if c.at&inFrame != 0 {
			rows = append(rows, method+" "+frames+path)
		}
	}
	for _, route := range routes {
		if !slices.Contains(rows, route) {
			t.Errorf("%s: add it to the matrix, with who may", route)
		}
	}
	for _, row := range rows {
		if !slices.Contains(routes, row) {
			t.Errorf("%s: there is no such route", row)
		}
	}
}
