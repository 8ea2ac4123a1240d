package playbook_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/scoring"
)

func TestStateOf(t *testing.T) {
	for _, tc := range []struct {
		style *quiz.Style
		want  playbook.StateID
	}{
		{nil, playbook.NoState},
		{&quiz.Style{State: "secure"}, playbook.StateSecure},
		{&quiz.Style{State: "fearful"}, playbook.StateFearful},
		{&quiz.Style{State: "between", Between: []string{"anxious", "fearful"}}, playbook.StateAnxiousFearful},
		{&quiz.Style{State: "between", Between: []string{"secure", "avoidant"}}, playbook.StateSecureAvoidant},
		{&quiz.Style{State: "middle"}, playbook.StateMiddle},
	} {
		if got := playbook.StateOf(quiz.Profile{Style: tc.style}); got != tc.want {
			t.Errorf("%+v: got %s, want %s", tc.style, got, tc.want)
		}
	}
}

func TestComposeFillsEveryPartInTheReadersLanguage(t *testing.T) {
	in, lib := instrument(), library()
	doc := playbook.Compose(in, profile(settled("anxious")), lib, playbook.Choice{
		Audience: quiz.Joint, Relation: quiz.RelationCurrent, Focus: []quiz.ScaleID{"repair"}, Region: "GB", Topic: "music",
	})
	if got, want := doc.Pattern.Headline, "headline anxious"; got != want {
		t.Errorf("headline: got %q, want %q", got, want)
	}
	if doc.Tonight.Minutes > 5 || doc.Tonight.Audience != quiz.Solo || doc.Tonight.Phrase.Text == "" {
		t.Errorf("tonight: got %+v, want five minutes at most, alone, with a phrase", doc.Tonight)
	}
	if got, want := len(doc.Stages), 4; got != want {
		t.Fatalf("stages: got %d, want %d", got, want)
	}
	if got, want := doc.Stages[0].Notice, "only where both are safe"; got != want {
		t.Errorf("notice where exercises for two begin: got %q, want %q", got, want)
	}
	if doc.Stages[1].Notice != "" || doc.Topic.Notice != "" {
		t.Errorf("notice: got %q and %q again, want it once", doc.Stages[1].Notice, doc.Topic.Notice)
	}
	if doc.Topic == nil || doc.Topic.Title != "Music" {
		t.Errorf("topic: got %+v, want the chapter on music", doc.Topic)
	}
	if got, want := doc.Help.Lines[0].Name, "A line in GB"; got != want {
		t.Errorf("help: got %q first, want %q", got, want)
	}
	if got := doc.Help.Lines[len(doc.Help.Lines)-1].Name; got != "Directory" {
		t.Errorf("help: got %q last, want the directory", got)
	}
	if m := doc.Mechanisms[0]; m.ID != "repair" || !m.Focus || m.Band != "in the lower part" || m.Min != 1 || m.Max != 5 {
		t.Errorf("first mechanism: got %+v, want repair, in focus, in words, on 1 to 5", m)
	}
	if !slices.ContainsFunc(doc.Sources, func(s playbook.Source) bool { return s.ID == "rhythm" }) {
		t.Error("sources: the topic's own source is missing")
	}
}

func TestComposeLeavesOutWhatDoesNotApply(t *testing.T) {
	in, lib := instrument(), library()
	anxious := profile(settled("anxious"))
	for _, tc := range []struct {
		name   string
		choice playbook.Choice
		note   string
		check  func(*testing.T, playbook.Document)
	}{
		{"solo until chosen", playbook.Choice{}, "note solo", noneForTwo},
		{"solo with a partner", playbook.Choice{Audience: quiz.Solo, Relation: quiz.RelationCurrent}, "note solo", noneForTwo},
		{"joint without a partner", playbook.Choice{Audience: quiz.Joint, Relation: quiz.RelationNone}, "note no_partner", noneForTwo},
		{"unknown topic", playbook.Choice{Topic: "sailing"}, "note topic_unknown", func(t *testing.T, d playbook.Document) {
			if d.Topic != nil || slices.ContainsFunc(d.Sources, func(s playbook.Source) bool { return s.OfTopic }) {
				t.Errorf("got the chapter %+v and its sources, want the general plan", d.Topic)
			}
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			doc := playbook.Compose(in, anxious, lib, tc.choice)
			if !slices.Contains(doc.Notes, tc.note) {
				t.Errorf("notes: got %q, want %q among them", doc.Notes, tc.note)
			}
			tc.check(t, doc)
		})
	}
}

func noneForTwo(t *testing.T, d playbook.Document) {
	t.Helper()
	if d.Audience != quiz.Solo {
		t.Errorf("audience: got %s, want solo", d.Audience)
	}
	for _, e := range exercises(d) {
		if e.Audience == quiz.Joint {
			t.Errorf("practice %s is for two", e.ID)
		}
	}
	for _, c := range d.Stages {
		if c.Notice != "" {
			t.Errorf("stage %s: got the notice for two %q, want none", c.ID, c.Notice)
		}
	}
}

func TestComposeWithoutAStyleSaysWhyKindly(t *testing.T) {
	in, lib := instrument(), library()
	alike := profile(nil)
	alike.Quality.Flags = []string{"all_alike"}
	doc := playbook.Compose(in, alike, lib, playbook.Choice{})
	if got, want := doc.Pattern.State, playbook.NoState; got != want {
		t.Errorf("state: got %s, want %s", got, want)
	}
	if doc.Map.Scored {
		t.Error("map: got an area, want none without a style")
	}
	if !slices.Contains(doc.Notes, "note all_alike") || slices.Contains(doc.Notes, "note unscored") {
		t.Errorf("notes: got %q, want all_alike and not unscored", doc.Notes)
	}
	missing := playbook.Compose(in, profile(nil), lib, playbook.Choice{})
	if !slices.Contains(missing.Notes, "note unscored") {
		t.Errorf("notes: got %q, want unscored", missing.Notes)
	}
}

// TestComposeHoldsForAnyone draws people and checks what must hold for all.
func TestComposeHoldsForAnyone(t *testing.T) {
	in, lib := instrument(), library()
	rapid.Check(t, func(t *rapid.T) {
		p := profile(drawStyle(t))
		choice := playbook.Choice{
			Topic:    rapid.SampledFrom([]quiz.TopicID{"", "music", "sailing"}).Draw(t, "topic"),
			Audience: rapid.SampledFrom([]quiz.Audience{"", quiz.Solo, quiz.Joint}).Draw(t, "audience"),
			Relation: rapid.SampledFrom([]quiz.Relationship{"", quiz.RelationCurrent, quiz.RelationNone}).Draw(t, "relation"),
			Focus:    rapid.SampledFrom([][]quiz.ScaleID{nil, {"repair"}, {"meaning", "repair"}}).Draw(t, "focus"),
		}
		doc := playbook.Compose(in, p, lib, choice)
		seen := map[string]bool{}
		once := func(kind, id string) {
			if seen[kind+id] {
				t.Fatalf("%s %s comes twice", kind, id)
			}
			seen[kind+id] = true
		}
		for _, e := range exercises(doc) {
			once("practice", e.ID)
		}
		once("phrase", doc.Tonight.Phrase.ID)
		for _, p := range doc.Phrases {
			once("phrase", p.ID)
		}
		for _, c := range doc.Stages {
			if len(c.Practices) == 0 {
				t.Fatalf("stage %s is empty", c.ID)
			}
		}
		if again := playbook.Compose(in, p, lib, choice); encode(t, again) != encode(t, doc) {
			t.Fatal("the same input gave another document")
		}
	})
}

func encode(t *rapid.T, d playbook.Document) string {
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestStylesDecideMoreThanFocus(t *testing.T) {
	in, lib := instrument(), library()
	choice := playbook.Choice{Focus: []quiz.ScaleID{"repair"}}
	ids := func(style string) map[string]bool {
		set := map[string]bool{}
		for _, e := range exercises(playbook.Compose(in, profile(settled(style)), lib, choice)) {
			set[e.ID] = true
		}
		return set
	}
	anxious, avoidant := ids("anxious"), ids("avoidant")
	shared := 0
	for id := range anxious {
		if avoidant[id] {
			shared++
		}
	}
	if limit := min(len(anxious), len(avoidant)) / 2; shared >= limit {
		t.Errorf("anxious and avoidant share %d practices, want fewer than %d", shared, limit)
	}
}

func exercises(d playbook.Document) []playbook.Exercise {
	all := []playbook.Exercise{d.Tonight.Exercise}
	for _, c := range d.Stages {
		all = append(all, c.Practices...)
	}
	if d.Topic != nil {
		all = append(all, d.Topic.Practices...)
	}
	return all
}

func settled(state string) *quiz.Style { return &quiz.Style{State: state, Basis: scoring.Assumed} }

func drawStyle(t *rapid.T) *quiz.Style {
	return rapid.SampledFrom([]*quiz.Style{
		nil, settled("secure"), settled("anxious"), settled("avoidant"), settled("fearful"), settled("middle"),
		{State: "between", Between: []string{"secure", "anxious"}},
		{State: "between", Between: []string{"avoidant", "fearful"}},
	}).Draw(t, "style")
}

// profile is a person with the given style whose weakest mechanism is repair.
func profile(style *quiz.Style) quiz.Profile {
	low, mid := 1.5, 3.0
	score := func(v *float64, band scoring.Band) quiz.Score {
		return quiz.Score{Value: v, SE: .36, Low: *v - .7, High: *v + .7, Band: band, Basis: scoring.Assumed, Answered: 4, Items: 4}
	}
	return quiz.Profile{
		Instrument: "sample", Form: "full", Style: style,
		Scales: map[quiz.ScaleID]quiz.Score{
			"anxious": score(&mid, scoring.Middle), "avoidant": score(&mid, scoring.Middle),
			"repair": score(&low, scoring.Lower), "meaning": score(&mid, scoring.Middle),
		},
		Mechanisms: []quiz.ScaleID{"repair", "meaning"},
		Focus:      quiz.Focus{Candidates: []quiz.ScaleID{"repair"}, Chosen: []quiz.ScaleID{"repair"}},
	}
}

func instrument() *quiz.Instrument {
	scale := func(id string) scoring.ScaleSpec {
		return scoring.ScaleSpec{ID: id, Method: scoring.Mean, Keys: []scoring.Key{{Item: "i"}}}
	}
	return &quiz.Instrument{
		ID: "sample",
		Scales: []quiz.Scale{
			{ID: "anxious", Role: quiz.Dimension}, {ID: "avoidant", Role: quiz.Dimension},
			{ID: "repair", Role: quiz.Mechanism}, {ID: "meaning", Role: quiz.Mechanism},
		},
		Forms: []quiz.Form{{ID: "full", Spec: scoring.Spec{
			Items:  []scoring.ItemSpec{{ID: "i", Min: 1, Max: 5}},
			Scales: []scoring.ScaleSpec{scale("anxious"), scale("avoidant"), scale("repair"), scale("meaning")},
			Style:  &scoring.StyleSpec{Anxious: "anxious", Avoidant: "avoidant", AnxiousCut: 3, AvoidantCut: 3},
		}}},
		Texts: map[quiz.Locale]quiz.InstrumentText{"en": {Standing: "pilot"}},
	}
}

// library holds, in each of four stages, three practices for each style, two
// for everyone and one for two, and three phrases in each of two situations.
func library() *playbook.Library {
	lib := &playbook.Library{
		Locale: "en", Title: "Playbook", JointNotice: "only where both are safe",
		Labels: map[string]string{}, States: map[playbook.StateID]playbook.StateText{},
		Scales: map[quiz.ScaleID]playbook.ScaleText{}, Notes: map[playbook.NoteID]string{},
		Bands: map[scoring.Band]string{scoring.Lower: "in the lower part", scoring.Middle: "in the middle"},
		Help: playbook.Help{Directory: playbook.Line{Name: "Directory"}, Regions: []playbook.Region{
			{Code: "GB", Name: "United Kingdom", Lines: []playbook.Line{{Name: "A line in GB"}}},
		}},
		Sources:    []playbook.Source{{ID: "pause"}, {ID: "rhythm", OfTopic: true}},
		Situations: []playbook.Situation{{ID: "space", Title: "Asking for space"}, {ID: "return", Title: "Coming back"}},
	}
	for _, k := range playbook.LabelKeys() {
		lib.Labels[k] = "label " + k
	}
	for _, id := range playbook.StateIDs() {
		lib.States[id] = playbook.StateText{Headline: "headline " + string(id), Opening: []string{"scene " + string(id)}}
	}
	for _, id := range playbook.NoteIDs() {
		lib.Notes[id] = "note " + string(id)
	}
	for _, stage := range []string{"awareness", "disclosure", "cocreation", "integration"} {
		lib.Stages = append(lib.Stages, playbook.Stage{ID: stage, Title: stage})
		lib.Practices = append(lib.Practices, stagePractices(stage)...)
	}
	for _, s := range lib.Situations {
		for r := range scoring.Regions {
			lib.Phrases = append(lib.Phrases, playbook.Phrase{
				ID: fmt.Sprintf("%s-%s", s.ID, r), Situation: s.ID, Text: "words",
				Fit: playbook.Fit{Styles: []scoring.Region{r}, Audience: quiz.Solo},
			})
		}
		lib.Phrases = append(lib.Phrases, playbook.Phrase{ID: s.ID + "-any", Situation: s.ID, Text: "words"})
	}
	lib.Topics = []playbook.Topic{{ID: "music", Title: "Music", Sources: []string{"rhythm"}, Practices: []playbook.Practice{
		{ID: "calming-list", Fit: playbook.Fit{Audience: quiz.Solo}}, {ID: "our-songs", Fit: playbook.Fit{Audience: quiz.Joint}},
	}}}
	return lib
}

func stagePractices(stage string) []playbook.Practice {
	var out []playbook.Practice
	add := func(id string, fit playbook.Fit, minutes int) {
		out = append(out, playbook.Practice{ID: stage + "-" + id, Stage: stage, Fit: fit, Minutes: minutes, Tonight: "return"})
	}
	for i := range 3 {
		for r := range scoring.Regions {
			add(fmt.Sprintf("%s-%d", r, i), playbook.Fit{Styles: []scoring.Region{r}, Audience: quiz.Solo}, 3+2*i)
		}
	}
	add("any-1", playbook.Fit{Audience: quiz.Solo, Mechanisms: []quiz.ScaleID{"repair"}}, 5)
	add("any-2", playbook.Fit{Audience: quiz.Solo}, 10)
	add("pair", playbook.Fit{Audience: quiz.Joint, Partner: playbook.WithPartner, Mechanisms: []quiz.ScaleID{"repair"}}, 5)
	add("single", playbook.Fit{Audience: quiz.Solo, Partner: playbook.NoPartner}, 5)
	return out
}
