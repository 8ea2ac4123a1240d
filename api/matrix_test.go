package api_test

import (
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
)

// scene is an attempt that came through the partner shop, a stranger's that
// came through rival, and what belongs to them.
type scene struct {
	*world
	mine, strange    ticket
	gateCode, resume string
	share            string
	delivery         quiz.EventID
}

const articleCanary = "canary-article-7f3a"

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{world: gated(t)}
	body := strings.Replace(throughBody("shop"), "}", `,"article":"`+articleCanary+`"}`, 1)
	begun := s.get(t, call{method: "POST", path: "/v1/attempts", body: body}, 201)
	s.mine = ticket{begun["id"].(string), begun["token"].(string)}
	s.get(t, s.mine.call("PUT", "/responses", fullBody), 200)
	s.get(t, s.mine.call("POST", "/finish", ""), 200)
	s.strange = s.finishedAt(t, "rival")
	s.gateCode = s.mint(t, shopKey, 1, nil)[0]
	s.resume = s.get(t, s.mine.call("POST", "/resume-code", ""), 200)["code"].(string)
	s.share = s.get(t, s.mine.call("POST", "/share", `{"card":"map"}`), 201)["id"].(string)
	s.delivery = s.queue(t, "shop", quiz.AttemptFinished, s.mine.id)
	return s
}

// The roles that anybody can have, in the order of the columns of the matrix.
const (
	nobody = iota
	visitor
	stranger
	partner
	rival
	testSide
	roles
)

func roleNames() [roles]string {
	return [roles]string{"without a credential", "with the attempt's token", "with another attempt's token",
		"with the partner's key", "with another partner's key", "with the partner's test key"}
}

func (s *scene) credentials() [roles]string {
	return [roles]string{"", s.mine.token, s.strange.token, shopKey, rivalKey, shopTestKey}
}

// access is the status that each role gets.
type access [roles]int

// everybody may; the attempt's own visitor may; any partner may, each with its
// own; the partner may whose it is.
func everybody(ok int) access  { return access{ok, ok, ok, ok, ok, ok} }
func ofVisitor(ok int) access  { return access{401, ok, 404, 401, 401, 401} }
func anyPartner(ok int) access { return access{401, 401, 401, ok, ok, ok} }
func onePartner(ok int) access { return access{401, 401, 401, ok, 404, 404} }

// cell is a row of the matrix.
type cell struct {
	route string // as the router has it
	path  func(*scene) string
	body  func(*scene) string // nil: none
	access
	changes bool // what is in the body opens the attempt for everybody
}

func always(text string) func(*scene) string { return func(*scene) string { return text } }

// of is the path of something of the attempt.
func of(rest string) func(*scene) string {
	return func(s *scene) string { return "/v1/attempts/" + s.mine.id + rest }
}

// matrix has a row for every route.
func matrix() []cell {
	own := func(method, rest string, ok int, body string) cell {
		c := cell{route: method + " /v1/attempts/:id" + rest, path: of(rest), access: ofVisitor(ok)}
		if body != "" {
			c.body = always(body)
		}
		return c
	}
	open := func(route, path string) cell { return cell{route: route, path: always(path), access: everybody(200)} }
	return []cell{
		open("GET /v1/instruments", "/v1/instruments"),
		open("GET /v1/instruments/:id", "/v1/instruments/mini?partner=shop"),
		{route: "POST /v1/attempts", path: always("/v1/attempts"), body: always(throughBody("shop")), access: everybody(201)},
		own("GET", "", 200, ""),
		own("DELETE", "", 204, ""),
		own("PUT", "/responses", 409, fullBody),
		own("POST", "/finish", 200, ""),
		own("PUT", "/plan", 200, `{"audience":"joint","keep":"12m"}`),
		own("GET", "/profile", 200, ""),
		own("GET", "/playbook", 200, ""),
		own("GET", "/playbook.pdf", 403, ""),
		own("GET", "/summary.pdf", 200, ""),
		own("GET", "/plan.ics", 403, ""),
		own("GET", "/export", 200, ""),
		own("POST", "/fit", 204, `{"section":"map","fits":"yes"}`),
		{route: "POST /v1/attempts/:id/unlock", path: of("/unlock"), access: ofVisitor(200),
			body: func(s *scene) string { return `{"code":"` + s.gateCode + `"}` }},
		own("POST", "/resume-code", 200, ""),
		own("DELETE", "/resume-code", 204, ""),
		own("POST", "/share", 201, `{"card":"phrase","pick":["ph1"]}`),
		{route: "DELETE /v1/attempts/:id/share/:share", access: ofVisitor(204),
			path: func(s *scene) string { return "/v1/attempts/" + s.mine.id + "/share/" + s.share }},
		{route: "GET /v1/shares/:id", path: func(s *scene) string { return "/v1/shares/" + s.share }, access: everybody(200)},
		{route: "POST /v1/resume", path: always("/v1/resume"), access: everybody(200), changes: true,
			body: func(s *scene) string { return `{"code":"` + s.resume + `"}` }},

		{route: "POST /v1/partner/codes", path: always("/v1/partner/codes"), access: anyPartner(201),
			body: always(`{"count":1,"expires_at":"2026-11-23T11:00:00Z"}`)},
		{route: "GET /v1/partner/attempts", path: always("/v1/partner/attempts"), access: anyPartner(200)},
		{route: "GET /v1/partner/attempts.csv", path: always("/v1/partner/attempts.csv"), access: anyPartner(200)},
		{route: "GET /v1/partner/funnel", path: always("/v1/partner/funnel?by=article"), access: anyPartner(200)},
		{route: "GET /v1/partner/deliveries", path: always("/v1/partner/deliveries"), access: anyPartner(200)},
		{route: "POST /v1/partner/deliveries/:id/replay", access: onePartner(204),
			path: func(s *scene) string { return "/v1/partner/deliveries/" + string(s.delivery) + "/replay" }},

		open("GET /healthz", "/healthz"),
		open("GET /readyz", "/readyz"),
		open("GET /openapi.yaml", "/openapi.yaml"),
		open("GET /docs", "/docs"),
		open("GET /docs/style.css", "/docs/style.css"),
	}
}

// TestMatrix asks every route in every role: nobody reaches another's data, no
// partner what a visitor said or got, and who is refused changes nothing. The
// attempt's own visitor, who may, comes last.
//
// Holds: S8, H5, ASVS 8.2.1, ASVS 8.2.2, ASVS 8.2.3
func TestMatrix(t *testing.T) {
	for _, c := range matrix() {
		t.Run(c.route, func(t *testing.T) {
			s := newScene(t)
			for _, role := range []int{nobody, stranger, partner, rival, testSide, visitor} {
				if c.changes {
					s = newScene(t)
				}
				s.ask(t, c, role)
			}
		})
	}
}

func (s *scene) ask(t *testing.T, c cell, role int) {
	t.Helper()
	method, _, _ := strings.Cut(c.route, " ")
	asked := call{method: method, path: c.path(s), token: s.credentials()[role]}
	if c.body != nil {
		asked.body = c.body(s)
	}
	before := s.stored(t, s.mine)
	secrets := s.secrets(role, before)
	rec := s.do(t, asked)
	if rec.Code != c.access[role] {
		t.Errorf("%s: got %d, want %d: %s", roleNames()[role], rec.Code, c.access[role], rec.Body)
	}
	if role == visitor || c.changes {
		return
	}
	if after := s.stored(t, s.mine); !reflect.DeepEqual(after, before) {
		t.Errorf("%s: the attempt is changed: got %+v, want %+v", roleNames()[role], after, before)
	}
	for name, secret := range secrets {
		if strings.Contains(rec.Body.String(), secret) {
			t.Errorf("%s: the answer holds %s: %s", roleNames()[role], name, rec.Body)
		}
	}
}

// secrets are what a role must not be told of the attempt: its partner may know
// that there is one.
func (s *scene) secrets(role int, a quiz.Attempt) map[string]string {
	all := map[string]string{
		"the token": s.mine.token, "the article": articleCanary, "a response": `"an1":5`,
		"an error of a score": fmt.Sprint(a.Profile.Scales["anxious"].SE), "a style": fmt.Sprint(a.Profile.Style.Probabilities["anxious"]), "the code": s.gateCode, "the resume code": s.resume,
	}
	if role != partner {
		all["the id"], all["the delivery"] = s.mine.id, string(s.delivery)
	}
	return all
}

// TestMatrixIsWhole: a route without a row in the matrix is one of which nobody
// knows who may call it.
func TestMatrixIsWhole(t *testing.T) {
	var routes, rows []string
	for _, r := range boot(t).handler.(*echo.Echo).Routes() {
		if r.Method != http.MethodHead {
			routes = append(routes, r.Method+" "+r.Path)
		}
	}
	for _, c := range matrix() {
		rows = append(rows, c.route)
	}
	for _, route := range routes {
		if !slices.Contains(rows, route) {
			t.Errorf("%s: add it to the matrix, with the status that each role gets", route)
		}
	}
	for _, row := range rows {
		if !slices.Contains(routes, row) {
			t.Errorf("%s: there is no such route", row)
		}
	}
}
