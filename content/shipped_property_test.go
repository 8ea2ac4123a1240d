package content_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/internal/prose"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/quiz/take"
	"github.com/attune-quiz/attune/scoring"
)

// shelf is what ships, for one language.
type shelf struct {
	in   *quiz.Instrument
	book *playbook.Library
}

// shelves loads what ships in every language of the interface.
func shelves(t *testing.T) map[quiz.Locale]shelf {
	t.Helper()
	lib, _ := content.Load(content.Shipped())
	in, err := lib.Instrument("relationship")
	if err != nil {
		t.Fatal(err)
	}
	out := map[quiz.Locale]shelf{}
	for _, locale := range lib.Texts().Locales() {
		book, err := lib.Playbook(in.ID, locale)
		if err != nil {
			t.Fatal(err)
		}
		out[locale] = shelf{in, book}
	}
	return out
}

// TestAnyoneGetsAWholePlaybook draws 200 people in each language and looks at
// what each is given.
func TestAnyoneGetsAWholePlaybook(t *testing.T) {
	for locale, s := range shelves(t) {
		t.Run(string(locale), func(t *testing.T) {
			random := rand.New(rand.NewPCG(20261123, 5))
			states := map[playbook.StateID]int{}
			for range 200 {
				form := &s.in.Forms[random.IntN(len(s.in.Forms))]
				p := drawProfile(t, s.in, form, random)
				c := drawChoice(s, p, random)
				doc := playbook.Compose(s.in, p, s.book, c)
				states[doc.Pattern.State]++
				whole(t, s.book, p, c, doc)
				if t.Failed() {
					t.Fatalf("state %s, choice %+v", doc.Pattern.State, c)
				}
			}
			t.Logf("states: %v", states)
			for _, id := range playbook.StateIDs() {
				if states[id] == 0 {
					t.Errorf("nobody was drawn in state %s", id)
				}
			}
		})
	}
}

// drawProfile draws levels for the dimensions and mechanisms, answers around
// them, and leaves some out.
func drawProfile(t *testing.T, in *quiz.Instrument, form *quiz.Form, random *rand.Rand) quiz.Profile {
	t.Helper()
	values := map[quiz.ItemID]scoring.Response{}
	alike := random.IntN(12) == 0
	leaves := random.IntN(8) == 0
	for _, scale := range form.Spec.Scales {
		level := 1 + 4*random.Float64()
		for _, key := range scale.Keys {
			v := int(level + 1.2*random.Float64() - 0.1)
			v = min(max(v, 1), 5)
			if key.Reverse {
				v = 6 - v
			}
			values[quiz.ItemID(key.Item)] = scoring.Response(v)
			if alike {
				values[quiz.ItemID(key.Item)] = 4
			}
			if leaves && random.IntN(3) == 0 {
				values[quiz.ItemID(key.Item)] = quiz.Declined
			}
		}
	}
	return scored(t, in, form, values)
}

func scored(t *testing.T, in *quiz.Instrument, form *quiz.Form, values map[quiz.ItemID]scoring.Response) quiz.Profile {
	t.Helper()
	sheet, err := take.Fill(in, form, take.Answers{Responses: values})
	if err != nil {
		t.Fatal(err)
	}
	return take.Score(in, form, sheet)
}

func drawChoice(s shelf, p quiz.Profile, random *rand.Rand) playbook.Choice {
	topics := []quiz.TopicID{"", "nowhere"}
	for _, topic := range s.book.Topics {
		topics = append(topics, topic.ID)
	}
	mechanisms := s.in.ScalesOf(quiz.Mechanism)
	random.Shuffle(len(mechanisms), func(i, j int) { mechanisms[i], mechanisms[j] = mechanisms[j], mechanisms[i] })
	focus := [][]quiz.ScaleID{nil, p.Focus.Chosen, mechanisms[:1], mechanisms[:2]}
	return playbook.Choice{
		Topic:    topics[random.IntN(len(topics))],
		Audience: []quiz.Audience{"", quiz.Solo, quiz.Joint}[random.IntN(3)],
		Relation: []quiz.Relationship{"", quiz.RelationCurrent, quiz.RelationNone}[random.IntN(3)],
		Focus:    focus[random.IntN(len(focus))],
	}
}

// whole holds one playbook to what everyone is promised.
func whole(t *testing.T, book *playbook.Library, p quiz.Profile, c playbook.Choice, doc playbook.Document) {
	t.Helper()
	if len(doc.Stages) != 4 {
		t.Errorf("%d stages, want 4", len(doc.Stages))
	}
	for _, stage := range doc.Stages {
		if len(stage.Practices) < 3 {
			t.Errorf("stage %s has %d practices, want 3 or more", stage.ID, len(stage.Practices))
		}
	}
	if doc.Tonight.ID == "" || doc.Tonight.Minutes > 5 || doc.Tonight.Phrase.Text == "" {
		t.Errorf("tonight: %q takes %d minutes with the phrase %q", doc.Tonight.ID, doc.Tonight.Minutes, doc.Tonight.Phrase.Text)
	}
	fits := fitsByID(book)
	seen := map[string]bool{}
	for _, id := range chosen(doc, true) {
		if seen[id] {
			t.Errorf("%s comes twice", id)
		}
		seen[id] = true
		if why := misfit(fits[id], p, c); why != "" {
			t.Errorf("%s is %s", id, why)
		}
	}
	sentencesOnce(t, doc)
}

// chosen lists the practices and phrases of a document, with or without those
// of its topic.
func chosen(doc playbook.Document, topic bool) []string {
	ids := []string{"practice " + doc.Tonight.ID, "phrase " + doc.Tonight.Phrase.ID}
	exercises := func(list []playbook.Exercise) {
		for _, e := range list {
			ids = append(ids, "practice "+e.ID)
		}
	}
	starters := func(list []playbook.Starter) {
		for _, s := range list {
			ids = append(ids, "phrase "+s.ID)
		}
	}
	for _, stage := range doc.Stages {
		exercises(stage.Practices)
	}
	starters(doc.Phrases)
	if topic && doc.Topic != nil {
		exercises(doc.Topic.Practices)
		starters(doc.Topic.Phrases)
	}
	return ids
}

func fitsByID(book *playbook.Library) map[string]playbook.Fit {
	fits := map[string]playbook.Fit{}
	add := func(practices []playbook.Practice, phrases []playbook.Phrase) {
		for _, p := range practices {
			fits["practice "+p.ID] = p.Fit
		}
		for _, p := range phrases {
			fits["phrase "+p.ID] = p.Fit
		}
	}
	add(book.Practices, book.Phrases)
	for _, topic := range book.Topics {
		add(topic.Practices, topic.Phrases)
	}
	return fits
}

// misfit says why something should not have reached the person.
func misfit(f playbook.Fit, p quiz.Profile, c playbook.Choice) string {
	if f.Audience == "" {
		return "unknown"
	}
	if f.Audience == quiz.Joint && (c.Audience != quiz.Joint || c.Relation == quiz.RelationNone) {
		return "for two, and the plan is for one"
	}
	if f.Partner == playbook.WithPartner && c.Relation == quiz.RelationNone {
		return "for someone with a partner"
	}
	if f.Partner == playbook.NoPartner && c.Relation != quiz.RelationNone {
		return "for someone without a partner"
	}
	if p.Style == nil || p.Style.State == "middle" || len(f.Styles) == 0 {
		return ""
	}
	leans := append([]string{p.Style.State}, p.Style.Between...)
	if !slices.ContainsFunc(f.Styles, func(r scoring.Region) bool { return slices.Contains(leans, r.String()) }) {
		return fmt.Sprintf("for %v, and the answers lean towards %v", f.Styles, leans)
	}
	return ""
}

// sentencesOnce looks at every text of the document but its frame: no sentence
// of three words or more, six characters in Chinese, comes twice, save as an
// echo within one text, and no brace is left.
func sentencesOnce(t *testing.T, doc playbook.Document) {
	t.Helper()
	data, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(data, &tree); err != nil {
		t.Fatal(err)
	}
	least := 3
	if strings.HasPrefix(string(doc.Locale), "zh") {
		least = 6
	}
	seen := map[string]string{}
	walkStrings(tree, "", func(path, text string) {
		if strings.ContainsAny(text, "{}") {
			t.Errorf("%s has an unfilled placeholder: %s", path, text)
		}
		for _, s := range prose.Sentences(text) {
			words := prose.Words(s)
			key := strings.Join(words, " ")
			if first, twice := seen[key]; twice && len(words) >= least && first != path && !frame(path) && !frame(first) {
				t.Errorf("%q stands in %s and in %s", s, first, path)
			}
			seen[key] = path
		}
	})
}

// frame are the words that name a thing rather than tell one.
func frame(path string) bool {
	for _, end := range []string{".situation", ".often", ".band", ".cite", ".id", ".kind", ".audience"} {
		if strings.HasSuffix(path, end) {
			return true
		}
	}
	return false
}

func walkStrings(v any, path string, visit func(path, text string)) {
	switch v := v.(type) {
	case string:
		visit(path, v)
	case []any:
		for i, e := range v {
			walkStrings(e, fmt.Sprintf("%s[%d]", path, i), visit)
		}
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			walkStrings(v[k], path+"."+k, visit)
		}
	}
}
