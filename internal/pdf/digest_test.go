package pdf

import (
	"bytes"
	"testing"
	"time"

	"github.com/attune-quiz/attune/quiz/playbook"
)

// TestDigestTellsDocumentsApart changes one thing at a time.
func TestDigestTellsDocumentsApart(t *testing.T) {
	base := digest("booklet", playbook.A4, sampleDocument())
	if !bytes.Equal(base, digest("booklet", playbook.A4, sampleDocument())) {
		t.Error("equal documents differ")
	}
	for name, change := range map[string]func(*playbook.Document){
		"title":    func(d *playbook.Document) { d.Title += " " },
		"date":     func(d *playbook.Document) { d.Finished = d.Finished.Add(time.Second) },
		"score":    func(d *playbook.Document) { d.Map.Anxious.Score += 1e-9 },
		"step":     func(d *playbook.Document) { d.Stages[0].Practices[0].Steps[0] += "." },
		"topic":    func(d *playbook.Document) { d.Topic = nil },
		"label":    func(d *playbook.Document) { d.Labels["page"] = "Leaf" },
		"brand":    func(d *playbook.Document) { d.Branding.Colour[1]++ },
		"boundary": func(d *playbook.Document) { d.Opening = []string{d.Opening[0] + d.Opening[1]} },
	} {
		doc := sampleDocument()
		change(&doc)
		if bytes.Equal(base, digest("booklet", playbook.A4, doc)) {
			t.Errorf("%s: the digest is the same", name)
		}
	}
	if bytes.Equal(base, digest("summary", playbook.A4, sampleDocument())) || bytes.Equal(base, digest("booklet", playbook.Letter, sampleDocument())) {
		t.Error("the kind and the paper do not tell")
	}
}
