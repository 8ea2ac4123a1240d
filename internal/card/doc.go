// Package card paints the pictures that visitors show to others: a PNG of
// 1200 × 630 pixels in 64 colours, with the two waves of the mark, in the same
// typefaces as the booklet.
//
// It is handed every word and must not know of attempts, profiles, shares or
// HTTP: what it is not given it cannot show.
package card
