package playbook

import "github.com/attune-quiz/attune/quiz"

// What of the plan is free, whatever the gate.
const (
	freePractices = 1
	freePhrases   = 3
)

// Locked says that a document was cut down to its free parts, what opens the
// rest, and how much waits there. The result, help and safety are never
// locked.
type Locked struct {
	By         quiz.GateKind `json:"by"`
	Practices  int           `json:"practices"`
	Phrases    int           `json:"phrases"`
	Worksheets int           `json:"worksheets"`
	// Topic is the title of the chapter that waits; empty: none.
	Topic string `json:"topic,omitempty"`
}

// Free cuts the document down to what is free behind a gate of the kind: all
// that explains the result, help, tonight, the pause card, the first practice
// of the plan, a phrase in each of the first situations, and the outline of the
// stages. The rest is left out, not hidden, so that no renderer can show it. GateNone locks
// nothing. The original stays as it is.
func (d Document) Free(by quiz.GateKind) Document {
	if by == quiz.GateNone {
		return d
	}
	full := d
	d.Stages = outline(full.Stages)
	d.Phrases = sampled(full.Phrases)
	d.Topic, d.Worksheets, d.FAQ = nil, []Sheet{}, []Question{}
	d.Sources = withoutTopic(full.Sources)
	d.Locked = &Locked{
		By:         by,
		Practices:  full.practices() - d.practices(),
		Phrases:    full.phrases() - d.phrases(),
		Worksheets: len(full.Worksheets),
	}
	if full.Topic != nil {
		d.Locked.Topic = full.Topic.Title
	}
	return d
}

// outline keeps the frame of every stage and the first practice of the plan.
func outline(stages []Chapter) []Chapter {
	out := make([]Chapter, len(stages))
	left := freePractices
	for i, c := range stages {
		n := min(left, len(c.Practices))
		left -= n
		c.Practices = append([]Exercise{}, c.Practices[:n]...)
		if !forTwo(c.Practices) {
			c.Notice = ""
		}
		out[i] = c
	}
	return out
}

// sampled keeps the first phrases, one a situation.
func sampled(all []Starter) []Starter {
	out := []Starter{}
	for _, p := range all {
		fresh := len(out) == 0 || out[len(out)-1].Situation != p.Situation
		if fresh && len(out) < freePhrases {
			out = append(out, p)
		}
	}
	return out
}

func withoutTopic(all []Source) []Source {
	out := []Source{}
	for _, s := range all {
		if !s.OfTopic {
			out = append(out, s)
		}
	}
	return out
}

// practices counts those of the plan and of the topic.
func (d *Document) practices() int {
	n := 0
	for _, c := range d.Stages {
		n += len(c.Practices)
	}
	if d.Topic != nil {
		n += len(d.Topic.Practices)
	}
	return n
}

// phrases counts those to copy, of the topic too.
func (d *Document) phrases() int {
	n := len(d.Phrases)
	if d.Topic != nil {
		n += len(d.Topic.Phrases)
	}
	return n
}
