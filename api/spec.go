package api

import (
	_ "embed"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/api/reference"
)

//go:embed openapi.yaml
var openAPI []byte

// spec serves the contract that this package keeps.
func (s *server) spec(c echo.Context) error {
	return c.Blob(http.StatusOK, "application/yaml; charset=utf-8", openAPI)
}

// guide is the contract as a page.
type guide struct{ reference.Page }

func newGuide() (guide, error) {
	page, err := reference.Render(openAPI, guideStylePath)
	return guide{page}, err
}

// guidePolicy lets the page load its stylesheet and the icon, and whoever audits it
// in a browser ask for robots.txt.
const guidePolicy = "default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

func (g guide) page(c echo.Context) error  { return g.serve(c, echo.MIMETextHTMLCharsetUTF8, g.HTML) }
func (g guide) style(c echo.Context) error { return g.serve(c, "text/css; charset=utf-8", g.Style) }

func (g guide) serve(c echo.Context, kind string, body []byte) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentSecurityPolicy, guidePolicy)
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set(echo.HeaderCacheControl, "public, max-age=300")
	return c.Blob(http.StatusOK, kind, body)
}
