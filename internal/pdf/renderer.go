package pdf

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/jung-kurt/gofpdf"
)

// Renderer is a playbook.Printer: it is safe for concurrent use.
type Renderer struct {
	sets     map[quiz.Locale]*fontSet // by locale; the empty one for all others
	idle     map[*fontSet]chan *press
	replaced atomic.Uint64
}

var _ playbook.Printer = (*Renderer)(nil)

// errBroken wraps what went wrong inside gofpdf.
var errBroken = errors.New("the printer broke down")

// New prepares the fonts: it measures them and parses one press, so that the
// first Print is no slower than the next.
func New() (*Renderer, error) {
	set, err := newFontSet(fontFiles(""))
	if err != nil {
		return nil, err
	}
	first, err := newPress(set.files)
	if err != nil {
		return nil, err
	}
	idle := make(chan *press, runtime.GOMAXPROCS(0))
	idle <- first
	return &Renderer{
		sets: map[quiz.Locale]*fontSet{"": set},
		idle: map[*fontSet]chan *press{set: idle},
	}, nil
}

// Print writes the booklet as a PDF. The same document and paper give the
// same bytes: its date is doc.Finished. Any string is drawn: what no font has
// is replaced visibly and counted, see Replaced. An error means that w failed
// or, never yet seen, that gofpdf did; nothing is written in the latter case.
func (r *Renderer) Print(w io.Writer, doc playbook.Document, paper playbook.Paper) error {
	set := r.set(doc.Locale)
	pages, t := compose(set, doc, paper)
	r.replaced.Add(uint64(t.replaced))
	data, err := r.run(set, pages, t, doc)
	if err != nil {
		return fmt.Errorf("print the playbook: %w", err)
	}
	if _, err := w.Write(data); err != nil {
		return fmt.Errorf("write the playbook: %w", err)
	}
	return nil
}

// Replaced returns how many characters have been replaced since New because
// no font has them.
func (r *Renderer) Replaced() uint64 { return r.replaced.Load() }

func (r *Renderer) set(locale quiz.Locale) *fontSet {
	if s, ok := r.sets[locale]; ok {
		return s
	}
	return r.sets[""]
}

// run takes an idle press or makes one. A press that broke is not used
// again.
func (r *Renderer) run(set *fontSet, pages []page, t *typesetter, doc playbook.Document) (data []byte, err error) {
	defer func() {
		if v := recover(); v != nil {
			data, err = nil, fmt.Errorf("%w: %v", errBroken, v)
		}
	}()
	var p *press
	select {
	case p = <-r.idle[set]:
	default:
		if p, err = newPress(set.files); err != nil {
			return nil, err
		}
	}
	data, err = p.print(t.frame, t.fit(doc.Title, body, 1000), stamp(doc.Finished), func(pdf *gofpdf.Fpdf) {
		(&painter{pdf: pdf, set: t}).pages(pages)
	})
	if err == nil {
		select {
		case r.idle[set] <- p:
		default:
		}
	}
	return data, err
}

// stamp is the date of a document; a document without one still gets the same
// bytes each time.
func stamp(finished time.Time) time.Time {
	if finished.IsZero() {
		return time.Unix(0, 0).UTC()
	}
	return finished.UTC()
}

// compose lays a document out on pages.
func compose(set *fontSet, doc playbook.Document, paper playbook.Paper) ([]page, *typesetter) {
	t := &typesetter{fontSet: set, frame: frameOf(paper)}
	b := &booklet{doc: doc, labels: doc.Labels, t: t}
	pages := (&flow{frame: t.frame}).place(b.blocks().lay(t, t.frame.measure()))
	number(pages, t)
	b.feet(pages)
	return pages, t
}
