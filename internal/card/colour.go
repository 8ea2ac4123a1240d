package card

import (
	"image"
	"image/color"

	"github.com/attune-quiz/attune/internal/figure"
)

// The colours are those of the pages by day: a preview stands on someone
// else's ground, light or dark, and brings its own.
var (
	ground = color.RGBA{0xfb, 0xf6, 0xee, 0xff}
	ink    = color.RGBA{0x11, 0x36, 0x3d, 0xff}
	soft   = color.RGBA{0x45, 0x59, 0x5b, 0xff}
	clay   = color.RGBA{0xa8, 0x49, 0x2a, 0xff}
)

// colourOf gives the roles of a figure their colours.
func colourOf(r figure.Role) color.RGBA {
	switch r {
	case figure.Area, figure.AreaEdge, figure.WaveTwo:
		return clay
	default:
		return ink
	}
}

// The shares of the palette: what antialiasing needs on the way from the ground
// to each colour, and where the two waves cross.
const (
	inkSteps   = 24
	claySteps  = 24
	softSteps  = 8
	crossSteps = 8
)

// palette lists 64 colours.
func palette() color.Palette {
	var p color.Palette
	ramp := func(from, to color.RGBA, steps int, first float64) {
		for i := range steps {
			p = append(p, mix(from, to, first+(1-first)*float64(i)/float64(steps-1)))
		}
	}
	ramp(ground, ink, inkSteps, 0)
	ramp(ground, clay, claySteps, 1./claySteps)
	ramp(ground, soft, softSteps, 1./softSteps)
	ramp(clay, ink, crossSteps, 1./crossSteps)
	return p
}

func mix(a, b color.RGBA, share float64) color.RGBA {
	at := func(x, y uint8) uint8 { return uint8(float64(x) + share*(float64(y)-float64(x)) + .5) }
	return color.RGBA{at(a.R, b.R), at(a.G, b.G), at(a.B, b.B), 0xff}
}

// reduce paints the picture in the palette's nearest colours.
func reduce(img *image.RGBA, p color.Palette) *image.Paletted {
	out := image.NewPaletted(img.Rect, p)
	nearest := map[[4]uint8]uint8{}
	last, index := [4]uint8{}, uint8(0)
	for i := 0; i < len(img.Pix); i += 4 {
		now := [4]uint8(img.Pix[i : i+4])
		if now != last {
			known, ok := nearest[now]
			if !ok {
				known = uint8(p.Index(color.RGBA{now[0], now[1], now[2], now[3]}))
				nearest[now] = known
			}
			last, index = now, known
		}
		out.Pix[i/4] = index
	}
	return out
}
