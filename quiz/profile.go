package quiz

import (
	"time"

	"github.com/attune-quiz/attune/scoring"
)

// Profile is the stored and published result of an attempt: what scoring
// said, under the ids of the instrument. Numbers are unrounded.
type Profile struct {
	Instrument InstrumentID      `json:"instrument"`
	Version    string            `json:"version"`
	Form       FormID            `json:"form"`
	Scales     map[ScaleID]Score `json:"scales"`
	Style      *Style            `json:"style"`      // nil: a dimension is unscored, or all responses are alike
	Mechanisms []ScaleID         `json:"mechanisms"` // weakest first
	Focus      Focus             `json:"focus"`
	Quality    Quality           `json:"quality"`
	FinishedAt time.Time         `json:"finished_at"`
}

// Score is one scale's result; Value is nil where the scale is unscored.
type Score struct {
	Value      *float64       `json:"score"`
	SE         float64        `json:"se"`
	Low        float64        `json:"low"`
	High       float64        `json:"high"`
	Band       scoring.Band   `json:"band,omitempty"`
	Basis      scoring.Basis  `json:"basis"`
	Percentile *float64       `json:"percentile,omitempty"`
	Answered   int            `json:"answered"`
	Items      int            `json:"items"`
	Reason     scoring.Reason `json:"reason,omitempty"`
}

// Style says what may be claimed about the region of a person.
type Style struct {
	// State is secure, anxious, avoidant, fearful, between or middle.
	State         string             `json:"state"`
	Between       []string           `json:"between,omitempty"` // the two neighbours
	Probabilities map[string]float64 `json:"probabilities"`
	Basis         scoring.Basis      `json:"basis"`
	// Contradicted reports that the secure scale clearly says otherwise.
	Contradicted bool `json:"contradicted,omitempty"`
}

// Focus names the mechanisms that the plan works on.
type Focus struct {
	Candidates []ScaleID `json:"candidates"`
	Chosen     []ScaleID `json:"chosen"`
}

// Quality lists doubts about the responses.
type Quality struct {
	Flags []string `json:"flags"`
}

// NewProfile names what scoring wrote into p by the ids of the form. The
// profile must come from the form's own scorer. The caller sets FinishedAt.
func NewProfile(in *Instrument, form *Form, p *scoring.Profile) Profile {
	out := Profile{
		Instrument: in.ID, Version: in.Version, Form: form.ID,
		Scales:     make(map[ScaleID]Score, len(p.Scales)),
		Style:      newStyle(p.Style),
		Mechanisms: scaleIDs(form, p.Mechanisms),
		Quality:    Quality{Flags: p.Flags.IDs()},
	}
	for i, s := range p.Scales {
		out.Scales[ScaleID(form.Spec.Scales[i].ID)] = newScore(s)
	}
	out.Focus.Candidates = scaleIDs(form, p.Candidates)
	out.Focus.Chosen = []ScaleID{}
	if f := form.Spec.Focus; f != nil {
		out.Focus.Chosen = out.Mechanisms[:min(f.Preselect, len(out.Mechanisms))]
	}
	return out
}

func newScore(s scoring.Score) Score {
	out := Score{Basis: s.Basis, Answered: s.Answered, Items: s.Items, Reason: s.Reason}
	if !s.Scored() {
		return out
	}
	value := s.Value
	out.Value, out.SE, out.Low, out.High, out.Band = &value, s.SE, s.Low, s.High, s.Band
	if s.Normed {
		percentile := s.Percentile
		out.Percentile = &percentile
	}
	return out
}

func newStyle(s scoring.Style) *Style {
	if s.State == scoring.NoStyle {
		return nil
	}
	out := &Style{Basis: s.Basis, Contradicted: s.Contradicted, Probabilities: map[string]float64{}}
	for r, p := range s.Probabilities {
		out.Probabilities[scoring.Region(r).String()] = p
	}
	switch s.State {
	case scoring.Settled:
		out.State = s.Regions[0].String()
	case scoring.Between:
		out.State = "between"
		out.Between = []string{s.Regions[0].String(), s.Regions[1].String()}
	case scoring.NearMiddle:
		out.State = "middle"
	}
	return out
}

func scaleIDs(form *Form, places []int) []ScaleID {
	ids := make([]ScaleID, len(places))
	for i, p := range places {
		ids[i] = ScaleID(form.Spec.Scales[p].ID)
	}
	return ids
}
