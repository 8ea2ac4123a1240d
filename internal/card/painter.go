package card

import (
	"fmt"
	"image/png"
	"io"
	"sync"

	"github.com/attune-quiz/attune/internal/figure"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// The size that previews of links have.
const (
	Width  = 1200
	Height = 630
)

// Painter paints cards. It is safe for concurrent use.
type Painter struct {
	fonts   *typefaces
	colours *colours
	buffers buffers
}

var _ playbook.CardPainter = (*Painter)(nil)

// New parses the typefaces.
func New() (*Painter, error) {
	faces, err := loadTypefaces()
	if err != nil {
		return nil, err
	}
	return &Painter{fonts: faces, colours: newColours()}, nil
}

// buffers are what encoders work in, for one picture after another.
type buffers struct{ pool sync.Pool }

// Get implements png.EncoderBufferPool.
func (b *buffers) Get() *png.EncoderBuffer {
	buffer, _ := b.pool.Get().(*png.EncoderBuffer)
	return buffer
}

// Put implements png.EncoderBufferPool.
func (b *buffers) Put(buffer *png.EncoderBuffer) { b.pool.Put(buffer) }

// The measures of a card, in pixels.
const (
	margin    = 84.
	measure   = Width - 2*margin
	textTop   = 148.
	textEnd   = 416. // the waves begin below
	wavesTop  = 398.
	paragraph = .55 // between two texts, in leadings
	mapTop    = 150.
	mapWidth  = 440.
)

var (
	heading = style{strong, 34, 44, clay}
	foot    = style{regular, 28, 36, soft}
	axis    = style{regular, 32, 44, ink}
)

// sizes are those that texts are tried in, the largest first.
var sizes = [...]float64{66, 60, 54, 48, 43, 38, 34, 30}

// Paint implements playbook.CardPainter.
func (p *Painter) Paint(w io.Writer, c playbook.Card) error {
	on := newCanvas()
	if err := p.paint(on, c); err != nil {
		return fmt.Errorf("paint a card: %w", err)
	}
	encoder := png.Encoder{CompressionLevel: png.BestSpeed, BufferPool: &p.buffers}
	if err := encoder.Encode(w, on.reduce(p.colours)); err != nil {
		return fmt.Errorf("write a card: %w", err)
	}
	return nil
}

func (p *Painter) paint(on *canvas, c playbook.Card) error {
	if err := p.line(on, heading, c.Heading, margin, margin+30); err != nil {
		return err
	}
	if err := p.line(on, foot, c.Foot, margin, Height-46); err != nil {
		return err
	}
	if c.Map != nil {
		return p.plane(on, c.Map)
	}
	on.figure(figure.Waves(.25), place{margin, wavesTop, measure})
	return p.texts(on, c.Texts)
}

// line sets one line, cut where it does not fit.
func (p *Painter) line(on *canvas, st style, text string, x, y float64) error {
	s, err := p.fonts.set(st, text)
	if err != nil {
		return err
	}
	if lines := s.lines(segments(text), measure); len(lines) > 0 {
		s.draw(on, lines[0], x, y)
	}
	return nil
}

// texts sets paragraphs in the middle of their room.
func (p *Painter) texts(on *canvas, texts []string) error {
	b, err := p.fitted(texts)
	if err != nil {
		return err
	}
	b.draw(on, textTop+max(0, textEnd-textTop-b.high)/2)
	return nil
}

// fitted sets paragraphs as large as they fit.
func (p *Painter) fitted(texts []string) (b block, err error) {
	broken := make([][]segment, len(texts))
	for i, text := range texts {
		broken[i] = segments(text)
	}
	for _, size := range sizes {
		b, err = p.block(texts, broken, size)
		if err != nil || b.high <= textEnd-textTop && b.wide <= measure {
			break
		}
	}
	for i, s := range b.paragraphs {
		b.paragraphs[i].lines = s.balanced(broken[i], s.lines, measure)
	}
	return b, err
}

// block is paragraphs in one size.
type block struct {
	paragraphs []set
	high, wide float64
}

type set struct {
	*setter
	lines []string
}

func (p *Painter) block(texts []string, broken [][]segment, size float64) (block, error) {
	var b block
	for i, text := range texts {
		s, err := p.fonts.set(style{regular, size, 1.32 * size, ink}, text)
		if err != nil {
			return b, err
		}
		lines := s.lines(broken[i], measure)
		b.paragraphs = append(b.paragraphs, set{s, lines})
		b.high += float64(len(lines)) * s.leading
		if i > 0 {
			b.high += paragraph * s.leading
		}
		for _, l := range lines {
			b.wide = max(b.wide, s.width(l))
		}
	}
	return b, nil
}

func (b block) draw(on *canvas, y float64) {
	for i, p := range b.paragraphs {
		if i > 0 {
			y += paragraph * p.leading
		}
		for _, l := range p.lines {
			if y+p.leading > textEnd+1 {
				return // no size was small enough
			}
			p.draw(on, l, margin, y+.76*p.leading)
			y += p.leading
		}
	}
}

// plane draws the map on the left and says beside it what its ways mean.
func (p *Painter) plane(on *canvas, m *playbook.CardMap) error {
	d := figure.Map(figure.MapInput{
		Anxious:  dimension(m.Area.Left, m.Area.X, m.Area.Right),
		Avoidant: dimension(m.Area.Low, m.Area.Y, m.Area.High),
		Scored:   true,
	})
	bare := d
	bare.Shapes = nil
	for _, s := range d.Shapes {
		if s.Role != figure.Cut && s.Role != figure.Axis { // quarters would be names
			bare.Shapes = append(bare.Shapes, s)
		}
	}
	on.figure(bare, place{margin, mapTop - 30, mapWidth})
	left := margin + mapWidth + 64
	const up, right = 250., 410. // the baselines of what the ways mean
	on.arrow(figure.Point{X: left + 18, Y: up + 8}, figure.Point{X: left + 18, Y: up - 30})
	on.arrow(figure.Point{X: left, Y: right - 11}, figure.Point{X: left + 38, Y: right - 11})
	if err := p.aside(on, m.Up, left+64, up); err != nil {
		return err
	}
	return p.aside(on, m.Right, left+64, right)
}

// aside sets a few words beside the map.
func (p *Painter) aside(on *canvas, text string, x, y float64) error {
	s, err := p.fonts.set(axis, text)
	if err != nil {
		return err
	}
	broken, room := segments(text), Width-margin-x
	for i, l := range s.balanced(broken, s.lines(broken, room), room) {
		s.draw(on, l, x, y+float64(i)*s.leading)
	}
	return nil
}

// arrow draws a line with an open head.
func (c *canvas) arrow(from, to figure.Point) {
	dx, dy := .35*(to.X-from.X), .35*(to.Y-from.Y)
	for _, line := range [][]figure.Point{
		{from, to},
		{{X: to.X - dx + dy, Y: to.Y - dy + dx}, to, {X: to.X - dx - dy, Y: to.Y - dy - dx}},
	} {
		c.shape.stroke(line, 2)
	}
	c.spend(ink, 1)
}

// dimension is an axis in steps of an area.
func dimension(low, at, high int) figure.Dimension {
	reach := float64(max(at-low, high-at))
	return figure.Dimension{Max: quiz.AreaSteps, Score: float64(at), SEM: reach / figure.Interval95}
}
