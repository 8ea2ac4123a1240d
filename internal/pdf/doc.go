// Package pdf lays out a playbook as a booklet and prints it.
//
// The way is one: a Document becomes blocks (booklet*.go), blocks are measured
// into pieces that cannot be split (block_*.go), pieces are placed on pages
// (flow.go), and pages are painted by gofpdf (press.go, paint.go). Until
// painting everything is plain data with positions, which tests check and
// later layers (tags, form fields) can read.
//
// gofpdf is imported by this package alone and touched only by the press. The
// package must not know of content files, HTTP or stores, and it writes no
// words of its own: every word comes from the Document.
//
// All lengths are in points; y runs down.
package pdf
