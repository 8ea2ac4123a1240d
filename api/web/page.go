package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
)

//go:embed templates
var templateFiles embed.FS

// view is what the layout shows. Body is for the page's own template.
type view struct {
	Page     string // name of the template
	Locale   quiz.Locale
	Personal bool // about one person: neither stored nor indexed
	Adrift   bool // nothing but the address remembers the language
	Failed   bool // the title says that something is missing
	Frames   bool // it shows frames of our own
	Unlisted bool // for whoever has the address: stored and shown, not indexed
	// Preview is what other sites show of the page; nil: nothing of its own.
	Preview *preview
	Body    any

	Frame *frameView // where a partner shows the page; nil: it stands by itself

	Languages []language // links
	Visit     url.Values // what they carry of the visit; nil: what the address says
	Said      string     // query that keeps a language which the address asked for
	Spoken    []language // buttons, where an attempt is shown
	Path      string     // to come back to; empty: that of this page
	Carry     []carried  // what coming back needs, where no store has it
}

// carried is a hidden field.
type carried struct{ Name, Value string }

// language is a link to the same page in another language.
type language struct {
	Locale quiz.Locale
	Name   string
	Href   string // with what the address says of the visit
}

// pages holds every page's template in every locale.
type pages struct {
	byLocale map[quiz.Locale]map[string]*template.Template
}

// parsePages parses once: the layout and the shared parts, then each page on
// a clone of them, with the words bound to the locale.
func parsePages(texts quiz.Texts, files *assets) (*pages, error) {
	p := &pages{byLocale: map[quiz.Locale]map[string]*template.Template{}}
	for _, l := range texts.Locales() {
		set, err := parseLocale(texts, l, files)
		if err != nil {
			return nil, fmt.Errorf("parse templates for %s: %w", l, err)
		}
		p.byLocale[l] = set
	}
	return p, nil
}

func parseLocale(texts quiz.Texts, l quiz.Locale, files *assets) (map[string]*template.Template, error) {
	base := template.New("layout.html").Funcs(functions(texts, l, files))
	if _, err := base.ParseFS(templateFiles, "templates/layout.html", "templates/part_*.html"); err != nil {
		return nil, err
	}
	names, err := templateFiles.ReadDir("templates")
	if err != nil {
		return nil, err
	}
	set := map[string]*template.Template{}
	for _, n := range names {
		name, isPage := strings.CutSuffix(n.Name(), ".html")
		if !isPage || name == "layout" || strings.HasPrefix(name, "part_") {
			continue
		}
		page, err := base.Clone()
		if err != nil {
			return nil, err
		}
		if set[name], err = page.ParseFS(templateFiles, path.Join("templates", n.Name())); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// show renders a page. It is rendered whole before the first byte is sent, so
// that a fault gives an error page and not half a page.
func (s *Site) show(c echo.Context, status int, v view) error {
	if v.Locale == "" {
		v.Locale = s.locale(c)
	}
	set, ok := s.pages.byLocale[v.Locale]
	if !ok {
		v.Locale = s.Texts.Match(string(v.Locale))
		set = s.pages.byLocale[v.Locale]
	}
	f := s.frame(c)
	if v.Path == "" {
		v.Path = c.Request().URL.Path
		if f != nil {
			v.Path = f.within(v.Path)
		}
	}
	if f != nil {
		v.Frame = s.frameView(c, f, v.Locale)
	}
	if f == nil && (!v.Personal || v.Adrift) {
		v.Said = said(c, v.Locale)
	}
	if !v.Personal || v.Adrift {
		v.Languages = s.languages(v.Locale)
		if v.Visit == nil {
			v.Visit = c.QueryParams()
		}
		for i := range v.Languages {
			v.Languages[i].Href = sameIn(v.Visit, v.Languages[i].Locale)
		}
	} else {
		v.Spoken = s.spoken(c, v)
	}
	var out bytes.Buffer
	err := s.Render(c.Request().Context(), "page", func() error { return set[v.Page].ExecuteTemplate(&out, "layout.html", v) })
	if err != nil {
		return fmt.Errorf("render page %s: %w", v.Page, err)
	}
	protect(c.Response().Header(), v.Personal)
	switch {
	case f != nil:
		f.protect(c.Response().Header())
	case v.Frames:
		showFrames(c.Response().Header())
	}
	if v.Unlisted {
		c.Response().Header().Set("X-Robots-Tag", "noindex")
	}
	return c.HTMLBlob(status, out.Bytes())
}

// said is the query that keeps the language that an address asked for, where
// it did: without an attempt nothing else remembers it.
func said(c echo.Context, now quiz.Locale) string {
	if c.QueryParam("locale") != string(now) {
		return ""
	}
	return "?" + url.Values{"locale": {string(now)}}.Encode()
}

// startPath is the start page in the language that the address asked for.
func (s *Site) startPath(c echo.Context) string {
	if inFrame(c) {
		return "/"
	}
	return "/" + said(c, s.locale(c))
}

// locale is what a visitor without an attempt reads: the language asked for,
// then what the browser prefers.
func (s *Site) locale(c echo.Context) quiz.Locale {
	if f := s.frame(c); f != nil {
		return s.frameLocale(c, f)
	}
	return s.Texts.Match(c.QueryParam("locale"), c.Request().Header.Get("Accept-Language"))
}

func (s *Site) languages(now quiz.Locale) []language {
	var out []language
	for _, l := range s.Texts.Locales() {
		if l != now {
			out = append(out, language{Locale: l, Name: s.Texts.Text(l, "site.language_name")})
		}
	}
	return out
}

// sameIn is the query for the same page in another language.
func sameIn(q url.Values, l quiz.Locale) string {
	kept := passedOn(q, "topic", "article", "form", "scheme", "instrument", "language", "show", "partner")
	kept.Set("locale", string(l))
	return withQuery(kept)
}

// found is the status of a page that is as it should be.
const found = http.StatusOK
