package playbook

import (
	"io"

	"github.com/attune-quiz/attune/quiz"
)

// Card is a picture for others, ready to paint: every word is in Locale.
type Card struct {
	Locale  quiz.Locale
	Heading string   // in small type, above
	Texts   []string // what it says, each a paragraph; empty where a map is drawn
	Map     *CardMap
	Foot    string // where it comes from
}

// CardMap is the map without numbers and without names of its corners.
type CardMap struct {
	Area      quiz.Area
	Right, Up string // what grows along each axis
}

// CardPainter paints cards as PNG of 1200 × 630 pixels. It is safe for
// concurrent use, and the same card gives the same bytes.
type CardPainter interface {
	Paint(w io.Writer, c Card) error
}
