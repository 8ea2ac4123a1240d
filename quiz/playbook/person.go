package playbook

import (
	"slices"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/scoring"
)

// person is what fitting needs to know of someone.
type person struct {
	regions  []scoring.Region // one where settled, two between, none where open
	focus    []quiz.ScaleID
	audience quiz.Audience
	relation quiz.Relationship
}

func newPerson(p quiz.Profile, c Choice) person {
	who := person{focus: c.Focus, audience: c.Audience, relation: c.Relation}
	if p.Style == nil {
		return who
	}
	for r := range scoring.Regions {
		if p.Style.State == r.String() || slices.Contains(p.Style.Between, r.String()) {
			who.regions = append(who.regions, r)
		}
	}
	return who
}

// may reports whether something may be shown at all: nothing for two to the
// solo audience, nothing that presumes a partner to someone without.
func (who person) may(f Fit) bool {
	if f.Audience == quiz.Joint && who.audience != quiz.Joint {
		return false
	}
	alone := who.relation == quiz.RelationNone
	if f.Partner == WithPartner && alone || f.Partner == NoPartner && !alone {
		return false
	}
	return len(f.Styles) == 0 || len(who.regions) == 0 || who.shares(f.Styles) > 0
}

func (who person) shares(styles []scoring.Region) int {
	n := 0
	for _, r := range who.regions {
		if slices.Contains(styles, r) {
			n++
		}
	}
	return n
}

// Weights of a fit. Style comes first, so that two people with the same focus
// and different styles get different plans; focus decides among the rest.
const (
	weightOwnStyle    = 8 // written for this style, divided among the styles it names
	weightAnyStyle    = 1
	weightFocus       = 3 // works on the first mechanism in focus; one less for each further
	weightAnyFocus    = 1
	weightTogether    = 2 // for two, where two want it
	weightWithoutPair = 3 // for someone without a partner, where there is none
)

// weight says how well something that may be shown fits.
func (who person) weight(f Fit) int {
	w := who.styleWeight(f.Styles)
	switch at := who.firstFocus(f.Mechanisms); {
	case at >= 0:
		w += max(weightFocus-at, weightAnyFocus)
	case len(f.Mechanisms) == 0:
		w += weightAnyFocus
	}
	if f.Audience == quiz.Joint {
		w += weightTogether
	}
	if f.Partner == NoPartner {
		w += weightWithoutPair
	}
	return w
}

// styleWeight prefers what was written for the person's style alone; someone
// near the middle gets what suits most people.
func (who person) styleWeight(styles []scoring.Region) int {
	switch {
	case len(styles) == 0 && len(who.regions) == 0:
		return weightOwnStyle
	case len(styles) == 0:
		return weightAnyStyle
	case len(who.regions) == 0:
		return len(styles)
	}
	return weightOwnStyle * who.shares(styles) / len(styles)
}

func (who person) firstFocus(mechanisms []quiz.ScaleID) int {
	return slices.IndexFunc(who.focus, func(id quiz.ScaleID) bool { return slices.Contains(mechanisms, id) })
}

// best sorts what may be shown to the person and was not shown yet, the best
// fit first, ties in the order of the file.
func best[T any](who person, all []T, fit func(*T) Fit, fresh func(*T) bool) []*T {
	var out []*T
	for i := range all {
		if who.may(fit(&all[i])) && fresh(&all[i]) {
			out = append(out, &all[i])
		}
	}
	slices.SortStableFunc(out, func(a, b *T) int { return who.weight(fit(b)) - who.weight(fit(a)) })
	return out
}
