// Package fonts holds the typefaces of the booklet and the cards: subsets of Noto Sans
// (OFL.txt) and Noto Sans SC (OFL-SC.txt), both under the SIL Open Font
// License. It must not know of documents or layout.
//
// The files are cut from the static TTF that the npm packages
// @expo-google-fonts/noto-sans and @expo-google-fonts/noto-sans-sc ship, by
// generate.go, run by hand:
//
//	go generate ./internal/fonts
package fonts

import _ "embed"

//go:generate go run generate.go

//go:embed NotoSans-Regular.ttf
var regular []byte

//go:embed NotoSans-SemiBold.ttf
var semiBold []byte

//go:embed NotoSansSC-Regular.ttf
var chineseRegular []byte

//go:embed NotoSansSC-SemiBold.ttf
var chineseSemiBold []byte

// Regular returns a fresh copy of Noto Sans Regular for the runes of Latin.
// Parsers may write to it.
func Regular() []byte { return append([]byte(nil), regular...) }

// SemiBold returns a fresh copy of Noto Sans SemiBold for the runes of Latin.
func SemiBold() []byte { return append([]byte(nil), semiBold...) }

// ChineseRegular returns a fresh copy of Noto Sans SC Regular for the
// characters of GB 2312.
func ChineseRegular() []byte { return append([]byte(nil), chineseRegular...) }

// ChineseSemiBold returns a fresh copy of Noto Sans SC SemiBold for the
// characters of GB 2312.
func ChineseSemiBold() []byte { return append([]byte(nil), chineseSemiBold...) }
