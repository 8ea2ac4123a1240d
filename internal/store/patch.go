package store

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// Patch is what one Save changes in the packed columns of a row.
type Patch struct {
	given, elapsed []run
	need           int    // the row must have at least so many items
	opener         string // hash of a token that the row must have; empty: any
}

// run is a stretch of neighbouring characters that are replaced.
type run struct {
	at   int // offset of the first character
	text string
}

func (r run) end() int { return r.at + len(r.text) }

// maxItems is far above any form; places beyond it are never in a sheet, and
// their offsets stay within every dialect's integers.
const maxItems = 1 << 20

// NewPatch merges responses, of which later ones win. A place that no sheet
// has makes a patch that every row refuses. It fails where a sheet cannot
// hold a value.
func NewPatch(responses []quiz.Response) (Patch, error) {
	given, elapsed := map[int]string{}, map[int]string{}
	need := 0
	for _, r := range responses {
		if !quiz.Storable(r.Value) {
			return Patch{}, fmt.Errorf("value of place %d is outside 0 to %d", r.Place, quiz.MaxValue)
		}
		if r.Place < 0 || r.Place >= maxItems {
			return Patch{need: math.MaxInt32}, nil
		}
		need = max(need, r.Place+1)
		if c, ok := quiz.PackValue(r.Value); ok {
			given[r.Place] = string(rune(c))
		}
		if r.Elapsed > 0 {
			elapsed[r.Place] = quiz.PackElapsed(r.Elapsed)
		}
	}
	return Patch{given: runs(given), elapsed: runs(elapsed), need: need}, nil
}

// OpenedBy returns the patch for rows with the token alone.
func (p Patch) OpenedBy(token quiz.Hash) Patch {
	p.opener = PackHash(token)
	return p
}

// runs joins what is said of neighbouring places. All texts have one width.
func runs(texts map[int]string) []run {
	var out []run
	for _, place := range slices.Sorted(maps.Keys(texts)) {
		text := texts[place]
		at := place * len(text)
		if n := len(out); n > 0 && out[n-1].end() == at {
			out[n-1].text += text
			continue
		}
		out = append(out, run{at, text})
	}
	return out
}

// Shape is all of a patch that the text of its statement depends on: the
// number of stretches in each packed column.
type Shape struct{ Given, Elapsed int }

// Shape returns the shape of the patch.
func (p Patch) Shape() Shape { return Shape{len(p.given), len(p.elapsed)} }

// Until is the expiry that a save moves to: the next full minute, so that the
// index of expiries changes once a minute and not with every save.
func Until(expires time.Time) time.Time {
	if whole := expires.Truncate(time.Minute); whole.Before(expires) {
		return whole.Add(time.Minute)
	}
	return expires
}

// Args returns the arguments of the statement of the patch's shape.
func (p Patch) Args(id quiz.AttemptID, now, expires time.Time) []any {
	args := []any{string(id), Millis(now), p.need, Millis(Until(expires)), p.opener}
	args = appendSplice(args, p.given)
	return appendSplice(args, p.elapsed)
}

// Statement returns the one conditional statement that saves a patch of this
// shape. It gives the numbers of items that are answered and that there are;
// zero rows mean that Refused knows why.
func (s Shape) Statement() string {
	next := 6
	return `UPDATE attempts SET
  responses = ` + splice("responses", s.Given, &next) + `,
  elapsed = ` + splice("elapsed", s.Elapsed, &next) + `,
  expires = CASE WHEN expires < $4 THEN $4 ELSE expires END
WHERE id = $1 AND status = 'in_progress' AND expires > $2 AND length(responses) >= $3
  AND ($5 = '' OR replace(tokens, $5, '') <> tokens)
RETURNING length(replace(responses, '.', '')), length(responses)`
}

// splice is the expression that puts n stretches into a column: what stands
// before the first, the first, what stands up to the second, and so on. Its
// arguments are those of appendSplice.
func splice(column string, n int, next *int) string {
	if n == 0 {
		return column
	}
	var b strings.Builder
	for range n {
		fmt.Fprintf(&b, "substr(%s, $%d, $%d) || $%d || ", column, *next, *next+1, *next+2)
		*next += 3
	}
	fmt.Fprintf(&b, "substr(%s, $%d)", column, *next)
	*next++
	return b.String()
}

func appendSplice(args []any, runs []run) []any {
	if len(runs) == 0 {
		return args
	}
	done := 0
	for _, r := range runs {
		args = append(args, done+1, r.at-done, r.text)
		done = r.end()
	}
	return append(args, done+1)
}
