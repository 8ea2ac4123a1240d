package dataset

// Counts say how much of a file was read.
type Counts struct {
	Rows  int64 `json:"rows"` // without the header
	Bytes int64 `json:"-"`    // of the input, with the header
	// BadCells are the columns in which KeepGoing made cells missing, in the
	// order of the file; empty where there was none.
	BadCells []ColumnCount `json:"bad_cells"`

	names []string
	bad   []int64 // by column
	lines int64
}

// ColumnCount is a number of cells in one column.
type ColumnCount struct {
	Column string `json:"column"`
	Cells  int64  `json:"cells"`
}

func newCounts(s *source) Counts {
	lines := int64(0)
	for _, part := range [][]byte{s.header.body, s.header.lineEnd} {
		for _, b := range part {
			if b == '\n' {
				lines++
			}
		}
	}
	return Counts{
		Bytes:    int64(len(s.header.body) + len(s.header.lineEnd)),
		BadCells: []ColumnCount{},
		names:    s.header.names,
		bad:      make([]int64, len(s.header.names)),
		lines:    lines,
	}
}

func (n *Counts) add(c *chunk) {
	n.Rows += c.rows
	n.Bytes += int64(len(c.in))
	n.lines += c.lines
	for col, cells := range c.bad {
		n.bad[col] += cells
	}
}

// finish lists the columns with bad cells.
func (n *Counts) finish() {
	for col, cells := range n.bad {
		if cells > 0 {
			n.BadCells = append(n.BadCells, ColumnCount{n.names[col], cells})
		}
	}
}

// Bad is the number of bad cells in all columns.
func (n *Counts) Bad() int64 {
	sum := int64(0)
	for _, cells := range n.bad {
		sum += cells
	}
	return sum
}
