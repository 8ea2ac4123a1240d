package dataset

import (
	"bytes"
	"slices"

	"github.com/attune-quiz/attune/scoring"
)

// cells turns the text of cells into responses. It is not changed after
// newCells and may be shared.
type cells struct {
	items   []scoring.ItemSpec
	codes   []string // that stand for missing, the empty one first
	numbers []int    // those of the codes that are numbers
	digits  [][10]scoring.Response
}

// unsure marks a digit that parse has to judge.
const unsure scoring.Response = 10

func newCells(items []scoring.ItemSpec, opt Options) *cells {
	c := &cells{items: items, codes: opt.codes()}
	for _, code := range c.codes {
		if n, ok := whole([]byte(code)); ok {
			c.numbers = append(c.numbers, n)
		}
	}
	c.digits = make([][10]scoring.Response, len(items))
	for place := range items {
		for d := range c.digits[place] {
			r, ok := c.parse([]byte{byte('0' + d)}, place)
			if !ok {
				r = unsure
			}
			c.digits[place][d] = r
		}
	}
	return c
}

// parse reads the cell of the item at the place. It fails where the cell is
// neither missing nor a whole number in the item's range.
func (c *cells) parse(text []byte, place int) (scoring.Response, bool) {
	text = bytes.TrimSpace(text)
	for _, code := range c.codes {
		if string(text) == code {
			return scoring.Missing, true
		}
	}
	n, ok := whole(text)
	if ok && slices.Contains(c.numbers, n) {
		return scoring.Missing, true
	}
	it := &c.items[place]
	if !ok || n < int(it.Min) || n > int(it.Max) {
		return scoring.Missing, false
	}
	return scoring.Response(n), true
}

// whole reads a whole number of at most nine digits, with a sign or without,
// that may carry a decimal part of zeros.
func whole(text []byte) (n int, ok bool) {
	sign := 1
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		if text[0] == '-' {
			sign = -1
		}
		text = text[1:]
	}
	before, after, point := bytes.Cut(text, []byte("."))
	if len(before) == 0 || len(before) > 9 || point && len(after) == 0 {
		return 0, false
	}
	for _, b := range before {
		if b < '0' || b > '9' {
			return 0, false
		}
		n = 10*n + int(b-'0')
	}
	return sign * n, len(bytes.Trim(after, "0")) == 0
}
