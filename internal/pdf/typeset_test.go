package pdf

import (
	"strings"
	"testing"

	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/rivo/uniseg"
	"pgregory.net/rapid"
)

func setter(t testing.TB) *typesetter {
	return &typesetter{fontSet: plainSet(t), frame: frameOf(playbook.A4)}
}

func TestClean(t *testing.T) {
	for _, c := range []struct {
		in, want string
		replaced int
	}{
		{"plain “words” – café", "plain “words” – café", 0},
		{"tab\tand wide", "tab and wide", 0},
		{"line\r\nline\u2028line", "line\nline\nline", 0},
		{"soft\u00adhyphen\u200b\ufeff", "softhyphen", 0},
		{"a\x00b", "a\uFFFDb", 1},
		{"\xff\xfe", "\uFFFD\uFFFD", 2},
		{"\uFFFD", "\uFFFD", 0},
		{"🙂 龘", "\uFFFD \uFFFD", 2},
		{"👩\u200d👧", "\uFFFD\uFFFD", 2},
	} {
		ts := setter(t)
		if got := ts.clean(c.in); got != c.want || ts.replaced != c.replaced {
			t.Errorf("%q: got %q with %d replaced, want %q with %d", c.in, got, ts.replaced, c.want, c.replaced)
		}
	}
}

// TestWidth uses the advance widths of Noto Sans Regular: space 260, n 618,
// W 930 thousandths.
func TestWidth(t *testing.T) {
	if got, want := setter(t).width("nW n", style{size: 10}), (618+930+260+618)/100.0; got != want {
		t.Errorf("width: got %v, want %v", got, want)
	}
}

func TestLines(t *testing.T) {
	ts := setter(t)
	var got []string
	for _, l := range ts.lines("Say when, not later.\n\nA well-known word", body, 60) {
		got = append(got, l.text)
	}
	want := "Say when,|not later.||A well-|known word"
	if strings.Join(got, "|") != want {
		t.Errorf("lines: got %q, want %q", strings.Join(got, "|"), want)
	}
}

// TestLinesLoseNothing holds for any text and width: no line is too wide unless
// it is one cluster, and all that is not white space comes through in order.
func TestLinesLoseNothing(t *testing.T) {
	ts := setter(t)
	rapid.Check(t, func(t *rapid.T) {
		s := wildString(t)
		width := rapid.Float64Range(8, 400).Draw(t, "width")
		for name, broken := range map[string][]textLine{"lines": ts.lines(s, body, width),
			"prose": ts.prose(s, body, width), "balanced": ts.balanced(s, body, width)} {
			var all strings.Builder
			for _, l := range broken {
				all.WriteString(l.text)
				if l.width > width+.001 && uniseg.GraphemeClusterCount(l.text) > 1 {
					t.Fatalf("%s: %q is %.1f wide, more than %.1f", name, l.text, l.width, width)
				}
			}
			if got, want := squash(all.String()), squash(ts.clean(s)); got != want {
				t.Fatalf("%s: got %q, want %q", name, got, want)
			}
		}
	})
}
