package web

import (
	"html/template"
	"slices"

	"github.com/attune-quiz/attune/quiz/playbook"
)

// practiceShown is a practice with the words of the frame, and whether it was
// done.
type practiceShown struct {
	labelled
	Done bool
}

// Practice is for the template.
func (b resultBody) Practice(e playbook.Exercise) practiceShown {
	return practiceShown{labelled{b.Doc.Labels, e}, slices.Contains(b.Done, e.ID)}
}

// progress says how many of the practices shown were done. The waves draw
// closer with each.
type progress struct {
	Waves       template.HTML
	Done, Total int
}

// Progress is for the template.
func (b resultBody) Progress() progress {
	shown := b.Doc.Exercises()
	p := progress{Total: len(shown)}
	for _, e := range shown {
		if slices.Contains(b.Done, e.ID) {
			p.Done++
		}
	}
	if p.Total > 0 {
		p.Waves = waves(float64(p.Done) / float64(p.Total))
	}
	return p
}
