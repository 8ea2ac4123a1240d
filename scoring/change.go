package scoring

import (
	"errors"
	"math"
)

// Reasons why nothing may be said about change. The caller then shows both
// scores and says that change cannot yet be told from chance.
var (
	// ErrNoRetest means that no cited retest reliability is given.
	ErrNoRetest = errors.New("no cited retest reliability")
	// ErrNotComparable means that the occasions differ in more than time.
	ErrNotComparable = errors.New("instrument, version, form, locale or scale differ")
	// ErrUnscored means that one of the occasions has no score.
	ErrUnscored = errors.New("a score is missing")
)

// Measure names what was measured, exactly: only equal measures may be
// compared over time.
type Measure struct{ Instrument, Version, Form, Locale, Scale string }

// Occasion is one measurement of one person.
type Occasion struct {
	Measure Measure
	Score   Score
}

// Retest is what a cited sample says about the same people measured twice.
type Retest struct {
	Source      string  // the citation's id
	Reliability float64 // correlation of the two measurements, in (0,1)
	SD          float64 // of the score in that sample, on the scale's own metric
}

// Change is the difference of two scores held against chance.
type Change struct {
	Difference float64 // after minus before, on the scale's own metric
	Index      float64 // Difference over the standard error of a difference
	Reliable   bool    // Index is beyond ±1.96
}

// ReliableChange is the reliable change index of Jacobson & Truax (1991),
// Δ / (SD·√2·√(1-r)). It refuses with ErrNoRetest, ErrNotComparable or
// ErrUnscored whatever may not be called change.
func ReliableChange(before, after Occasion, retest Retest) (Change, error) {
	switch {
	case !retest.valid():
		return Change{}, ErrNoRetest
	case before.Measure != after.Measure || before.Measure == Measure{}:
		return Change{}, ErrNotComparable
	case !before.Score.Scored() || !after.Score.Scored():
		return Change{}, ErrUnscored
	}
	difference := after.Score.Value - before.Score.Value
	index := difference / (retest.SD * math.Sqrt2 * math.Sqrt(1-retest.Reliability))
	return Change{difference, index, math.Abs(index) > Confidence}, nil
}

func (r Retest) valid() bool {
	return r.Source != "" && r.Reliability > 0 && r.Reliability < 1 && r.SD > 0 && !math.IsInf(r.SD, 1)
}
