package dataset

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/attune-quiz/attune/scoring"
)

var errTooLong = fmt.Errorf("the row is longer than %d bytes", maxRecord)

// rowReader reads the rows of a chunk, one chunk after another. Each worker
// has its own.
type rowReader struct {
	*cells
	header    *header
	keepGoing bool
	responses []scoring.Response // of the row last read, in the order of Spec.Items
	bad       []badCell          // of the row last read
	person    scoring.Person     // of the row last read, where the header has places for it
}

type badCell struct {
	column int
	value  string
}

func newRowReader(s *source, c *cells, opt Options) *rowReader {
	return &rowReader{
		cells:     c,
		header:    &s.header,
		keepGoing: opt.KeepGoing,
		responses: make([]scoring.Response, len(c.items)),
	}
}

// each calls visit with every row and every blank line of the chunk, told
// apart by blank, as the stretch of c.in from start to end without its line
// end, which goes up to next. It stops at the first fault and notes it in the
// chunk, as it does what it counts.
func (r *rowReader) each(c *chunk, visit func(start, end, next int, blank bool)) {
	c.rows, c.lines, c.fault = 0, 0, nil
	clear(c.bad)
	for at := 0; at < len(c.in); {
		if n, blank := lineEnd(c.in[at:]); blank {
			visit(at, at, at+n, true)
			at += n
			continue
		}
		end, next, err := r.read(c.in, at)
		if c.cut && next == len(c.in) {
			err = errTooLong
		}
		if err != nil {
			c.fail(err, at)
			return
		}
		for _, b := range r.bad {
			c.bad[b.column]++
		}
		visit(at, end, next, false)
		c.rows++
		at = next
	}
	c.lines = int64(bytes.Count(c.in, []byte{'\n'}))
}

// read fills responses with those of the row that begins at the offset.
func (r *rowReader) read(data []byte, at int) (end, next int, err error) {
	r.bad, r.person = r.bad[:0], scoring.Person{}
	places := r.header.places
	for col := 0; ; col++ {
		place := int(noPlace)
		if col < len(places) {
			place = int(places[col])
		}
		if place >= 0 && at+1 < len(data) && data[at+1] == ',' {
			if d := data[at] - '0'; d < 10 && r.digits[place][d] != unsure {
				r.responses[place] = r.digits[place][d]
				at += 2
				continue
			}
		}
		f, err := fieldAt(data, at)
		if err != nil {
			return 0, 0, err
		}
		if place >= 0 {
			r.cell(f.value(), place, col)
		} else if place != int(noPlace) {
			r.about(f.value(), int32(place))
		}
		if at = f.next; f.last {
			return f.end, f.next, r.judge(col + 1)
		}
	}
}

func (r *rowReader) cell(text []byte, place, col int) {
	response, ok := r.parse(text, place)
	r.responses[place] = response
	if !ok {
		r.bad = append(r.bad, badCell{col, string(text)})
	}
}

// judge looks at a whole row of so many cells. A row of the wrong length is
// told as such, for the cells in it are bad only because they are shifted.
func (r *rowReader) judge(cells int) error {
	if want := len(r.header.places); cells != want {
		return fmt.Errorf("the row has %s, the header %d", count(cells, "cell"), want)
	}
	if len(r.bad) == 0 || r.keepGoing {
		return nil
	}
	first := r.bad[0]
	it := r.items[r.header.places[first.column]]
	return &CellError{
		Column: it.ID, Value: first.value, Min: it.Min, Max: it.Max, Missing: r.codes[1:],
	}
}

// complete reports whether the row last read has a response to every item.
func (r *rowReader) complete() bool {
	for _, response := range r.responses {
		if response == scoring.Missing {
			return false
		}
	}
	return true
}

// locate gives an error of a row its place in the file.
func locate(err error, at Place) error {
	if cell, ok := errors.AsType[*CellError](err); ok {
		cell.Place = at
		return cell
	}
	return &RowError{at, err.Error()}
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
