package card

import (
	"image"
	"image/color"
	"math"

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

// colours is the palette of every card, the ground first.
type colours struct {
	list color.Palette
	rgb  [64][3]int
}

// newColours lists 64 colours.
func newColours() *colours {
	p := &colours{}
	ramp := func(from, to color.RGBA, steps int, first float64) {
		for i := range steps {
			p.list = append(p.list, mix(from, to, first+(1-first)*float64(i)/float64(steps-1)))
		}
	}
	ramp(ground, ink, inkSteps, 0)
	ramp(ground, clay, claySteps, 1./claySteps)
	ramp(ground, soft, softSteps, 1./softSteps)
	ramp(clay, ink, crossSteps, 1./crossSteps)
	for i, c := range p.list {
		r, g, b, _ := c.RGBA()
		p.rgb[i] = [3]int{int(r >> 8), int(g >> 8), int(b >> 8)}
	}
	return p
}

func mix(a, b color.RGBA, share float64) color.RGBA {
	at := func(x, y uint8) uint8 { return uint8(float64(x) + share*(float64(y)-float64(x)) + .5) }
	return color.RGBA{at(a.R, b.R), at(a.G, b.G), at(a.B, b.B), 0xff}
}

// nearest finds the colour that is least away.
func (p *colours) nearest(r, g, b uint8) uint8 {
	best, index := math.MaxInt, 0
	for i, c := range &p.rgb {
		dr, dg, db := c[0]-int(r), c[1]-int(g), c[2]-int(b)
		if away := dr*dr + dg*dg + db*db; away < best {
			best, index = away, i
		}
	}
	return uint8(index)
}

// reduce gives the picture in the palette's nearest colours. Where nothing was
// painted is the ground, which is the first of them.
func (c *canvas) reduce(p *colours) *image.Paletted {
	out := image.NewPaletted(c.img.Rect, p.list)
	known := found{}
	for y, row := range c.touched {
		if row.from == row.to {
			continue
		}
		pixels := c.img.Pix[c.img.PixOffset(row.from, y):c.img.PixOffset(row.to, y)]
		to := out.Pix[out.PixOffset(row.from, y):]
		last, index := [3]uint8{ground.R, ground.G, ground.B}, uint8(0)
		for x := range len(pixels) / 4 {
			if now := [3]uint8(pixels[4*x : 4*x+3]); now != last {
				last, index = now, known.index(p, now)
			}
			to[x] = index
		}
	}
	return out
}

// found remembers the colours that were looked up last: a picture has few.
type found [1 << 12]struct {
	colour [3]uint8
	known  bool
	index  uint8
}

func (f *found) index(p *colours, c [3]uint8) uint8 {
	at := &f[(uint(c[0])<<4^uint(c[1])<<2^uint(c[2]))%uint(len(f))]
	if !at.known || at.colour != c {
		at.colour, at.known, at.index = c, true, p.nearest(c[0], c[1], c[2])
	}
	return at.index
}
