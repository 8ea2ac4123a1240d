package api

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// crossOrigin lets pages of any origin make the visitors' calls, and frames
// theirs, whose origin is null in a sandbox; none makes those of partners'
// servers. They carry their token themselves: no cookie is read and no
// credentials are allowed.
func crossOrigin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if !forVisitors(r.URL.Path) {
			return next(c)
		}
		h := c.Response().Header()
		h.Add(echo.HeaderVary, echo.HeaderOrigin)
		if r.Header.Get(echo.HeaderOrigin) == "" {
			return next(c)
		}
		h.Set(echo.HeaderAccessControlAllowOrigin, "*")
		h.Set(echo.HeaderAccessControlExposeHeaders, "Content-Disposition, Location, RateLimit, RateLimit-Policy, Request-Id, Retry-After, WWW-Authenticate")
		if r.Method == http.MethodOptions && r.Header.Get(echo.HeaderAccessControlRequestMethod) != "" {
			allowed, _ := c.Get(echo.ContextKeyHeaderAllow).(string)
			h.Set(echo.HeaderAccessControlAllowMethods, allowed)
			h.Set(echo.HeaderAccessControlAllowHeaders, "Authorization, Content-Type, Idempotency-Key")
			h.Set(echo.HeaderAccessControlMaxAge, "600")
		}
		return next(c)
	}
}

// forVisitors reports whether the path is one that visitors' browsers call from
// other sites.
func forVisitors(path string) bool {
	return strings.HasPrefix(path, "/v1/") && !forServers(path) || strings.HasPrefix(path, "/embed/")
}
