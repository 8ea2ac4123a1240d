package content

import (
	"fmt"
	"time"

	"golang.org/x/text/language"
	printing "golang.org/x/text/message"
	"golang.org/x/text/number"

	"github.com/attune-quiz/attune/quiz"
)

// Keys that values are written by.
const (
	// languageName is what a language calls itself.
	languageName = "site.language_name"
	// dateOfDay puts {day}, {month} and {year} in a language's order; the names
	// of the months are date.month_1 to date.month_12.
	dateOfDay   = "date.of_day"
	dateOfMonth = "date.month_"
)

// format writes a value as the locale does: whole numbers with its digits and
// separators, others to a tenth, a time as its date in UTC, a language under its
// own name where it gives one.
func (c *catalogue) format(locale quiz.Locale, value any) (string, bool) {
	switch value := value.(type) {
	case string:
		return value, true
	case int:
		return c.number(locale, value), true
	case float64:
		return c.tenths(locale, value), true
	case time.Time:
		return c.date(locale, value.UTC()), true
	case quiz.Locale:
		if _, ok := c.messages[value][languageName]; ok {
			return c.Text(value, languageName), true
		}
		return string(value), true
	}
	return "", false
}

func (c *catalogue) number(locale quiz.Locale, n int) string {
	return printing.NewPrinter(language.Make(string(locale))).Sprint(number.Decimal(n))
}

// tenths writes a score for reading: the scales have no finer steps that mean
// anything.
func (c *catalogue) tenths(locale quiz.Locale, v float64) string {
	return printing.NewPrinter(language.Make(string(locale))).Sprint(number.Decimal(v, number.MinFractionDigits(1), number.MaxFractionDigits(1)))
}

// date falls back on ISO 8601 where the words for dates are missing.
func (c *catalogue) date(locale quiz.Locale, at time.Time) string {
	if _, ok := c.messages[locale][dateOfDay]; !ok {
		return at.Format(time.DateOnly)
	}
	// A year is written without separators, and a day has none.
	plain := func(n int) string {
		return printing.NewPrinter(language.Make(string(locale))).Sprint(number.Decimal(n, number.NoSeparator()))
	}
	return c.Text(locale, dateOfDay,
		quiz.Arg{Name: "day", Value: plain(at.Day())},
		quiz.Arg{Name: "month", Value: c.Text(locale, fmt.Sprint(dateOfMonth, int(at.Month())))},
		quiz.Arg{Name: "year", Value: plain(at.Year())})
}
