package content

import (
	"fmt"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"

	"github.com/attune-quiz/attune/quiz"
)

// ground is what a colour of a theme stands on, and what its contrast to it
// must be at least (WCAG 2.2, 1.4.3 and 1.4.11).
type ground struct {
	name, colour string
	least        float64
}

// lightGrounds and darkGrounds are those of the pages' style sheet. Text on a
// button has the colour of the first.
func lightGrounds() []ground {
	return []ground{{"light ground", "#fbf6ee", 4.5}, {"raised light ground", "#f3ebdf", 3}, {"light wash", "#f3dfd0", 3}}
}

func darkGrounds() []ground {
	return []ground{{"dark ground", "#0d1d22", 4.5}, {"raised dark ground", "#15292f", 3}, {"dark wash", "#37291f", 3}}
}

func (p partnerCheck) checkTheme() {
	t := p.file.Theme
	if t == nil {
		return
	}
	p.checkColour(t.Accent, lightGrounds(), "accent")
	p.checkColour(t.AccentDark, darkGrounds(), "accent_dark")
	p.checkLogo(t.Logo)
}

// checkColour sees that a colour can be read on its grounds.
func (p partnerCheck) checkColour(text string, on []ground, name string) {
	if text == "" {
		return
	}
	at := p.at("theme", name)
	c, ok := parseColour(text)
	if !ok {
		p.errorf(at, "%q is no colour: write it as \"#rrggbb\", in quotes and small letters", text)
		return
	}
	for _, g := range on {
		back, _ := parseColour(g.colour)
		if got := contrast(c, back); got < g.least {
			p.errorf(at, "%s on our %s %s has a contrast of %.1f, too little to read: it needs %.1f, as %s has",
				text, g.name, g.colour, math.Floor(got*10)/10, g.least, legible(c, on))
			return
		}
	}
}

// checkLogo sees that a picture comes from one of the partner's own origins.
func (p partnerCheck) checkLogo(text string) {
	if text == "" {
		return
	}
	at := p.at("theme", "logo")
	if why := addressFault(text); why != "" {
		p.errorf(at, "%q is no address of a picture: %s", text, why)
		return
	}
	u, _ := url.Parse(text) // addressFault has parsed it
	if origin, err := canonicalOrigin(u.Scheme + "://" + u.Host); err != nil || !slices.Contains(p.file.Origins, origin) {
		p.errorf(at, "the picture must come from one of the origins: move it there, or add %s to them", origin)
	}
}

func (p partnerCheck) theme() quiz.Theme {
	t := p.file.Theme
	if t == nil {
		return quiz.Theme{Scheme: quiz.SchemeAuto}
	}
	out := quiz.Theme{Accent: t.Accent, Dark: t.AccentDark, Logo: t.Logo, Radius: t.Radius, Scheme: quiz.Scheme(t.Scheme)}
	if out.Scheme == "" {
		out.Scheme = quiz.SchemeAuto
	}
	return out
}

// colour is red, green and blue from 0 to 255.
type colour [3]float64

var colourPattern = regexp.MustCompile(`^#[0-9a-f]{6}$`)

func parseColour(text string) (c colour, ok bool) {
	if !colourPattern.MatchString(text) {
		return c, false
	}
	for i := range c {
		n, _ := strconv.ParseUint(text[1+2*i:3+2*i], 16, 8)
		c[i] = float64(n)
	}
	return c, true
}

func (c colour) String() string { return fmt.Sprintf("#%02x%02x%02x", int(c[0]), int(c[1]), int(c[2])) }

// contrast is the ratio of WCAG 2.2, from 1 to 21.
func contrast(a, b colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + .05) / (min(x, y) + .05)
}

// luminance is the relative one of WCAG 2.2.
func (c colour) luminance() float64 {
	linear := func(v float64) float64 {
		if v /= 255; v <= .04045 {
			return v / 12.92
		}
		return math.Pow((v+.055)/1.055, 2.4)
	}
	return .2126*linear(c[0]) + .7152*linear(c[1]) + .0722*linear(c[2])
}

// legible returns the colour moved towards black or white, away from the
// grounds, until it can be read on all of them.
func legible(c colour, on []ground) colour {
	first, _ := parseColour(on[0].colour)
	goal := colour{}
	if first.luminance() < .5 {
		goal = colour{255, 255, 255}
	}
	moved := c
	for step := range 101 {
		for i := range moved {
			moved[i] = math.Round(c[i] + (goal[i]-c[i])*float64(step)/100)
		}
		if !slices.ContainsFunc(on, func(g ground) bool {
			back, _ := parseColour(g.colour)
			return contrast(moved, back) < g.least
		}) {
			break
		}
	}
	return moved
}
