package dataset

import (
	"errors"
	"fmt"
	"strings"

	"github.com/attune-quiz/attune/scoring"
)

// ErrNoHeader reports a file without a single record.
var ErrNoHeader = errors.New("the file is empty; its first row should name the columns")

// ErrEncoding reports a file in UTF-16.
var ErrEncoding = errors.New("the file is in UTF-16; save it as CSV in UTF-8")

// HeaderError says all that is wrong with the names of the columns.
type HeaderError struct {
	// Missing are the items without a column.
	Missing []MissingColumn
	// Duplicate are the items with more than one column.
	Duplicate []string
	// Taken are columns with a name that the results are to bear.
	Taken []string
	// Hint says what the separator might be instead of a comma; often empty.
	Hint string
}

// MissingColumn is an item without a column.
type MissingColumn struct {
	Item    string
	Nearest string // the unused column with the most similar name; empty where none is near
}

func (e *HeaderError) Error() string {
	var parts []string
	if len(e.Missing) > 0 {
		names := make([]string, len(e.Missing))
		for i, m := range e.Missing {
			names[i] = m.String()
		}
		parts = append(parts, "no column for "+strings.Join(names, ", "))
	}
	if len(e.Duplicate) > 0 {
		parts = append(parts, "more than one column for "+strings.Join(e.Duplicate, ", "))
	}
	if len(e.Taken) > 0 {
		parts = append(parts, "rename the columns that the results would repeat: "+strings.Join(e.Taken, ", "))
	}
	if e.Hint != "" {
		parts = append(parts, e.Hint)
	}
	return "header: " + strings.Join(parts, "; ")
}

func (m MissingColumn) String() string {
	if m.Nearest == "" {
		return m.Item
	}
	return fmt.Sprintf("%s (nearest: %q)", m.Item, m.Nearest)
}

// Place is where in a file a fault was found.
type Place struct {
	Row  int64 // 1 is the first row after the header
	Line int64 // on which the row begins; 1 is the first line of the file
}

func (p Place) String() string { return fmt.Sprintf("row %d (line %d)", p.Row, p.Line) }

// CellError is a cell that is neither missing nor a response of its item.
type CellError struct {
	Place
	Column   string
	Value    string
	Min, Max scoring.Response
	Missing  []string // what would count as missing, besides an empty cell
}

func (e *CellError) Error() string {
	return fmt.Sprintf("%s, column %s: %s should be a whole number from %d to %d, or where it is missing empty or %s",
		e.Place, e.Column, shorten(e.Value), e.Min, e.Max, strings.Join(e.Missing, " or "))
}

// RowError is a row that is not CSV or has not as many cells as the header.
type RowError struct {
	Place
	Detail string
}

func (e *RowError) Error() string { return e.Place.String() + ": " + e.Detail }

// shorten quotes what stood in a cell, cut to a length that fits a line.
func shorten(s string) string {
	const limit = 40
	if runes := []rune(s); len(runes) > limit {
		return fmt.Sprintf("%q…", string(runes[:limit]))
	}
	return fmt.Sprintf("%q", s)
}
