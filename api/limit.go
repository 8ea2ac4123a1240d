package api

import (
	"fmt"
	"math"
	"net/netip"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"
)

// limiter bounds the requests of one address. Its counts are those of this
// process and are forgotten after three minutes without a request.
type limiter struct {
	store  *middleware.RateLimiterMemoryStore
	policy string
}

func newLimiter(perSecond float64) *limiter {
	burst := int(math.Ceil(2 * perSecond))
	return &limiter{
		store: middleware.NewRateLimiterMemoryStoreWithConfig(middleware.RateLimiterMemoryStoreConfig{
			Rate: rate.Limit(perSecond), Burst: burst,
		}),
		policy: fmt.Sprintf(`"address";q=%d;w=%d`, burst, int(math.Ceil(float64(burst)/perSecond))),
	}
}

func (l *limiter) middleware(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if p := c.Path(); p == healthPath || p == readyPath {
			return next(c)
		}
		allowed, err := l.store.Allow(limitKey(c.RealIP()))
		if err != nil {
			return err
		}
		if !allowed {
			c.Response().Header().Set("RateLimit-Policy", l.policy)
			c.Response().Header().Set("RateLimit", `"address";r=0;t=1`)
			return errRate
		}
		return next(c)
	}
}

// limitKey is the address, or for IPv6 its network of 64 bits, which one
// household has to itself.
func limitKey(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if ip = ip.Unmap().WithZone(""); ip.Is4() {
		return ip.String()
	}
	network, err := ip.Prefix(64)
	if err != nil {
		return address
	}
	return network.String()
}
