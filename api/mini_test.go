package api_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/scoring"
)

// miniSpec scores two dimensions and two mechanisms from two items each, one
// of them reverse-keyed: SEM = sqrt(1.5*(1-.3)/2) = 0.724569.
func miniSpec(scales ...string) scoring.Spec {
	spec := scoring.Spec{
		Style: &scoring.StyleSpec{
			Anxious: "anxious", Avoidant: "avoidant", Basis: scoring.Assumed,
			Settled: .8, AnxiousCut: 3, AvoidantCut: 3,
		},
		Quality: scoring.QualitySpec{AllAlike: true, MissingShare: .3},
	}
	var mechanisms []string
	for _, id := range scales {
		plus, minus := id[:2]+"1", id[:2]+"2"
		for _, item := range []string{plus, minus} {
			spec.Items = append(spec.Items, scoring.ItemSpec{ID: item, Min: 1, Max: 5})
		}
		spec.Scales = append(spec.Scales, scoring.ScaleSpec{
			ID: id, Method: scoring.Mean, MinAnswered: 2,
			Keys:  []scoring.Key{{Item: plus}, {Item: minus, Reverse: true}},
			Error: scoring.ErrorSpec{Basis: scoring.Assumed, ItemVariance: 1.5, InterItem: .3},
			Bands: scoring.BandSpec{Basis: scoring.ScalePosition},
		})
		if id == "repair" || id == "meaning" {
			mechanisms = append(mechanisms, id)
		}
	}
	if mechanisms != nil {
		spec.Focus = &scoring.FocusSpec{Mechanisms: mechanisms, Z: 1.96, Preselect: 2}
	}
	return spec
}

func miniForm(t testing.TB, id quiz.FormID, minutes int, scales ...string) quiz.Form {
	t.Helper()
	spec := miniSpec(scales...)
	scorer, err := scoring.Compile(spec)
	if err != nil {
		t.Fatalf("compile the form %s: %v", id, err)
	}
	f := quiz.Form{ID: id, Minutes: minutes, Spec: spec, Scorer: scorer}
	for _, it := range spec.Items {
		f.Items = append(f.Items, quiz.ItemID(it.ID))
	}
	return f
}

// mini is an instrument of eight items, an1 to me2, and a short form of four.
func mini(t testing.TB) *quiz.Instrument {
	full := miniForm(t, "full", 4, "anxious", "avoidant", "repair", "meaning")
	in := &quiz.Instrument{
		ID: "mini", Version: "1.2.3", Hash: strings.Repeat("ab", 32), Standing: "pilot", Consent: "7",
		OptionSets: map[quiz.OptionSetID]quiz.OptionSet{"agree5": {ID: "agree5", Min: 1, Max: 5}},
		Scales: []quiz.Scale{
			{ID: "anxious", Role: quiz.Dimension}, {ID: "avoidant", Role: quiz.Dimension},
			{ID: "repair", Role: quiz.Mechanism}, {ID: "meaning", Role: quiz.Mechanism},
		},
		Forms: []quiz.Form{full, miniForm(t, "short", 2, "anxious", "avoidant")},
		Texts: map[quiz.Locale]quiz.InstrumentText{},
	}
	for _, id := range full.Items {
		in.Items = append(in.Items, quiz.Item{ID: id, Options: "agree5"})
	}
	for _, l := range []quiz.Locale{"en", "zh-Hans"} {
		in.Texts[l] = miniText(in, l)
	}
	return in
}

func miniText(in *quiz.Instrument, l quiz.Locale) quiz.InstrumentText {
	text := quiz.InstrumentText{
		Title: fmt.Sprintf("Mini (%s)", l), Standing: "A pilot.",
		Consent: "{controller} asks. More: {notice}",
		Stems:   map[quiz.ItemID]string{},
		Labels:  map[quiz.OptionSetID][]string{"agree5": {"no", "rather no", "partly", "rather yes", "yes"}},
	}
	for _, it := range in.Items {
		text.Stems[it.ID] = fmt.Sprintf("Stem of %s (%s).", it.ID, l)
	}
	return text
}

// unworded is an instrument that can only be scored from a file.
func unworded(t testing.TB) *quiz.Instrument {
	in := mini(t)
	in.ID, in.Texts = "unworded", nil
	return in
}

// miniLibrary has one practice for two in each of four stages, one for
// tonight and one phrase.
func miniLibrary(l quiz.Locale) *playbook.Library {
	one := []string{"One."}
	lib := &playbook.Library{
		Locale: l, Title: "Mini playbook", Notice: one, JointNotice: "For two.",
		Labels: map[string]string{}, States: map[playbook.StateID]playbook.StateText{},
		Scales: map[quiz.ScaleID]playbook.ScaleText{}, Notes: map[playbook.NoteID]string{},
		Bands: map[scoring.Band]string{scoring.Upper: "high"},
		Body:  playbook.BodyText{Title: "Body", Text: one, States: []playbook.Scene{{ID: "calm", Title: "Calm", Text: "Calm."}}},
		Pause: playbook.PauseText{Title: "Pause", Intro: "Stop.", Rows: one, Say: "A pause.", Back: "I am back."},
		Help: playbook.Help{
			Title: "Help", Text: one,
			Regions:   []playbook.Region{{Code: "GB", Name: "United Kingdom", Lines: []playbook.Line{{Name: "Line", Number: "1", URL: "https://line.example", About: "All.", Standing: "verified", Checked: "2026-11-01"}}}},
			Directory: playbook.Line{Name: "Directory", URL: "https://directory.example", About: "All.", Standing: "verified"},
		},
		FAQ:        []playbook.Question{{ID: "why", Question: "Why?", Answer: one}},
		Situations: []playbook.Situation{{ID: "opening", Title: "Opening a talk"}},
		Phrases:    []playbook.Phrase{{ID: "ph1", Situation: "opening", Text: "Have you a moment?", NotWhen: "In a rush."}, {ID: "ph2", Situation: "opening", Text: "May I?", NotWhen: "Never."}},
		Wishes:     []playbook.Wish{{ID: "wi1", Text: "Tell me when."}, {ID: "wi2", Text: "Ask me twice."}},
		Worksheets: []playbook.Worksheet{{ID: "journal", Kind: playbook.SheetTable, Rows: 5, Title: "Journal", Intro: "Write.", Fields: []playbook.Field{{ID: "when", Label: "When", Lines: 1}}}},
		Topics:     []playbook.Topic{{ID: "music", Title: "Music", Intro: one}},
		Sources:    []playbook.Source{{ID: "own", Standing: "supported", Claim: "C.", Cite: "Own work."}},
	}
	for _, key := range playbook.LabelKeys() {
		lib.Labels[key] = key
	}
	for _, id := range playbook.StateIDs() {
		lib.States[id] = playbook.StateText{Headline: "Headline", Opening: one, Body: one, Thought: one, Behave: one,
			Protects: "P.", Costs: "C.", Helps: "H.", Scenes: []playbook.Scene{{ID: "day", Title: "Day", Text: "A day."}}}
	}
	for _, id := range playbook.NoteIDs() {
		lib.Notes[id] = string(id)
	}
	lib.Practices = []playbook.Practice{miniPractice("breathe", "awareness", quiz.Solo)}
	lib.Practices[0].Tonight = "opening"
	for i, id := range []string{"awareness", "disclosure", "cocreation", "integration"} {
		lib.Stages = append(lib.Stages, playbook.Stage{ID: id, Title: id, Weeks: "Week", From: i + 1, To: i + 1, Aim: "Aim"})
		lib.Practices = append(lib.Practices, miniPractice("two-"+id, id, quiz.Joint))
	}
	return lib
}

func miniPractice(id, stage string, audience quiz.Audience) playbook.Practice {
	return playbook.Practice{
		Fit: playbook.Fit{Audience: audience, Partner: playbook.AnyPartner},
		ID:  id, Stage: stage, Minutes: 3, Often: "daily", Title: "T", For: "F", Scene: "S", Why: "W",
		Steps: []string{"One."}, Say: []string{"Say."}, Worked: "Y", IfNot: "N", Opposite: "O",
	}
}

// catalogue is a take.Catalogue of instruments with the mini library.
type catalogue map[quiz.InstrumentID]*quiz.Instrument

func (c catalogue) Instrument(id quiz.InstrumentID) (*quiz.Instrument, error) {
	if in, ok := c[id]; ok {
		return in, nil
	}
	return nil, quiz.ErrNotFound
}

func (c catalogue) Instruments() []*quiz.Instrument {
	var all []*quiz.Instrument
	for _, id := range slices.Sorted(maps.Keys(c)) {
		all = append(all, c[id])
	}
	return all
}

func (c catalogue) Playbook(_ quiz.InstrumentID, l quiz.Locale) (*playbook.Library, error) {
	return miniLibrary(l), nil
}

// texts knows two locales and matches by prefix.
type texts struct{}

func (texts) Locales() []quiz.Locale { return []quiz.Locale{"en", "zh-Hans", "fr"} }

func (texts) Match(preferences ...string) quiz.Locale {
	for _, p := range preferences {
		switch {
		case strings.HasPrefix(p, "zh"):
			return "zh-Hans"
		case strings.HasPrefix(p, "fr"):
			return "fr"
		}
	}
	return "en"
}

func (texts) Text(_ quiz.Locale, key string, _ ...quiz.Arg) string { return key }
