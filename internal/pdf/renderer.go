package pdf

import (
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/attune-quiz/attune/internal/pdf/finish"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// Renderer is a playbook.Printer: it is safe for concurrent use.
type Renderer struct {
	atlas    *atlas
	plain    *fontSet
	han      *fontSet
	shelf    *larder[[]byte] // files that were printed, by what went in
	running  chan struct{}
	waiting  atomic.Int64
	replaced atomic.Uint64
}

var _ playbook.Printer = (*Renderer)(nil)

// filesKept is the room for printed files, in bytes.
const filesKept = 8 << 20

// mostWaiting is how many may wait for a turn to print. More get ErrBusy.
const mostWaiting = 128

// New prepares the fonts: it parses them, measures them and makes them ready
// for embedding.
func New() (*Renderer, error) {
	faces, err := loadTypefaces()
	if err != nil {
		return nil, err
	}
	a, err := newAtlas(faces)
	if err != nil {
		return nil, err
	}
	return &Renderer{
		atlas: a, plain: newFontSet(faces, false), han: newFontSet(faces, true),
		shelf: newLarder[[]byte](filesKept), running: make(chan struct{}, runtime.GOMAXPROCS(0)),
	}, nil
}

// Print writes the booklet as a PDF. The same document and paper give the
// same bytes: its date is doc.Finished. Any string is drawn: what no font has
// is replaced visibly and counted, see Replaced. The error is quiz.ErrBusy
// where too many are printing already; else w failed or, never yet seen,
// gofpdf did; nothing is written in the latter case.
func (r *Renderer) Print(w io.Writer, doc playbook.Document, paper playbook.Paper) error {
	return r.print(w, doc, paper, "booklet", compose)
}

// Summary writes the two pages that a client may bring to a coach. What holds
// for Print holds for it.
func (r *Renderer) Summary(w io.Writer, doc playbook.Document, paper playbook.Paper) error {
	return r.print(w, doc, paper, "summary", summarise)
}

// Replaced returns how many characters have been replaced since New because
// no font has them.
func (r *Renderer) Replaced() uint64 { return r.replaced.Load() }

// composer lays a document out on pages.
type composer func(*fontSet, playbook.Document, playbook.Paper) ([]page, *typesetter)

func (r *Renderer) print(w io.Writer, doc playbook.Document, paper playbook.Paper, kind string, layOut composer) error {
	key := digest(kind, paper, doc)
	data, ok := r.shelf.get(key)
	if !ok {
		if err := r.enter(); err != nil {
			return fmt.Errorf("print the %s: %w", kind, err)
		}
		var err error
		data, err = r.run(key, doc, paper, layOut)
		r.leave()
		if err != nil {
			return fmt.Errorf("print the %s: %w", kind, err)
		}
		r.shelf.put(key, data, len(data)+len(key))
	}
	if _, err := w.Write(data); err != nil {
		return fmt.Errorf("write the %s: %w", kind, err)
	}
	return nil
}

// enter waits for a turn, unless too many wait.
func (r *Renderer) enter() error {
	if r.waiting.Add(1) > mostWaiting {
		r.waiting.Add(-1)
		return quiz.ErrBusy
	}
	r.running <- struct{}{}
	return nil
}

func (r *Renderer) leave() {
	<-r.running
	r.waiting.Add(-1)
}

func (r *Renderer) set(locale quiz.Locale) *fontSet {
	if isChinese(locale) {
		return r.han
	}
	return r.plain
}

func isChinese(l quiz.Locale) bool { return l == "zh" || strings.HasPrefix(string(l), "zh-") }

// run lays out, draws and finishes one file.
func (r *Renderer) run(id []byte, doc playbook.Document, paper playbook.Paper, layOut composer) ([]byte, error) {
	set := r.set(doc.Locale)
	pages, t := layOut(set, doc, paper)
	r.replaced.Add(uint64(t.replaced))
	file := &finish.File{
		Title: written(t.fit(doc.Title, body, 1000)), Language: language(doc.Locale), ID: id[:16], Typed: -1,
		Date: stamp(doc.Finished), Width: t.frame.width, Height: t.frame.height,
		Fonts: set.ready, Opacities: opacities(),
	}
	if set.han {
		file.Typed = fontIndex(chinese, regular)
	}
	p := painter{file: file, atlas: r.atlas, set: set, frame: t.frame}
	if err := p.pages(pages); err != nil {
		return nil, err
	}
	return file.Bytes(), nil
}

// language is the tag of a locale; a document without one says that its
// language is not known.
func language(l quiz.Locale) string {
	if l == "" {
		return "und"
	}
	return string(l)
}

// stamp is the date of a document; a document without one still gets the same
// bytes each time.
func stamp(finished time.Time) time.Time {
	if finished.IsZero() {
		return time.Unix(0, 0).UTC()
	}
	return finished.UTC()
}

// compose lays a document out as the booklet.
func compose(set *fontSet, doc playbook.Document, paper playbook.Paper) ([]page, *typesetter) {
	t := &typesetter{fontSet: set, frame: frameOf(paper)}
	b := &booklet{doc: doc, labels: doc.Labels, t: t}
	pages := (&flow{frame: t.frame}).place(b.blocks().lay(t, t.frame.measure()))
	number(pages, t)
	b.feet(pages, doc.Title)
	return pages, t
}

// number resolves the page references of the contents.
func number(pages []page, t *typesetter) {
	for i := range pages {
		for j := range pages[i].boxes {
			b := pages[i].boxes[j]
			for k := range b.words {
				if w := &b.words[k]; w.ref != nil && w.ref.page > 0 {
					w.text = strconv.Itoa(w.ref.page)
					w.width = t.width(w.text, w.style)
					w.x = b.w - w.width
				}
			}
		}
	}
}

// Forget lets go of every file that was printed for somebody. What is kept of
// drawings and lines comes from content alone and stays.
func (r *Renderer) Forget() { r.shelf.empty() }
