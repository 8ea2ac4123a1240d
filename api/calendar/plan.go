package calendar

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// Plan is what the calendar of one person is made of.
type Plan struct {
	Attempt quiz.AttemptID
	Stages  []playbook.Chapter
	// Start is the first day of week 1; its clock and zone are left aside.
	Start time.Time
	// Made is the moment at which the file is made.
	Made   time.Time
	Locale quiz.Locale
	Texts  quiz.Texts
}

// ContentType is the media type of what Write writes.
const ContentType = "text/calendar; charset=utf-8"

// Name is the name of the file: it says nothing to whoever sees the list of
// downloads.
const Name = "plan.ics"

// Write writes the calendar. The same plan gives the same bytes, and an entry
// keeps its UID when the plan is written again, so that a calendar replaces it.
func (p Plan) Write(w io.Writer) error {
	out := &lines{w: w}
	out.line("BEGIN", "VCALENDAR")
	out.line("VERSION", "2.0")
	out.line("PRODID", "-//Attune//Plan//EN")
	out.line("CALSCALE", "GREGORIAN")
	out.line("METHOD", "PUBLISH")
	for _, stage := range p.Stages {
		for i, e := range stage.Practices {
			p.entry(out, stage, i, e)
		}
	}
	out.line("END", "VCALENDAR")
	if out.err != nil {
		return fmt.Errorf("write the calendar: %w", out.err)
	}
	return nil
}

func (p Plan) entry(out *lines, stage playbook.Chapter, i int, e playbook.Exercise) {
	first := p.firstDay(stage, i)
	out.line("BEGIN", "VEVENT")
	out.line("UID", p.uid(stage, e))
	out.line("DTSTAMP", p.Made.UTC().Format("20060102T150405Z"))
	out.line("DTSTART;VALUE=DATE", date(first))
	out.line("DTEND;VALUE=DATE", date(first.AddDate(0, 0, 1)))
	if rule := repeat(e.OftenID, first, p.day(7*stage.To-1)); rule != "" {
		out.line("RRULE", rule)
	}
	out.text("SUMMARY", p.Texts.Text(p.Locale, "calendar.title", quiz.Arg{Name: "count", Value: e.Minutes}))
	out.text("DESCRIPTION", p.Texts.Text(p.Locale, "calendar.place",
		quiz.Arg{Name: "week", Value: stage.From}, quiz.Arg{Name: "n", Value: i + 1}))
	out.line("TRANSP", "TRANSPARENT")
	out.line("CLASS", "PRIVATE")
	out.line("END", "VEVENT")
}

// uid names the entry for ever and tells nothing of whose it is.
func (p Plan) uid(stage playbook.Chapter, e playbook.Exercise) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "calendar\x00%s\x00%s\x00%s", p.Attempt, stage.ID, e.ID))
	return hex.EncodeToString(sum[:16])
}

// firstDay spreads the practices of a stage over the days of its first week.
func (p Plan) firstDay(stage playbook.Chapter, i int) time.Time {
	const apart = 2 // days between one practice and the next
	return p.day(7*(stage.From-1) + i*apart%7)
}

// day is so many days after the first.
func (p Plan) day(after int) time.Time {
	year, month, day := p.Start.Date()
	return time.Date(year, month, day+after, 0, 0, 0, 0, time.UTC)
}

func date(t time.Time) string { return t.Format("20060102") }

// repeat is the recurrence rule until the last day of a stage; empty for what
// is done once, or when the moment comes: that is entered on one day, to be
// read.
func repeat(often string, first, last time.Time) string {
	until := ";UNTIL=" + date(last)
	switch often {
	case "daily":
		return "FREQ=DAILY" + until
	case "weekly":
		return "FREQ=WEEKLY" + until
	case "twice_a_week":
		return "FREQ=WEEKLY" + until + ";BYDAY=" + weekday(first) + "," + weekday(first.AddDate(0, 0, 3))
	}
	return ""
}

func weekday(t time.Time) string {
	return [...]string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}[t.Weekday()]
}

// ParseStart reads a day such as 2026-12-01. An empty text is the first Monday
// after now. It returns an error for what is no day, or lies more than a year
// from now.
func ParseStart(text string, now time.Time) (time.Time, error) {
	if text == "" {
		year, month, day := now.UTC().Date()
		ahead := (8 - int(now.UTC().Weekday())) % 7
		if ahead == 0 {
			ahead = 7
		}
		return time.Date(year, month, day+ahead, 0, 0, 0, 0, time.UTC), nil
	}
	start, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("read the first day: %w", err)
	}
	if away := start.Sub(now).Abs(); away > 366*24*time.Hour {
		return time.Time{}, fmt.Errorf("read the first day: %s lies more than a year away", text)
	}
	return start, nil
}
