package api

import (
	"net/http"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"
)

// Guesses of secrets that people type, by one address: a person mistypes a few
// times, a program does not get far. The secrets are long enough without it.
const (
	guessesAtOnce  = 10
	guessesEvery   = 0.2 // a second
	guessesPolicy  = `"guesses";q=10;w=50`
	guessesRefused = `"guesses";r=0;t=5`
)

// guessable lists the calls that take such a secret.
func guessable(method, route string) bool {
	return method == http.MethodPost && (route == "/v1/resume" || route == "/resume")
}

// guessLimiter counts in this process alone, as limiter does.
type guessLimiter struct {
	store *middleware.RateLimiterMemoryStore
}

func newGuessLimiter() guessLimiter {
	return guessLimiter{middleware.NewRateLimiterMemoryStoreWithConfig(middleware.RateLimiterMemoryStoreConfig{
		Rate: rate.Limit(guessesEvery), Burst: guessesAtOnce,
	})}
}

func (l guessLimiter) middleware(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !guessable(c.Request().Method, c.Path()) {
			return next(c)
		}
		allowed, err := l.store.Allow(limitKey(c.RealIP()))
		if err != nil {
			return err
		}
		if !allowed {
			c.Response().Header().Set("RateLimit-Policy", guessesPolicy)
			c.Response().Header().Set("RateLimit", guessesRefused)
			return errRate
		}
		return next(c)
	}
}
