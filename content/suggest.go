package content

import (
	"slices"
	"strings"
)

// didYouMean returns what to write instead of a name that is not known: the
// nearest of the known names, or a list of them where there are few.
func didYouMean(name string, known []string) string {
	best, least := "", 1+max(1, len(name)/3)
	for _, k := range known {
		if d := distance(name, k); d < least {
			best, least = k, d
		}
	}
	switch {
	case best != "":
		return "did you mean \"" + best + "\"?"
	case len(known) == 0:
		return "there is none yet"
	case len(known) <= 24:
		sorted := slices.Sorted(slices.Values(known))
		return "write one of " + strings.Join(sorted, ", ")
	}
	return "write one that exists"
}

// distance is the number of letters to insert, delete, change or swap with
// their neighbour (optimal string alignment). Long names are not compared.
func distance(a, b string) int {
	if len(a) > 64 || len(b) > 64 {
		return max(len(a), len(b))
	}
	var before, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before, last, row = last, row, make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
