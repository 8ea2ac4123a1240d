package web

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
)

// The size of a frame that cannot grow, in CSS pixels, where nobody sets less.
const (
	fixedWidth  = 640
	fixedHeight = 800
	cardHeight  = 280
	// oembedHeight is the most that WordPress lets a frame be high.
	oembedHeight = 1000
)

// oembed is a rich answer after oEmbed 1.0.
type oembed struct {
	Type         string `json:"type"`
	Version      string `json:"version"`
	Title        string `json:"title"`
	ProviderName string `json:"provider_name"`
	ProviderURL  string `json:"provider_url"`
	CacheAge     int    `json:"cache_age"` // seconds
	HTML         string `json:"html"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
}

// describe answers GET /oembed?url=&format=&maxwidth=&maxheight= for the
// address of a frame on this site: 501 for another format than JSON, 404 for
// what is none, 401 for a page that is somebody's own.
func (s *Site) describe(c echo.Context) error {
	q := c.QueryParams()
	width, errWidth := atMost(q.Get("maxwidth"), fixedWidth)
	height, errHeight := atMost(q.Get("maxheight"), oembedHeight)
	switch {
	case q.Get("format") != "" && q.Get("format") != "json":
		return bare(c, http.StatusNotImplemented)
	case q.Get("url") == "", errWidth != nil, errHeight != nil:
		return bare(c, http.StatusBadRequest)
	}
	what, err := url.Parse(q.Get("url"))
	if err != nil || what.Scheme+"://"+what.Host != s.BaseURL {
		return bare(c, http.StatusNotFound)
	}
	if personalPage.MatchString(what.Path) {
		c.Response().Header().Set(echo.HeaderWWWAuthenticate, `Bearer realm="attempt"`)
		return bare(c, http.StatusUnauthorized)
	}
	target, ok := s.frameAt(what)
	if !ok {
		return bare(c, http.StatusNotFound)
	}
	if target.card {
		height = min(height, cardHeight)
	}
	protect(c.Response().Header(), false)
	title := s.Texts.Text(target.locale, "frame.title")
	return c.JSON(http.StatusOK, oembed{
		Type: "rich", Version: "1.0", Title: title, CacheAge: 86400,
		ProviderName: s.Texts.Text(target.locale, "site.name"), ProviderURL: s.BaseURL,
		HTML: iframe(s.BaseURL+target.path, title, height, attribute{"width", strconv.Itoa(width)}, attribute{"frameborder", "0"}), Width: width, Height: height,
	})
}

// personalPage matches the pages about one attempt.
var personalPage = regexp.MustCompile(`^/(take/.*|check|safety|result|export|export\.json|retake|sheets/.*|erase|playbook\.pdf|summary\.pdf|plan\.ics)$`)

// atMost reads an upper bound for a size.
func atMost(raw string, size int) (int, error) {
	if raw == "" {
		return size, nil
	}
	n, err := strconv.Atoi(raw)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("a size must be a positive number of pixels: %w", quiz.ErrNotFound)
	}
	return min(n, size), nil
}

// frameTarget is a frame that an address names.
type frameTarget struct {
	path   string // with what the address says of the visit, in order
	locale quiz.Locale
	card   bool
}

// frameAt finds the frame that an address of this site names.
func (s *Site) frameAt(what *url.URL) (frameTarget, bool) {
	parts := strings.Split(strings.Trim(what.Path, "/"), "/")
	card := len(parts) == 4 && parts[3] == "phrase"
	if len(parts) != 3 && !card || parts[0] != "embed" {
		return frameTarget{}, false
	}
	p, errPartner := s.Take.Partner(quiz.PartnerID(parts[1]))
	in, errInstrument := s.Take.Catalogue.Instrument(quiz.InstrumentID(parts[2]))
	if errPartner != nil || errInstrument != nil || !s.offers(p, in) {
		return frameTarget{}, false
	}
	asked := what.Query().Get("locale")
	if asked == "" {
		asked = string(p.Locale)
	}
	path := frameBase(p, in)
	if card {
		path += "/phrase"
	}
	return frameTarget{
		path:   path + withQuery(passedOn(what.Query(), "topic", "article", "locale", "scheme", "form")),
		locale: s.Texts.Match(asked), card: card,
	}, true
}

// iframe is a frame that needs no script of ours around it.
func iframe(src, title string, height int, more ...attribute) string {
	return tag("iframe", []attribute{{"src", src}, {"title", title}, {"height", strconv.Itoa(height)}}, more, []attribute{
		{"loading", "lazy"}, {"referrerpolicy", "origin"}, {"allow", "clipboard-write"},
	}) + "</iframe>"
}
