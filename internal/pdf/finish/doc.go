// Package finish turns drawn content into a finished PDF file.
//
// gofpdf draws: it writes the operators of text and shapes. What it has not,
// this package adds: tags that say what is a heading, a list or a table and in
// which order it is read; the language; fields to fill in; alternative texts;
// subsets of fonts chosen by document; and page streams put together from
// parts that were compressed once.
//
// A File is filled page by page and then written. The same calls give the
// same bytes. The package must not know of playbooks or of layout. Lengths are
// in points, y runs up from the foot of the page, as in PDF.
package finish
