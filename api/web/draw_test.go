package web

import (
	"testing"

	"github.com/attune-quiz/attune/internal/figure"
)

// The field that is cut out of a map is the plane and nothing but: its ground
// fills the drawing, all shapes lie on it, and no words are left.
func TestFieldIsThePlane(t *testing.T) {
	d := figure.Dimension{Title: "a title", Min: 1, Max: 5, Cut: 3, Score: 4.8, SEM: .4}
	got := field(figure.Map(figure.MapInput{Anxious: d, Avoidant: d, Scored: true}))

	const slack = .03 // lines of the field swing a little over its edge
	for _, s := range got.Shapes {
		low, high := s.Path.Bounds()
		if s.Role == figure.Ground && (low.Y > 1e-9 || low.Y < -1e-9 || high.Y-got.Height > 1e-9) {
			t.Errorf("the ground reaches from %v to %v in a height of %v", low.Y, high.Y, got.Height)
		}
		if s.Text != "" || low.Y < -slack || high.Y > got.Height+slack {
			t.Errorf("%s %q lies from %v to %v in a height of %v", s.Role, s.Text, low.Y, high.Y, got.Height)
		}
	}
	areas := 0
	for _, s := range got.Shapes {
		if s.Role == figure.Area || s.Role == figure.AreaEdge {
			areas++
		}
	}
	if areas == 0 {
		t.Error("the area was cut away")
	}
}
