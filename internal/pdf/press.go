package pdf

import (
	"bytes"
	"fmt"
	"time"

	"github.com/jung-kurt/gofpdf"
)

// press is gofpdf with fonts parsed once. Parsing is most of the price of a
// small document, so presses are kept and used again, by one rendering at a
// time: gofpdf notes in the parsed fonts what a document used, and writes to
// their bytes when it embeds them.
type press struct {
	base  *gofpdf.Fpdf
	files [][2][]byte // what gofpdf holds and may write to, and what it was
}

// newPress parses the fonts. All their runes count as used from the start, so
// that what is embedded never depends on the documents printed before.
func newPress(files []fontFile) (*press, error) {
	p := &press{base: gofpdf.New("P", "pt", "A4", "")}
	p.base.AddPage()
	for _, file := range files {
		for f := range faces {
			data, intact := file.files[f](), file.files[f]()
			p.files = append(p.files, [2][]byte{data, intact})
			p.base.AddUTF8FontFromBytes(file.name, f.style(), data)
			p.base.SetFont(file.name, f.style(), 1)
			p.base.Text(0, 0, string(file.runes))
		}
	}
	if err := p.base.Error(); err != nil {
		return nil, fmt.Errorf("parse the fonts: %w", err)
	}
	return p, nil
}

// print makes one document with the parsed fonts. gofpdf lends them to a new
// document only inside a template, so the document is made and finished there
// and the template thrown away. draw finds the first page open.
func (p *press) print(f frame, title string, at time.Time, draw func(*gofpdf.Fpdf)) ([]byte, error) {
	for _, file := range p.files {
		copy(file[0], file[1])
	}
	var out bytes.Buffer
	var err error
	size := gofpdf.SizeType{Wd: f.width, Ht: f.height}
	p.base.CreateTemplateCustom(gofpdf.PointType{}, size, func(t *gofpdf.Tpl) {
		pdf := &t.Fpdf
		pdf.SetCompression(true)
		pdf.SetCatalogSort(true)
		pdf.SetCreationDate(at)
		pdf.SetModificationDate(at)
		pdf.SetTitle(title, true)
		pdf.SetMargins(0, 0, 0)
		pdf.SetAutoPageBreak(false, 0)
		pdf.SetLineCapStyle("round")
		draw(pdf)
		err = pdf.Output(&out)
	})
	if err != nil {
		return nil, fmt.Errorf("write the document: %w", err)
	}
	return out.Bytes(), nil
}
