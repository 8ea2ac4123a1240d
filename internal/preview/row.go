package preview

import (
	"fmt"

	"github.com/attune-quiz/attune/quiz/playbook"
)

// row is one text in every language, under the name by which authors find it.
type row struct {
	Name  string
	Cells [][]string // by language; a list where the text is one
}

// part is a section of the playbook.
type part struct {
	Title string
	Rows  []row
}

// compare lays the same person's documents side by side. Their structure is
// the same; where a list is longer in one language, the others show a gap.
func compare(docs []playbook.Document) []part {
	var parts []part
	for i, doc := range docs {
		c := &column{language: i, of: len(docs), parts: &parts}
		c.document(doc)
	}
	return parts
}

// column writes one language into the parts.
type column struct {
	language, of int
	parts        *[]part
	at           int // the part being written
}

func (c *column) begin(title string) {
	for i := range *c.parts {
		if (*c.parts)[i].Title == title {
			c.at = i
			return
		}
	}
	*c.parts = append(*c.parts, part{Title: title})
	c.at = len(*c.parts) - 1
}

func (c *column) put(name string, texts ...string) {
	p := &(*c.parts)[c.at]
	for i := range p.Rows {
		if p.Rows[i].Name == name {
			p.Rows[i].Cells[c.language] = texts
			return
		}
	}
	cells := make([][]string, c.of)
	cells[c.language] = texts
	p.Rows = append(p.Rows, row{name, cells})
}

func (c *column) document(d playbook.Document) {
	c.begin("notes")
	c.put("notes", d.Notes...)
	c.begin("opening")
	c.put("states."+string(d.Pattern.State)+".opening", d.Opening...)
	c.begin("tonight")
	c.exercise(d.Tonight.Exercise)
	c.starter(d.Tonight.Phrase)
	c.begin("pattern")
	c.pattern(d.Pattern)
	c.begin("scales")
	for _, m := range append(append([]playbook.Measure{}, d.Dimensions...), d.Mechanisms...) {
		c.put(fmt.Sprintf("scales.%s.bands.%s", m.ID, m.BandID), m.Title, m.About, m.Band, m.Text)
	}
	for _, s := range d.Stages {
		c.begin(s.ID)
		c.put("stages."+s.ID, s.Title, s.Weeks, s.Aim)
		c.notice(s.Notice)
		for _, e := range s.Practices {
			c.exercise(e)
		}
	}
	c.topic(d.Topic)
	c.begin("phrases")
	for _, s := range d.Phrases {
		c.starter(s)
	}
	c.back(d)
}

func (c *column) pattern(p playbook.Pattern) {
	name := "states." + string(p.State) + "."
	c.put(name+"headline", p.Headline)
	c.put(name+"body", p.Body...)
	c.put(name+"thought", p.Thought...)
	c.put(name+"behaviour", p.Behaviour...)
	c.put(name+"protects", p.Protects)
	c.put(name+"costs", p.Costs)
	c.put(name+"helps", p.Helps)
	for _, s := range p.Scenes {
		c.put(name+"scenes."+s.ID, s.Title, s.Text)
	}
}

func (c *column) exercise(e playbook.Exercise) {
	name := "practices." + e.ID + "."
	c.put(name+"title", e.Title, e.For, fmt.Sprintf("%s · %d · %s", e.Audience, e.Minutes, e.Often))
	c.put(name+"scene", e.Scene)
	c.put(name+"why", e.Why)
	c.put(name+"steps", e.Steps...)
	c.put(name+"say", e.Say...)
	c.put(name+"worked", e.Worked)
	c.put(name+"if_not", e.IfNot)
	c.put(name+"opposite", e.Opposite)
}

func (c *column) starter(s playbook.Starter) {
	c.put("phrases."+s.ID, s.Situation, s.Text, s.NotWhen)
}

func (c *column) notice(text string) {
	if text != "" {
		c.put("joint_notice", text)
	}
}

func (c *column) topic(t *playbook.TopicPart) {
	if t == nil {
		return
	}
	c.begin("topic " + string(t.ID))
	c.put("title", t.Title)
	c.put("intro", t.Intro...)
	c.notice(t.Notice)
	for _, e := range t.Practices {
		c.exercise(e)
	}
	for _, s := range t.Phrases {
		c.starter(s)
	}
}

// back is what everyone gets.
func (c *column) back(d playbook.Document) {
	c.begin("body and pause")
	c.put("body", append([]string{d.Body.Title}, d.Body.Text...)...)
	for _, s := range d.Body.States {
		c.put("body."+s.ID, s.Title, s.Text)
	}
	c.put("pause", append([]string{d.Pause.Title, d.Pause.Intro, d.Pause.Say, d.Pause.Back}, d.Pause.Rows...)...)
	c.begin("worksheets")
	for _, w := range d.Worksheets {
		c.put("worksheets."+w.ID, w.Title, w.Intro)
		for _, f := range w.Fields {
			c.put("worksheets."+w.ID+"."+f.ID, f.Label, f.Hint)
		}
	}
	c.begin("faq")
	for _, q := range d.FAQ {
		c.put("faq."+q.ID, append([]string{q.Question}, q.Answer...)...)
	}
	c.begin("claims")
	for _, s := range d.Sources {
		c.put("claims."+s.ID, s.Claim, s.Standing)
	}
	c.begin("help")
	c.put("text", append([]string{d.Help.Title}, d.Help.Text...)...)
}
