package store

import (
	"strings"

	"github.com/attune-quiz/attune/quiz"
)

// How far an attempt came, in the columns of the table funnel.
const (
	reachDay      = `created / 86400000`
	reachItems    = `length(rtrim(responses, '.'))`
	reachFinished = `CASE WHEN status = 'finished' THEN 1 ELSE 0 END`
	reachUnlocked = `CASE WHEN unlocked > 0 THEN 1 ELSE 0 END`
)

// FoldAttempt takes the id of an attempt that is about to be erased and counts
// how far it came, if it came through a partner. Once erased it is counted no
// more.
const FoldAttempt = `INSERT INTO funnel (partner, day, property, value, reached, finished, unlocked, total)
SELECT partner, ` + reachDay + `, property,
  CASE property WHEN 'locale' THEN locale WHEN 'topic' THEN topic WHEN 'article' THEN article WHEN 'form' THEN form ELSE '' END,
  ` + reachItems + `, ` + reachFinished + `, ` + reachUnlocked + `, 1
FROM attempts CROSS JOIN (SELECT '' AS property UNION ALL SELECT 'locale' UNION ALL SELECT 'topic' UNION ALL SELECT 'article' UNION ALL SELECT 'form') AS properties
WHERE id = $1 AND partner <> '' AND status <> 'erased'
ON CONFLICT (partner, property, day, value, reached, finished, unlocked) DO UPDATE SET total = funnel.total + 1`

// SelectReached returns a statement for each property. They take side, first
// and last day, and give Reached.Fields of what is there and what is erased.
func SelectReached() map[quiz.Property]string {
	text := func(property, value, columns, group string) string {
		return strings.NewReplacer("{property}", property, "{value}", value, "{columns}", columns, "{group}", group).Replace(`
SELECT {columns}, reached, finished, unlocked, CAST(SUM(total) AS BIGINT) FROM (
  SELECT ` + reachDay + ` AS day, {value} AS value, ` + reachItems + ` AS reached,
    ` + reachFinished + ` AS finished, ` + reachUnlocked + ` AS unlocked, 1 AS total
  FROM attempts WHERE partner = $1 AND partner <> '' AND status <> 'erased'
    AND created >= CAST($2 AS BIGINT) * 86400000 AND created < (CAST($3 AS BIGINT) + 1) * 86400000
  UNION ALL
  SELECT day, value, reached, finished, unlocked, total
  FROM funnel WHERE partner = $1 AND property = '{property}' AND day BETWEEN $2 AND $3
) AS counted GROUP BY {group}, reached, finished, unlocked`)
	}
	of := func(property string) string { return text(property, property, "0, value", "value") }
	return map[quiz.Property]string{
		quiz.ByDay:     text("", "''", "day, ''", "day"),
		quiz.ByLocale:  of("locale"),
		quiz.ByTopic:   of("topic"),
		quiz.ByArticle: of("article"),
		quiz.ByForm:    of("form"),
	}
}

// Reached is a group of attempts that came equally far.
type Reached struct {
	Partner            quiz.PartnerID
	Property           quiz.Property
	day                quiz.Day
	value              string
	items              int
	finished, unlocked int
}

// ReachedBy returns how far the attempt of the row came, by each property.
func (r Row) ReachedBy() []Reached {
	base := Reached{
		Partner: r.Partner(), Property: quiz.ByDay, day: quiz.DayOf(Moment(r.created)),
		items: len(strings.TrimRight(r.responses, ".")),
	}
	if r.Status() == quiz.Finished {
		base.finished = 1
	}
	if r.unlocked > 0 {
		base.unlocked = 1
	}
	all := []Reached{base}
	for property, value := range map[quiz.Property]string{quiz.ByLocale: r.locale, quiz.ByTopic: r.topic, quiz.ByArticle: r.article, quiz.ByForm: r.form} {
		by := base
		by.Property, by.value = property, value
		all = append(all, by)
	}
	return all
}

// Within reports whether the attempts began on the days, both counted.
func (r Reached) Within(from, to quiz.Day) bool { return from <= r.day && r.day <= to }

// Fields points at every column in the order of SelectReached but the last,
// the number of attempts.
func (r *Reached) Fields() []any {
	return []any{&r.day, &r.value, &r.items, &r.finished, &r.unlocked}
}

// Reach unpacks the group.
func (r Reached) Reach(by quiz.Property, attempts int) quiz.Reach {
	out := quiz.Reach{Value: r.value, Items: r.items, Finished: r.finished == 1, Unlocked: r.unlocked == 1, Attempts: attempts}
	if by == quiz.ByDay {
		out.Value = r.day.String()
	}
	return out
}
