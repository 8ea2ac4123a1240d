package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"sync"

	"github.com/jung-kurt/gofpdf"
)

// press draws with gofpdf: small pieces of content, each by itself, which the
// finishing layer puts together. Its fonts are parsed once.
type press struct {
	mu    sync.Mutex
	base  *gofpdf.Fpdf
	names []byte // what gofpdf calls the fonts, one after another
	count int
	// opening is what gofpdf writes on every page first: pens, which words do
	// without.
	opening []byte
}

// errBroken wraps what went wrong inside gofpdf.
var errBroken = errors.New("the printer broke down")

// fontName finds the name of a font, which gofpdf makes of its content.
var fontName = regexp.MustCompile(`/F[0-9a-f]{40} `)

const fontNameLength = 43

// newPress parses the typefaces up to and with the last.
func newPress(t *typefaces, last int) (*press, error) {
	p := &press{base: gofpdf.New("P", "pt", "A4", "")}
	p.base.AddPage()
	p.base.SetLineCapStyle("round")
	for _, s := range t.scripts[:last+1] {
		for f, file := range s.files {
			p.base.AddUTF8FontFromBytes(s.name, face(f).style(), file())
			if err := p.learn(s.name, face(f)); err != nil {
				return nil, fmt.Errorf("parse %s: %w", s.name, err)
			}
		}
	}
	opening, err := p.draw(func(*gofpdf.Fpdf) {})
	p.opening = opening
	return p, err
}

// learn finds out what gofpdf calls a font that was just added.
func (p *press) learn(name string, f face) error {
	content, err := p.draw(func(pdf *gofpdf.Fpdf) { pdf.SetFont(name, f.style(), 10) })
	if err != nil {
		return err
	}
	found := fontName.Find(content)
	if found == nil {
		return fmt.Errorf("%w: no name of a font in %.80q", errBroken, content)
	}
	p.names = append(p.names, found...)
	p.count++
	return nil
}

// draw returns the operators that gofpdf writes. The origin is one point above
// the top left of what is drawn, as y runs down to gofpdf and up in the
// content.
func (p *press) draw(paint func(*gofpdf.Fpdf)) (content []byte, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	defer func() {
		if v := recover(); v != nil {
			content, err = nil, fmt.Errorf("%w: %v", errBroken, v)
		}
	}()
	tpl := p.base.CreateTemplateCustom(gofpdf.PointType{}, gofpdf.SizeType{Wd: 1, Ht: drawnHeight}, func(t *gofpdf.Tpl) {
		paint(&t.Fpdf)
		err = t.Error()
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %v", errBroken, err)
	}
	return p.rename(tpl.Bytes()), nil
}

// drawnHeight is the height of the page that gofpdf draws on. Content may
// leave it.
const drawnHeight = 1

// rename gives the fonts the short names of the finishing layer.
func (p *press) rename(content []byte) []byte {
	for i := range p.count {
		name := p.names[i*fontNameLength : (i+1)*fontNameLength]
		content = bytes.ReplaceAll(content, name, []byte("/L"+strconv.Itoa(i)+" "))
	}
	return content
}
