package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
)

// framePath is the address of a frame. The pages of the journey stand below
// it under the same paths as on the site.
const framePath = "/embed/:partner/:instrument"

// frame is a request from a partner's frame: it has neither cookie nor
// storage, and brings the token of its attempt in a header.
type frame struct {
	partner    *quiz.Partner
	instrument *quiz.Instrument
	base       string // the address that framePath stands for
	site       string // origin of this site
}

func inFrame(c echo.Context) bool { return strings.HasPrefix(c.Path(), framePath) }

// frame returns the frame that the request comes from, or nil: it comes from a
// page of the site, or there is no such frame.
func (s *Site) frame(c echo.Context) *frame {
	if !inFrame(c) {
		return nil
	}
	p, err := s.Take.Partner(quiz.PartnerID(c.Param("partner")))
	if err != nil {
		return nil
	}
	in, err := s.Take.Catalogue.Instrument(quiz.InstrumentID(c.Param("instrument")))
	if err != nil || !s.offers(p, in) {
		return nil
	}
	return &frame{partner: p, instrument: in, base: frameBase(p, in), site: s.BaseURL}
}

func frameBase(p *quiz.Partner, in *quiz.Instrument) string {
	return "/embed/" + string(p.ID) + "/" + string(in.ID)
}

// offers reports whether the partner's visitors can take the instrument.
func (s *Site) offers(p *quiz.Partner, in *quiz.Instrument) bool {
	return s.complete(in) && p.Offers(in.ID)
}

// framed refuses frames that do not exist.
func (s *Site) framed(h echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if s.frame(c) == nil {
			return echo.NewHTTPError(http.StatusNotFound)
		}
		return h(c)
	}
}

// through returns the partner whose frame the request comes from, or that a
// link to the start page named, as one does that leads out of a frame; nil:
// none. A name that is none is dropped: a slip in a link must not cost a visit.
func (s *Site) through(c echo.Context) *quiz.Partner {
	if f := s.frame(c); f != nil {
		return f.partner
	}
	id := c.QueryParam("partner")
	if c.Request().Method == http.MethodPost {
		id = c.Request().PostFormValue("partner")
	}
	in, errIn := s.instrument(c)
	p, err := s.Take.Partner(quiz.PartnerID(id))
	if err != nil || errIn != nil || !p.Offers(in.ID) {
		return nil
	}
	return p
}

// within returns the path of a page in the frame as it is on the site.
func (f *frame) within(path string) string { return strings.TrimPrefix(path, f.base) }

// protect lets the partner's pages, and ours that preview it, show the answer
// in a frame, and the partner's logo stand in it. In a sandbox WebKit takes
// 'self' for nothing, so that the site is named too.
func (f *frame) protect(h http.Header) {
	ours := "-src 'self' " + f.site
	pictures := "img" + ours
	if f.partner.Theme.Logo != "" {
		pictures += " " + f.partner.Theme.Logo
	}
	ancestors := strings.Join(append([]string{"frame-ancestors 'self'"}, f.partner.Origins...), " ")
	h.Set("Content-Security-Policy", strings.NewReplacer(
		"frame-ancestors 'none'", ancestors, "img-src 'self'", pictures, "-src 'self'", ours,
	).Replace(policy))
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Del("Cross-Origin-Opener-Policy")
}

// bearer returns what the one Authorization header holds; it is taken apart
// like the value of the cookie.
func bearer(c echo.Context) string {
	values := c.Request().Header.Values(echo.HeaderAuthorization)
	if len(values) != 1 {
		return ""
	}
	scheme, value, _ := strings.Cut(values[0], " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return value
}

// pass is what opens an attempt; the zero pass opens none.
type pass struct {
	ID    quiz.AttemptID `json:"id,omitempty"`
	Token take.Token     `json:"token,omitempty"`
}

// keyPass is where a request keeps the pass that its answer hands out.
const keyPass = "attune.pass"

// stepTo tells the script of a frame where to go on: a redirect would cost
// another preflight.
func stepTo(c echo.Context, path string) error {
	c.Response().Header().Set(echo.HeaderLocation, path)
	if p, ok := c.Get(keyPass).(pass); ok {
		return c.JSON(http.StatusCreated, p)
	}
	return c.NoContent(http.StatusNoContent)
}

// frameView is what the layout shows of a frame.
type frameView struct {
	Base       string
	Instrument quiz.InstrumentID
	Partner    string // name
	Logo       string
	Theme      string // address of the style sheet
	Scheme     string // for meta color-scheme
	Clear      bool   // the host's own ground shows through
	Out        string // the same test on the site itself
	OEmbed     string // address of the description for other programs
}

func (s *Site) frameView(c echo.Context, f *frame, l quiz.Locale) *frameView {
	v := &frameView{
		Base: f.base, Instrument: f.instrument.ID, Partner: f.partner.Name, Logo: f.partner.Theme.Logo,
		Scheme: "light dark",
	}
	asked := quiz.Scheme(c.QueryParam("scheme"))
	scheme := f.partner.Theme.Scheme
	// A host that says its scheme has a ground of that scheme.
	if v.Clear = asked == quiz.SchemeLight || asked == quiz.SchemeDark; v.Clear || asked == quiz.SchemeAuto {
		scheme = asked
	}
	if scheme == quiz.SchemeLight || scheme == quiz.SchemeDark {
		v.Scheme = string(scheme)
	}
	v.Theme = s.themes.path(f.partner, scheme)
	passed := passedOn(c.QueryParams(), "topic", "article", "form")
	passed.Set("locale", string(l))
	passed.Set("partner", string(f.partner.ID))
	v.Out = "/?" + passed.Encode()
	v.OEmbed = s.BaseURL + "/oembed?" + url.Values{
		"url": {s.BaseURL + f.base + withQuery(passedOn(c.QueryParams(), "topic", "article", "locale", "scheme", "form"))},
	}.Encode()
	return v
}

// passedOn keeps what a link says of the visit, each once.
func passedOn(from url.Values, names ...string) url.Values {
	out := url.Values{}
	for _, name := range names {
		if v := from.Get(name); v != "" {
			out.Set(name, v)
		}
	}
	return out
}

func withQuery(q url.Values) string {
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// responsible is who answers for the data of a visit.
type responsible struct{ controller, notice string }

func (s *Site) responsible(c echo.Context) responsible {
	if p := s.through(c); p != nil {
		return responsible{p.Controller, p.PrivacyURL}
	}
	return responsible{s.Controller, s.PrivacyURL}
}

// host is the name of the site for people.
func (s *Site) host() string {
	u, err := url.Parse(s.BaseURL)
	if err != nil {
		return ""
	}
	return u.Host
}

// topicOf is the topic that the snippet names, else the partner's own.
func (s *Site) topicOf(c echo.Context, f *frame) quiz.TopicID {
	if topic := quiz.TopicID(c.QueryParam("topic")); topic.Valid() {
		return topic
	}
	return f.partner.Topic
}

// frameLocale is what the snippet asks for, else the partner's, else what the
// browser prefers.
func (s *Site) frameLocale(c echo.Context, f *frame) quiz.Locale {
	asked := c.QueryParam("locale")
	if asked == "" {
		asked = string(f.partner.Locale)
	}
	return s.Texts.Match(asked, c.Request().Header.Get("Accept-Language"))
}
