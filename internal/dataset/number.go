package dataset

import (
	"math"
	"strconv"
)

// numbers writes numbers in the shortest decimal form that reads back as the
// same double, never with an exponent. Scores over a few items take few
// values, so each is formatted once and remembered. A worker has its own.
type numbers struct {
	seen [1 << numberBits]number
}

const numberBits = 13

// number is a double with its text; with no text the place is empty.
type number struct {
	bits   uint64
	length uint8
	text   [23]byte
}

func (n *numbers) append(out []byte, x float64) []byte {
	bits := math.Float64bits(x)
	// Multiplying by the golden ratio spreads neighbours over the table.
	slot := &n.seen[bits*0x9e3779b97f4a7c15>>(64-numberBits)]
	if slot.length > 0 && slot.bits == bits {
		return append(out, slot.text[:slot.length]...)
	}
	from := len(out)
	out = strconv.AppendFloat(out, x, 'f', -1, 64)
	if length := len(out) - from; length <= len(slot.text) {
		slot.bits, slot.length = bits, uint8(length)
		copy(slot.text[:], out[from:])
	}
	return out
}
