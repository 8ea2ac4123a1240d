package pdf

import (
	"bytes"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/quiz/playbook"
	"pgregory.net/rapid"
)

// wild lists strings that have broken printers before.
var wild = []string{
	"", " ", "\n\n", "\x00\x01\x7f", "\xff\xfe broken \xc3", "a\tb\r\nc\u2028d\u0085e",
	"👩‍👩‍👧‍👦 family 🏳️‍🌈", "שלום עולם", "مرحبا بالعالم", "说晚到，不如说几点到。", "e\u0301\u0327\u0323 o\u0308",
	"{count}", "}{", "soft\u00adhyphen zero\u200bwidth \u2066isolate\u2069", "non\u00a0breaking\u202fspaces\u2060joined",
	strings.Repeat("Donaudampfschiff", 130), strings.Repeat("word ", 700), strings.Repeat("\u0301", 50), "\U0010FFFF",
	strings.Repeat("长", 900), "https://example.org/" + strings.Repeat("a/", 300), "%PDF-1.4 (\\) endobj", "\uFFFD",
}

// TestRandomDocumentsHold cuts the sample down and mixes it: no text may leave
// its page or box, no page be empty, no heading stand alone.
func TestRandomDocumentsHold(t *testing.T) {
	set := plainSet(t)
	rapid.Check(t, func(t *rapid.T) {
		doc := sampleDocument()
		shuffle(t, reflect.ValueOf(&doc).Elem())
		pages, ts := compose(set, doc, rapid.SampledFrom([]playbook.Paper{playbook.A4, playbook.Letter}).Draw(t, "paper"))
		for _, fault := range append(faults(pages, ts.frame), lonely(pages)...) {
			t.Error(fault)
		}
	})
}

// TestWildDocumentsHold puts wild strings into random places.
//
// Holds: ASVS 1.2.1
func TestWildDocumentsHold(t *testing.T) {
	set := plainSet(t)
	rapid.Check(t, func(t *rapid.T) {
		doc := sampleDocument()
		shuffle(t, reflect.ValueOf(&doc).Elem())
		every := rapid.IntRange(1, 60).Draw(t, "every")
		sow(t, reflect.ValueOf(&doc).Elem(), every)
		for _, key := range slices.Sorted(maps.Keys(doc.Labels)) {
			if rapid.IntRange(0, every).Draw(t, "label") == 0 {
				doc.Labels[key] = wildString(t)
			}
		}
		pages, ts := compose(set, doc, rapid.SampledFrom([]playbook.Paper{playbook.A4, playbook.Letter}).Draw(t, "paper"))
		for _, fault := range faults(pages, ts.frame) {
			t.Error(fault)
		}
	})
}

// TestWildDocumentsPrint takes fewer of them to bytes.
func TestWildDocumentsPrint(t *testing.T) {
	r := newRenderer(t)
	for _, s := range wild {
		doc := sampleDocument()
		doc.Title, doc.Pattern.Headline, doc.Tonight.Phrase.Text, doc.Sources[0].URL = s, s, s, "https://"+s
		doc.Map.Corners["secure"], doc.Labels["page"] = s, s
		if err := r.Print(io.Discard, doc, playbook.Letter); err != nil {
			t.Errorf("%.20q: %v", s, err)
		}
	}
	if r.Replaced() == 0 {
		t.Error("nothing was counted as replaced")
	}
}

func TestEmptyDocumentPrints(t *testing.T) {
	var b bytes.Buffer
	if err := newRenderer(t).Print(&b, playbook.Document{}, playbook.A4); err != nil {
		t.Fatal(err)
	}
}

// Holds: R14
func FuzzRender(f *testing.F) {
	for _, s := range wild {
		f.Add(s)
	}
	set := plainSet(f)
	f.Fuzz(func(t *testing.T, s string) {
		doc := playbook.Document{Title: s, Opening: []string{s}, Phrases: []playbook.Starter{{Text: s, Situation: s, NotWhen: s}},
			Worksheets: []playbook.Sheet{{Kind: playbook.SheetTable, Title: s, Fields: []playbook.Field{{Label: s, Hint: s}, {Label: s}}}}}
		pages, ts := compose(set, doc, playbook.A4)
		for _, fault := range faults(pages[1:], ts.frame) { // page one is empty but for its title
			t.Error(fault)
		}
	})
}

// shuffle drops, repeats and reorders the elements of every list.
func shuffle(t *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			shuffle(t, v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				shuffle(t, v.Field(i))
			}
		}
	case reflect.Slice:
		if v.Len() == 0 {
			return
		}
		n := rapid.IntRange(0, v.Len()+2).Draw(t, "n")
		out := reflect.MakeSlice(v.Type(), n, n)
		for i := range n {
			out.Index(i).Set(v.Index((i*5 + n) % v.Len()))
		}
		v.Set(out)
		if e := v.Type().Elem().Kind(); e == reflect.Struct {
			for i := range n {
				shuffle(t, v.Index(i))
			}
		}
	}
}

// sow replaces about one string in every by a wild one.
func sow(t *rapid.T, v reflect.Value, every int) {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() && rapid.IntRange(0, every).Draw(t, "sow") == 0 {
			v.SetString(wildString(t))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			sow(t, v.Elem(), every)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				sow(t, v.Field(i), every)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			sow(t, v.Index(i), every)
		}
	}
}

func wildString(t *rapid.T) string {
	if rapid.Bool().Draw(t, "any") {
		return rapid.String().Draw(t, "text")
	}
	return rapid.SampledFrom(wild).Draw(t, "wild")
}
