package preview

import (
	"embed"
	"fmt"
	"html/template"
	"slices"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

//go:embed static
var static embed.FS

func parsePage() (*template.Template, error) {
	t, err := template.ParseFS(static, "static/page.html")
	if err != nil {
		return nil, fmt.Errorf("parse the page: %w", err)
	}
	return t, nil
}

// page is what the template shows.
type page struct {
	Version  string
	Findings content.Findings
	// Trouble says why there is no playbook; empty where there is one.
	Trouble string
	Controls
	Locales []quiz.Locale
	Parts   []part
}

// Controls are the choices, with what is chosen.
type Controls struct {
	Wish       wish
	Min, Max   float64 // of the first dimension
	States     []choice
	Forms      []choice
	Focus      []choice
	Second     []choice
	Topics     []choice
	Audiences  []choice
	Partners   []choice
	Instrument quiz.InstrumentID
}

// choice is one option of a control.
type choice struct {
	ID     string
	Chosen bool
}

func choices[T ~string](chosen T, ids ...T) []choice {
	out := make([]choice, len(ids))
	for i, id := range ids {
		out[i] = choice{string(id), id == chosen}
	}
	return out
}

func controls(w wish, in *quiz.Instrument, topics []playbook.Topic) Controls {
	c := Controls{Wish: w, Instrument: in.ID, Min: 1, Max: 5}
	var states []string
	for _, id := range playbook.StateIDs() {
		states = append(states, string(id))
	}
	c.States = choices(w.State, append(states, byScores)...)
	for _, f := range in.Forms {
		c.Forms = append(c.Forms, choice{string(f.ID), f.ID == w.Form})
	}
	form := in.Form(w.Form)
	if len(form.Spec.Scales) > 0 {
		c.Min, c.Max = form.Spec.Metric(0)
	}
	mechanisms := slices.Insert(in.ScalesOf(quiz.Mechanism), 0, "")
	chosen := append(slices.Clone(w.Focus), "", "")
	c.Focus, c.Second = choices(chosen[0], mechanisms...), choices(chosen[1], mechanisms...)
	ids := []quiz.TopicID{""}
	for _, t := range topics {
		ids = append(ids, t.ID)
	}
	c.Topics = choices(w.Topic, ids...)
	c.Audiences = choices(w.Audience, quiz.Solo, quiz.Joint)
	c.Partners = choices(w.Relation, "", quiz.RelationCurrent, quiz.RelationNone)
	return c
}
