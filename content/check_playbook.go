package content

import (
	"slices"

	"github.com/attune-quiz/attune/quiz/playbook"
)

type (
	playbookSource = source[PlaybookFile, PlaybookTextFile]
	topicSource    = source[TopicFile, TopicTextFile]
)

func checkPlaybook(s *playbookSource, scales *scaleIndex, r *report) {
	f := s.file
	for i, stage := range f.Stages {
		if slices.Contains(stageIDs[:], stage.ID) && i < len(stageIDs) && stage.ID != stageIDs[i] {
			r.errorf(s.doc.at("stages", i, "id"), "the stage %q stands at the place of %q: keep the order of the plan", stage.ID, stageIDs[i])
		}
		if i > 0 && stage.From <= f.Stages[i-1].To && f.Stages[i-1].To > 0 {
			r.errorf(s.doc.at("stages", i, "from"), "the stage %q begins in week %d, before %q ends in week %d: begin it later", stage.ID, stage.From, f.Stages[i-1].ID, f.Stages[i-1].To)
		}
	}
	distinct(r, s.doc, f.Situations, "situations")
	distinct(r, s.doc, f.FAQ, "faq")
	c := fitCheck{r, s.doc, scales, f.Situations, sourceCheck{r, s.doc, sourceIDs(f.Sources)}}
	c.practices(f.Practices)
	c.coverage(f.Practices)
	c.phrases(f.Phrases)
	c.worksheets(f.Worksheets)
}

// checkTopic takes the situations that phrases may name.
func checkTopic(s *topicSource, scales *scaleIndex, situations []string, r *report) {
	f := s.file
	checkFolder(r, s.doc, s.id, f.ID)
	c := fitCheck{r, s.doc, scales, situations, sourceCheck{r, s.doc, sourceIDs(f.Sources)}}
	c.practices(f.Practices)
	c.phrases(f.Phrases)
	c.worksheets(f.Worksheets)
}

// distinct reports an id that a list has twice.
func distinct(r *report, d *document, list []string, field string) {
	for i, id := range list {
		if first := slices.Index(list, id); first < i {
			r.errorf(d.at(field, i), "duplicate %q: line %d has it already; delete one", id, d.at(field, first).line)
		}
	}
}

func sourceIDs(list []SourceFile) []string {
	return ids(list, func(s SourceFile) string { return s.ID })
}

func wishIDs(list []WishFile) []string {
	return ids(list, func(w WishFile) string { return w.ID })
}

// ids collects the id of each entry.
func ids[E any, ID ~string](list []E, id func(E) ID) []ID {
	out := make([]ID, len(list))
	for i, e := range list {
		out[i] = id(e)
	}
	return out
}

// sceneIDs are the scenes that a state may have, in the order of reading.
var sceneIDs = [...]string{"settled", "change", "solver"}

// playbookNeeds lists what the texts of a playbook have to have.
func playbookNeeds(f *PlaybookFile, scales *scaleIndex) []need {
	states := ids(playbook.StateIDs(), func(s playbook.StateID) string { return string(s) })
	bands := fiveBands()
	needs := []need{
		{path: []string{"title"}}, {path: []string{"notice"}}, {path: []string{"joint_notice"}},
		{path: []string{"body"}}, {path: []string{"pause"}},
		{path: []string{"labels"}, ids: playbook.LabelKeys()},
		{path: []string{"notes"}, ids: ids(playbook.NoteIDs(), func(n playbook.NoteID) string { return string(n) })},
		{path: []string{"states"}, ids: states},
		{path: []string{"stages"}, ids: ids(f.Stages, func(s StageFile) string { return s.ID })},
		{path: []string{"situations"}, ids: f.Situations},
		{path: []string{"wishes"}, ids: wishIDs(f.Wishes)},
		{path: []string{"faq"}, ids: f.FAQ},
		{path: []string{"claims"}, ids: sourceIDs(f.Sources)},
	}
	for _, state := range states {
		needs = append(needs, need{path: []string{"states", state, "scenes"}, ids: sceneIDs[:], optional: true})
	}
	if scales.known {
		needs = append(needs, need{path: []string{"scales"}, ids: names(scales.bands)})
	}
	for _, scale := range names(scales.bands) {
		needs = append(needs, need{path: []string{"scales", scale, "bands"}, ids: scales.bands[scale]})
		for _, band := range scales.bands[scale] {
			if !slices.Contains(bands, band) {
				bands = append(bands, band)
			}
		}
	}
	needs = append(needs, need{path: []string{"bands"}, ids: bands})
	return append(needs, activityNeeds(f.Practices, f.Phrases, f.Worksheets)...)
}

func topicNeeds(f *TopicFile) []need {
	needs := []need{{path: []string{"claims"}, ids: sourceIDs(f.Sources)}}
	return append(needs, activityNeeds(f.Practices, f.Phrases, f.Worksheets)...)
}

func activityNeeds(practices []PracticeFile, phrases []PhraseFile, worksheets []WorksheetFile) []need {
	sections := sectionIDs(practices, phrases, worksheets, nil)
	needs := []need{
		{path: []string{"practices"}, ids: sections["practices"]},
		{path: []string{"phrases"}, ids: sections["phrases"]},
		{path: []string{"worksheets"}, ids: sections["worksheets"]},
	}
	for _, w := range worksheets {
		needs = append(needs, need{
			path: []string{"worksheets", w.ID, "fields"},
			ids:  ids(w.Fields, func(f FieldFile) string { return f.ID }),
		})
	}
	return needs
}

// activityFills allows {minutes} in the texts of practices.
func activityFills(path []any) []string {
	if path[0] == "practices" {
		return []string{"minutes"}
	}
	return nil
}
