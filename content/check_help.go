package content

import "time"

type helpSource = source[HelpFile, HelpTextFile]

// staleDays is the age at which a help line should be read again on the
// service's own page.
const staleDays = 180

func checkHelp(s *helpSource, now time.Time, r *report) {
	c := helpCheck{r, s.doc, now, map[string]int{}}
	for i, region := range s.file.Regions {
		for j, line := range region.Lines {
			c.line(line, "regions", i, "lines", j)
		}
	}
	c.line(s.file.Directory, "directory")
}

type helpCheck struct {
	*report
	doc   *document
	now   time.Time
	first map[string]int // the line of each id; texts go by id alone
}

func (c helpCheck) line(l LineFile, path ...any) {
	at := func(field string) place { return c.doc.at(append(path, field)...) }
	if first, ok := c.first[l.ID]; ok && l.ID != "" && first != at("id").line {
		c.errorf(at("id"), "duplicate id %q: line %d has it already; give each its own", l.ID, first)
	}
	c.first[l.ID] = at("id").line
	if l.Number != "" {
		c.number(l, at)
	}
	checked, err := time.Parse(time.DateOnly, l.Checked)
	switch {
	case err != nil: // left out, or reported as no date
	case checked.After(c.now.AddDate(0, 0, 1)):
		c.errorf(at("checked"), "the date lies in the future: write the day on which the page was read")
	case c.now.Sub(checked) >= (staleDays+1)*24*time.Hour:
		c.warnf(at("checked"), "read more than %d days ago: read the service's page again, then change the date", staleDays)
	}
}

// number insists on the evidence behind a number that people may dial in
// need.
func (c helpCheck) number(l LineFile, at func(string) place) {
	if l.Standing != "verified" {
		c.errorf(at("number"), "a number needs \"standing: verified\": check it on the service's own page, or delete it")
	}
	if l.Quote == "" {
		c.errorf(at("number"), "a number needs \"quote: \" and the sentence of the service's own page that gives it")
	}
	if l.Checked == "" {
		c.errorf(at("number"), "a number needs \"checked: \" and the day on which that page was read")
	}
}

func helpNeeds(f *HelpFile) []need {
	lines := []string{}
	for _, region := range f.Regions {
		for _, line := range region.Lines {
			lines = append(lines, line.ID)
		}
	}
	return []need{
		{path: []string{"regions"}, ids: ids(f.Regions, func(r RegionFile) string { return r.Code })},
		{path: []string{"lines"}, ids: append(lines, f.Directory.ID)},
	}
}
