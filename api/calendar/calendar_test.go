package calendar_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/attune-quiz/attune/api/calendar"
	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/scoring"
)

var update = flag.Bool("update", false, "write the golden anew")

var (
	start = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC) // a Tuesday
	made  = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
)

// echo gives a fixed text.
type echo string

func (echo) Locales() []quiz.Locale                         { return []quiz.Locale{"en"} }
func (echo) Match(...string) quiz.Locale                    { return "en" }
func (e echo) Text(quiz.Locale, string, ...quiz.Arg) string { return string(e) }
func write(t testing.TB, p calendar.Plan) string {
	t.Helper()
	var out bytes.Buffer
	if err := p.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func stages() []playbook.Chapter {
	e := func(id, often string) playbook.Exercise { return playbook.Exercise{ID: id, OftenID: often, Minutes: 5} }
	return []playbook.Chapter{
		{ID: "awareness", From: 1, To: 2, Practices: []playbook.Exercise{e("a", "daily"), e("b", "in_the_moment"), e("c", "twice_a_week")}},
		{ID: "disclosure", From: 3, To: 3, Practices: []playbook.Exercise{e("d", "once")}},
		{ID: "cocreation", From: 4, To: 6, Practices: []playbook.Exercise{e("e", "weekly")}},
	}
}

// TestGolden is the whole file for a plan of five practices, with days counted
// by hand: week 1 begins on Tuesday 1 December, week 3 on the 15th, week 4 on
// the 22nd; week 2 ends on the 14th, week 6 on 11 January.
func TestGolden(t *testing.T) {
	lib, _ := content.Load(content.Shipped())
	got := write(t, calendar.Plan{Attempt: "att_1", Stages: stages(), Start: start, Made: made, Locale: "en", Texts: lib.Texts()})
	const name = "testdata/plan.ics"
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, line := range []string{
		"DTSTART;VALUE=DATE:20261201", "RRULE:FREQ=DAILY;UNTIL=20261214", "DTSTART;VALUE=DATE:20261203",
		"DTSTART;VALUE=DATE:20261205", "RRULE:FREQ=WEEKLY;UNTIL=20261214;BYDAY=SA,TU",
		"DTSTART;VALUE=DATE:20261215", "DTSTART;VALUE=DATE:20261222", "RRULE:FREQ=WEEKLY;UNTIL=20270111",
	} {
		if !strings.Contains(got, line+"\r\n") {
			t.Errorf("no line %s", line)
		}
	}
	if n := strings.Count(got, "RRULE:"); n != 3 {
		t.Errorf("%d entries repeat, want 3", n)
	}
}

// unfold undoes folding and escaping as RFC 5545 says, 3.1 and 3.3.11, and
// returns the values by property.
func unfold(file string) map[string][]string {
	values := map[string][]string{}
	file = strings.ReplaceAll(file, "\r\n ", "")
	for line := range strings.SplitSeq(strings.TrimSuffix(file, "\r\n"), "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		var b strings.Builder
		escaped := false
		for _, r := range value {
			switch {
			case escaped && (r == 'n' || r == 'N'):
				b.WriteByte('\n')
			case escaped || r != '\\':
				b.WriteRune(r)
			}
			escaped = !escaped && r == '\\'
		}
		values[name] = append(values[name], b.String())
	}
	return values
}

// TestAnyTextSurvives folds and escapes any text and reads it back.
//
// Holds: ASVS 1.2.1
func TestAnyTextSurvives(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("a b,;:\\\n\"é好😀"))).Draw(rt, "text")
		file := write(t, calendar.Plan{Stages: stages(), Start: start, Made: made, Texts: echo(text)})
		for line := range strings.SplitSeq(file, "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
				rt.Fatalf("line %q of %d octets", line, len(line))
			}
		}
		for _, property := range []string{"SUMMARY", "DESCRIPTION"} {
			if got := unfold(file)[property]; len(got) != 5 || got[0] != text {
				rt.Fatalf("%s: got %q, want %q", property, got, text)
			}
		}
	})
}

// Holds: R14
func FuzzText(f *testing.F) {
	f.Add("\xff\x00\r", "att")
	f.Fuzz(func(t *testing.T, text, id string) {
		file := write(t, calendar.Plan{Attempt: quiz.AttemptID(id), Stages: stages(), Start: start, Made: made, Texts: echo(text)})
		if !utf8.ValidString(file) || regexp.MustCompile("[^\r]\n|\r[^\n]|\x00").MatchString(file) {
			t.Errorf("got %q", file)
		}
	})
}

// TestEntriesKeepTheirName wants the same UIDs another day, other ones for
// another person, and each once.
func TestEntriesKeepTheirName(t *testing.T) {
	plan := calendar.Plan{Attempt: "att_1", Stages: stages(), Start: start, Made: made, Texts: echo("x")}
	first := unfold(write(t, plan))["UID"]
	plan.Start, plan.Made = start.AddDate(0, 0, 7), made.AddDate(0, 0, 1)
	later := unfold(write(t, plan))["UID"]
	plan.Attempt = "att_2"
	other := unfold(write(t, plan))["UID"]
	seen := map[string]bool{}
	for i, uid := range first {
		if uid != later[i] || uid == other[i] || seen[uid] {
			t.Errorf("entry %d: %s, later %s, of another person %s", i, uid, later[i], other[i])
		}
		seen[uid] = true
	}
}

// TestNothingIsTold composes what ships for every settled style, in every
// language, and looks for more in the file than minutes, week and number.
func TestNothingIsTold(t *testing.T) {
	lib, _ := content.Load(content.Shipped())
	in, err := lib.Instrument("relationship")
	if err != nil {
		t.Fatal(err)
	}
	neutral := map[quiz.Locale]*regexp.Regexp{
		"en":      regexp.MustCompile(`^(\d+ minutes? for me|Week \d+, number \d)$`),
		"zh-Hans": regexp.MustCompile(`^(留给自己 \d+ 分钟|第 \d+ 周，第 \d 项)$`),
	}
	for _, locale := range lib.Texts().Locales() {
		book, err := lib.Playbook(in.ID, locale)
		if err != nil {
			t.Fatal(err)
		}
		for r := range scoring.Regions {
			p := quiz.Profile{Form: "full", Style: &quiz.Style{State: r.String()}}
			doc := playbook.Compose(in, p, book, playbook.Choice{Audience: quiz.Joint, Relation: quiz.RelationCurrent})
			values := unfold(write(t, calendar.Plan{Attempt: "a", Stages: doc.Stages, Start: start, Made: made, Locale: locale, Texts: lib.Texts()}))
			if len(values["UID"]) < 12 {
				t.Errorf("%s %s: %d entries, want 12 or more", locale, r, len(values["UID"]))
			}
			for _, text := range append(values["SUMMARY"], values["DESCRIPTION"]...) {
				if !neutral[locale].MatchString(text) {
					t.Errorf("%s %s: %q says too much", locale, r, text)
				}
			}
			for name := range values {
				if !strings.Contains(" BEGIN VERSION PRODID CALSCALE METHOD UID DTSTAMP DTSTART;VALUE=DATE DTEND;VALUE=DATE RRULE SUMMARY DESCRIPTION TRANSP CLASS END ", " "+name+" ") {
					t.Errorf("unexpected property %s", name)
				}
			}
		}
	}
}

func TestParseStart(t *testing.T) {
	for _, tc := range []struct {
		text, now, want string
	}{
		{"", "2026-11-23", "2026-11-30"}, {"", "2026-11-29", "2026-11-30"}, {"", "2026-12-26", "2026-12-28"},
		{"2026-12-01", "2026-11-23", "2026-12-01"}, {"2026-11-01", "2026-11-23", "2026-11-01"},
		{"2028-01-01", "2026-11-23", ""}, {"01.12.2026", "2026-11-23", ""}, {"2026-02-30", "2026-11-23", ""},
	} {
		now, err := time.Parse(time.DateOnly, tc.now)
		if err != nil {
			t.Fatal(err)
		}
		got, err := calendar.ParseStart(tc.text, now.Add(15*time.Hour))
		if (err != nil) != (tc.want == "") || err == nil && got.Format(time.DateOnly) != tc.want {
			t.Errorf("%q on %s: got %v, %v, want %s", tc.text, tc.now, got, err, tc.want)
		}
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestWriteTellsOfFailure(t *testing.T) {
	if err := (calendar.Plan{Texts: echo("")}).Write(broken{}); err == nil {
		t.Error("got no error")
	}
}
