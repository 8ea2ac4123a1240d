package content

import (
	"slices"
	"strconv"

	"github.com/attune-quiz/attune/scoring"
)

// normSpec takes the norm of profiles: visitors are not asked for age or
// gender.
func normSpec(norms []NormFile) *scoring.Norm {
	for _, n := range norms {
		if n.whole() {
			spec := n.spec(n.FiguresFile).Norm
			return &spec
		}
	}
	return nil
}

// groupSpecs lists each norm and, after it, its groups.
func groupSpecs(norms []NormFile) []scoring.GroupNorm {
	var groups []scoring.GroupNorm
	for _, n := range norms {
		groups = append(groups, n.spec(n.FiguresFile))
		for _, g := range n.Groups {
			groups = append(groups, n.spec(g))
		}
	}
	return groups
}

// groupSteps finds the group at a place of groupSpecs in the file.
func groupSteps(norms []NormFile, place int) []any {
	for j, n := range norms {
		switch {
		case place == 0:
			return []any{"norms", j}
		case place <= len(n.Groups):
			return []any{"norms", j, "groups", place - 1}
		}
		place -= 1 + len(n.Groups)
	}
	return []any{"norms"}
}

func (n NormFile) spec(f FiguresFile) scoring.GroupNorm {
	g := scoring.GroupNorm{
		Norm:    scoring.Norm{Source: n.Source, Sample: n.Sample, N: f.N, Mean: f.Mean, SD: f.SD, Percentiles: f.Percentiles},
		AgeFrom: f.AgeFrom, AgeTo: f.AgeTo, Gender: scoring.Gender(f.Gender),
	}
	if len(f.Points) > 0 {
		g.Percentiles = fillTable(f.Points, n.Metric.Min, n.Metric.Max)
	}
	return g
}

// fillTable gives the scores at percentiles 1 to 99 on the straight lines
// between the points, the ends of the metric standing at 0 and 100.
func fillTable(points map[string]float64, low, high float64) []float64 {
	at, scores := []int{0}, []float64{low}
	for name := range points {
		if p, ok := parsePoint(name); ok {
			at = append(at, p)
		}
	}
	at = append(at, 100)
	slices.Sort(at)
	for _, p := range at[1 : len(at)-1] {
		scores = append(scores, points[strconv.Itoa(p)])
	}
	scores = append(scores, high)
	table := make([]float64, 99)
	for p := range table {
		i, exact := slices.BinarySearch(at, p+1)
		if exact {
			table[p] = scores[i]
			continue
		}
		share := float64(p+1-at[i-1]) / float64(at[i]-at[i-1])
		table[p] = scores[i-1] + share*(scores[i]-scores[i-1])
	}
	return table
}
