package web

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/quiz/take"
)

// shareSection is the part of the result about cards for others.
type shareSection struct {
	Wishes  []playbook.Sentence
	Phrases []playbook.Starter
	Map     bool // there is one to show
	Own     []ownShare
	Full    bool // one must be taken back before another
	Saved   bool // one was just made or taken back
}

// ownShare is a share in the list of its owner.
type ownShare struct {
	ID      quiz.ShareID
	Card    quiz.Card
	Says    string // the first words on it
	Address string
	Made    time.Time
}

const sharePrefix = "/s/"

func (s *Site) shareSection(ctx context.Context, a *quiz.Attempt, doc *playbook.Document) (shareSection, error) {
	shares, err := s.Take.SharesOf(ctx, a.ID)
	if err != nil {
		return shareSection{}, err
	}
	out := shareSection{Wishes: doc.Wishes, Map: doc.Map.Scored, Full: len(shares) >= quiz.MaxShares}
	if doc.Tonight.Phrase.ID != "" {
		out.Phrases = append(out.Phrases, doc.Tonight.Phrase)
	}
	out.Phrases = append(out.Phrases, doc.Phrases...)
	slices.Reverse(shares)
	for _, sh := range shares {
		own := ownShare{ID: sh.ID, Card: sh.Card, Address: s.BaseURL + sharePrefix + string(sh.ID), Made: sh.Created}
		if sh.Card != quiz.CardMap && len(sh.Texts) > 0 {
			own.Says = sh.Texts[0]
		}
		out.Own = append(out.Own, own)
	}
	return out, nil
}

// share answers POST /share: it makes a card and shows its address in the list.
func (s *Site) share(c echo.Context, a *quiz.Attempt) error {
	if a.Status != quiz.Finished {
		return to(c, nextOpen(a))
	}
	card := quiz.Card(c.Request().PostFormValue("card")) // which also parses the form
	_, err := s.Take.Share(c.Request().Context(), a, take.Sharing{Card: card, Pick: c.Request().PostForm["pick"]})
	var bad quiz.Invalid
	switch {
	case errors.As(err, &bad), errors.Is(err, quiz.ErrLimit):
		return to(c, "/result?error=share#share")
	case err != nil:
		return err
	}
	return to(c, "/result?saved=share#share")
}

// revoke answers POST /share/revoke. What is gone already stays so.
func (s *Site) revoke(c echo.Context, a *quiz.Attempt) error {
	err := s.Take.Revoke(c.Request().Context(), a.ID, quiz.ShareID(c.Request().PostFormValue("id")))
	if err != nil && !errors.Is(err, quiz.ErrNotFound) {
		return err
	}
	return to(c, "/result?saved=share#share")
}

// sharedBody is the page of a card: all that others may see.
type sharedBody struct {
	Card   quiz.Card
	Locale quiz.Locale // of the words on it, whatever the page is in
	Texts  []string
	Image  string
	Alt    string
	Start  string // path of the start page
}

const pictureSuffix = ".png"

// shared answers GET /s/{share} and, with .png behind it, gives the picture.
// Neither looks at who asks.
func (s *Site) shared(c echo.Context) error {
	name, picture := strings.CutSuffix(c.Param("share"), pictureSuffix)
	share, err := s.Take.SharedAs(c.Request().Context(), quiz.ShareID(name))
	switch {
	case errors.Is(err, quiz.ErrNotFound) && picture:
		return echo.NewHTTPError(http.StatusNotFound)
	case errors.Is(err, quiz.ErrNotFound):
		return s.show(c, http.StatusNotFound, view{Page: "unshared", Unlisted: true, Body: s.startPath(c)})
	case err != nil:
		return err
	case picture:
		return s.picture(c, &share)
	}
	return s.sharedPage(c, &share)
}

func (s *Site) sharedPage(c echo.Context, share *quiz.Share) error {
	l := share.Locale
	if c.QueryParams().Has("locale") {
		l = s.Texts.Match(c.QueryParam("locale"), string(l))
	}
	page := sharePrefix + string(share.ID)
	b := sharedBody{
		Card: share.Card, Locale: share.Locale, Texts: share.Texts, Image: page + pictureSuffix, Alt: s.alt(l, share),
		Start: "/?locale=" + url.QueryEscape(string(l)),
	}
	return s.show(c, found, view{Page: "shared", Locale: l, Unlisted: true, Body: b, Preview: &preview{
		Title: s.heading(l, share.Card), Text: strings.Join(share.Texts, " "), URL: s.BaseURL + page,
		Image: s.BaseURL + page + pictureSuffix, Alt: b.Alt,
	}})
}

// heading names a kind of card.
func (s *Site) heading(l quiz.Locale, card quiz.Card) string {
	switch card {
	case quiz.CardHelps:
		return s.Texts.Text(l, "share.card_helps")
	case quiz.CardPhrase:
		return s.Texts.Text(l, "share.card_phrase")
	}
	return s.Texts.Text(l, "share.card_map")
}

// alt says in words what the picture shows, and no more.
func (s *Site) alt(l quiz.Locale, share *quiz.Share) string {
	if share.Area == nil || len(share.Texts) < 2 {
		return s.heading(l, share.Card) + ": " + strings.Join(share.Texts, " ")
	}
	third := func(at int) string {
		names := [...]string{"share.third_low", "share.third_middle", "share.third_high"}
		return s.Texts.Text(l, names[min(at*3/quiz.AreaSteps, 2)])
	}
	return s.Texts.Text(l, "share.alt_map",
		quiz.Arg{Name: "right", Value: share.Texts[0]}, quiz.Arg{Name: "x", Value: third(share.Area.X)},
		quiz.Arg{Name: "up", Value: share.Texts[1]}, quiz.Arg{Name: "y", Value: third(share.Area.Y)})
}

// picture paints a share. A share never changes, so that its id is all that a
// copy must be held against; it can be taken back, so that each use asks.
func (s *Site) picture(c echo.Context, share *quiz.Share) error {
	card := playbook.Card{Locale: share.Locale, Heading: s.heading(share.Locale, share.Card), Texts: share.Texts, Foot: s.foot(share.Locale)}
	if share.Area != nil && len(share.Texts) > 1 {
		card.Texts, card.Map = nil, &playbook.CardMap{Area: *share.Area, Right: share.Texts[0], Up: share.Texts[1]}
	}
	c.Response().Header().Set("X-Robots-Tag", "noindex")
	return s.paint(c, card, `"`+string(share.ID)+`"`, "no-cache")
}

// foot says where a card comes from.
func (s *Site) foot(l quiz.Locale) string {
	host := s.BaseURL
	if u, err := url.Parse(s.BaseURL); err == nil && u.Host != "" {
		host = u.Host
	}
	return strings.TrimSuffix(s.Texts.Text(l, "site.name")+" · "+host, " · ")
}

// general answers GET /cards/{locale}.png: the picture of the test itself,
// which every page shows that nobody made a card for.
func (s *Site) general(c echo.Context) error {
	name, _ := strings.CutSuffix(c.Param("name"), pictureSuffix)
	l := quiz.Locale(name)
	if !slices.Contains(s.Texts.Locales(), l) {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	return s.paint(c, playbook.Card{
		Locale: l, Heading: s.Texts.Text(l, "share.general"), Texts: []string{s.Texts.Text(l, "start.heading")}, Foot: s.foot(l),
	}, "", oneDay)
}

// paint answers with a picture that pages elsewhere may show.
func (s *Site) paint(c echo.Context, card playbook.Card, tag, keep string) error {
	h := c.Response().Header()
	protect(h, false)
	h.Del("Vary")
	h.Set("Cache-Control", keep)
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	if tag != "" {
		h.Set("ETag", tag)
		if c.Request().Header.Get("If-None-Match") == tag {
			return c.NoContent(http.StatusNotModified)
		}
	}
	var out bytes.Buffer
	err := s.Render(c.Request().Context(), "card", func() error { return s.Cards.Paint(&out, card) })
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "image/png", out.Bytes())
}

// preview is what other sites show of a page.
type preview struct{ Title, Text, URL, Image, Alt string }

// generalPreview is the preview of the test itself.
func (s *Site) generalPreview(l quiz.Locale) *preview {
	return &preview{
		Title: s.Texts.Text(l, "start.heading"), Text: s.Texts.Text(l, "site.description"), URL: s.BaseURL + "/",
		Image: s.BaseURL + "/cards/" + string(l) + pictureSuffix, Alt: s.Texts.Text(l, "start.heading"),
	}
}
