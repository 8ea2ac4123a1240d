package take_test

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/attune-quiz/attune/quiz/take"
)

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

func TestParseResumeCode(t *testing.T) {
	const want = "7Q4K-0ZBM-X2C9-HT3V-R81D"
	for _, typed := range []string{
		want, "7q4k0zbmx2c9ht3vr81d", " 7Q4K 0ZBM–X2C9—HT3V.R81D\n", "7Q4K-OZBM-X2C9-HT3V-R8LD", "7q4k-ozbm-x2c9-ht3v-r8id",
		"７Ｑ４Ｋ－０ＺＢＭ－Ｘ２Ｃ９－ＨＴ３Ｖ－Ｒ８１Ｄ", "７ｑ４ｋ　０ｚｂｍ　ｘ２ｃ９　ｈｔ３ｖ　ｒ８１ｄ",
	} {
		if got, ok := take.ParseResumeCode(typed); !ok || got != want {
			t.Errorf("%q: got %q, %v; want %q", typed, got, ok, want)
		}
	}
	for _, typed := range []string{"", "7Q4K", want + "2", "7Q4K-0ZBM-X2C9-HT3V-R8UD", "7Q4K-0ZBM-X2C9-HT3V-R8é1", "7Q4K-0ZBM-X2C9-HT3V-R8\x001", "\xff" + want, want + "一"} {
		if got, ok := take.ParseResumeCode(typed); ok {
			t.Errorf("%q: got %q, want nothing", typed, got)
		}
	}
}

func TestMadeCodesAreRead(t *testing.T) {
	w := newWorld(t)
	b := w.begin(t)
	shape := regexp.MustCompile(`^[` + alphabet + `]{4}(-[` + alphabet + `]{4}){4}$`)
	seen := map[take.ResumeCode]bool{}
	letters := map[rune]int{}
	for range 200 {
		made, err := w.MakeResumeCode(t.Context(), b.Attempt.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !shape.MatchString(string(made.Code)) || seen[made.Code] {
			t.Fatalf("got %q, want a code that is new", made.Code)
		}
		seen[made.Code] = true
		if got, ok := take.ParseResumeCode(strings.ToLower(string(made.Code))); !ok || got != made.Code {
			t.Errorf("%q is read as %q, %v", made.Code, got, ok)
		}
		for _, r := range string(made.Code) {
			letters[r]++
		}
	}
	// 4,000 letters of 32 kinds: 125 of each, give or take.
	for _, r := range alphabet {
		if n := letters[r]; n < 70 || n > 190 {
			t.Errorf("%c came %d times in 4,000", r, n)
		}
	}
}

// Any code survives however it is typed.
func TestTypedCodes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.StringMatching(`[0-9A-HJKMNP-TV-Z]{20}`).Draw(t, "code")
		var typed, want strings.Builder
		for i, r := range plain {
			if i > 0 && i%4 == 0 {
				want.WriteByte('-')
			}
			want.WriteRune(r)
			typed.WriteString(rapid.SampledFrom([]string{"", " ", "-", "  "}).Draw(t, "gap"))
			switch {
			case r == '0' && rapid.Bool().Draw(t, "o"):
				r = 'o'
			case r == '1' && rapid.Bool().Draw(t, "l"):
				r = 'L'
			case rapid.Bool().Draw(t, "lower"):
				r = []rune(strings.ToLower(string(r)))[0]
			case rapid.Bool().Draw(t, "wide"):
				r += 0xFEE0
			}
			typed.WriteRune(r)
		}
		if got, ok := take.ParseResumeCode(typed.String()); !ok || string(got) != want.String() {
			t.Fatalf("%q: got %q, %v; want %q", typed.String(), got, ok, want.String())
		}
	})
}

// Holds: R14
func FuzzParseResumeCode(f *testing.F) {
	f.Add("7Q4K-0ZBM-X2C9-HT3V-R81D")
	f.Add("７Ｑ４Ｋ")
	f.Fuzz(func(t *testing.T, typed string) {
		got, ok := take.ParseResumeCode(typed)
		if !ok {
			return
		}
		if again, ok := take.ParseResumeCode(string(got)); !ok || again != got {
			t.Errorf("%q is read as %q and that as %q, %v", typed, got, again, ok)
		}
	})
}
