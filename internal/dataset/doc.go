// Package dataset works on whole files of responses: it scores them row by
// row, measures the reliability of an instrument on them, and derives norms
// from them.
//
// A file is CSV after RFC 4180 in UTF-8, with a byte order mark or without:
// commas, quotes doubled inside quoted fields, line breaks allowed there, rows
// ended by LF or CRLF. Its first record names the columns. Those that bear the
// id of an item hold responses; all others are carried along unread. Blank
// lines are no rows. A cell is missing where it is empty, NA, or one of
// Options.Missing; spaces around it and a decimal part of zeros, which
// spreadsheets and data frames add, do not matter.
//
// Reading is streamed in chunks that end where a record ends. Chunks are
// worked on side by side and put back into order, so that memory does not
// depend on the length of the file, nor the result on the number of workers.
//
// The package knows neither where responses come from nor how an instrument
// is written down: callers bring a reader and a scoring.Spec.
package dataset
