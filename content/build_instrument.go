package content

import (
	"slices"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/scoring"
)

// defaultMinimumAge is for adults.
const defaultMinimumAge = 18

func (f *InstrumentFile) minimumAge() int {
	if f.MinimumAge == 0 {
		return defaultMinimumAge
	}
	return f.MinimumAge
}

// buildInstrument joins a faultless structure with its texts. What scoring
// itself refuses is a finding at the form, and the result is nil.
func (l *loader) buildInstrument(s *instrumentSource) *quiz.Instrument {
	f := s.file
	in := &quiz.Instrument{
		ID: quiz.InstrumentID(f.ID), Version: f.Version, Standing: f.Standing,
		Consent: f.Consent, MinimumAge: f.minimumAge(), Sources: f.Sources,
		OptionSets: map[quiz.OptionSetID]quiz.OptionSet{},
		Texts:      l.instrumentTexts(s),
	}
	for id, o := range f.Options {
		set := quiz.OptionSetID(id)
		in.OptionSets[set] = quiz.OptionSet{ID: set, Min: scoring.Response(o.Min), Max: scoring.Response(o.Max)}
	}
	for _, item := range f.Items {
		in.Items = append(in.Items, quiz.Item{ID: quiz.ItemID(item.ID), Options: quiz.OptionSetID(item.Options)})
	}
	for _, scale := range f.Scales {
		in.Scales = append(in.Scales, quiz.Scale{ID: quiz.ScaleID(scale.ID), Role: quiz.Role(scale.Role)})
	}
	for _, form := range f.Forms {
		spec := buildSpec(f, form)
		scorer, err := scoring.Compile(spec)
		if err != nil {
			l.specFaults(s, spec, err)
			continue
		}
		in.Forms = append(in.Forms, quiz.Form{
			ID: quiz.FormID(form.ID), Minutes: form.Minutes, Spec: spec, Scorer: scorer,
			Items: ids(form.Items, func(id string) quiz.ItemID { return quiz.ItemID(id) }),
		})
	}
	if len(in.Forms) < len(f.Forms) {
		return nil
	}
	version, err := quiz.NewVersion(in)
	if err != nil {
		l.errorf(s.doc.top(), "%v", err)
		return nil
	}
	in.Hash = version.Hash
	return in
}

// buildSpec describes one form to scoring: its items, the scales of which it
// has items, the style if it has both dimensions, and the focus if it has a
// mechanism.
func buildSpec(f *InstrumentFile, form FormFile) scoring.Spec {
	spec := scoring.Spec{Quality: qualitySpec(f.Quality)}
	options := map[string]OptionsFile{}
	for _, item := range f.Items {
		options[item.ID] = f.Options[item.Options]
	}
	for _, id := range form.Items {
		spec.Items = append(spec.Items, itemSpec(id, options[id]))
	}
	var mechanisms []string
	for _, scale := range f.Scales {
		s := scaleSpec(scale, form)
		if len(s.Keys) == 0 {
			continue
		}
		// What a sample says fits only where the form has all the items.
		if len(s.Keys) == len(scale.Keys) {
			s.Norm, s.Groups = normSpec(scale.Norms), groupSpecs(scale.Norms)
			s.Retest = retestSpec(scale.Retest)
		}
		spec.Scales = append(spec.Scales, s)
		if scale.Role == string(quiz.Mechanism) {
			mechanisms = append(mechanisms, scale.ID)
		}
	}
	spec.Style = styleSpec(f.Style, spec)
	if f.Focus != nil && len(mechanisms) > 0 {
		spec.Focus = &scoring.FocusSpec{Mechanisms: mechanisms, Z: f.Focus.Z, Preselect: min(f.Focus.Preselect, len(mechanisms))}
	}
	return spec
}

func retestSpec(f *RetestFile) *scoring.Retest {
	if f == nil {
		return nil
	}
	return &scoring.Retest{Source: f.Source, Reliability: f.Reliability, SD: f.SD}
}

func itemSpec(id string, o OptionsFile) scoring.ItemSpec {
	return scoring.ItemSpec{ID: id, Min: scoring.Response(o.Min), Max: scoring.Response(o.Max)}
}

func method(name string) scoring.Method {
	if name == "" {
		return scoring.Mean
	}
	return scoring.Method(name)
}

// scaleSpec is the scale as the form measures it; without keys where the form
// has none of its items.
func scaleSpec(scale ScaleFile, form FormFile) scoring.ScaleSpec {
	s := scoring.ScaleSpec{
		ID: scale.ID, Method: method(scale.Method),
		Error: scoring.ErrorSpec{
			Basis: scoring.Basis(scale.Error.Basis), Source: scale.Error.Source,
			ItemVariance: scale.Error.ItemVariance, InterItem: scale.Error.InterItem,
		},
		Bands: scoring.BandSpec{Basis: scoring.Basis(scale.Bands.Basis), Source: scale.Bands.Source},
	}
	for _, text := range scale.Keys {
		// Keys were checked before; one that cannot be read is no key.
		if key, err := parseKey(text); err == nil && slices.Contains(form.Items, key.Item) {
			s.Keys = append(s.Keys, key)
		}
	}
	for _, cut := range scale.Bands.Cuts {
		s.Bands.Cuts = append(s.Bands.Cuts, scoring.Cut{ID: cut.ID, From: cut.From})
	}
	s.MinAnswered = minAnswered(scale.MinAnswered, len(s.Keys), len(scale.Keys))
	return s
}

// minAnswered is the stated minimum of the full set in proportion to the items
// that the form has, or 80 % of these, rounded up.
func minAnswered(stated, items, full int) int {
	if stated == 0 {
		return (4*items + 4) / 5
	}
	return (stated*items + full - 1) / full
}

func styleSpec(f *StyleFile, spec scoring.Spec) *scoring.StyleSpec {
	measured := func(id string) bool {
		return slices.ContainsFunc(spec.Scales, func(s scoring.ScaleSpec) bool { return s.ID == id })
	}
	if f == nil || !measured(f.Anxious) || !measured(f.Avoidant) {
		return nil
	}
	s := &scoring.StyleSpec{
		Anxious: f.Anxious, Avoidant: f.Avoidant, Settled: f.Settled,
		Basis: scoring.Basis(f.Basis), Source: f.Source,
	}
	if measured(f.Secure) {
		s.Secure = f.Secure
	}
	if c := f.Cuts; c != nil {
		s.AnxiousCut, s.AvoidantCut, s.SecureCut = c.Anxious, c.Avoidant, c.Secure
	}
	for _, fn := range f.Functions {
		s.Functions = append(s.Functions, linearFunction(fn, f.Metric))
	}
	return s
}

func linearFunction(f FunctionFile, m *MetricFile) scoring.LinearFunction {
	region, _ := parseRegion(f.Region)
	out := scoring.LinearFunction{Region: region, Anxious: f.Anxious, Avoidant: f.Avoidant, Constant: f.Constant, Slope: 1}
	if m != nil {
		out.Offset, out.Slope = m.Offset, m.Slope
	}
	return out
}

func parseRegion(id string) (scoring.Region, bool) {
	for region := range scoring.Regions {
		if region.String() == id {
			return region, true
		}
	}
	return 0, false
}

func qualitySpec(f QualityFile) scoring.QualitySpec {
	q := scoring.QualitySpec{AllAlike: f.AllAlike != nil}
	if f.TooFast != nil {
		q.SecondsPerItem = f.TooFast.Value
	}
	if f.LongRun != nil {
		q.LongRun = int(f.LongRun.Value)
	}
	if f.MuchMissing != nil {
		q.MissingShare = f.MuchMissing.Value
	}
	return q
}
