package preview

import (
	"fmt"
	"math"
	"slices"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/quiz/take"
	"github.com/attune-quiz/attune/scoring"
)

// Places on a scale, as shares of its metric, that settle a state.
const (
	low, high = 0.1, 0.9
	lowFocus  = 0.25 // where a mechanism in focus is put; the others stand at high
)

// profile answers the form as someone with the wished scores would, and scores
// it as any attempt is scored.
func (w wish) profile(in *quiz.Instrument) (quiz.Profile, error) {
	form := in.Form(w.Form)
	values := map[quiz.ItemID]scoring.Response{}
	for i, s := range form.Spec.Scales {
		least, most := form.Spec.Metric(i)
		target := w.target(quiz.ScaleID(s.ID), form.Spec.Style, least, most)
		for id, v := range answers(form.Spec, s, target) {
			values[id] = v
		}
	}
	if w.State == string(playbook.NoState) {
		for _, item := range form.Spec.Items {
			values[quiz.ItemID(item.ID)] = item.Min
		}
	}
	sheet, err := take.Fill(in, form, take.Answers{Responses: values})
	if err != nil {
		return quiz.Profile{}, fmt.Errorf("answer the form %q: %w", w.Form, err)
	}
	return take.Score(in, form, sheet), nil
}

// target is the score to aim at on the scale's own metric.
func (w wish) target(id quiz.ScaleID, style *scoring.StyleSpec, least, most float64) float64 {
	at := func(share float64) float64 { return least + share*(most-least) }
	switch {
	case style != nil && string(id) == style.Anxious:
		return w.dimension(w.Anxious, style.AnxiousCut, at, "anxious", "fearful", least, most)
	case style != nil && string(id) == style.Avoidant:
		return w.dimension(w.Avoidant, style.AvoidantCut, at, "avoidant", "fearful", least, most)
	case style != nil && string(id) == style.Secure:
		return at(w.steady())
	case slices.Contains(w.Focus, id):
		return at(lowFocus)
	}
	return at(high)
}

// dimension places a score: high in the two regions named, low in the other
// two, and at the cut where the state is between one of each.
func (w wish) dimension(score, cut float64, at func(float64) float64, one, two string, least, most float64) float64 {
	if w.State == byScores && score > 0 {
		return min(max(score, least), most)
	}
	up := map[string]bool{one: true, two: true}
	highs, lows := 0, 0
	for _, region := range regionsOf(w.State) {
		if up[region] {
			highs++
		} else {
			lows++
		}
	}
	switch {
	case lows == 0 && highs > 0:
		return at(high)
	case highs == 0 && lows > 0:
		return at(low)
	case cut > 0:
		return cut
	}
	return at(0.5)
}

// steady is where the secure scale stands, so that it agrees with the map.
func (w wish) steady() float64 {
	regions := regionsOf(w.State)
	switch {
	case len(regions) == 0:
		return 0.5
	case slices.Contains(regions, "secure"):
		return high
	}
	return lowFocus
}

// regionsOf are the regions that a state touches; none in the middle.
func regionsOf(state string) []string {
	var out []string
	for a := range scoring.Regions {
		if state == a.String() {
			return []string{state}
		}
		for b := range scoring.Regions {
			if state == a.String()+"_"+b.String() {
				out = []string{a.String(), b.String()}
			}
		}
	}
	return out
}

// answers spreads whole responses around a mean, so that the scale comes as
// near to the target as its items allow without one answer all the way down.
func answers(spec scoring.Spec, s scoring.ScaleSpec, target float64) map[quiz.ItemID]scoring.Response {
	items := make([]scoring.ItemSpec, len(s.Keys))
	for i, key := range s.Keys {
		items[i] = spec.Items[slices.IndexFunc(spec.Items, func(it scoring.ItemSpec) bool { return it.ID == key.Item })]
	}
	if s.Method == scoring.Sum {
		target /= float64(len(items))
	}
	values := share(int(math.Round(target*float64(len(items)))), items)
	out := map[quiz.ItemID]scoring.Response{}
	for i, key := range s.Keys {
		v := values[i]
		if key.Reverse {
			v = items[i].Min + items[i].Max - v
		}
		out[quiz.ItemID(key.Item)] = v
	}
	return out
}

// share divides a total among items as evenly as whole numbers allow, then
// moves one from each second item to the one before it.
func share(total int, items []scoring.ItemSpec) []scoring.Response {
	values := make([]scoring.Response, len(items))
	for i, item := range items {
		each := total / (len(items) - i)
		values[i] = min(max(scoring.Response(each), item.Min), item.Max)
		total -= int(values[i])
	}
	for i := 0; i+1 < len(items); i += 2 {
		if values[i] < items[i].Max && values[i+1] > items[i+1].Min {
			values[i]++
			values[i+1]--
		}
	}
	return values
}
