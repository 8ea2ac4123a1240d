package api

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

const headerRequestID = "Request-Id"

// middleware lists what every request passes, the outermost first.
func (s *server) middleware() []echo.MiddlewareFunc {
	return []echo.MiddlewareFunc{
		requestID, s.accessLog, recovered, s.commonHeaders, crossOrigin, s.quotas.middleware,
		middleware.BodyLimit(fmt.Sprintf("%dB", bodyLimit)),
		middleware.ContextTimeoutWithConfig(middleware.ContextTimeoutConfig{
			Skipper:      streams,
			Timeout:      requestTimeout,
			ErrorHandler: func(err error, _ echo.Context) error { return err },
		}),
		middleware.GzipWithConfig(middleware.GzipConfig{Skipper: compressed, MinLength: 1024}),
	}
}

var requestIDShape = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)

// requestID names the request: as the client did where that is well-formed.
func requestID(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		id := c.Request().Header.Get(headerRequestID)
		if !requestIDShape.MatchString(id) {
			id = "req_" + rand.Text()
		}
		c.Response().Header().Set(headerRequestID, id)
		return next(c)
	}
}

// accessLog writes one record a request, and tells whoever watches: the
// route's template, never the path, and nothing that a person sent.
func (s *server) accessLog(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start, method := s.Now(), knownMethod(c.Request().Method)
		ctx, watched := s.Watch(c.Request().Context(), method, c.Path())
		if ctx != c.Request().Context() {
			c.SetRequest(c.Request().WithContext(ctx))
		}
		if err := next(c); err != nil {
			c.Error(err)
		}
		watched(c.Response().Status)
		level := slog.LevelInfo
		attrs := []slog.Attr{
			slog.String("request_id", c.Response().Header().Get(headerRequestID)),
			slog.String("method", method),
			slog.String("route", c.Path()),
			slog.Int("status", c.Response().Status),
			slog.Duration("duration", s.Now().Sub(start)),
			slog.Int64("bytes", c.Response().Size),
		}
		if err := asError(c.Get(keyError)); err != nil {
			level = slog.LevelError
			attrs = append(attrs, slog.String("error", err.Error()))
		}
		s.Log.LogAttrs(c.Request().Context(), level, "request", attrs...)
		return nil
	}
}

// knownMethod keeps words that a client made up out of the log.
func knownMethod(method string) string {
	known := []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut,
		http.MethodPatch, http.MethodDelete, http.MethodOptions}
	if slices.Contains(known, method) {
		return method
	}
	return "other"
}

// recovered turns a panic into an error. What was thrown may hold the data of
// a person, so that the error names only its type, or what the runtime says,
// and the place.
func recovered(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			switch thrown := recover().(type) {
			case nil:
			case runtime.Error:
				err = fmt.Errorf("%w: %w\n%s", errPanic, thrown, debug.Stack())
			default:
				if thrown == http.ErrAbortHandler {
					panic(thrown)
				}
				err = fmt.Errorf("%w: %T\n%s", errPanic, thrown, debug.Stack())
			}
		}()
		return next(c)
	}
}

// commonHeaders sets what every answer has. Pages set a policy of their own.
func (s *server) commonHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set(echo.HeaderXContentTypeOptions, "nosniff")
		h.Set(echo.HeaderReferrerPolicy, "no-referrer")
		if s.secure {
			h.Set(echo.HeaderStrictTransportSecurity, "max-age=31536000; includeSubDomains")
		}
		if forPrograms(c.Request().URL.Path) {
			h.Set(echo.HeaderCacheControl, "no-store")
			h.Set(echo.HeaderContentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'")
		}
		return next(c)
	}
}

// compressed reports whether there is nothing to compress: the answer's own
// format did, or it is the handful of bytes that answers a save.
func compressed(c echo.Context) bool {
	path := c.Request().URL.Path
	return c.Request().Method == http.MethodPut || slices.ContainsFunc([]string{".pdf", ".png", ".ico", ".woff2"}, func(suffix string) bool {
		return strings.HasSuffix(path, suffix)
	})
}

// extractors say who a client is and how they came: from the connection
// alone, or from what the trusted proxies say.
func (s *server) extractors() (echo.IPExtractor, echo.SchemeExtractor) {
	if len(s.TrustedProxies) == 0 {
		return echo.ExtractIPDirect(), echo.ExtractSchemeDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range s.TrustedProxies {
		p = p.Masked()
		trust = append(trust, echo.TrustIPRange(&net.IPNet{
			IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen()),
		}))
	}
	return echo.ExtractIPFromXFFHeader(trust...), echo.ExtractSchemeFromHeaders(trust...)
}
