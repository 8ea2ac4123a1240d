package scoring

// Profile is all that scoring says about one person's responses to one form.
// It is laid out for reuse: Scorer.Score writes into a Profile made by
// Scorer.NewProfile without allocating.
type Profile struct {
	Scales     []Score // in the order of Spec.Scales
	Style      Style
	Mechanisms []int // indices into Scales, weakest first; unscored ones left out
	Candidates []int // those of Mechanisms that measurement cannot tell from the lowest, in the same order
	Flags      Flags
}

// Score is one scale's result on the scale's own metric, unrounded.
type Score struct {
	Value      float64 // meaningful only where Reason is empty
	SE         float64 // standard error of measurement
	Low, High  float64 // 95 % interval, clamped to the metric
	Band       Band
	Basis      Basis   // what SE rests on
	Percentile float64 // 0 to 100; meaningful only where Normed
	Normed     bool
	Answered   int
	Items      int
	Reason     Reason // why there is no score; empty where there is one
}

// Scored reports whether the scale has a score.
func (s Score) Scored() bool { return s.Reason == "" }

// Reason says why a scale is unscored.
type Reason string

// TooFew means that fewer items were answered than the scale needs.
const TooFew Reason = "too_few"

// Band is the id of a stretch of a scale: one of the five below, or the id of
// a cited band.
type Band string

const (
	Lower         Band = "lower"
	LowerToMiddle Band = "lower_to_middle"
	Middle        Band = "middle"
	MiddleToUpper Band = "middle_to_upper"
	Upper         Band = "upper"
)

// Region is a corner of the plane of anxious × avoidant.
type Region int

const (
	Secure Region = iota
	Anxious
	Avoidant
	Fearful
	Regions // how many there are
)

// String returns the region's id as it stands in files and answers.
func (r Region) String() string {
	return [...]string{"secure", "anxious", "avoidant", "fearful"}[r]
}

// State says what may be claimed about a person's style.
type State int

const (
	NoStyle    State = iota // a dimension is unscored, or all responses are alike
	Settled                 // one region, Style.Regions[0]
	Between                 // two neighbours, Style.Regions in the order of Region
	NearMiddle              // both dimensions open
)

// Style is a region derived from two dimensions, with its uncertainty. It is
// never a type and never a diagnosis.
type Style struct {
	State         State
	Regions       [2]Region
	Probabilities [Regions]float64 // sum to 1 unless State is NoStyle
	Basis         Basis            // Cited only where the rule and both errors are
	// Contradicted reports that the separately measured secure scale clearly
	// says otherwise than the region.
	Contradicted bool
}

// Flags are doubts about the quality of the responses.
type Flags uint8

const (
	TooFast Flags = 1 << iota
	AllAlike
	LongRun
	MuchMissing
)

// Has reports whether all flags of g are raised.
func (f Flags) Has(g Flags) bool { return f&g == g }

// IDs lists the raised flags as they stand in files and answers, in a fixed
// order; an empty slice, never nil, where there is none.
func (f Flags) IDs() []string {
	ids := []string{}
	for i, id := range [...]string{"too_fast", "all_alike", "long_run", "much_missing"} {
		if f.Has(1 << i) {
			ids = append(ids, id)
		}
	}
	return ids
}
