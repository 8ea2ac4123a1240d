package content

import (
	"reflect"
	"strings"
	"testing"
)

// TestMinAnsweredIsEightyPercent holds the default to its definition: the
// least whole number that is at least four fifths of the items.
func TestMinAnsweredIsEightyPercent(t *testing.T) {
	for items := 1; items <= 200; items++ {
		got := minAnswered(0, items, items)
		if 5*got < 4*items || 5*(got-1) >= 4*items {
			t.Errorf("of %d items got %d", items, got)
		}
	}
	for _, c := range []struct{ stated, items, full, want int }{
		{7, 8, 8, 7}, {7, 4, 8, 4}, {6, 4, 8, 3}, {1, 2, 8, 1}, {18, 18, 18, 18},
	} {
		if got := minAnswered(c.stated, c.items, c.full); got != c.want {
			t.Errorf("minAnswered(%d, %d, %d) = %d, want %d", c.stated, c.items, c.full, got, c.want)
		}
	}
}

// TestDistance uses textbook pairs; a swap of neighbours counts once.
func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"kitten", "sitting", 3}, {"anxoius", "anxious", 1}, {"repair", "repiar", 1}, {"flaw", "lawn", 2},
	} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
		if got := distance(c.b, c.a); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.b, c.a, got, c.want)
		}
	}
}

// TestFillSharesNothing fills a text twice from different languages: neither
// source may change.
func TestFillSharesNothing(t *testing.T) {
	dst := func() *PlaybookTextFile {
		return &PlaybookTextFile{Notes: map[string]string{"solo": "mine"}, Body: &BodyTextFile{Title: "mine"}}
	}
	src := func() *PlaybookTextFile {
		return &PlaybookTextFile{
			Title: "theirs", Notes: map[string]string{"solo": "theirs", "even": "theirs"},
			Body:   &BodyTextFile{Title: "theirs", Text: []string{"theirs"}},
			Stages: map[string]StageTextFile{"awareness": {Title: "theirs"}},
		}
	}
	mine, theirs := dst(), src()
	first := *mine
	gaps, both := fill(&first, theirs)
	if !reflect.DeepEqual(mine, dst()) || !reflect.DeepEqual(theirs, src()) {
		t.Errorf("fill changed a source: %+v, %+v", mine, theirs)
	}
	want := &PlaybookTextFile{
		Title: "theirs", Notes: map[string]string{"solo": "mine", "even": "theirs"},
		Body:   &BodyTextFile{Title: "mine", Text: []string{"theirs"}},
		Stages: map[string]StageTextFile{"awareness": {Title: "theirs"}},
	}
	if !reflect.DeepEqual(&first, want) {
		t.Errorf("got %+v, want %+v", first, want)
	}
	var missing []string
	for _, g := range gaps {
		missing = append(missing, pathName(g.path))
	}
	if want := []string{"title", "notes.even", "body.text", "stages.awareness"}; !reflect.DeepEqual(missing, want) {
		t.Errorf("got gaps %q, want %q", missing, want)
	}
	if len(both) != 2 || pathName(both[0]) != "notes.solo" || pathName(both[1]) != "body.title" {
		t.Errorf("got both %v", both)
	}
}

// TestSyntaxErrorsStandAtTheirLine plants faults at line 4 of a file whose other
// lines are good.
func TestSyntaxErrorsStandAtTheirLine(t *testing.T) {
	for _, fault := range []string{
		"  c: { d: 1", "  c: [1, 2", "\tc: d", "  c: d: e", " c: d", "   c: d", "  c: \"x", "  c: 'x", "  - c", "  c: @x", "  c: %x", "  c", "  c: }",
	} {
		text := "# first\na:\n  b: 1\n" + fault + "\n  y: 2\nz:\n  - one\n  - two\nx:\n  y: 3\n  z: 4\n"
		_, err := parseYAML(strings.NewReader(text))
		if err == nil {
			t.Errorf("%q parses", fault)
			continue
		}
		if line, message := syntaxError([]byte(text), err); line != 4 {
			t.Errorf("%q: got line %d (%s), want 4", fault, line, message)
		}
	}
}
