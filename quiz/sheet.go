package quiz

import (
	"errors"
	"fmt"
	"time"

	"github.com/attune-quiz/attune/scoring"
)

// Response is what was said to one item, or how long it took, or both.
type Response struct {
	Place int // index of the item in its form
	// Value is a raw response, Declined, or NotGiven to leave what is there.
	Value scoring.Response
	// Elapsed is the time spent on the item so far, cumulative; 0 leaves what
	// is there. Kept in tenths of a second up to MaxElapsed.
	Elapsed time.Duration
}

const (
	// NotGiven marks an item that was neither answered nor declined.
	NotGiven = scoring.Missing
	// Declined marks an item that the visitor chose not to answer. It counts
	// as answered for progress and as missing for scoring.
	Declined = scoring.Missing + 1
	// MaxElapsed is the longest time that is kept for an item.
	MaxElapsed = (elapsedRadix*elapsedRadix - 1) * elapsedUnit
)

// A sheet packs one character an item for the response and two for the time,
// so that a store can change one item by position inside one statement and
// a person can read a row.
const (
	packedNotGiven = '.'
	packedDeclined = '-'
	packedZero     = '0' // the response Min of the packed alphabet: value 0
	maxPacked      = '~' - packedZero
	elapsedUnit    = 100 * time.Millisecond
	elapsedRadix   = 64
	elapsedDigits  = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_~"
	elapsedWidth   = 2
)

// MaxValue is the largest raw response that a sheet can hold; the smallest
// is 0.
const MaxValue scoring.Response = maxPacked

// Sheet is the state of every item of one attempt in form order, packed. The
// zero Sheet has no items.
type Sheet struct {
	given   []byte // one byte an item
	elapsed []byte // elapsedWidth bytes an item
}

// NewSheet returns a sheet of n items, none of them given.
func NewSheet(n int) Sheet {
	s := Sheet{given: make([]byte, n), elapsed: make([]byte, n*elapsedWidth)}
	for i := range s.given {
		s.given[i] = packedNotGiven
	}
	for i := range s.elapsed {
		s.elapsed[i] = elapsedDigits[0]
	}
	return s
}

// ParseSheet reads what Given and Elapsed packed.
func ParseSheet(given, elapsed string) (Sheet, error) {
	if len(elapsed) != len(given)*elapsedWidth {
		return Sheet{}, fmt.Errorf("parse sheet: %d items with %d time characters", len(given), len(elapsed))
	}
	for i := range len(given) {
		if c := given[i]; c != packedNotGiven && c != packedDeclined && (c < packedZero || c > '~') {
			return Sheet{}, errors.New("parse sheet: response character out of range")
		}
	}
	for i := range len(elapsed) {
		if digit(elapsed[i]) < 0 {
			return Sheet{}, errors.New("parse sheet: time character out of range")
		}
	}
	return Sheet{given: []byte(given), elapsed: []byte(elapsed)}, nil
}

// Len returns the number of items.
func (s Sheet) Len() int { return len(s.given) }

// Given returns the packed responses, one printable character an item.
func (s Sheet) Given() string { return string(s.given) }

// Elapsed returns the packed times, two printable characters an item.
func (s Sheet) Elapsed() string { return string(s.elapsed) }

// At returns the response at place: a raw value, Declined or NotGiven.
func (s Sheet) At(place int) scoring.Response {
	switch c := s.given[place]; c {
	case packedNotGiven:
		return NotGiven
	case packedDeclined:
		return Declined
	default:
		return scoring.Response(c - packedZero)
	}
}

// Took returns the time spent on the item at place; 0 where none is known.
func (s Sheet) Took(place int) time.Duration {
	hi, lo := digit(s.elapsed[place*elapsedWidth]), digit(s.elapsed[place*elapsedWidth+1])
	return time.Duration(hi*elapsedRadix+lo) * elapsedUnit
}

// Put merges responses into the sheet; later ones win. Places must be in range
// and values Storable.
func (s Sheet) Put(responses ...Response) {
	for _, r := range responses {
		if c, ok := PackValue(r.Value); ok {
			s.given[r.Place] = c
		}
		if r.Elapsed > 0 {
			copy(s.elapsed[r.Place*elapsedWidth:], PackElapsed(r.Elapsed))
		}
	}
}

// PackValue returns the character that a sheet holds for the value, and false
// for NotGiven, which changes nothing. The value must be Storable.
func PackValue(v scoring.Response) (byte, bool) {
	switch v {
	case NotGiven:
		return 0, false
	case Declined:
		return packedDeclined, true
	}
	return packedZero + byte(v), true
}

// Storable reports whether a sheet can hold the value: a raw response from 0
// to MaxValue, Declined or NotGiven.
func Storable(v scoring.Response) bool {
	return v == NotGiven || v == Declined || v >= 0 && v <= MaxValue
}

// PackElapsed returns the two characters that a sheet holds for a time.
func PackElapsed(d time.Duration) string {
	units := int(min(max(d, 0), MaxElapsed) / elapsedUnit)
	return string([]byte{elapsedDigits[units/elapsedRadix], elapsedDigits[units%elapsedRadix]})
}

// Progress counts the items that were answered or declined.
func (s Sheet) Progress() Progress {
	return Progress{Answered: s.Len() - len(s.Open()), Total: s.Len()}
}

// Open lists the places that were neither answered nor declined.
func (s Sheet) Open() []int {
	var open []int
	for i, c := range s.given {
		if c == packedNotGiven {
			open = append(open, i)
		}
	}
	return open
}

// Values returns the raw responses as scoring takes them: declined and open
// items are scoring.Missing.
func (s Sheet) Values() []scoring.Response {
	vs := make([]scoring.Response, s.Len())
	for i := range vs {
		if vs[i] = s.At(i); vs[i] == Declined {
			vs[i] = scoring.Missing
		}
	}
	return vs
}

// Times returns the time spent on each item.
func (s Sheet) Times() []time.Duration {
	ts := make([]time.Duration, s.Len())
	for i := range ts {
		ts[i] = s.Took(i)
	}
	return ts
}

// Clone returns a sheet that shares nothing with s.
func (s Sheet) Clone() Sheet {
	return Sheet{given: append([]byte(nil), s.given...), elapsed: append([]byte(nil), s.elapsed...)}
}

func digit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'Z':
		return int(c-'A') + 10
	case c >= 'a' && c <= 'z':
		return int(c-'a') + 36
	case c == '_':
		return 62
	case c == '~':
		return 63
	}
	return -1
}

// Progress says how far an attempt is.
type Progress struct {
	Answered int // answered or declined
	Total    int
}
