package pdf

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// TestProfilesHold lays out the playbooks of 500 random profiles, in both
// languages and on both papers, and looks at every box.
func TestProfilesHold(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	sets := map[quiz.Locale]*fontSet{"en": plainSet(t), "zh-Hans": hanSet(t)}
	profiles := 500
	if testing.Short() {
		profiles = 25
	}
	for i := range profiles {
		for locale, set := range sets {
			doc := profileDocument(t, random, locale)
			for _, paper := range []playbook.Paper{playbook.A4, playbook.Letter} {
				pages, ts := compose(set, doc, paper)
				for _, fault := range append(faults(pages, ts.frame), lonely(pages)...) {
					t.Errorf("profile %d in %s on %s: %s", i, locale, paper, fault)
				}
				if ts.replaced > 0 {
					t.Errorf("profile %d in %s: %d characters have no glyph", i, locale, ts.replaced)
				}
				two, ts := summarise(set, doc, paper)
				for _, fault := range append(faults(two, ts.frame), lonely(two)...) {
					t.Errorf("summary %d in %s on %s: %s", i, locale, paper, fault)
				}
				if len(two) != 2 {
					t.Errorf("summary %d in %s on %s: got %d pages, want 2", i, locale, paper, len(two))
				}
			}
		}
	}
}

// TestSizes holds the files of full playbooks to their limits.
func TestSizes(t *testing.T) {
	r := newRenderer(t)
	for locale, most := range map[quiz.Locale]int{"en": 400_000, "zh-Hans": 900_000} {
		for seed := range uint64(25) {
			if got := len(render(t, r, fullDocument(t, seed, locale), playbook.Letter)); got > most {
				t.Errorf("playbook %d in %s: got %d bytes, want at most %d", seed, locale, got, most)
			}
		}
	}
	if got := r.Replaced(); got != 0 {
		t.Errorf("replaced characters: got %d, want 0", got)
	}
}

// alphabets are what random names are made of.
var alphabets = []string{
	"abcdefghijklmnopqrstuvwxyzABCXYZ 0123456789.,-'’“”()&/\\", "äöüßéèñçøåłśžőăÄÖÜ–—…·", "我们在一起的时候你想要什么，。“”：（）《》、",
	"\u0301\u0308\u0327\u0323", "🙂👩\u200d👩\u200d👧🏳\ufe0f🇨🇳", "مرحبا שלום", "龘𠮷ก", "\x00\x07\t\r\n\u2028\u00ad\u200b\ufeff\ue001",
}

func randomName(random *rand.Rand) string {
	var b strings.Builder
	long := 1 + random.IntN(40)
	if random.IntN(200) == 0 {
		long = 2000
	}
	only := random.IntN(2 * len(alphabets))
	for range long {
		from := alphabets[random.IntN(len(alphabets))]
		if only < len(alphabets) {
			from = alphabets[only]
		}
		runes := []rune(from)
		b.WriteRune(runes[random.IntN(len(runes))])
		if random.IntN(60) == 0 {
			b.WriteByte(byte(0x80 + random.IntN(0x80))) // broken UTF-8
		}
	}
	return b.String()
}

// TestRandomNames prints 10,000 random partner names and titles: none may
// panic, leave its box, nor lose a character that the fonts have.
func TestRandomNames(t *testing.T) {
	r := newRenderer(t)
	random := rand.New(rand.NewPCG(3, 4))
	names := 5_000 // each a title and a partner's name
	if testing.Short() {
		names = 200
	}
	for i := range names {
		doc := playbook.Document{Title: randomName(random), Finished: sampleDocument().Finished,
			Branding: playbook.Branding{Name: randomName(random)}, Opening: []string{"…"}}
		if i%2 == 1 {
			doc.Locale = "zh-Hans"
		}
		set := r.set(doc.Locale)
		pages, ts := compose(set, doc, playbook.A4)
		for _, fault := range faults(pages, ts.frame) {
			t.Errorf("name %d: %s", i, fault)
		}
		placed := squash(placedText(pages[1:], false))
		for _, s := range []string{doc.Title, doc.Branding.Name} {
			if want := supported(set, s); !strings.Contains(onlySupported(placed), want) {
				t.Fatalf("name %d, %q: lost some of %q", i, s, want)
			}
		}
		if err := r.Print(&bytes.Buffer{}, doc, playbook.A4); err != nil {
			t.Fatalf("name %d, %q: %v", i, s(doc), err)
		}
	}
}

func s(doc playbook.Document) string { return doc.Title + " / " + doc.Branding.Name }

// supported keeps the runes that a set draws, by the fonts alone.
func supported(set *fontSet, s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		for _, script := range set.scripts {
			if r != utf8.RuneError && script.fonts[regular].Glyph(r) != 0 {
				b.WriteRune(r)
				break
			}
		}
	}
	return squash(b.String())
}

// onlySupported leaves out what stands for runes that no font has.
func onlySupported(s string) string { return strings.ReplaceAll(s, "\ufffd", "") }
