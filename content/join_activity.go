package content

import (
	"strconv"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

func joinFit(f FitFile) playbook.Fit {
	fit := playbook.Fit{Audience: quiz.Audience(f.Audience), Partner: playbook.PartnerNeed(f.Partner)}
	if fit.Partner == "" {
		fit.Partner = playbook.AnyPartner
	}
	for _, id := range f.Styles {
		if region, ok := parseRegion(id); ok {
			fit.Styles = append(fit.Styles, region)
		}
	}
	for _, id := range f.Mechanisms {
		fit.Mechanisms = append(fit.Mechanisms, quiz.ScaleID(id))
	}
	return fit
}

func joinPractices(list []PracticeFile, texts map[string]PracticeTextFile) []playbook.Practice {
	var out []playbook.Practice
	for _, p := range list {
		t := texts[p.ID]
		fill := minutesFiller(p.Minutes)
		out = append(out, playbook.Practice{
			Fit: joinFit(p.FitFile), ID: p.ID, Stage: p.Stage, Tonight: p.Tonight, Minutes: p.Minutes,
			Often: p.Often, Sources: p.Sources,
			Title: fill(t.Title), For: fill(t.For), Scene: fill(t.Scene), Why: fill(t.Why),
			Steps: each(t.Steps, fill), Say: each(t.Say, fill),
			Worked: fill(t.Worked), IfNot: fill(t.IfNot), Opposite: fill(t.Opposite),
		})
	}
	return out
}

// minutesFiller replaces {minutes}. A text that is no template was reported
// and stays as it is.
func minutesFiller(minutes int) func(string) string {
	return func(text string) string {
		t, err := parseTemplate(text)
		if err != nil {
			return text
		}
		return t.fill(func(name string) (string, bool) {
			return strconv.Itoa(minutes), name == "minutes"
		})
	}
}

func each(texts []string, fill func(string) string) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = fill(t)
	}
	return out
}

func joinPhrases(list []PhraseFile, texts map[string]PhraseTextFile) []playbook.Phrase {
	var out []playbook.Phrase
	for _, p := range list {
		t := texts[p.ID]
		out = append(out, playbook.Phrase{Fit: joinFit(p.FitFile), ID: p.ID, Situation: p.Situation, Text: t.Text, NotWhen: t.NotWhen})
	}
	return out
}

func joinWishes(list []WishFile, texts map[string]string) []playbook.Wish {
	var out []playbook.Wish
	for _, w := range list {
		fit := joinFit(FitFile{Styles: w.Styles})
		out = append(out, playbook.Wish{ID: w.ID, Styles: fit.Styles, Text: texts[w.ID]})
	}
	return out
}

func joinWorksheets(list []WorksheetFile, texts map[string]WorksheetTextFile) []playbook.Worksheet {
	var out []playbook.Worksheet
	for _, w := range list {
		t := texts[w.ID]
		sheet := playbook.Worksheet{
			Fit: joinFit(w.FitFile), ID: w.ID, Stage: w.Stage, Kind: playbook.SheetKind(w.Kind),
			Rows: w.Rows, Title: t.Title, Intro: t.Intro,
		}
		for _, f := range w.Fields {
			words := t.Fields[f.ID]
			sheet.Fields = append(sheet.Fields, playbook.Field{ID: f.ID, Label: words.Label, Hint: words.Hint, Lines: f.Lines})
		}
		out = append(out, sheet)
	}
	return out
}

func joinTopic(f *TopicFile, t *TopicTextFile) playbook.Topic {
	return playbook.Topic{
		ID: quiz.TopicID(f.ID), Title: t.Title, Intro: t.Intro,
		Practices:  joinPractices(f.Practices, t.Practices),
		Phrases:    joinPhrases(f.Phrases, t.Phrases),
		Worksheets: joinWorksheets(f.Worksheets, t.Worksheets),
		Sources:    sourceIDs(f.Sources),
	}
}

func joinHelp(f *HelpFile, t *HelpTextFile) playbook.Help {
	help := playbook.Help{Title: t.Title, Text: t.Text, Directory: joinLine(f.Directory, t)}
	for _, r := range f.Regions {
		region := playbook.Region{Code: r.Code, Name: t.Regions[r.Code]}
		for _, line := range r.Lines {
			region.Lines = append(region.Lines, joinLine(line, t))
		}
		help.Regions = append(help.Regions, region)
	}
	return help
}

func joinLine(l LineFile, t *HelpTextFile) playbook.Line {
	return playbook.Line{Name: l.Name, Number: l.Number, URL: l.URL, About: t.Lines[l.ID], Standing: l.Standing, Checked: l.Checked}
}
