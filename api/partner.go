package api

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
)

// partnerPath begins the paths of the calls that partners' servers make. They
// are not for browsers: no page of any origin may make them.
const partnerPath = "/v1/partner/"

// keyPartner is where the context keeps the side whose key made the request.
const keyPartner = "attune.partner"

// keyed hands the side of the partner whose key the Authorization header holds
// to handle. A missing, malformed or unknown key is errKey.
func (s *server) keyed(handle func(echo.Context, *quiz.Partner) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		p, err := s.partnerOf(c.Request().Header)
		if err != nil {
			return err
		}
		c.Set(keyPartner, p.ID)
		return handle(c, p)
	}
}

func (s *server) partnerOf(h http.Header) (*quiz.Partner, error) {
	secret, err := authorization(h)
	if err != nil {
		return nil, errKey
	}
	hash, err := quiz.ParseKey(secret)
	if err != nil || s.Take.Partners == nil {
		return nil, errKey
	}
	p, err := s.Take.Partners.Keyed(hash)
	if err != nil {
		return nil, errKey
	}
	return p, nil
}

// forServers reports whether the path is one that only servers call.
func forServers(path string) bool { return strings.HasPrefix(path, partnerPath) }
