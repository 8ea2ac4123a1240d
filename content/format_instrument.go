package content

// InstrumentFile is instruments/ID/instrument.yaml: the structure and the
// scoring rules of one questionnaire, without a word that visitors read.
type InstrumentFile struct {
	// ID is the name of the folder, for ever.
	ID string `yaml:"id" validate:"required,id"`
	// Version is numbered by its authors: MAJOR.MINOR.PATCH.
	Version string `yaml:"version" validate:"required,semver"`
	// Standing says how much is known of the instrument's quality.
	Standing string `yaml:"standing" validate:"required,oneof=pilot validated published"`
	// Citation is the id in sources of the work that defines the instrument; empty for one of our own.
	Citation string `yaml:"citation,omitempty"`
	// Playbook is the folder under playbooks/ that its results lead to; empty: none.
	Playbook string `yaml:"playbook,omitempty" validate:"omitempty,id"`
	// Consent is the version of the consent text; change it whenever the text changes.
	Consent string `yaml:"consent,omitempty"`
	// MinimumAge in years, 18 unless stated.
	MinimumAge int `yaml:"minimum_age,omitempty" validate:"gte=0,lte=120"`
	// ServesStems is true for an instrument that ships wording: then every item needs a stem in every language.
	ServesStems bool `yaml:"serves_stems"`
	// Options are the rows of responses that items use, by id.
	Options map[string]OptionsFile `yaml:"options" validate:"required,min=1,dive"`
	Items   []ItemFile             `yaml:"items" validate:"required,min=1,dive"`
	Forms   []FormFile             `yaml:"forms" validate:"required,min=1,dive"`
	Scales  []ScaleFile            `yaml:"scales" validate:"required,min=1,dive"`
	Style   *StyleFile             `yaml:"style,omitempty"`
	Focus   *FocusFile             `yaml:"focus,omitempty"`
	Quality QualityFile            `yaml:"quality"`
	// Sources are the works that keys, norms, errors and cut-offs cite, by id.
	Sources map[string]string `yaml:"sources,omitempty"`
}

// OptionsFile is a row of responses.
type OptionsFile struct {
	Min int `yaml:"min" validate:"gte=0,lte=78"`
	Max int `yaml:"max" validate:"gtfield=Min,lte=78"`
}

// ItemFile is one item. Its stem stands in the text files.
type ItemFile struct {
	// ID is the name of the item's column in files of responses, so it may have capitals.
	ID string `yaml:"id" validate:"required,itemid"`
	// Options names the row of responses.
	Options string `yaml:"options" validate:"required"`
	// Taps is what the item reaches for: feeling, thought or behaviour; empty where the source does not say.
	Taps string `yaml:"taps,omitempty" validate:"omitempty,oneof=feeling thought behaviour"`
	// Note says for authors what the item taps and why it is keyed so.
	Note string `yaml:"note,omitempty"`
}

// FormFile is a selection of items in the order in which they are asked.
type FormFile struct {
	ID string `yaml:"id" validate:"required,id"`
	// Minutes is a usual time for the whole form.
	Minutes int      `yaml:"minutes" validate:"gte=1,lte=240"`
	Items   []string `yaml:"items" validate:"required,min=1"`
}

// ScaleFile says which items make a scale and how it is scored.
type ScaleFile struct {
	ID string `yaml:"id" validate:"required,id"`
	// Role is dimension (drawn on the map or beside it) or mechanism (part of the communication profile).
	Role string `yaml:"role" validate:"required,oneof=dimension mechanism"`
	// Source is the id in sources of the work that gives the keys; a published instrument needs it.
	Source string `yaml:"source,omitempty"`
	// Keys are item ids with their sign: +id counts as given, -id is reverse-keyed. A weight may follow: "+id*0.5".
	Keys []string `yaml:"keys" validate:"required,min=1"`
	// Balanced is false where a published instrument has unequal numbers of keys each way; true, the default, makes the checker insist.
	Balanced *bool `yaml:"balanced,omitempty"`
	// Method is mean (the default), sum or weighted_mean.
	Method string `yaml:"method,omitempty" validate:"omitempty,oneof=mean sum weighted_mean"`
	// MinAnswered is the least number of answered items in the full set; by default 80 % of them, rounded up, in each form.
	MinAnswered int `yaml:"min_answered,omitempty" validate:"gte=0"`
	// Error holds the figures for the standard error of measurement.
	Error ErrorFile  `yaml:"error" validate:"required"`
	Bands BandsFile  `yaml:"bands" validate:"required"`
	Norms []NormFile `yaml:"norms,omitempty" validate:"dive"`
	// Retest lets a retake be called a change; without it nobody is told that they changed.
	Retest *RetestFile `yaml:"retest,omitempty"`
}

// RetestFile is what a sample says that was measured twice, some weeks apart.
type RetestFile struct {
	// Source is the id in sources of the work.
	Source string `yaml:"source" validate:"required"`
	// Reliability is the correlation of the two measurements.
	Reliability float64 `yaml:"reliability" validate:"gt=0,lt=1"`
	// SD is the standard deviation of the score in that sample, on the scale's own metric.
	SD float64 `yaml:"sd" validate:"gt=0"`
}

// ErrorFile gives v and r of SEM = sqrt(v(1-r)/k).
type ErrorFile struct {
	// Basis is cited (then source is needed) or assumed.
	Basis string `yaml:"basis" validate:"required,oneof=cited assumed"`
	// ItemVariance is the mean item variance v on the response metric.
	ItemVariance float64 `yaml:"item_variance" validate:"gt=0"`
	// InterItem is r, the mean inter-item covariance over v.
	InterItem float64 `yaml:"inter_item" validate:"gte=0,lt=1"`
	Source    string  `yaml:"source,omitempty"`
}

// BandsFile cuts a scale into bands.
type BandsFile struct {
	// Basis is scale_position (thirds of the metric) or cited (then cuts and source are needed).
	Basis  string    `yaml:"basis" validate:"required,oneof=scale_position cited"`
	Cuts   []CutFile `yaml:"cuts,omitempty" validate:"dive"`
	Source string    `yaml:"source,omitempty"`
}

// CutFile is the lower edge of a cited band.
type CutFile struct {
	ID   string  `yaml:"id" validate:"required,id"`
	From float64 `yaml:"from"`
}

// NormFile is the distribution of a scale's score in one cited sample.
type NormFile struct {
	Source string `yaml:"source"`
	// Sample says who they were.
	Sample string `yaml:"sample" validate:"required"`
	// Caveat says what the sample cannot stand for.
	Caveat string `yaml:"caveat,omitempty"`
	// Metric is the lowest and highest score that the sample could have: a norm on another metric than the scale's is refused.
	Metric RangeFile `yaml:"metric" validate:"required"`
	// Default makes a norm of certain ages that of the profile, where age is not asked: it holds everyone from the minimum age on. A norm without age and gender always is.
	Default     bool `yaml:"default,omitempty"`
	FiguresFile `yaml:",inline"`
	// Groups are parts of the sample, for files with columns age and gender.
	Groups []FiguresFile `yaml:"groups,omitempty" validate:"dive"`
}

// FiguresFile is the distribution in a sample, or in a part of it.
type FiguresFile struct {
	// AgeFrom, AgeTo and Gender say who of the sample it is; all empty: everyone.
	AgeFrom int     `yaml:"age_from,omitempty" validate:"gte=0"`
	AgeTo   int     `yaml:"age_to,omitempty" validate:"gte=0"`
	Gender  string  `yaml:"gender,omitempty" validate:"omitempty,oneof=male female other"`
	N       int     `yaml:"n" validate:"gt=0"`
	Mean    float64 `yaml:"mean"`
	SD      float64 `yaml:"sd" validate:"gt=0"`
	// Percentiles are the scores at percentiles 1 to 99.
	Percentiles []float64 `yaml:"percentiles,omitempty,flow" validate:"omitempty,len=99"`
	// Points are the scores at some percentiles, such as { 5: 1.5, 50: 3.1, 95: 4.4 }, in place of all 99; between them the score is interpolated.
	Points map[string]float64 `yaml:"points,omitempty,flow"`
}

// RangeFile is a range of scores.
type RangeFile struct {
	Min float64 `yaml:"min"`
	Max float64 `yaml:"max" validate:"gtfield=Min"`
}

// StyleFile derives the style from two dimensions.
type StyleFile struct {
	Anxious  string `yaml:"anxious" validate:"required"`
	Avoidant string `yaml:"avoidant" validate:"required"`
	// Secure names the scale that is held against the map; empty: none.
	Secure string `yaml:"secure,omitempty"`
	// Settled is the probability from which a side counts as settled.
	Settled float64 `yaml:"settled" validate:"gt=0.5,lt=1"`
	// Basis is cited (then source is needed) or assumed.
	Basis  string `yaml:"basis" validate:"required,oneof=cited assumed"`
	Source string `yaml:"source,omitempty"`
	// Cuts by dimension, or Functions by region: one of the two.
	Cuts *StyleCutsFile `yaml:"cuts,omitempty"`
	// Functions are cited linear classification functions; the highest wins.
	Functions []FunctionFile `yaml:"functions,omitempty" validate:"omitempty,len=4,dive"`
	// Metric maps a score x to offset + slope·x before the functions are applied.
	Metric *MetricFile `yaml:"metric,omitempty"`
}

// StyleCutsFile holds the cut of each dimension on the response metric.
type StyleCutsFile struct {
	Anxious  float64 `yaml:"anxious"`
	Avoidant float64 `yaml:"avoidant"`
	// Secure is the cut of the scale held against the map.
	Secure float64 `yaml:"secure,omitempty"`
}

// FunctionFile is the classification function of one region.
type FunctionFile struct {
	Region   string  `yaml:"region" validate:"required,oneof=secure anxious avoidant fearful"`
	Anxious  float64 `yaml:"anxious"`
	Avoidant float64 `yaml:"avoidant"`
	Constant float64 `yaml:"constant"`
}

// MetricFile is a linear change of metric.
type MetricFile struct {
	Offset float64 `yaml:"offset"`
	Slope  float64 `yaml:"slope" validate:"gt=0"`
	// Basis is cited or assumed.
	Basis string `yaml:"basis" validate:"required,oneof=cited assumed"`
}

// FocusFile says how the mechanisms to work on are found.
type FocusFile struct {
	// Z is the number of standard errors of a difference within which a mechanism is a candidate.
	Z float64 `yaml:"z" validate:"gt=0"`
	// Preselect is how many of the lowest are chosen until the visitor picks.
	Preselect int    `yaml:"preselect" validate:"gte=1"`
	Basis     string `yaml:"basis" validate:"required,oneof=cited assumed"`
	Source    string `yaml:"source,omitempty"`
}

// QualityFile holds the thresholds of the quality flags; one left out is off.
type QualityFile struct {
	TooFast     *ThresholdFile `yaml:"too_fast,omitempty"`
	LongRun     *ThresholdFile `yaml:"long_run,omitempty"`
	MuchMissing *ThresholdFile `yaml:"much_missing,omitempty"`
	AllAlike    *ThresholdFile `yaml:"all_alike,omitempty"`
}

// ThresholdFile is a threshold with what it rests on.
type ThresholdFile struct {
	// Value is seconds an item (too_fast), responses in a row (long_run) or a share of the items (much_missing); all_alike needs none.
	Value  float64 `yaml:"value,omitempty" validate:"gte=0"`
	Basis  string  `yaml:"basis" validate:"required,oneof=cited assumed"`
	Source string  `yaml:"source,omitempty"`
}

// InstrumentTextFile is instruments/ID/text/LOCALE.yaml: the wording of one
// instrument in one language.
type InstrumentTextFile struct {
	Title string `yaml:"title" validate:"required"`
	// Standing says to the reader what is known of the instrument in this language.
	Standing string `yaml:"standing" validate:"required"`
	// Consent may use {controller} and {notice}.
	Consent string `yaml:"consent" validate:"required"`
	// Labels are the responses of each row of options, from min to max.
	Labels map[string][]string `yaml:"labels" validate:"required"`
	Stems  map[string]string   `yaml:"stems" validate:"required"`
}
