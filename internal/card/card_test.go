package card_test

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/attune-quiz/attune/internal/card"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

var (
	update = flag.Bool("update", false, "write the goldens of the cards anew")
	keep   = flag.String("out", "", "a folder for the pictures, to look at")
)

func samples() map[string]playbook.Card {
	area := quiz.Area{Left: 8, X: 11, Right: 14, Low: 1, Y: 4, High: 7}
	edge := quiz.Area{Left: 0, X: 0, Right: 3, Low: 13, Y: 16, High: 16}
	return map[string]playbook.Card{
		"helps_en": {Locale: "en", Heading: "What helps me", Foot: "Attune · quiz.example.org", Texts: []string{
			"Sometimes I want you near and want to leave. Sit close and don’t choose for me.",
			"If we stop in the middle of a quarrel, say “still us” before you sleep.",
		}},
		"helps_zh": {Locale: "zh-Hans", Heading: "什么对我管用", Foot: "Attune · quiz.example.org", Texts: []string{
			"我躲去阳台，是会回来的。门让我自己来开。", "一句“刚才话说重了”，比一长篇道歉管用。",
		}},
		"phrase_en":  {Locale: "en", Heading: "Words for a hard evening", Foot: "Attune · quiz.example.org", Texts: []string{"“Not now, but yes. After dinner?”"}},
		"phrase_zh":  {Locale: "zh-Hans", Heading: "可以直接说的话", Foot: "Attune · quiz.example.org", Texts: []string{"“我有点想躲，不是因为你。给我到八点，好吗？”"}},
		"map_en":     {Locale: "en", Heading: "Where my answers lean", Foot: "Attune · quiz.example.org", Map: &playbook.CardMap{Area: area, Right: "Alarm when someone feels far", Up: "Pull to step back when someone comes near"}},
		"map_zh":     {Locale: "zh-Hans", Heading: "我的回答偏向哪边", Foot: "Attune · quiz.example.org", Map: &playbook.CardMap{Area: edge, Right: "人远了，心里慌多少", Up: "人近了，想退多少"}},
		"generic_en": {Locale: "en", Heading: "Attune", Foot: "A short self-assessment · quiz.example.org", Texts: []string{"How do you reach for each other?"}},
		"generic_zh": {Locale: "zh-Hans", Heading: "Attune", Foot: "一份短短的自测 · quiz.example.org", Texts: []string{"心里一慌，你会靠过去，还是躲一躲？"}},
		"empty":      {Locale: "en"},
		"strange":    {Locale: "en", Heading: strings.Repeat("word ", 60), Foot: "\u00ad\t\x00\xff🎵", Texts: []string{strings.Repeat("Donaudampfschifffahrt", 9), "a\nb\r\n\nc", strings.Repeat("很", 200)}},
	}
}

var newPainter = sync.OnceValues(card.New)

func paint(t testing.TB, c playbook.Card) []byte {
	t.Helper()
	p, err := newPainter()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := p.Paint(&out, c); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestPictures holds what every card is: its size, its weight, its colours, the
// same bytes each time, and nothing in the file beside the picture.
//
// Holds: E11
func TestPictures(t *testing.T) {
	for name, c := range samples() {
		t.Run(name, func(t *testing.T) {
			data := paint(t, c)
			if !bytes.Equal(data, paint(t, c)) {
				t.Error("painting twice gives two files")
			}
			if len(data) > 100<<10 {
				t.Errorf("got %d bytes, want 100 KB at most", len(data))
			}
			if *keep != "" {
				if err := os.WriteFile(filepath.Join(*keep, name+".png"), data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			img, err := png.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			paletted, ok := img.(*image.Paletted)
			if !ok || len(paletted.Palette) != 64 || img.Bounds() != image.Rect(0, 0, 1200, 630) {
				t.Errorf("got %T %v, want 1200 × 630 in 64 colours", img, img.Bounds())
			}
			for _, kind := range chunks(t, data) {
				if !slices.Contains([]string{"IHDR", "PLTE", "IDAT", "IEND"}, kind) {
					t.Errorf("the file holds %s", kind)
				}
			}
		})
	}
}

// chunks lists the kinds of the parts of a PNG.
func chunks(t *testing.T, data []byte) []string {
	t.Helper()
	var kinds []string
	for at := 8; at < len(data); {
		n := int(binary.BigEndian.Uint32(data[at:]))
		kinds = append(kinds, string(data[at+4:at+8]))
		at += 12 + n
	}
	return kinds
}

// TestLayout shows how each card breaks its words, in a golden that reads well.
func TestLayout(t *testing.T) {
	p, err := newPainter()
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	all := samples()
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(&got, "-- %s --\n%s", name, card.Layout(p, all[name]))
	}
	file := filepath.Join("testdata", "layout.golden")
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("the layout changed; see the difference with -update and git diff\n%s", &got)
	}
}

// TestWordsStandClear: whatever is said in a card stays off its edges.
func TestWordsStandClear(t *testing.T) {
	var ground color.Color = color.RGBA{0xfb, 0xf6, 0xee, 0xff}
	word := rapid.StringMatching(`[a-z]{1,12}|[一-丙口]{1,6}|[.,“”！。]`)
	rapid.Check(t, func(t *rapid.T) {
		texts := []string{}
		for range rapid.IntRange(1, 2).Draw(t, "texts") {
			texts = append(texts, strings.Join(rapid.SliceOfN(word, 1, 14).Draw(t, "words"), " "))
		}
		var out bytes.Buffer
		p, err := newPainter()
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Paint(&out, playbook.Card{Locale: "en", Heading: "Heading", Texts: texts, Foot: "Foot"}); err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(&out)
		if err != nil {
			t.Fatal(err)
		}
		for y := range 630 {
			for _, x := range [...]int{20, 40, 1160, 1180} {
				if color.RGBAModel.Convert(img.At(x, y)) != ground {
					t.Fatalf("%q: something stands at %d,%d", texts, x, y)
				}
			}
		}
	})
}

// The map of two areas differs, and says where: left and low against right and
// high.
func TestMapShowsTheArea(t *testing.T) {
	centre := func(a quiz.Area) (x, y float64) {
		data := paint(t, playbook.Card{Map: &playbook.CardMap{Area: a}})
		img, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		n := 0.
		for py := range 630 {
			for px := range 600 {
				r, g, b, _ := img.At(px, py).RGBA()
				if r>>8 > 0xc0 && int(r>>8)-int(b>>8) > 30 && g>>8 < 0xdd { // clay on the ground
					x, y, n = x+float64(px), y+float64(py), n+1
				}
			}
		}
		return x / n, y / n
	}
	lowX, lowY := centre(quiz.Area{Left: 0, X: 3, Right: 6, Low: 0, Y: 3, High: 6})
	highX, highY := centre(quiz.Area{Left: 10, X: 13, Right: 16, Low: 10, Y: 13, High: 16})
	if lowX > highX-150 || lowY < highY+150 {
		t.Errorf("got %v,%v and %v,%v; want the second right of and above the first", lowX, lowY, highX, highY)
	}
}

func BenchmarkPaint(b *testing.B) {
	c := samples()["helps_en"]
	paint(b, c)
	for b.Loop() {
		paint(b, c)
	}
}
