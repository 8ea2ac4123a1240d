package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
)

// frameSheet is the style sheet that every frame has in common.
const frameSheet = "assets/frame/frame.css"

// themes makes the style sheets of partners' frames: what frames have in
// common, the colours of a scheme that was asked for, and the partner's own.
type themes struct {
	common      string
	light, dark string // the colours of the site's style sheet
}

var rootRule = regexp.MustCompile(`:root \{\s*([^}]*)\}`)

func newThemes() (*themes, error) {
	common, err := assetFiles.ReadFile(frameSheet)
	if err != nil {
		return nil, fmt.Errorf("read the styles of frames: %w", err)
	}
	site, err := assetFiles.ReadFile("assets/style.css")
	if err != nil {
		return nil, fmt.Errorf("read the styles of the site: %w", err)
	}
	rules := rootRule.FindAllStringSubmatch(string(site), 2)
	if len(rules) != 2 {
		return nil, errors.New("the style sheet has no colours for light and for dark")
	}
	return &themes{common: string(common), light: colours(rules[0][1]), dark: colours(rules[1][1])}, nil
}

var colourRule = regexp.MustCompile(`--[\w-]+: #[0-9a-f]{6};`)

// colours picks the colours out of a rule.
func colours(rule string) string { return strings.Join(colourRule.FindAllString(rule, -1), " ") }

// sheet returns the style sheet of the partner's frames in the scheme.
func (t *themes) sheet(theme quiz.Theme, scheme quiz.Scheme) []byte {
	var b strings.Builder
	b.WriteString(t.common)
	root := func(parts ...string) {
		if rule := strings.Join(parts, ""); rule != "" {
			b.WriteString(":root { " + rule + " }\n")
		}
	}
	switch scheme {
	case quiz.SchemeLight:
		root("color-scheme: light; ", t.light, accent(theme.Accent))
	case quiz.SchemeDark:
		root("color-scheme: dark; ", t.dark, accent(theme.Dark))
	default:
		root(accent(theme.Accent))
		if dark := accent(theme.Dark); dark != "" {
			b.WriteString("@media (prefers-color-scheme: dark) { :root {" + dark + " } }\n")
		}
	}
	if theme.Radius != nil {
		root(fmt.Sprintf("--round: %dpx;", *theme.Radius))
	}
	return []byte(b.String())
}

var hexColour = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)

// accent gives buttons and links the colour; nothing that is no colour gets
// into a style sheet.
func accent(colour string) string {
	if !hexColour.MatchString(colour) {
		return ""
	}
	return " --act: " + colour + "; --clay: " + colour + ";"
}

// path returns the address of the partner's sheet, which holds a part of its
// hash.
func (t *themes) path(p *quiz.Partner, scheme quiz.Scheme) string {
	switch scheme {
	case quiz.SchemeLight, quiz.SchemeDark:
	default:
		scheme = quiz.SchemeAuto
	}
	sum := sha256.Sum256(t.sheet(p.Theme, scheme))
	return fmt.Sprintf("/themes/%s.%s.%s.css", p.ID, scheme, hex.EncodeToString(sum[:])[:hashShown])
}

// theme answers GET /themes/{partner}.{scheme}.{hash}.css.
func (s *Site) theme(c echo.Context) error {
	parts := strings.Split(c.Param("name"), ".")
	if len(parts) != 4 {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	p, err := s.Take.Partner(quiz.PartnerID(parts[0]))
	if err != nil || s.themes.path(p, quiz.Scheme(parts[1])) != c.Request().URL.Path {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	return blob(c, forEver, "text/css; charset=utf-8", s.themes.sheet(p.Theme, quiz.Scheme(parts[1])))
}
