package content

import (
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/scoring"
)

// joinPlaybook puts the words of one language to the structure of a playbook.
func joinPlaybook(f *PlaybookFile, t *PlaybookTextFile, locale quiz.Locale) *playbook.Library {
	lib := &playbook.Library{
		Locale: locale, Title: t.Title, Notice: t.Notice, JointNotice: t.JointNotice,
		Labels: t.Labels,
		States: map[playbook.StateID]playbook.StateText{},
		Scales: map[quiz.ScaleID]playbook.ScaleText{},
		Notes:  map[playbook.NoteID]string{},
		Bands:  joinBands(t.Bands),
		Body:   joinBody(t.Body),
		Pause:  playbook.PauseText(*t.Pause),

		Practices:  joinPractices(f.Practices, t.Practices),
		Phrases:    joinPhrases(f.Phrases, t.Phrases),
		Worksheets: joinWorksheets(f.Worksheets, t.Worksheets),
		Wishes:     joinWishes(f.Wishes, t.Wishes),
		Sources:    joinSources(f.Sources, t.Claims),
	}
	for id, s := range t.States {
		lib.States[playbook.StateID(id)] = joinState(s)
	}
	for id, s := range t.Scales {
		lib.Scales[quiz.ScaleID(id)] = playbook.ScaleText{Title: s.Title, About: s.About, Bands: joinBands(s.Bands)}
	}
	for id, note := range t.Notes {
		lib.Notes[playbook.NoteID(id)] = note
	}
	for _, s := range f.Stages {
		text := t.Stages[s.ID]
		lib.Stages = append(lib.Stages, playbook.Stage{ID: s.ID, Title: text.Title, Weeks: text.Weeks, From: s.From, To: s.To, Aim: text.Aim})
	}
	for _, id := range f.Situations {
		lib.Situations = append(lib.Situations, playbook.Situation{ID: id, Title: t.Situations[id]})
	}
	for _, id := range f.FAQ {
		lib.FAQ = append(lib.FAQ, playbook.Question{ID: id, Question: t.FAQ[id].Question, Answer: t.FAQ[id].Answer})
	}
	return lib
}

func joinBands(texts map[string]string) map[scoring.Band]string {
	out := make(map[scoring.Band]string, len(texts))
	for id, text := range texts {
		out[scoring.Band(id)] = text
	}
	return out
}

func joinState(t StateTextFile) playbook.StateText {
	out := playbook.StateText{
		Headline: t.Headline, Opening: t.Opening,
		Body: t.Body, Thought: t.Thought, Behave: t.Behaviour,
		Protects: t.Protects, Costs: t.Costs, Helps: t.Helps,
	}
	for _, id := range sceneIDs {
		if scene, ok := t.Scenes[id]; ok {
			out.Scenes = append(out.Scenes, playbook.Scene{ID: id, Title: scene.Title, Text: scene.Text})
		}
	}
	return out
}

func joinBody(t *BodyTextFile) playbook.BodyText {
	out := playbook.BodyText{Title: t.Title, Text: t.Text}
	for _, s := range t.States {
		out.States = append(out.States, playbook.Scene{ID: s.ID, Title: s.Title, Text: s.Text})
	}
	return out
}

func joinSources(list []SourceFile, claims map[string]string) []playbook.Source {
	var out []playbook.Source
	for _, s := range list {
		out = append(out, playbook.Source{ID: s.ID, Standing: s.Standing, Claim: claims[s.ID], Cite: s.Cite, URL: s.URL})
	}
	return out
}
