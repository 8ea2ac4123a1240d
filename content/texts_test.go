package content_test

import (
	"math/rand/v2"
	"testing"
	"testing/fstest"
	"time"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// words loads texts of the interface alone.
func words(t *testing.T, files map[string]string) quiz.Texts {
	t.Helper()
	tree := fstest.MapFS{}
	for name, text := range files {
		tree["locales/"+name+".yaml"] = &fstest.MapFile{Data: []byte(text)}
	}
	lib, _ := content.LoadAt(tree, now)
	return lib.Texts()
}

func TestTextPicksPluralForms(t *testing.T) {
	texts := words(t, map[string]string{
		"en":      "a: { n: { one: '{count} minute', other: '{count} minutes' } }",
		"zh-Hans": "a: { n: '{count} 分钟' }",
		"pl":      "a: { n: { one: '{count} minuta', few: '{count} minuty', many: '{count} minut', other: '{count} minuty' } }",
	})
	// The Polish forms follow CLDR 45, plurals: one 1; few 2–4, 22–24; many 0, 5–21, 25.
	for _, c := range []struct {
		locale quiz.Locale
		count  int
		want   string
	}{
		{"en", 0, "0 minutes"}, {"en", 1, "1 minute"}, {"en", 2, "2 minutes"},
		{"zh-Hans", 1, "1 分钟"}, {"zh-Hans", 5, "5 分钟"},
		{"pl", 1, "1 minuta"}, {"pl", 3, "3 minuty"}, {"pl", 5, "5 minut"}, {"pl", 12, "12 minut"}, {"pl", 22, "22 minuty"},
	} {
		if got := texts.Text(c.locale, "a.n", quiz.Arg{Name: "count", Value: c.count}); got != c.want {
			t.Errorf("%s %d: got %q, want %q", c.locale, c.count, got, c.want)
		}
	}
}

func TestTextFallsBack(t *testing.T) {
	texts := words(t, map[string]string{
		"en": "site: { language_name: English }\na: { only: 'Only {who}', n: { one: one, other: many } }",
		"de": "site: { language_name: Deutsch }\na: { x: y }",
	})
	for _, c := range []struct {
		locale    quiz.Locale
		key, want string
		args      []quiz.Arg
	}{
		{"de", "a.only", "Only you", []quiz.Arg{{Name: "who", Value: "you"}}},
		{"de", "a.n", "one", []quiz.Arg{{Name: "count", Value: 1}}},
		{"fr", "a.only", "Only {who}", nil},
		{"de", "a.gone", "a.gone", nil},
		{"de", "", "", nil},
		{"en", "a.only", "Only Deutsch", []quiz.Arg{{Name: "who", Value: quiz.Locale("de")}}},
		{"en", "a.only", "Only fr", []quiz.Arg{{Name: "who", Value: quiz.Locale("fr")}}},
		{"en", "a.only", "Only {who}", []quiz.Arg{{Name: "who", Value: 1.5i}}},
	} {
		if got := texts.Text(c.locale, c.key, c.args...); got != c.want {
			t.Errorf("%s %s: got %q, want %q", c.locale, c.key, got, c.want)
		}
	}
}

func TestMatch(t *testing.T) {
	texts := words(t, map[string]string{"zh-Hans": "a: { b: c }", "en": "a: { b: c }", "de": "a: { b: c }"})
	if got := texts.Locales(); len(got) != 3 || got[0] != "en" || got[1] != "de" || got[2] != "zh-Hans" {
		t.Errorf("got %v", got)
	}
	for _, c := range []struct {
		preferences []string
		want        quiz.Locale
	}{
		{nil, "en"},
		{[]string{"", ""}, "en"},
		{[]string{"zh-Hans", "de"}, "zh-Hans"},
		{[]string{"zh-CN"}, "zh-Hans"},
		{[]string{"zh"}, "zh-Hans"},
		{[]string{"", "de-AT,de;q=0.9,en;q=0.5"}, "de"},
		{[]string{"", "fr;q=0.9, de;q=0.5, en;q=0.8"}, "en"},
		{[]string{"yue", "de"}, "de"},
		{[]string{"zh-TW", "de"}, "zh-Hans"},
		{[]string{"not a tag!!", "zh-SG"}, "zh-Hans"},
		{[]string{"fr"}, "en"},
		{[]string{"en-GB"}, "en"},
		{[]string{"de;q=0, zh"}, "zh-Hans"},
	} {
		if got := texts.Match(c.preferences...); got != c.want {
			t.Errorf("%q: got %s, want %s", c.preferences, got, c.want)
		}
	}
}

func TestTextWritesValues(t *testing.T) {
	texts := words(t, map[string]string{
		"en":      "a: { of: 'until {v}' }\ndate: { of_day: '{day} {month} {year}', month_11: November, month_1: January }",
		"zh-Hans": "a: { of: '到 {v}' }\ndate: { of_day: '{year}年{month}月{day}日', month_11: '11', month_1: '1' }",
		"de":      "a: { of: 'bis {v}' }\ndate: { of_day: '{day}. {month} {year}', month_11: November, month_1: Januar }",
	})
	east := time.FixedZone("east", 9*60*60)
	for _, c := range []struct {
		locale quiz.Locale
		value  any
		want   string
	}{
		{"en", time.Date(2026, 11, 26, 13, 0, 0, 0, time.UTC), "until 26 November 2026"},
		{"zh-Hans", time.Date(2026, 11, 26, 13, 0, 0, 0, time.UTC), "到 2026年11月26日"},
		{"en", time.Date(2027, 2, 1, 3, 0, 0, 0, east), "until 31 January 2027"}, // it is still January in UTC
		{"en", 44, "until 44"}, {"en", 12345, "until 12,345"}, {"de", 12345, "bis 12.345"}, {"zh-Hans", 44, "到 44"},
		{"en", 2.04, "until 2.0"}, {"en", 1234.56, "until 1,234.6"}, {"de", 2.75, "bis 2,8"}, {"zh-Hans", 3.96, "到 4.0"},
	} {
		if got := texts.Text(c.locale, "a.of", quiz.Arg{Name: "v", Value: c.value}); got != c.want {
			t.Errorf("%s %v: got %q, want %q", c.locale, c.value, got, c.want)
		}
	}
	bare := words(t, map[string]string{"en": "a: { of: 'until {v}' }"})
	if got, want := bare.Text("en", "a.of", quiz.Arg{Name: "v", Value: time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)}), "until 2026-03-09"; got != want {
		t.Errorf("without words for dates: got %q, want %q", got, want)
	}
}

// A playbook writes the day of its result as its language does.
func TestPlaybookWritesItsDate(t *testing.T) {
	for locale, s := range shelves(t) {
		p := drawProfile(t, s.in, &s.in.Forms[0], rand.New(rand.NewPCG(1, 2)))
		p.FinishedAt = time.Date(2026, 11, 26, 23, 59, 0, 0, time.UTC)
		want := map[quiz.Locale]string{"en": "26 November 2026", "zh-Hans": "2026 年 11 月 26 日"}[locale]
		if got := playbook.Compose(s.in, p, s.book, playbook.Choice{}).Date; got != want {
			t.Errorf("%s: got %q, want %q", locale, got, want)
		}
		p.FinishedAt = time.Time{}
		if got := playbook.Compose(s.in, p, s.book, playbook.Choice{}).Date; got != "" {
			t.Errorf("%s: without a day got %q", locale, got)
		}
	}
}
