// Package fonts holds the typefaces of the booklet: subsets of Noto Sans
// under the SIL Open Font License (OFL.txt). It must not know of documents or
// layout.
//
// The files are cut from the static TTF of Noto Sans, as the npm package
// @expo-google-fonts/noto-sans ships it, by generate.go, run by hand:
//
//	go generate ./internal/pdf/fonts
package fonts

import _ "embed"

//go:generate go run generate.go

//go:embed NotoSans-Regular.ttf
var regular []byte

//go:embed NotoSans-SemiBold.ttf
var semiBold []byte

// Regular returns a fresh copy of the Regular subset. Parsers may write to it.
func Regular() []byte { return append([]byte(nil), regular...) }

// SemiBold returns a fresh copy of the SemiBold subset. Parsers may write to
// it.
func SemiBold() []byte { return append([]byte(nil), semiBold...) }
