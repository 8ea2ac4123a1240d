package preview

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// byScores is the choice of two scores in place of a state.
const byScores = "scores"

// wish is what the controls ask for. Whatever the content does not have is
// replaced by what it has.
type wish struct {
	State             string // of playbook.StateIDs, or byScores
	Anxious, Avoidant float64
	Focus             []quiz.ScaleID
	Form              quiz.FormID
	playbook.Choice
}

func readWish(q url.Values, in *quiz.Instrument) wish {
	w := wish{State: q.Get("state"), Form: quiz.FormID(q.Get("form"))}
	if w.State != byScores && !slices.Contains(playbook.StateIDs(), playbook.StateID(w.State)) {
		w.State = string(playbook.StateAnxious)
	}
	if in.Form(w.Form) == nil {
		w.Form = in.Forms[0].ID
	}
	w.Anxious, w.Avoidant = number(q.Get("anxious")), number(q.Get("avoidant"))
	known := in.ScalesOf(quiz.Mechanism)
	for _, id := range []quiz.ScaleID{quiz.ScaleID(q.Get("focus")), quiz.ScaleID(q.Get("focus2"))} {
		if slices.Contains(known, id) && !slices.Contains(w.Focus, id) {
			w.Focus = append(w.Focus, id)
		}
	}
	w.Choice = playbook.Choice{
		Topic: quiz.TopicID(q.Get("topic")), Audience: quiz.Audience(q.Get("audience")),
		Relation: quiz.Relationship(q.Get("partner")), Focus: w.Focus, Region: strings.ToUpper(q.Get("region")),
	}
	return w
}

// number reads a score; what is none is 0, which no scale has.
func number(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || !(v > 0 && v < 1e6) {
		return 0
	}
	return v
}

// locales are those asked for that the library has, else all that it has.
func locales(lib *content.Library, asked []quiz.Locale) []quiz.Locale {
	all := lib.Texts().Locales()
	var out []quiz.Locale
	for _, l := range asked {
		if slices.Contains(all, l) {
			out = append(out, l)
		}
	}
	if len(out) == 0 {
		return all
	}
	return out
}
