package content

import (
	"math"
	"slices"

	"github.com/attune-quiz/attune/scoring"
)

// sourceCheck sees that what claims to be cited names a source that exists.
type sourceCheck struct {
	report *report
	doc    *document
	ids    []string
}

// known reports a source that is named at the path and does not exist.
func (c sourceCheck) known(id string, path ...any) {
	if id != "" && !slices.Contains(c.ids, id) {
		c.report.errorf(c.doc.at(path...), "unknown source %q: %s", id, didYouMean(id, c.ids))
	}
}

// backed reports figures that say that they are cited and name no source. The
// path leads to the mapping that holds basis and source.
func (c sourceCheck) backed(what, basis, source string, path ...any) {
	if basis == string(scoring.Cited) && source == "" {
		c.report.errorf(c.doc.at(append(path, "basis")...), "%s without citation: add \"source: \" and an id from sources, or write \"basis: assumed\"", what)
		return
	}
	c.known(source, append(path, "source")...)
}

func (c *instrumentCheck) checkScales() {
	for i, scale := range c.file.Scales {
		c.checkKeySource(i, scale)
		c.sources.backed("an error of measurement", scale.Error.Basis, scale.Error.Source, "scales", i, "error")
		c.checkBands(i, scale.Bands)
		c.checkNorms(i, scale.Norms)
		if scale.Retest != nil {
			c.sources.known(scale.Retest.Source, "scales", i, "retest", "source")
		}
		if scale.MinAnswered > len(scale.Keys) {
			c.errorf(c.doc.at("scales", i, "min_answered"), "the scale %q has only %d items: write a smaller number", scale.ID, len(scale.Keys))
		}
	}
}

// checkKeySource sees that the keys of a published instrument say where they
// are from: copies on the web disagree.
func (c *instrumentCheck) checkKeySource(i int, scale ScaleFile) {
	if c.file.Standing == "published" && scale.Source == "" {
		c.errorf(c.doc.key("scales", i, "keys"), "keys of a published instrument without citation: add \"source: \" and an id from sources")
	}
	c.sources.known(scale.Source, "scales", i, "source")
}

func (c *instrumentCheck) checkBands(scale int, b BandsFile) {
	path := []any{"scales", scale, "bands"}
	switch scoring.Basis(b.Basis) {
	case scoring.Cited:
		if b.Source == "" {
			c.errorf(c.doc.at(append(path, "basis")...), "a cut-off without citation: add \"source: \" and an id from sources, or write \"basis: scale_position\"")
		}
		if len(b.Cuts) == 0 {
			c.errorf(c.doc.at(append(path, "basis")...), "cited bands need their cuts: add \"cuts: \" with id and from of each")
		}
	case scoring.ScalePosition:
		if len(b.Cuts) > 0 {
			c.errorf(c.doc.key(append(path, "cuts")...), "a cut-off without citation: scale_position takes thirds of the metric; write \"basis: cited\" and its source, or delete the cuts")
		}
	}
	c.sources.known(b.Source, append(path, "source")...)
}

func (c *instrumentCheck) checkStyle() {
	s := c.file.Style
	if s == nil {
		return
	}
	c.sources.backed("the rule for the style", s.Basis, s.Source, "style")
	c.checkDimension("anxious", s.Anxious)
	c.checkDimension("avoidant", s.Avoidant)
	c.checkDimension("secure", s.Secure)
	switch {
	case s.Cuts == nil && len(s.Functions) == 0:
		c.errorf(c.doc.at("style"), "the style needs cuts or functions: add \"cuts: \" with one for each dimension")
	case s.Cuts != nil && len(s.Functions) > 0:
		c.errorf(c.doc.key("style", "functions"), "the style has cuts as well: keep one of the two")
	}
	if s.Metric != nil && len(s.Functions) == 0 {
		c.errorf(c.doc.key("style", "metric"), "only functions use another metric: delete it")
	}
	if s.Cuts == nil {
		return
	}
	c.checkCut("anxious", s.Anxious, s.Cuts.Anxious)
	c.checkCut("avoidant", s.Avoidant, s.Cuts.Avoidant)
	if s.Secure != "" {
		c.checkCut("secure", s.Secure, s.Cuts.Secure)
	}
}

func (c *instrumentCheck) checkDimension(field, id string) {
	if id == "" {
		return
	}
	var dimensions []string
	for _, s := range c.file.Scales {
		if s.Role == "dimension" {
			dimensions = append(dimensions, s.ID)
		}
	}
	if !slices.Contains(dimensions, id) {
		c.errorf(c.doc.at("style", field), "%q is no scale with the role dimension: %s", id, didYouMean(id, dimensions))
	}
}

// checkCut sees that a cut lies inside the metric of its scale.
func (c *instrumentCheck) checkCut(field, scale string, cut float64) {
	i := slices.IndexFunc(c.file.Scales, func(s ScaleFile) bool { return s.ID == scale })
	if i < 0 {
		return
	}
	low, high, ok := c.metric(i)
	if ok && low < high && (cut <= low || cut >= high) {
		c.errorf(c.doc.at("style", "cuts", field), "the cut %g lies outside the metric of %q: write a number between %g and %g", cut, scale, low, high)
	}
}

// metric is the range of a scale's score over all its items.
func (c *instrumentCheck) metric(scale int) (low, high float64, ok bool) {
	var spec scoring.Spec
	s := scoring.ScaleSpec{Method: method(c.file.Scales[scale].Method)}
	for _, key := range c.keys[scale] {
		if key == nil {
			return 0, 0, false
		}
		options, known := c.file.Options[c.items[key.Item].Options]
		if !known {
			return 0, 0, false
		}
		s.Keys = append(s.Keys, *key)
		spec.Items = append(spec.Items, itemSpec(key.Item, options))
	}
	spec.Scales = []scoring.ScaleSpec{s}
	low, high = spec.Metric(0)
	return low, high, len(s.Keys) > 0
}

func (c *instrumentCheck) checkFocus() {
	if f := c.file.Focus; f != nil {
		c.sources.backed("the rule for the focus", f.Basis, f.Source, "focus")
		if !slices.ContainsFunc(c.file.Scales, func(s ScaleFile) bool { return s.Role == "mechanism" }) {
			c.errorf(c.doc.key("focus"), "no scale has the role mechanism: delete the focus, or give the role")
		}
	}
}

func (c *instrumentCheck) checkQuality() {
	q := c.file.Quality
	c.checkThreshold("too_fast", q.TooFast, 60)
	c.checkThreshold("long_run", q.LongRun, 1000)
	c.checkThreshold("much_missing", q.MuchMissing, 1)
	if q.AllAlike != nil {
		c.sources.backed("a threshold", q.AllAlike.Basis, q.AllAlike.Source, "quality", "all_alike")
	}
	if q.LongRun != nil && q.LongRun.Value != math.Trunc(q.LongRun.Value) {
		c.errorf(c.doc.at("quality", "long_run", "value"), "a run is counted in responses: write a whole number")
	}
}

func (c *instrumentCheck) checkThreshold(id string, t *ThresholdFile, highest float64) {
	if t == nil {
		return
	}
	c.sources.backed("a threshold", t.Basis, t.Source, "quality", id)
	if t.Value <= 0 || t.Value > highest {
		c.errorf(c.doc.at("quality", id, "value"), "%q needs a value above 0 and at most %g; delete it to turn its flag off", id, highest)
	}
}
