package web

import (
	"fmt"
	"html"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// snippetBody is the page on which a partner makes a snippet.
type snippetBody struct {
	Partner  string
	Address  string // path of this page
	Origins  []string
	Asked    snippetAsked
	Choices  snippetChoices
	Snippets []snippet
	Preview  template.HTML // the first of them
}

// snippetAsked is what the form says.
type snippetAsked struct {
	Instrument quiz.InstrumentID
	Topic      quiz.TopicID
	Article    string
	Language   quiz.Locale // empty: the visitor's
	Scheme     quiz.Scheme
	Show       string // one of shows
}

// How the test can be shown.
const (
	showInline = "inline"
	showPopup  = "popup"
	showCard   = "card"
)

func shows() []string { return []string{showInline, showPopup, showCard} }

// snippetChoices is what the form offers.
type snippetChoices struct {
	Instruments []choice
	Topics      []choice
	Languages   []choice
	Schemes     []choice
	Shows       []choice
}

type choice struct {
	Value, Name string // Name is empty where the page knows it by the value
	Chosen      bool
}

// snippet is one variant to copy; ID names its title and what is said of it.
type snippet struct{ ID, Code string }

// attribute is one of a script or element of a snippet.
type attribute struct{ Name, Value string }

// snippets answers GET /partners/{id}/embed.
func (s *Site) snippets(c echo.Context) error {
	p, err := s.Take.Partner(quiz.PartnerID(c.Param("id")))
	if err != nil {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	offered := s.offeredBy(p)
	if len(offered) == 0 {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	l := s.locale(c)
	asked := snippetAsk(c, offered)
	in := offered[slices.IndexFunc(offered, func(in *quiz.Instrument) bool { return in.ID == asked.Instrument })]
	lib, err := s.Take.Catalogue.Playbook(in.ID, l)
	if err != nil {
		return fmt.Errorf("find the topics: %w", err)
	}
	label := s.Texts.Text(s.Texts.Match(string(asked.Language), string(l)), labelKey(asked.Show))
	made := maker{
		base: s.BaseURL, partner: p, asked: asked, label: label, integrity: s.assets.integrity,
		open: s.Texts.Text(l, "frame.out"), take: s.Texts.Text(l, "frame.take"),
	}
	b := snippetBody{
		Partner: p.Name, Address: "/partners/" + string(p.ID) + "/embed", Origins: p.Origins, Asked: asked,
		Choices:  s.snippetChoices(asked, offered, lib, l),
		Snippets: made.all(), Preview: made.preview(),
	}
	return s.show(c, found, view{Page: "snippet", Locale: l, Frames: true, Body: b})
}

// labelKey names the words that a popup has on its button and a frame as its
// name.
func labelKey(show string) string {
	if show == showPopup {
		return "frame.take"
	}
	return "frame.title"
}

// offeredBy lists what the partner's visitors can take.
func (s *Site) offeredBy(p *quiz.Partner) []*quiz.Instrument {
	return slices.DeleteFunc(slices.Clone(s.Take.Catalogue.Instruments()), func(in *quiz.Instrument) bool {
		return !s.offers(p, in)
	})
}

func snippetAsk(c echo.Context, offered []*quiz.Instrument) snippetAsked {
	asked := snippetAsked{
		Instrument: offered[0].ID, Language: quiz.Locale(c.QueryParam("language")),
		Scheme: quiz.Scheme(oneOf(c.QueryParam("scheme"), []string{string(quiz.SchemeLight), string(quiz.SchemeDark)})),
		Show:   oneOf(c.QueryParam("show"), shows()),
	}
	for _, in := range offered {
		if string(in.ID) == c.QueryParam("instrument") {
			asked.Instrument = in.ID
		}
	}
	if topic := quiz.TopicID(c.QueryParam("topic")); topic.Valid() {
		asked.Topic = topic
	}
	if article := c.QueryParam("article"); quiz.ValidArticle(article) {
		asked.Article = article
	}
	if asked.Show == "" {
		asked.Show = showInline
	}
	return asked
}

func (s *Site) snippetChoices(asked snippetAsked, offered []*quiz.Instrument, lib *playbook.Library, l quiz.Locale) snippetChoices {
	out := snippetChoices{
		Topics: []choice{{"", "", asked.Topic == ""}}, Languages: []choice{{"", "", asked.Language == ""}},
	}
	for _, in := range offered {
		out.Instruments = append(out.Instruments, choice{string(in.ID), in.Texts[spoken(in, l)].Title, in.ID == asked.Instrument})
	}
	for _, t := range lib.Topics {
		out.Topics = append(out.Topics, choice{string(t.ID), t.Title, t.ID == asked.Topic})
	}
	for _, l := range s.Texts.Locales() {
		out.Languages = append(out.Languages, choice{string(l), s.Texts.Text(l, "site.language_name"), l == asked.Language})
	}
	for _, scheme := range []quiz.Scheme{"", quiz.SchemeLight, quiz.SchemeDark} {
		out.Schemes = append(out.Schemes, choice{string(scheme), "", scheme == asked.Scheme})
	}
	for _, show := range shows() {
		out.Shows = append(out.Shows, choice{show, "", show == asked.Show})
	}
	return out
}

// maker writes snippets.
type maker struct {
	base       string
	partner    *quiz.Partner
	asked      snippetAsked
	label      string // what the frame is called
	open, take string // words of links
	integrity  string // of the newest loader
}

// Snippet is the variant for most pages: the test itself, in a place of its own.
// Base is the public origin of this site, label what the frame is called.
func Snippet(base string, p quiz.PartnerID, in quiz.InstrumentID, label string) string {
	m := maker{base: base, partner: &quiz.Partner{ID: p}, asked: snippetAsked{Instrument: in, Show: showInline}, label: label}
	return m.all()[0].Code
}

// all lists the variants, the one for most first.
func (m maker) all() []snippet {
	newest := attribute{"src", m.base + "/embed.js"}
	pinned := []attribute{{"integrity", m.integrity}, {"crossorigin", "anonymous"}}
	// A style would look the same, but the policy of a page may refuse it.
	wide, plain := attribute{"width", "100%"}, attribute{"frameborder", "0"}
	link := func(more, words string) string {
		return fmt.Sprintf(`<a href="%s"%s>%s</a>`, html.EscapeString(m.start()), more, html.EscapeString(words))
	}
	return []snippet{
		{"reserved", m.element(wide, plain) + "\n" + script(newest)},
		{"script", script(newest, m.data()...) + "\n<noscript>" + link("", m.take) + "</noscript>"},
		{"pinned", m.element(wide, plain) + "\n" + script(attribute{"src", m.base + "/embed/" + LoaderVersion + ".js"}, pinned...)},
		{"fixed", m.frame(m.fixedHeight(), wide, plain) + "\n<p>" + link(` target="_blank" rel="noopener"`, m.open) + "</p>"},
		{"wordpress", m.base + m.address()},
		{"policy", "script-src " + m.base + "; frame-src " + m.base},
	}
}

// element keeps the room of what the script will put there, so that nothing
// around it moves: a frame, or the link that opens a popup. Both work without
// the script.
func (m maker) element(more ...attribute) string {
	inside := m.frame(m.reservedHeight(), more...)
	if m.asked.Show == showPopup {
		inside = tag("a", []attribute{{"href", m.start()}}) + html.EscapeString(m.label) + "</a>"
	}
	return tag("attune-quiz", m.plain()) + inside + "</attune-quiz>"
}

func (m maker) frame(height int, more ...attribute) string {
	return iframe(m.base+m.address(), m.label, height, more...)
}

// script is the loader's, with what else it is told.
func script(src attribute, more ...attribute) string {
	return tag("script", []attribute{{"async", ""}, src}, more) + "</script>"
}

// startHeight is that of the start in a frame as narrow as a phone, in the
// language in which it is highest. Where it is lower, the loader takes what is
// too much out of sight.
const startHeight = 2900

func (m maker) reservedHeight() int {
	if m.asked.Show == showCard {
		return cardHeight
	}
	return startHeight
}

func (m maker) fixedHeight() int {
	if m.asked.Show == showCard {
		return cardHeight
	}
	return fixedHeight
}

// plain are the attributes of the element, data those of the script.
func (m maker) plain() []attribute {
	out := []attribute{{"partner", string(m.partner.ID)}, {"instrument", string(m.asked.Instrument)}}
	for _, a := range []attribute{
		{"topic", string(m.asked.Topic)}, {"article", m.asked.Article}, {"locale", string(m.asked.Language)}, {"scheme", string(m.asked.Scheme)},
	} {
		if a.Value != "" {
			out = append(out, a)
		}
	}
	switch m.asked.Show {
	case showPopup:
		out = append(out, attribute{"mode", "popup"})
	case showCard:
		out = append(out, attribute{"card", "phrase"})
	}
	return append(out, attribute{"label", m.label})
}

func (m maker) data() []attribute {
	out := m.plain()
	for i := range out {
		out[i].Name = "data-" + out[i].Name
	}
	return out
}

// visit is what the address of a frame or of the start page says of a visit.
func (m maker) visit() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{
		"topic": string(m.asked.Topic), "article": m.asked.Article, "locale": string(m.asked.Language), "scheme": string(m.asked.Scheme),
	} {
		q.Set(name, value)
	}
	return passedOn(q, "topic", "article", "locale", "scheme")
}

// address is the path of the frame.
func (m maker) address() string {
	path := "/embed/" + string(m.partner.ID) + "/" + string(m.asked.Instrument)
	if m.asked.Show == showCard {
		path += "/phrase"
	}
	return path + withQuery(m.visit())
}

// start is the address of the same test on the site itself.
func (m maker) start() string {
	q := m.visit()
	q.Set("partner", string(m.partner.ID))
	return m.base + "/" + withQuery(q)
}

// preview is the first of the snippets as it works here, where a style sheet says
// how frames look. Whatever it holds was escaped.
func (m maker) preview() template.HTML {
	m.base = ""
	return template.HTML(m.element() + "\n" + script(attribute{"src", "/embed.js"})) // #nosec G203 -- tag escapes
}

// tag writes the start of an element; an attribute without a value is bare.
func tag(name string, groups ...[]attribute) string {
	var b strings.Builder
	b.WriteString("<" + name)
	for _, a := range slices.Concat(groups...) {
		b.WriteString(" " + a.Name)
		if a.Value != "" {
			b.WriteString(`="` + html.EscapeString(a.Value) + `"`)
		}
	}
	return b.String() + ">"
}
