package take

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// An area is valid whatever the score, holds the score, and hides it: scores
// that round to one step give one area.
func TestAreasAreCoarse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		least := rapid.Float64Range(-3, 1).Draw(t, "least")
		most := least + rapid.Float64Range(.5, 8).Draw(t, "length")
		axis := func(name string) playbook.Axis {
			return playbook.Axis{Min: least, Max: most,
				Score: rapid.Float64Range(least-1, most+1).Draw(t, name), SE: rapid.Float64Range(0, 3).Draw(t, name+" error")}
		}
		m := playbook.Map{Scored: true, Anxious: axis("anxious"), Avoidant: axis("avoidant")}
		a := areaOf(m)
		if a == nil || !a.Valid() {
			t.Fatalf("got %+v of %+v", a, m)
		}
		step := (most - least) / quiz.AreaSteps
		near := m
		near.Anxious.Score = least + step*math.Round((min(max(m.Anxious.Score, least), most)-least)/step)
		if b := areaOf(near); *b != *a {
			t.Fatalf("%v and %v, in one step, give %+v and %+v", m.Anxious.Score, near.Anxious.Score, *a, *b)
		}
	})
}

func TestAreaByHand(t *testing.T) {
	m := playbook.Map{Scored: true,
		// A quarter a step: 4 is 12 steps up; 1.96 × .3619 = .709 is 2.84, rounded up 3.
		Anxious: playbook.Axis{Min: 1, Max: 5, Score: 4, SE: .3619},
		// 1.1 is .4, rounded to 0, and three steps down there is nothing.
		Avoidant: playbook.Axis{Min: 1, Max: 5, Score: 1.1, SE: .3619},
	}
	if got, want := *areaOf(m), (quiz.Area{Left: 9, X: 12, Right: 15, Low: 0, Y: 0, High: 3}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := areaOf(playbook.Map{}); got != nil {
		t.Errorf("without scores: got %+v", got)
	}
}
