package dataset

import (
	"bytes"

	"github.com/attune-quiz/attune/scoring"
)

// AgeColumn and GenderColumn are read where percentiles are asked for: whole
// years, and male, female, other, m, f, or the codes 1 and 2 of ISO/IEC 5218.
// Anything else is not known.
const (
	AgeColumn    = "age"
	GenderColumn = "gender"
)

// Places of columns that hold no item.
const (
	noPlace     int32 = -1
	agePlace    int32 = -2
	genderPlace int32 = -3
)

// oldest is an age beyond which a cell is taken for a slip.
const oldest = 120

// findPerson finds the columns for age and gender and reports those that
// stand twice.
func (h *header) findPerson() (aged bool, err error) {
	fault := &HeaderError{}
	for _, c := range []struct {
		name  string
		place int32
	}{{AgeColumn, agePlace}, {GenderColumn, genderPlace}} {
		n := 0
		for col, name := range h.names {
			if name == c.name && h.places[col] == noPlace {
				h.places[col] = c.place
				n++
			}
		}
		if n > 1 {
			fault.Duplicate = append(fault.Duplicate, c.name)
		}
		aged = aged || c.place == agePlace && n > 0
	}
	if fault.Duplicate != nil {
		return false, fault
	}
	return aged, nil
}

// about notes what a cell says of the person.
func (r *rowReader) about(text []byte, place int32) {
	switch place {
	case agePlace:
		if n, ok := whole(bytes.TrimSpace(text)); ok && n > 0 && n <= oldest {
			r.person.Age = n
		}
	case genderPlace:
		r.person.Gender = gender(bytes.ToLower(bytes.TrimSpace(text)))
	}
}

func gender(text []byte) scoring.Gender {
	switch string(text) {
	case "male", "m", "1":
		return scoring.Male
	case "female", "f", "2":
		return scoring.Female
	case "other":
		return scoring.OtherGender
	}
	return ""
}

// ranker finds the percentile of a score among people like the one scored.
type ranker struct {
	scales []scoring.ScaleSpec
	low    []float64
	high   []float64
	aged   bool // the file has ages
}

func newRanker(spec scoring.Spec, aged bool) *ranker {
	r := &ranker{scales: spec.Scales, aged: aged}
	for i := range spec.Scales {
		low, high := spec.Metric(i)
		r.low, r.high = append(r.low, low), append(r.high, high)
	}
	return r
}

// percentile of a score on the scale at the place; ok is false where no norm
// covers the person.
func (r *ranker) percentile(place int, score float64, p scoring.Person) (rank float64, ok bool) {
	norm := r.scales[place].NormFor(p)
	if norm == nil && !r.aged {
		norm = r.scales[place].Norm
	}
	if norm == nil {
		return 0, false
	}
	return norm.Percentile(score, r.low[place], r.high[place]), true
}
