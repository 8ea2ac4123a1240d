package e2e_test

import (
	"fmt"
	"image"
	"image/color"
	"math"
)

// display is an engine whose page can be looked at.
type display interface {
	framing
	// shot takes a picture of what is to be seen.
	shot() (image.Image, error)
}

// picture is a part of a page as it was to be seen.
type picture struct {
	img   image.Image
	scale float64 // pixels of the screen in a CSS pixel
}

// legible is the contrast that shapes need against what they lie on (WCAG 2.2,
// 1.4.11).
const legible = 3

// look brings the first match into view and takes a picture of it, with a
// margin in CSS pixels around it.
func (s seat) look(selector string, margin float64) picture {
	s.t.Helper()
	type box struct{ X, Y, Width, Height, Screen float64 }
	b := value[box](s, fmt.Sprintf(`(async () => {
		const e = document.querySelector(%q);
		e.scrollIntoView({ block: "center", behavior: "instant" });
		await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
		const { x, y, width, height } = e.getBoundingClientRect();
		return { x, y, width, height, screen: innerWidth };
	})()`, selector))
	whole := s.picture()
	scale := float64(whole.Bounds().Dx()) / b.Screen
	cut := image.Rect(
		int((b.X-margin)*scale), int((b.Y-margin)*scale),
		int(math.Ceil((b.X+b.Width+margin)*scale)), int(math.Ceil((b.Y+b.Height+margin)*scale)),
	).Intersect(whole.Bounds())
	if cut.Empty() {
		s.t.Fatalf("%s is not to be seen", selector)
	}
	return picture{whole.(interface {
		SubImage(image.Rectangle) image.Image
	}).SubImage(cut), scale}
}

// picture takes a picture of what is to be seen.
func (s seat) picture() image.Image {
	s.t.Helper()
	p, err := s.engine.(display).shot()
	s.must("take a picture", err)
	return p
}

// each calls for every pixel, counted from the corner.
func (p picture) each(do func(x, y int, light float64)) {
	r := p.img.Bounds()
	for y := range r.Dy() {
		for x := range r.Dx() {
			do(x, y, luminance(p.img.At(r.Min.X+x, r.Min.Y+y)))
		}
	}
}

// strokes measures, in CSS pixels, the area that stands out from the ground,
// which is whatever covers most.
func (p picture) strokes() float64 {
	seen := map[float64]int{}
	p.each(func(_, _ int, light float64) { seen[light]++ })
	var ground float64
	for light, n := range seen {
		if n > seen[ground] {
			ground = light
		}
	}
	n := 0
	for light, count := range seen {
		if contrast(light, ground) >= legible {
			n += count
		}
	}
	return float64(n) / (p.scale * p.scale)
}

// changed measures, in CSS pixels, the area that stands out by a contrast from
// what was there before.
func (p picture) changed(before picture, by float64) float64 {
	r := before.img.Bounds()
	n := 0
	p.each(func(x, y int, light float64) {
		at := r.Min.Add(image.Pt(x, y))
		if at.In(r) && contrast(light, luminance(before.img.At(at.X, at.Y))) >= by {
			n++
		}
	})
	return float64(n) / (p.scale * p.scale)
}

// contrast is the ratio of two relative luminances.
func contrast(a, b float64) float64 { return (max(a, b) + .05) / (min(a, b) + .05) }

// luminance is how light a colour is, from 0 to 1 (WCAG 2.2).
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	return .2126*linear(r) + .7152*linear(g) + .0722*linear(b)
}

func linear(channel uint32) float64 {
	v := float64(channel) / math.MaxUint16
	if v <= .04045 {
		return v / 12.92
	}
	return math.Pow((v+.055)/1.055, 2.4)
}
