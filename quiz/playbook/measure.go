package playbook

import (
	"slices"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/scoring"
)

// measures puts the profile's numbers beside their words: the map, the
// dimensions in the instrument's order, and the mechanisms weakest first.
func measures(in *quiz.Instrument, p quiz.Profile, lib *Library, focus []quiz.ScaleID) (Map, []Measure, []Measure) {
	form := in.Form(p.Form)
	dimensions, mechanisms := []Measure{}, []Measure{}
	if form == nil {
		return Map{}, dimensions, mechanisms
	}
	byID := map[quiz.ScaleID]Measure{}
	for i, s := range form.Spec.Scales {
		id := quiz.ScaleID(s.ID)
		m := measure(id, p.Scales[id], lib)
		m.Min, m.Max = form.Spec.Metric(i)
		byID[id] = m
	}
	for _, s := range in.Scales {
		if m, ok := byID[s.ID]; ok && s.Role == quiz.Dimension {
			dimensions = append(dimensions, m)
		}
	}
	for _, id := range p.Mechanisms {
		m := byID[id]
		m.Focus = slices.Contains(focus, id)
		mechanisms = append(mechanisms, m)
	}
	return tuningMap(form.Spec.Style, byID, p, lib), dimensions, mechanisms
}

func measure(id quiz.ScaleID, s quiz.Score, lib *Library) Measure {
	text := lib.Scales[id]
	m := Measure{ID: id, Title: text.Title, About: text.About, Scored: s.Value != nil, BandID: s.Band}
	if !m.Scored {
		m.Band = lib.Labels["unscored"]
		return m
	}
	m.Score, m.Low, m.High = *s.Value, s.Low, s.High
	m.Band, m.Text = lib.Bands[s.Band], text.Bands[s.Band]
	return m
}

func tuningMap(style *scoring.StyleSpec, byID map[quiz.ScaleID]Measure, p quiz.Profile, lib *Library) Map {
	m := Map{Corners: map[string]string{}}
	if style == nil {
		return m
	}
	for r := range scoring.Regions {
		m.Corners[r.String()] = lib.Labels["corner_"+r.String()]
	}
	anxious, avoidant := quiz.ScaleID(style.Anxious), quiz.ScaleID(style.Avoidant)
	m.Anxious = axis(byID[anxious], p.Scales[anxious], lib.Labels["axis_anxious"], style.AnxiousCut)
	m.Avoidant = axis(byID[avoidant], p.Scales[avoidant], lib.Labels["axis_avoidant"], style.AvoidantCut)
	m.Scored = byID[anxious].Scored && byID[avoidant].Scored && p.Style != nil
	m.Equivalent = lib.Labels[equivalent(p.Style)]
	return m
}

func axis(m Measure, s quiz.Score, title string, cut float64) Axis {
	return Axis{Title: title, Min: m.Min, Max: m.Max, Score: m.Score, SE: s.SE, Cut: cut}
}

// equivalent names the sentence that says in words what the map draws.
func equivalent(s *quiz.Style) string {
	switch {
	case s == nil:
		return "map_none"
	case s.State == "between":
		return "map_between"
	case s.State == "middle":
		return "map_middle"
	}
	return "map_settled"
}
