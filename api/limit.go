package api

import (
	"crypto/sha256"
	"net/http"
	"net/netip"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
)

// quotas are all that bound how often somebody may ask. A nil one bounds
// nothing.
type quotas struct {
	address *quota[netip.Addr]
	guess   *quota[netip.Addr]
	key     *quota[[sha256.Size]byte]
	partner *quota[quiz.PartnerID]
	refused func(quota string)
}

func newQuotas(l Limits, refused func(string)) *quotas {
	return &quotas{
		address: aSecond[netip.Addr]("address", l.Address),
		guess:   aMinute[netip.Addr]("guess", l.Guess),
		key:     aSecond[[sha256.Size]byte]("key", l.Key),
		partner: aSecond[quiz.PartnerID]("partner", l.Partner),
		refused: refused,
	}
}

// middleware holds a request against the quotas that can be told from its head
// alone. Whoever asks whether the program lives is always answered.
func (q *quotas) middleware(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if p := c.Path(); p == healthPath || p == readyPath {
			return next(c)
		}
		if err := q.ofHead(c); err != nil {
			return err
		}
		return next(c)
	}
}

func (q *quotas) ofHead(c echo.Context) error {
	from := caller(c.RealIP())
	if err := hold(q, c, q.address, from, 1); err != nil {
		return err
	}
	if guessable(c) {
		if err := hold(q, c, q.guess, from, 1); err != nil {
			return err
		}
	}
	if credentials := c.Request().Header.Get(echo.HeaderAuthorization); credentials != "" && withKey(c.Path()) {
		if err := hold(q, c, q.key, sha256.Sum256([]byte(credentials)), 1); err != nil {
			return err
		}
	}
	return q.about(c, quiz.PartnerID(c.Param("partner")))
}

// about counts a request that serves a visitor of the partner. So one
// partner's flood takes its own share and leaves the others theirs.
func (q *quotas) about(c echo.Context, partner quiz.PartnerID) error {
	if partner == "" {
		return nil
	}
	cost := 1
	if rendered(c.Path()) {
		cost = renderCost
	}
	return hold(q, c, q.partner, partner, cost)
}

// renderCost is how many requests a document or a picture counts as, about as
// its time is to theirs: one partner's printing must not take all processors.
const renderCost = 10

// rendered reports whether the route renders a document or a picture.
func rendered(route string) bool {
	return strings.HasSuffix(route, ".pdf") || strings.HasSuffix(route, ".png")
}

// hold counts the request of the key, as so many as it costs. Programs are told how they stand, and
// everyone who is refused.
func hold[K comparable](q *quotas, c echo.Context, of *quota[K], key K, cost int) error {
	if of == nil {
		return nil
	}
	s := of.take(key, cost)
	if !s.ok || forPrograms(c.Request().URL.Path) {
		of.say(c.Response().Header(), s)
	}
	if !s.ok {
		q.refused(of.name)
		return tooMany{s.wait}
	}
	return nil
}

// guessable reports whether the call tries a code that a stranger might guess.
func guessable(c echo.Context) bool {
	path := c.Path()
	return c.Request().Method == http.MethodPost && (strings.HasSuffix(path, "/resume") || strings.HasSuffix(path, "/unlock"))
}

// withKey reports whether an API key opens the path.
func withKey(path string) bool { return strings.HasPrefix(path, "/v1/partner") }

// caller is the household at the address. All that are no address are one
// caller together.
func caller(address string) netip.Addr {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Addr{}
	}
	return Household(ip)
}

// Household is what counts as one caller: the address, or for IPv6 its network
// of 64 bits, which one household has to itself.
func Household(ip netip.Addr) netip.Addr {
	ip = ip.Unmap().WithZone("")
	if ip.Is4() {
		return ip
	}
	network, err := ip.Prefix(64)
	if err != nil {
		return ip
	}
	return network.Masked().Addr()
}
