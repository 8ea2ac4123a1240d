package api

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"
)

const (
	healthPath = "/healthz"
	readyPath  = "/readyz"
	specPath   = "/openapi.yaml"

	guidePath      = "/docs"
	guideStylePath = "/docs/style.css"
)

// route is one call of the API with the query parameters that it knows.
type route struct {
	method, path string
	query        []string
	handle       echo.HandlerFunc
}

func (s *server) routes() []route {
	const (
		get, put, post, del = http.MethodGet, http.MethodPut, http.MethodPost, http.MethodDelete

		attempt = "/v1/attempts/:id"
	)
	return []route{
		{get, "/v1/instruments", nil, s.listInstruments},
		{get, "/v1/instruments/:id", []string{"locale", "form", "partner"}, s.getInstrument},
		{post, "/v1/attempts", nil, s.beginAttempt},
		{get, attempt, nil, s.owned(s.getAttempt)},
		{del, attempt, nil, s.owned(s.eraseAttempt)},
		{put, attempt + "/responses", nil, s.saveResponses},
		{post, attempt + "/finish", nil, s.owned(s.finishAttempt)},
		{put, attempt + "/plan", nil, s.owned(s.changePlan)},
		{get, attempt + "/profile", nil, s.owned(s.getProfile)},
		{get, attempt + "/playbook", nil, s.owned(s.getPlaybook)},
		{get, attempt + "/playbook.pdf", []string{"paper"}, s.owned(s.printPlaybook)},
		{get, attempt + "/summary.pdf", []string{"paper"}, s.owned(s.printSummary)},
		{get, attempt + "/plan.ics", []string{"start"}, s.owned(s.planCalendar)},
		{get, attempt + "/export", nil, s.owned(s.exportAttempt)},
		{post, attempt + "/fit", nil, s.owned(s.countFit)},
		{post, attempt + "/unlock", nil, s.owned(s.unlock)},
		{post, attempt + "/resume-code", nil, s.owned(s.makeResumeCode)},
		{del, attempt + "/resume-code", nil, s.owned(s.dropResumeCode)},
		{post, "/v1/resume", nil, s.resume},

		// For partners' servers.
		{post, partnerPath + "codes", nil, s.keyed(s.mintCodes)},
		{get, partnerPath + "attempts", []string{"cursor", "limit"}, s.keyed(s.listPartnerAttempts)},
		{get, attemptsFile, nil, s.keyed(s.writePartnerAttempts)},
		{get, partnerPath + "funnel", []string{"from", "to", "by"}, s.keyed(s.partnerFunnel)},
		{get, partnerPath + "deliveries", []string{"cursor", "limit"}, s.keyed(s.listDeliveries)},
		{post, partnerPath + "deliveries/:id/replay", nil, s.keyed(s.replayDelivery)},

		{post, attempt + "/share", nil, s.owned(s.makeShare)},
		{del, attempt + "/share/:share", nil, s.owned(s.revokeShare)},
		{get, "/v1/shares/:id", nil, s.getShare},
		{get, healthPath, nil, s.health},
		{get, readyPath, nil, s.ready},
		{get, specPath, nil, s.spec},
		{get, guidePath, nil, s.guide.page},
		{get, guideStylePath, nil, s.guide.style},
	}
}

// strict refuses what the route does not know in the query.
func (r route) strict() echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := checkQuery(c.Request().URL.RawQuery, r.query); err != nil {
			return err
		}
		return r.handle(c)
	}
}

// pathParam returns a path parameter as it was meant: the router matches the
// escaped path where the client escaped more than it had to.
func pathParam(c echo.Context, name string) string {
	value := c.Param(name)
	if c.Request().URL.RawPath == "" {
		return value
	}
	if plain, err := url.PathUnescape(value); err == nil {
		return plain
	}
	return value
}
