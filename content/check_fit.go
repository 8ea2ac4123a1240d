package content

import (
	"fmt"
	"slices"
	"strings"

	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/scoring"
)

const (
	tonightMinutes = 5 // the longest practice for tonight
	fewPractices   = 3 // for each style, stage and audience
)

// stageIDs are the four stages in their order.
var stageIDs = [...]string{"awareness", "disclosure", "cocreation", "integration"}

// fitCheck looks at practices, phrases and worksheets, in a playbook or in a
// topic.
type fitCheck struct {
	*report
	doc        *document
	scales     *scaleIndex
	situations []string
	sources    sourceCheck
}

func (c fitCheck) practices(list []PracticeFile) {
	for i, p := range list {
		c.stage(p.Stage, "practices", i)
		c.fit(p.FitFile, "practices", i)
		for j, id := range p.Sources {
			c.sources.known(id, "practices", i, "sources", j)
		}
		if p.Tonight != "" {
			c.tonight(p, i)
		}
	}
}

func (c fitCheck) tonight(p PracticeFile, i int) {
	c.situation(p.Tonight, "practices", i, "tonight")
	if p.Minutes > tonightMinutes {
		c.errorf(c.doc.at("practices", i, "tonight"), "a practice for tonight takes %d minutes at most, this one %d: shorten it, or delete \"tonight\"", tonightMinutes, p.Minutes)
	}
	if p.Audience == "joint" {
		c.errorf(c.doc.at("practices", i, "tonight"), "a practice for tonight is done alone, and this one is joint: delete \"tonight\"")
	}
}

func (c fitCheck) situation(name string, path ...any) {
	if name != "" && !slices.Contains(c.situations, name) {
		c.errorf(c.doc.at(path...), "unknown situation %q: %s", name, didYouMean(name, c.situations))
	}
}

func (c fitCheck) phrases(list []PhraseFile) {
	for i, p := range list {
		c.fit(p.FitFile, "phrases", i)
		c.situation(p.Situation, "phrases", i, "situation")
	}
}

func (c fitCheck) worksheets(list []WorksheetFile) {
	for i, w := range list {
		c.stage(w.Stage, "worksheets", i)
		c.fit(w.FitFile, "worksheets", i)
		if w.Kind == string(playbook.SheetTable) && w.Rows == 0 {
			c.errorf(c.doc.at("worksheets", i, "kind"), "a table needs rows: add \"rows: \" and how many")
		}
	}
}

func (c fitCheck) stage(id string, path ...any) {
	if id != "" && !slices.Contains(stageIDs[:], id) {
		c.errorf(c.doc.at(append(path, "stage")...), "unknown stage %q: %s", id, didYouMean(id, stageIDs[:]))
	}
}

func (c fitCheck) fit(f FitFile, path ...any) {
	for j, id := range f.Mechanisms {
		if c.scales.known && !slices.Contains(c.scales.mechanisms, id) {
			c.errorf(c.doc.at(append(path, "mechanisms", j)...), "unknown mechanism %q: %s", id, didYouMean(id, c.scales.mechanisms))
		}
	}
	if f.Audience == "joint" && f.Partner == string(playbook.NoPartner) {
		c.errorf(c.doc.at(append(path, "partner")...), "what needs both cannot be for someone without a partner: write \"current\", or \"audience: solo\"")
	}
}

// coverage sees that everyone finds something to do tonight, and warns where
// there is little to do.
func (c fitCheck) coverage(list []PracticeFile) {
	for _, partner := range []playbook.PartnerNeed{playbook.WithPartner, playbook.NoPartner} {
		lacking := stylesWithFewer(1, list, func(p PracticeFile) bool { return p.Tonight != "" && p.allows(partner) })
		if lacking != "" {
			c.errorf(c.doc.key("practices"), "no practice for tonight, with partner %q, for style %s: mark one with \"tonight: \" and the situation of its phrase", partner, lacking)
		}
	}
	for _, stage := range stageIDs {
		for _, audience := range []string{"solo", "joint"} {
			lacking := stylesWithFewer(fewPractices, list, func(p PracticeFile) bool {
				return p.Stage == stage && (audience == "joint" || p.Audience == "solo")
			})
			if lacking != "" {
				c.warnf(c.doc.key("practices"), "few practices in stage %q, audience %q, for style %s: write at least %d", stage, audience, lacking, fewPractices)
			}
		}
	}
}

// stylesWithFewer lists the styles that fewer than least practices suit, each
// with how many, such as "anxious (2), fearful (0)".
func stylesWithFewer(least int, list []PracticeFile, fits func(PracticeFile) bool) string {
	var lacking []string
	for style := range scoring.Regions {
		n := countPractices(list, func(p PracticeFile) bool { return p.suits(style) && fits(p) })
		if n < least {
			lacking = append(lacking, fmt.Sprintf("%s (%d)", style, n))
		}
	}
	return strings.Join(lacking, ", ")
}

func countPractices(list []PracticeFile, fits func(PracticeFile) bool) int {
	n := 0
	for _, p := range list {
		if fits(p) {
			n++
		}
	}
	return n
}

// suits takes a style that does not exist for any: it was reported, and may be
// the one that is meant.
func (f FitFile) suits(style scoring.Region) bool {
	misspelt := func(id string) bool { _, ok := parseRegion(id); return !ok }
	return len(f.Styles) == 0 || slices.Contains(f.Styles, style.String()) || slices.ContainsFunc(f.Styles, misspelt)
}

func (f FitFile) allows(partner playbook.PartnerNeed) bool {
	return f.Partner == "" || f.Partner == string(playbook.AnyPartner) || f.Partner == string(partner)
}

// scaleIndex is what playbooks have to know of the instruments that lead to
// them.
type scaleIndex struct {
	known      bool // whether any instrument leads here
	mechanisms []string
	// bands are the ids of each scale's bands, by scale.
	bands map[string][]string
}

// fiveBands are the bands of a scale that is cut by position.
func fiveBands() []string {
	return []string{string(scoring.Lower), string(scoring.LowerToMiddle), string(scoring.Middle),
		string(scoring.MiddleToUpper), string(scoring.Upper)}
}

func (x *scaleIndex) add(f *InstrumentFile) {
	x.known = true
	for _, s := range f.Scales {
		if s.Role == "mechanism" && !slices.Contains(x.mechanisms, s.ID) {
			x.mechanisms = append(x.mechanisms, s.ID)
		}
		if s.ID == "" {
			continue
		}
		ids := x.bands[s.ID]
		for _, id := range s.Bands.ids() {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		x.bands[s.ID] = ids
	}
}

func (b BandsFile) ids() []string {
	if len(b.Cuts) == 0 {
		return fiveBands()
	}
	var ids []string
	for _, cut := range b.Cuts {
		ids = append(ids, cut.ID)
	}
	return ids
}
