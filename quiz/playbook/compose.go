package playbook

import (
	"slices"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/scoring"
)

// Choice is what a playbook depends on besides the profile.
type Choice struct {
	Topic    quiz.TopicID // empty: the general plan
	Audience quiz.Audience
	Relation quiz.Relationship
	Focus    []quiz.ScaleID // the mechanisms that the plan works on; may be empty
	Region   string         // ISO 3166-1 alpha-2; empty: the directory
}

// Compose makes the playbook of one person. The profile must come from the
// instrument, and the library from the instrument's playbook. It never fails:
// what does not apply is left out. The same input gives the same Document,
// and nothing that it returns shares memory that a caller may change with
// another Document but the library's own strings.
func Compose(in *quiz.Instrument, p quiz.Profile, lib *Library, c Choice) Document {
	c = c.normal()
	person := newPerson(p, c)
	state := StateOf(p)
	topic := lib.topic(c.Topic)

	doc := Document{
		Locale: lib.Locale, Title: lib.Title, Audience: c.Audience,
		Notice:   slices.Clone(lib.Notice),
		Standing: in.Texts[lib.Locale].Standing,
		Notes:    notes(p, lib, c, topic),
		Opening:  slices.Clone(lib.States[state].Opening),
		Pattern:  pattern(state, lib.States[state]),
		Body:     lib.Body, Pause: lib.Pause,
		FAQ: slices.Clone(lib.FAQ), Help: lib.help(c.Region),
		Finished: p.FinishedAt, Date: lib.day(p.FinishedAt), Labels: lib.Labels,
	}
	doc.Map, doc.Dimensions, doc.Mechanisms = measures(in, p, lib, c.Focus)

	shown := newShown()
	doc.Tonight = tonight(lib, person, shown)
	doc.Stages = chapters(lib, person, shown)
	doc.Topic = topicPart(topic, lib, person, shown)
	doc.warn(lib.JointNotice)
	doc.Phrases = starters(lib, person, shown)
	doc.Worksheets = sheets(lib, topic, person)
	doc.Wishes = wishes(lib, person)
	doc.Sources = sources(lib, topic)
	return doc
}

// normal applies the rules of the plan: nobody without a partner gets
// exercises for two, and until an audience is chosen it is solo.
func (c Choice) normal() Choice {
	if c.Audience != quiz.Joint || c.Relation == quiz.RelationNone {
		c.Audience = quiz.Solo
	}
	return c
}

// StateOf names the profile's state for looking up texts.
func StateOf(p quiz.Profile) StateID {
	switch {
	case p.Style == nil:
		return NoState
	case p.Style.State == "between":
		return StateID(p.Style.Between[0] + "_" + p.Style.Between[1])
	default:
		return StateID(p.Style.State)
	}
}

func pattern(id StateID, t StateText) Pattern {
	return Pattern{
		State: id, Headline: t.Headline,
		Body: t.Body, Thought: t.Thought, Behaviour: t.Behave,
		Protects: t.Protects, Costs: t.Costs, Helps: t.Helps, Scenes: t.Scenes,
	}
}

// notes lists the remarks that apply, in the order in which they matter.
func notes(p quiz.Profile, lib *Library, c Choice, topic *Topic) []string {
	out := []string{}
	add := func(applies bool, id NoteID) {
		if applies {
			out = append(out, lib.Notes[id])
		}
	}
	flagged := func(id NoteID) bool { return slices.Contains(p.Quality.Flags, string(id)) }
	for _, id := range []NoteID{NoteAllAlike, NoteTooFast, NoteLongRun, NoteMuchMissing} {
		add(flagged(id), id)
	}
	add(p.Style == nil && !flagged(NoteAllAlike), NoteUnscored)
	add(p.Style != nil && p.Style.Contradicted, NoteContradicted)
	add(len(p.Mechanisms) > 1 && len(p.Focus.Candidates) == len(p.Mechanisms), NoteEven)
	add(len(p.Mechanisms) == 0, NoteNoMechanisms)
	add(assumed(p), NoteProvisional)
	add(c.Relation == quiz.RelationNone, NoteNoPartner)
	add(c.Audience == quiz.Solo && c.Relation != quiz.RelationNone, NoteSolo)
	add(c.Topic != "" && topic == nil, NoteTopicUnknown)
	return out
}

func assumed(p quiz.Profile) bool {
	for _, s := range p.Scales {
		if s.Basis == scoring.Assumed {
			return true
		}
	}
	return false
}

func (lib *Library) topic(id quiz.TopicID) *Topic {
	for i := range lib.Topics {
		if lib.Topics[i].ID == id {
			return &lib.Topics[i]
		}
	}
	return nil
}

func (lib *Library) help(code string) HelpPart {
	h := HelpPart{Title: lib.Help.Title, Text: lib.Help.Text, Lines: []Line{lib.Help.Directory}}
	for _, r := range lib.Help.Regions {
		if r.Code == code {
			h.Region, h.Lines = r.Name, append(slices.Clone(r.Lines), lib.Help.Directory)
		}
	}
	return h
}

func sources(lib *Library, topic *Topic) []Source {
	var only []string
	if topic != nil {
		only = topic.Sources
	}
	out := []Source{}
	for _, s := range lib.Sources {
		if !s.OfTopic || slices.Contains(only, s.ID) {
			out = append(out, s)
		}
	}
	return out
}
