package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// policy lets a page load its own files and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const permissions = "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), " +
	"gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()"

// protect sets the headers of every answer that belongs to the pages.
func protect(h http.Header, personal bool) {
	h.Set("Content-Security-Policy", policy)
	h.Set("Permissions-Policy", permissions)
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if !personal {
		h.Set("Cache-Control", "no-cache")
		h.Add("Vary", "Accept-Language, Cookie")
		return
	}
	h.Set("Cache-Control", "no-store")
	h.Set("X-Robots-Tag", "noindex")
}

// showFrames lets a page show frames of this site.
func showFrames(h http.Header) { h.Set("Content-Security-Policy", policy+"; frame-src 'self'") }

// sameOrigin refuses posts that come from another site.
func (s *Site) sameOrigin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := s.guard.Check(c.Request()); err != nil {
			return s.Error(c, http.StatusForbidden, err)
		}
		return next(c)
	}
}

// to redirects after a change. The script of a frame is told where to go on,
// and with which token if there is a new one.
func to(c echo.Context, path string) error {
	protect(c.Response().Header(), true)
	if inFrame(c) {
		return stepTo(c, path)
	}
	return c.Redirect(http.StatusSeeOther, path)
}
