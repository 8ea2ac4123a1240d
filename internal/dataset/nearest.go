package dataset

import "strings"

// nearest is the column without an item whose name is the most similar to the
// id; empty where more than half of it would have to change.
func (h *header) nearest(id string) string {
	best, least := "", len([]rune(id))/2+1
	for col, name := range h.names {
		if h.places[col] >= 0 {
			continue
		}
		if d := distance(strings.ToLower(id), strings.ToLower(name), least); d < least {
			best, least = name, d
		}
	}
	return best
}

// distance is Levenshtein's: the least number of runes to insert, remove or
// replace. Where it is not below the limit, it is the limit.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if max(len(x)-len(y), len(y)-len(x)) >= limit {
		return limit
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			replaced := diagonal
			if x[i] != y[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return min(row[len(y)], limit)
}
