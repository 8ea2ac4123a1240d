package scoring

import "math"

// Response is the raw value given to one item, before any reverse keying, on
// the metric of the item's options.
type Response int16

// Missing stands in place of a Response where an item was not answered, for
// whatever reason: skipped, declined, or not part of a file.
const Missing Response = math.MinInt16

// Basis says what a number rests on.
type Basis string

const (
	// Cited numbers come from a published sample or rule that Source names.
	Cited Basis = "cited"
	// Assumed numbers are stated openly as a working assumption.
	Assumed Basis = "assumed"
	// ScalePosition bands are thirds of the response metric, not of people.
	ScalePosition Basis = "scale_position"
)

// Spec describes one form of one instrument as scoring needs it. It is plain
// data; Compile turns it into a Scorer.
type Spec struct {
	Items   []ItemSpec // in the order in which responses will be given
	Scales  []ScaleSpec
	Style   *StyleSpec // nil where the instrument has no style
	Focus   *FocusSpec // nil where the form measures no mechanisms
	Quality QualitySpec
}

// ItemSpec names an item and the closed range of its responses.
type ItemSpec struct {
	ID       string
	Min, Max Response
}

// Method is how the keyed responses of a scale become its score.
type Method string

const (
	Mean         Method = "mean"
	Sum          Method = "sum" // prorated where items are missing
	WeightedMean Method = "weighted_mean"
)

// ScaleSpec says how one scale is scored. All its items share one range.
type ScaleSpec struct {
	ID          string
	Keys        []Key
	Method      Method
	MinAnswered int // fewer answered items leave the scale unscored; from 1 to the number of keys
	Error       ErrorSpec
	Bands       BandSpec
	Norm        *Norm // of everyone for whom the scale is meant; nil where no cited norm fits the metric
	// Groups are norms by age and gender, for files that have these columns;
	// Norm, too, stands here with its bounds. Empty: Norm has none. Profiles
	// use Norm alone.
	Groups []GroupNorm `json:",omitempty"`
	// Retest is what a cited sample says of this scale with all its items,
	// measured twice; nil where there is none. No profile depends on it.
	Retest *Retest `json:",omitempty"`
}

// Key ties an item to a scale.
type Key struct {
	Item    string
	Reverse bool    // scored as Min + Max - raw
	Weight  float64 // used by WeightedMean only, above 0; 0 counts as 1
}

// ErrorSpec holds what the standard error of measurement is computed from:
// SEM = sqrt(v(1-r)/k) with k items answered. See the package documentation.
type ErrorSpec struct {
	Basis        Basis
	ItemVariance float64 // v, mean item variance on the response metric
	InterItem    float64 // r, mean inter-item covariance over v, at least 0 and below 1
	Source       string  // the citation's id; empty where assumed
}

// BandSpec cuts the metric of a scale into named bands.
type BandSpec struct {
	Basis  Basis // Cited or ScalePosition
	Cuts   []Cut // ascending; only for Cited
	Source string
}

// Cut is the lower edge of a band: scores at or above From, up to the next
// cut, belong to ID. The first cut's From is the lowest possible score.
type Cut struct {
	ID   string
	From float64
}

// Norm places a score among the people of one cited sample.
type Norm struct {
	Source      string
	Sample      string // who they were, in a few words
	N           int
	Mean, SD    float64
	Percentiles []float64 // score at percentile 1…99, never falling; nil: the sample is taken as normal
}

// StyleSpec derives a style from two scales.
type StyleSpec struct {
	Anxious, Avoidant string // ids of the scales
	Secure            string // id of the scale that is held against the map; may be empty
	Basis             Basis
	Source            string
	Settled           float64 // the probability from which a side counts as settled, such as .80

	// Either cuts by dimension, strictly inside the metric, or one function for
	// each region: never both.
	AnxiousCut, AvoidantCut float64
	Functions               []LinearFunction
	// SecureCut parts low from high on the secure scale, with either. 0 means
	// that there is none: the scale is then not held against the map.
	SecureCut float64
}

// LinearFunction is the classification function of one region: the region
// with the highest value wins. A and V are the anxious and avoidant scores
// after Offset + Slope*score brought them to the metric of the coefficients.
type LinearFunction struct {
	Region        Region
	Anxious       float64
	Avoidant      float64
	Constant      float64
	Offset, Slope float64 // 0 and 1 where the metrics agree; the same in all functions
}

// FocusSpec names the scales that are mechanisms and how the candidates for
// focus are found among them. They share one metric, a high score being strong.
type FocusSpec struct {
	Mechanisms []string // scale ids
	Z          float64  // candidates lie within Z·√2·SEM of the lowest, such as 1.96
	Preselect  int      // how many of the lowest are chosen until the visitor picks
}

// QualitySpec holds the thresholds of the quality flags. A zero threshold
// turns its flag off.
type QualitySpec struct {
	SecondsPerItem float64 // a mean below it flags TooFast
	LongRun        int     // a longer run of one raw response flags LongRun
	MissingShare   float64 // a larger share of missing items flags MuchMissing
	AllAlike       bool    // every given response the same flags AllAlike; there is no style then, flagged or not
}
