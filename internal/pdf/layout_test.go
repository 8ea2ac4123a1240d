package pdf

import (
	"reflect"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/attune-quiz/attune/internal/figure"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// sharedFaces are parsed once for all tests.
var sharedFaces = sync.OnceValues(loadTypefaces)

func plainSet(t testing.TB) *fontSet { return setOf(t, false) }

func hanSet(t testing.TB) *fontSet { return setOf(t, true) }

func setOf(t testing.TB, han bool) *fontSet {
	t.Helper()
	faces, err := sharedFaces()
	if err != nil {
		t.Fatal(err)
	}
	return newFontSet(faces, han)
}

func TestPagesHold(t *testing.T) {
	set := plainSet(t)
	for _, paper := range []playbook.Paper{playbook.A4, playbook.Letter} {
		pages, ts := compose(set, sampleDocument(), paper)
		if len(pages) < 8 {
			t.Errorf("pages: got %d, want 8 or more", len(pages))
		}
		for _, fault := range append(faults(pages, ts.frame), lonely(pages)...) {
			t.Error(fault)
		}
	}
}

// TestNothingIsLost looks for every text of the document, as it was written,
// in the text that the layout placed.
func TestNothingIsLost(t *testing.T) {
	doc := sampleDocument()
	pages, _ := compose(plainSet(t), doc, playbook.A4)
	placed := squash(placedText(pages, false))
	for _, want := range texts(reflect.ValueOf(doc), nil) {
		if !strings.Contains(placed, squash(want)) {
			t.Errorf("not on any page: %q", want)
		}
	}
}

// TestPageOneSaysNothingAboutItsReader checks the page that is torn off.
func TestPageOneSaysNothingAboutItsReader(t *testing.T) {
	doc := sampleDocument()
	pages, _ := compose(plainSet(t), doc, playbook.Letter)
	one := squash(placedText(pages[:1], true))
	for _, never := range append([]string{doc.Pattern.Headline, doc.Pattern.Costs, doc.Map.Equivalent},
		doc.Map.Corners["anxious"], doc.Map.Anxious.Title) {
		if strings.Contains(one, squash(never)) {
			t.Errorf("page one says %q", never)
		}
	}
	for _, want := range []string{doc.Tonight.Title, doc.Tonight.Phrase.Text, doc.Pause.Say, "Four lines after an alarm"} {
		if !strings.Contains(one, squash(want)) {
			t.Errorf("page one lacks %q", want)
		}
	}
}

func TestContentsNameTheirPages(t *testing.T) {
	pages, _ := compose(plainSet(t), sampleDocument(), playbook.A4)
	refs := 0
	for _, b := range pages[1].boxes {
		for _, w := range b.words {
			if w.ref == nil {
				continue
			}
			refs++
			n := w.ref.page
			if n < 2 || n > len(pages) || w.text == "" {
				t.Errorf("%q stands at page %q", w.ref.title, w.text)
			}
		}
	}
	if want := 16; refs != want {
		t.Errorf("entries: got %d, want %d", refs, want)
	}
}

// texts collects what a reader must see: all strings but ids and addresses.
func texts(v reflect.Value, out []string) []string {
	switch v.Kind() {
	case reflect.String:
		if s := v.String(); s != "" {
			out = append(out, s)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			out = texts(v.Elem(), out)
		}
	case reflect.Slice:
		for i := range v.Len() {
			out = texts(v.Index(i), out)
		}
	case reflect.Map:
		if v.Type() == reflect.TypeFor[map[string]string]() && v.Len() == 4 {
			for _, k := range v.MapKeys() {
				out = texts(v.MapIndex(k), out)
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			switch {
			case f.Name == "ID", f.Name == "Kind", f.Name == "State", f.Name == "Locale", f.Name == "Audience",
				f.Name == "Region", f.Name == "Checked", f.Name == "BandID", f.Name == "Finished", f.Name == "Date", // the summary has it
				f.Name == "Standing" && v.Type() != reflect.TypeFor[playbook.Document](),
				// A practice for tonight is shown in brief, its whole in its stage.
				v.Type() == reflect.TypeFor[playbook.Tonight]() && f.Name == "Exercise":
				continue
			}
			out = texts(v.Field(i), out)
		}
	}
	return out
}

// placedText is the text of pages in reading order.
func placedText(pages []page, feet bool) string {
	var b strings.Builder
	for _, p := range pages {
		for _, x := range p.boxes {
			if x.role == roleFooter && !feet {
				continue
			}
			for _, w := range x.words {
				b.WriteString(written(w.text) + "\n")
			}
		}
	}
	return b.String()
}

// squash removes all white space.
func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// faults lists whatever is outside its page or box, overlapping, or empty.
func faults(pages []page, f frame) []string {
	c := checker{frame: f}
	for i := range pages {
		c.page = i + 1
		c.pageHolds(pages[i])
	}
	return c.found
}

func shapeBounds(s shape) (low, high figure.Point) {
	low, high = s.path.Bounds()
	at := func(p figure.Point) figure.Point { return figure.Point{X: s.x + s.scale*p.X, Y: s.y + s.scale*p.Y} }
	return at(low), at(high)
}
