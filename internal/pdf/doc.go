// Package pdf lays out a playbook as a booklet, or as the two pages for a
// coach, and prints it.
//
// The way is one: a Document becomes blocks (booklet*.go, summary.go), blocks
// are measured into pieces that cannot be split (block_*.go), pieces are placed
// on pages (flow.go), and pages are put into a file (paint.go). Until then
// everything is plain data with positions, which tests check.
//
// gofpdf draws (press.go, pen.go): paragraphs and shapes one by one, each
// compressed and kept by what it shows (atlas.go), so that what playbooks share
// is broken into lines and drawn once. Package finish puts the pieces together
// and adds what gofpdf has not: tags, fields, the language, subsets of the
// Chinese fonts. A file is made of nothing but the document, the paper and the
// fonts: the same input gives the same bytes, whatever was printed before.
//
// What is kept is bounded: broken lines to 6 MB a language, drawn words to
// 12 MB, shapes to 2 MB, printed files to 8 MB. Printed files stay in memory
// until others take their place, under a sum of all that went in; nobody can
// ask for one without having its document.
//
// gofpdf is imported by this package alone. The package must not know of
// content files, HTTP or stores, and it writes no words of its own: every word
// comes from the Document.
//
// All lengths are in points; y runs down.
package pdf
