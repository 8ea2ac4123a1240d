package pdf

import (
	"bytes"
	"math"
	"slices"
	"sync"

	"github.com/attune-quiz/attune/internal/figure"
	"github.com/attune-quiz/attune/internal/pdf/finish"
	"github.com/jung-kurt/gofpdf"
)

// atlas keeps what gofpdf drew, compressed and ready for any page: a paragraph
// that ten thousand playbooks share is drawn once. It is safe for concurrent
// use.
type atlas struct {
	faces  *typefaces
	drawn  *larder[drawing]
	latin  *press
	full   func() (*press, error) // with all typefaces, made when first needed
	keys   sync.Pool
	shared *larder[finish.Fragment]
}

// drawing is a piece of content with the glyphs it needs, by fontIndex; nil
// where it needs none of a font.
type drawing struct {
	content finish.Fragment
	glyphs  [scripts * int(faces)][]uint16
}

// drawnKept and shapesKept are the room for drawn words and shapes, in bytes.
const (
	drawnKept  = 12 << 20
	shapesKept = 2 << 20
)

func newAtlas(t *typefaces) (*atlas, error) {
	first, err := newPress(t, latin)
	if err != nil {
		return nil, err
	}
	return &atlas{
		faces: t, latin: first, drawn: newLarder[drawing](drawnKept), shared: newLarder[finish.Fragment](shapesKept),
		full: sync.OnceValues(func() (*press, error) { return newPress(t, chinese) }),
		keys: sync.Pool{New: func() any { return new([]byte) }},
	}, nil
}

// words draws the words of boxes from the top left of the first.
func (a *atlas) words(set *fontSet, boxes []*box) (drawing, error) {
	key := a.keys.Get().(*[]byte)
	defer a.keys.Put(key)
	k := (*key)[:0]
	if set.han {
		k = append(k, 'h')
	}
	for i := range boxes {
		for j := range boxes[i].words {
			w := &boxes[i].words[j]
			k = appendPlace(k, boxes[i].x-boxes[0].x+w.x)
			k = appendPlace(k, boxes[i].y-boxes[0].y+w.y)
			k = append(appendPlace(k, w.style.size), byte(w.style.face))
			k = append(append(append(k, w.style.colour[:]...), w.drawn()...), 0)
		}
	}
	*key = k
	if d, ok := a.drawn.get(k); ok {
		return d, nil
	}
	d, err := a.set(set, boxes)
	if err == nil {
		a.drawn.put(k, d, len(k)+d.size())
	}
	return d, err
}

func (d *drawing) size() int {
	n := d.content.Size() + 200
	for _, g := range d.glyphs {
		n += 2 * len(g)
	}
	return n
}

// appendPlace makes a length part of a key, to a hundredth of a point: what is
// drawn depends on no more.
func appendPlace(b []byte, v float64) []byte {
	n := int32(math.Round(v * 100))
	return append(b, byte(n), byte(n>>8), byte(n>>16), byte(n>>24))
}

// hundredth rounds a length as appendPlace does.
func hundredth(v float64) float64 { return math.Round(v*100) / 100 }

// set draws words.
func (a *atlas) set(set *fontSet, boxes []*box) (drawing, error) {
	var d drawing
	type placed struct {
		run
		words *words
		x, y  float64
	}
	var all []placed
	p := a.latin
	for i := range boxes {
		for j := range boxes[i].words {
			w := &boxes[i].words[j]
			for _, r := range set.runs(w.drawn(), w.style) {
				all = append(all, placed{r, w, hundredth(boxes[i].x - boxes[0].x + w.x), hundredth(boxes[i].y - boxes[0].y + w.y)})
				a.note(&d, r, w.style.face)
				if r.script != latin {
					full, err := a.full()
					if err != nil {
						return d, err
					}
					p = full
				}
			}
		}
	}
	content, err := p.draw(func(pdf *gofpdf.Fpdf) {
		for _, r := range all {
			st := r.words.style
			pdf.SetFont(a.faces.scripts[r.script].name, st.face.style(), hundredth(st.size))
			pdf.SetTextColor(int(st.colour[0]), int(st.colour[1]), int(st.colour[2]))
			pdf.Text(r.x+r.run.x, r.y, r.text)
		}
	})
	d.content = finish.Compress(bytes.TrimPrefix(content, p.opening))
	return d, err
}

// note enters the glyphs of a run.
func (a *atlas) note(d *drawing, r run, f face) {
	font := a.faces.scripts[r.script].fonts[f]
	glyphs := &d.glyphs[fontIndex(r.script, f)]
	if *glyphs == nil {
		*glyphs = []uint16{}
	}
	if r.script == latin {
		return // embedded whole
	}
	for _, c := range r.text {
		*glyphs = append(*glyphs, font.Glyph(c))
	}
	slices.Sort(*glyphs)
	*glyphs = slices.Compact(*glyphs)
}

// shapes adds the shapes of boxes, from the top left of the first, to parts:
// those that belong to one person apart from those that anyone shares.
func (a *atlas) shapes(parts []finish.Fragment, boxes []*box) ([]finish.Fragment, error) {
	var all []shape
	for i := range boxes {
		for _, s := range boxes[i].shapes {
			s.x, s.y = s.x+boxes[i].x-boxes[0].x, s.y+boxes[i].y-boxes[0].y
			all = append(all, s)
		}
	}
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].own == all[0].own {
			n++
		}
		part, err := a.outline(all[:n])
		if err != nil {
			return nil, err
		}
		parts, all = append(parts, part), all[n:]
	}
	return parts, nil
}

func (a *atlas) outline(all []shape) (finish.Fragment, error) {
	key := a.keys.Get().(*[]byte)
	defer a.keys.Put(key)
	k := (*key)[:0]
	for _, s := range all {
		k = appendPlace(appendPlace(appendPlace(k, s.x), s.y), s.scale)
		k = append(k, s.colour[:]...)
		for _, v := range [...]float64{s.paint.Fill, s.paint.Stroke, s.paint.Width, s.paint.Dash} {
			k = appendFloat(k, v)
		}
		k = appendPath(k, s.path)
	}
	*key = k
	if part, ok := a.shared.get(k); ok {
		return part, nil
	}
	content, err := a.latin.draw(func(pdf *gofpdf.Fpdf) { (&pen{pdf: pdf, alpha: 1}).shapes(all) })
	if err != nil {
		return finish.Fragment{}, err
	}
	part := finish.Compress(content)
	a.shared.put(k, part, len(k)+part.Size()+100)
	return part, nil
}

func appendPath(k []byte, path figure.Path) []byte {
	for i := range path {
		s := &path[i]
		k = append(k, byte(s.Verb))
		for _, p := range s.P {
			k = appendFloat(appendFloat(k, p.X), p.Y)
		}
	}
	return append(k, 0xFF)
}
