package content

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/attune-quiz/attune/scoring"
)

// parseKey reads "+id", "-id" or "+id*0.5".
func parseKey(text string) (scoring.Key, error) {
	var key scoring.Key
	switch {
	case strings.HasPrefix(text, "+"):
	case strings.HasPrefix(text, "-"):
		key.Reverse = true
	default:
		return key, errors.New("a key begins with its sign: write +id, or -id for a reverse-keyed item")
	}
	id, weight, weighted := strings.Cut(text[1:], "*")
	if !itemPattern.MatchString(id) {
		return key, errors.New("a key is its sign and the id of an item, such as +an01")
	}
	key.Item = id
	if !weighted {
		return key, nil
	}
	w, err := strconv.ParseFloat(weight, 64)
	if err != nil || math.IsNaN(w) || math.IsInf(w, 0) || w <= 0 {
		return key, errors.New("a weight is a number above 0, such as +an01*0.5")
	}
	key.Weight = w
	return key, nil
}
