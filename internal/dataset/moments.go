package dataset

import (
	"context"
	"io"
	"math/big"

	"github.com/attune-quiz/attune/scoring"
)

// moments sum complete rows item by item and pair by pair. Responses are whole
// numbers of 16 bits, so that the sums are exact for eight billion rows: no
// rounding builds up, and neither the order of the rows nor the number of
// workers matters.
type moments struct {
	items int
	n     int64
	sum   []int64
	cross []int64 // of each item with itself and those after it
}

func newMoments(items int) *moments {
	return &moments{items: items, sum: make([]int64, items), cross: make([]int64, items*(items+1)/2)}
}

func (m *moments) addRow(responses []scoring.Response) {
	m.n++
	at := 0
	for i, r := range responses {
		x := int64(r)
		m.sum[i] += x
		for _, other := range responses[i:] {
			m.cross[at] += x * int64(other)
			at++
		}
	}
}

func (m *moments) add(o *moments) {
	m.n += o.n
	for i, x := range o.sum {
		m.sum[i] += x
	}
	for i, x := range o.cross {
		m.cross[i] += x
	}
}

// mean of the raw responses to an item.
func (m *moments) mean(item int) float64 { return float64(m.sum[item]) / float64(m.n) }

// covariance of the raw responses to two items over n-1, rounded once.
func (m *moments) covariance(i, j int) float64 {
	if i > j {
		i, j = j, i
	}
	cross := m.cross[i*m.items-i*(i-1)/2+j-i]
	top := new(big.Int).Mul(big.NewInt(m.n), big.NewInt(cross))
	top.Sub(top, new(big.Int).Mul(big.NewInt(m.sum[i]), big.NewInt(m.sum[j])))
	bottom := new(big.Int).Mul(big.NewInt(m.n), big.NewInt(m.n-1))
	value, _ := new(big.Rat).SetFrac(top, bottom).Float64()
	return value
}

// sample reads a file and gives the complete rows to the workers.
type sample struct {
	Counts
	complete int64
}

// eachComplete calls a visitor, one for each worker, with every row that has a
// response to every item of the spec.
func eachComplete(ctx context.Context, r io.Reader, spec scoring.Spec, opt Options, visitor func() func([]scoring.Response)) (sample, error) {
	src, err := open(ctx, r, spec.Items, nil)
	if err != nil {
		return sample{}, err
	}
	cells := newCells(spec.Items, opt)
	s := sample{}
	s.Counts, err = (&pipeline{
		source: src,
		opt:    opt,
		worker: func() func(*chunk) { return completeRows(newRowReader(src, cells, opt), visitor()) },
		emit: func(c *chunk) error {
			s.complete += c.complete
			return nil
		},
	}).run(ctx)
	s.finish()
	return s, err
}

func completeRows(rows *rowReader, visit func([]scoring.Response)) func(*chunk) {
	return func(c *chunk) {
		c.complete = 0
		rows.each(c, func(_, _, _ int, blank bool) {
			if !blank && rows.complete() {
				c.complete++
				visit(rows.responses)
			}
		})
	}
}
