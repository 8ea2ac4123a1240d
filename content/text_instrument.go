package content

import "github.com/attune-quiz/attune/quiz"

// instrumentNeeds lists what the texts of an instrument have to have.
func instrumentNeeds(f *InstrumentFile) []need {
	stems := need{path: []string{"stems"}}
	for _, item := range f.Items {
		stems.ids = append(stems.ids, item.ID)
	}
	return []need{{path: []string{"labels"}, ids: names(f.Options)}, stems}
}

// checkInstrumentTexts looks at the wording of an instrument that is served.
func (l *loader) checkInstrumentTexts(s *instrumentSource) {
	fills := func(path []any) []string {
		if path[0] == "consent" {
			return []string{"controller", "notice"}
		}
		return nil
	}
	checkTexts(l, s, instrumentNeeds(s.file), fills)
	for _, w := range s.texts {
		for id, options := range s.file.Options {
			labels, ok := w.text.Labels[id]
			if want := options.Max - options.Min + 1; ok && want > 1 && len(labels) != want {
				l.errorf(w.key("labels", id), "%q has %d labels: write %d, one for each response from %d to %d",
					id, len(labels), want, options.Min, options.Max)
			}
		}
	}
}

// instrumentTexts joins the wording of every language in which it is complete,
// after what is missing was taken from another.
func (l *loader) instrumentTexts(s *instrumentSource) map[quiz.Locale]quiz.InstrumentText {
	out := map[quiz.Locale]quiz.InstrumentText{}
	if !s.file.ServesStems {
		return out
	}
	for locale, text := range fallback(l, s) {
		if !complete(text, instrumentNeeds(s.file)) || !rowsFit(s.file, text) {
			continue
		}
		t := quiz.InstrumentText{
			Title: text.Title, Standing: text.Standing, Consent: text.Consent,
			Stems: map[quiz.ItemID]string{}, Labels: map[quiz.OptionSetID][]string{},
		}
		for id, stem := range text.Stems {
			t.Stems[quiz.ItemID(id)] = stem
		}
		for id, labels := range text.Labels {
			t.Labels[quiz.OptionSetID(id)] = labels
		}
		out[locale] = t
	}
	return out
}

func rowsFit(f *InstrumentFile, text *InstrumentTextFile) bool {
	for id, o := range f.Options {
		if len(text.Labels[id]) != o.Max-o.Min+1 {
			return false
		}
	}
	return true
}
