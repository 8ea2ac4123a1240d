package scoring_test

import (
	"slices"
	"testing"

	"github.com/attune-quiz/attune/scoring"
)

// With four items of the assumed error the limit is 1.96 × √2 × 0.512348 =
// 1.420155: differences of up to 1.25 cannot be told from the lowest.
func TestFocus(t *testing.T) {
	for _, tt := range []struct {
		name                   string
		means                  [5]float64 // in the order of the spec: places 3 … 7
		mechanisms, candidates []int
	}{
		{"one stands out", [5]float64{4, 4, 4, 1.5, 3}, []int{6, 7, 3, 4, 5}, []int{6}},
		{"edge", [5]float64{3, 3.25, 4, 1.75, 3.5}, []int{6, 3, 4, 7, 5}, []int{6, 3}},
		{"all tied, order of the spec", [5]float64{4, 4, 4, 4, 4}, []int{3, 4, 5, 6, 7}, []int{3, 4, 5, 6, 7}},
		{"even", [5]float64{3.5, 3, 2.5, 3.25, 3.75}, []int{5, 4, 6, 3, 7}, []int{5, 4, 6, 3, 7}},
		{"descending", [5]float64{5, 4.5, 4, 3.5, 3}, []int{7, 6, 5, 4, 3}, []int{7, 6, 5}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			spec := relationship()
			means := map[string]float64{}
			for i, id := range mechanisms {
				means[id] = tt.means[i]
			}
			p := score(t, spec, lean(spec, means))
			if !slices.Equal(p.Mechanisms, tt.mechanisms) || !slices.Equal(p.Candidates, tt.candidates) {
				t.Errorf("got %v, %v; want %v, %v", p.Mechanisms, p.Candidates, tt.mechanisms, tt.candidates)
			}
		})
	}
}

func TestUnscoredMechanismsAreLeftOut(t *testing.T) {
	spec := relationship()
	responses := lean(spec, map[string]float64{"repair": 1})
	responses[24+3*4] = missing // repair's first item
	p := score(t, spec, responses)
	if want := []int{3, 4, 5, 7}; !slices.Equal(p.Mechanisms, want) || !slices.Equal(p.Candidates, want) {
		t.Errorf("got %v, %v; want %v twice", p.Mechanisms, p.Candidates, want)
	}
}

// Where the errors differ, each difference is held against its own error: a
// sharp scale can be told from the lowest while a blunt one above it cannot.
func TestFocusWithUnequalErrors(t *testing.T) {
	spec := relationship()
	spec.Scales[3].Error.ItemVariance = 0.1 // SE 0.13, limit with 0.512 is 1.04
	spec.Scales[4].Error.ItemVariance = 6   // SE 1.02, limit with 0.512 is 2.25
	spec.Scales[7].Error.ItemVariance = 6
	p := score(t, spec, lean(spec, map[string]float64{
		"availability": 3.25, "predictability": 4.5, "responsiveness": 5, "repair": 2, "meaning": 4,
	}))
	if want := []int{6, 7}; !slices.Equal(p.Candidates, want) {
		t.Errorf("got %v, want %v", p.Candidates, want)
	}
}

func TestFormWithoutMechanisms(t *testing.T) {
	spec := relationship()
	spec.Focus = nil
	p := &scoring.Profile{Mechanisms: []int{1}, Candidates: []int{1}}
	compile(t, spec).Score(p, repeat(4, 44))
	if len(p.Mechanisms) != 0 || len(p.Candidates) != 0 {
		t.Errorf("got %v, %v; want none", p.Mechanisms, p.Candidates)
	}
}
