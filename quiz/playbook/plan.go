package playbook

import (
	"slices"

	"github.com/attune-quiz/attune/quiz"
)

// How much a plan asks for: more than this a week is not done.
const (
	practicesPerStage = 3
	practicesOfTopic  = 7
	phrasesOfTopic    = 4
	minutesTonight    = 5
)

// shown remembers what a document holds already, so that nothing comes twice.
type shown map[string]bool

func newShown() shown { return shown{} }

func (s shown) freshPractice(p *Practice) bool { return !s["practice/"+p.ID] }
func (s shown) freshPhrase(p *Phrase) bool     { return !s["phrase/"+p.ID] }

func (s shown) exercise(lib *Library, p *Practice) Exercise {
	s["practice/"+p.ID] = true
	return Exercise{
		ID: p.ID, Title: p.Title, For: p.For, Audience: p.Audience, Scene: p.Scene, Why: p.Why,
		Steps: p.Steps, Minutes: p.Minutes, Often: lib.Labels["often_"+p.Often], OftenID: p.Often, Say: p.Say,
		Worked: p.Worked, IfNot: p.IfNot, Opposite: p.Opposite,
	}
}

func (s shown) starter(lib *Library, p *Phrase) Starter {
	s["phrase/"+p.ID] = true
	return Starter{ID: p.ID, Situation: lib.situation(p.Situation), Text: p.Text, NotWhen: p.NotWhen}
}

func (lib *Library) situation(id string) string {
	for _, s := range lib.Situations {
		if s.ID == id {
			return s.Title
		}
	}
	return id
}

func practiceFit(p *Practice) Fit { return p.Fit }
func phraseFit(p *Phrase) Fit     { return p.Fit }

// tonight picks the one thing for today: short, alone, and the best fit there
// is, with a phrase for its situation.
func tonight(lib *Library, who person, done shown) Tonight {
	ready := best(who, lib.Practices, practiceFit, func(p *Practice) bool {
		return p.Tonight != "" && p.Minutes <= minutesTonight && p.Audience == quiz.Solo
	})
	if len(ready) == 0 {
		return Tonight{}
	}
	first := ready[0]
	t := Tonight{Exercise: done.exercise(lib, first)}
	goes := func(p *Phrase) bool { return p.Situation == first.Tonight && done.freshPhrase(p) }
	if phrases := best(who, lib.Phrases, phraseFit, goes); len(phrases) > 0 {
		t.Phrase = done.starter(lib, phrases[0])
	}
	return t
}

func chapters(lib *Library, who person, done shown) []Chapter {
	out := make([]Chapter, 0, len(lib.Stages))
	for _, s := range lib.Stages {
		c := Chapter{ID: s.ID, Title: s.Title, Weeks: s.Weeks, From: s.From, To: s.To, Aim: s.Aim, Practices: []Exercise{}}
		fresh := func(p *Practice) bool { return p.Stage == s.ID && done.freshPractice(p) }
		for _, p := range pick(best(who, lib.Practices, practiceFit, fresh)) {
			c.Practices = append(c.Practices, done.exercise(lib, p))
		}
		out = append(out, c)
	}
	return out
}

// pick takes the best of a stage. Where there is something for two to be had,
// the last place goes to the best of that if no other holds one.
func pick(sorted []*Practice) []*Practice {
	picked := slices.Clone(sorted[:min(practicesPerStage, len(sorted))])
	forTwo := func(p *Practice) bool { return p.Audience == quiz.Joint }
	at := slices.IndexFunc(sorted, forTwo)
	if at >= len(picked) {
		picked[len(picked)-1] = sorted[at]
	}
	return picked
}

func topicPart(t *Topic, lib *Library, who person, done shown) *TopicPart {
	if t == nil {
		return nil
	}
	out := &TopicPart{ID: t.ID, Title: t.Title, Intro: t.Intro, Practices: []Exercise{}, Phrases: []Starter{}}
	practices := best(who, t.Practices, practiceFit, done.freshPractice)
	for _, p := range practices[:min(practicesOfTopic, len(practices))] {
		out.Practices = append(out.Practices, done.exercise(lib, p))
	}
	phrases := best(who, t.Phrases, phraseFit, done.freshPhrase)
	for _, p := range phrases[:min(phrasesOfTopic, len(phrases))] {
		out.Phrases = append(out.Phrases, done.starter(lib, p))
	}
	return out
}

// starters gives every situation its best phrase, and a second one where it
// was written for the person's style.
func starters(lib *Library, who person, done shown) []Starter {
	out := []Starter{}
	for _, s := range lib.Situations {
		fresh := func(p *Phrase) bool { return p.Situation == s.ID && done.freshPhrase(p) }
		for i, p := range best(who, lib.Phrases, phraseFit, fresh) {
			if i == 0 || i == 1 && who.shares(p.Styles) > 0 {
				out = append(out, done.starter(lib, p))
			}
		}
	}
	return out
}

func sheets(lib *Library, topic *Topic, who person) []Sheet {
	all := slices.Clone(lib.Worksheets)
	if topic != nil {
		all = append(all, topic.Worksheets...)
	}
	out := []Sheet{}
	for _, w := range all {
		if who.may(w.Fit) {
			out = append(out, Sheet{ID: w.ID, Kind: w.Kind, Rows: w.Rows, Title: w.Title, Intro: w.Intro, Fields: w.Fields})
		}
	}
	return out
}

// wishesOffered is how many sentences there are to pick from.
const wishesOffered = 8

// wishes offers those that suit the person's style before those for everyone,
// and never only the former: what is picked must not name the style.
func wishes(lib *Library, who person) []Sentence {
	sorted := slices.Clone(lib.Wishes)
	slices.SortStableFunc(sorted, func(a, b Wish) int { return who.styleWeight(b.Styles) - who.styleWeight(a.Styles) })
	out := []Sentence{}
	for _, w := range sorted[:min(wishesOffered, len(sorted))] {
		out = append(out, Sentence{w.ID, w.Text})
	}
	return out
}

// warn says the notice for two once, where the first exercise for two stands.
func (d *Document) warn(notice string) {
	for i := range d.Stages {
		if forTwo(d.Stages[i].Practices) {
			d.Stages[i].Notice = notice
			return
		}
	}
	if d.Topic != nil && forTwo(d.Topic.Practices) {
		d.Topic.Notice = notice
	}
}

func forTwo(all []Exercise) bool {
	return slices.ContainsFunc(all, func(e Exercise) bool { return e.Audience == quiz.Joint })
}
