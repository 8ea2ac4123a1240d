package pdf

import (
	"math"

	"github.com/attune-quiz/attune/internal/figure"
)

// colour is red, green and blue.
type colour [3]uint8

// The colours: a deep blue-green ink, one clay accent, and tints of paper.
// In grey print ink, clay and the tints keep apart by their lightness.
var (
	ink  = colour{0x14, 0x3A, 0x42}
	soft = colour{0x4C, 0x66, 0x6B} // ink for asides: 6.0:1 on white
	clay = colour{0xA8, 0x52, 0x2F} // 5.4:1 on white
	sand = colour{0xF7, 0xF1, 0xE8}
	mist = colour{0xEC, 0xF1, 0xF0}
	line = colour{0xB9, 0xC6, 0xC7}
)

// colourOf gives the roles of a figure their colours.
func colourOf(r figure.Role) colour {
	switch r {
	case figure.Area, figure.AreaEdge, figure.Band, figure.BandEdge, figure.WaveTwo:
		return clay
	default:
		return ink
	}
}

// style is how text is set.
type style struct {
	face    face
	size    float64
	leading float64 // from baseline to baseline
	colour  colour
	base    float64 // from the top of the line to the baseline; 0: centred
}

// baseline is how far below the top of its line the text stands.
func (s style) baseline() float64 {
	if s.base > 0 {
		return s.base
	}
	return s.leading/2 + .36*s.size
}

// The type scale.
var (
	display = style{face: strong, size: 27, leading: 34, colour: ink}
	title   = style{face: strong, size: 21, leading: 28, colour: ink}
	section = style{face: strong, size: 14, leading: 20, colour: ink}
	minor   = style{face: strong, size: 11.5, leading: 16.5, colour: ink}
	lead    = style{face: regular, size: 12.5, leading: 19.5, colour: ink}
	body    = style{face: regular, size: 10, leading: 15, colour: ink}
	large   = style{face: regular, size: 11, leading: 16.5, colour: ink}
	works   = style{face: regular, size: 9.6, leading: 14, colour: ink}
	say     = style{face: regular, size: 11.2, leading: 16, colour: ink}
	cited   = style{face: regular, size: 7.6, leading: 10.2, colour: soft}
	after   = style{face: regular, size: 8.9, leading: 12.4, colour: ink}
	tight   = style{face: regular, size: 9.2, leading: 13.2, colour: ink}
	aside   = style{face: regular, size: 8.6, leading: 12, colour: soft}
	eyebrow = style{face: strong, size: 9, leading: 13, colour: clay}
	quote   = style{face: regular, size: 12, leading: 17.5, colour: ink}
	margin  = style{face: strong, size: 8.3, leading: 12, colour: clay, base: body.leading/2 + .36*body.size}
	footer  = style{face: regular, size: 8, leading: 11, colour: soft}
)

// brandColour is the partner's colour where it stands out on white, else the
// accent.
func (b *booklet) brandColour() colour {
	c := colour(b.doc.Branding.Colour)
	if c == (colour{}) || 1.05/(luminance(c)+.05) < 4.5 {
		return clay
	}
	return c
}

// luminance is that of WCAG 2.2, from 0 to 1.
func luminance(c colour) float64 {
	share := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= .04045 {
			return x / 12.92
		}
		return math.Pow((x+.055)/1.055, 2.4)
	}
	return .2126*share(c[0]) + .7152*share(c[1]) + .0722*share(c[2])
}

// in returns the style in another colour.
func (s style) in(c colour) style { s.colour = c; return s }

// bold returns the style in the strong face.
func (s style) bold() style { s.face = strong; return s }
