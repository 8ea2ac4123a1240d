package fonts

import (
	"encoding/binary"
	"testing"
)

func TestSubsetsCoverTheCharset(t *testing.T) {
	for name, font := range map[string][]byte{"Regular": Regular(), "SemiBold": SemiBold()} {
		has := cmap(t, font)
		for _, r := range Latin() {
			if !has(r) {
				t.Errorf("%s has no glyph for %U %q", name, r, r)
			}
		}
	}
}

func TestCopiesAreFresh(t *testing.T) {
	Regular()[0] ^= 0xFF
	if got := Regular()[0]; got != 0 {
		t.Errorf("first byte of a TrueType file: got %#x, want 0", got)
	}
}

// cmap reads a font's format 4 character map and answers whether a rune has a
// glyph other than .notdef.
func cmap(t *testing.T, font []byte) func(rune) bool {
	t.Helper()
	u16 := func(at int) int { return int(binary.BigEndian.Uint16(font[at:])) }
	u32 := func(at int) int { return int(binary.BigEndian.Uint32(font[at:])) }
	table := 0
	for i := range u16(4) {
		if at := 12 + 16*i; string(font[at:at+4]) == "cmap" {
			table = u32(at + 8)
		}
	}
	sub := 0
	for i := range u16(table + 2) {
		if s := table + u32(table+4+8*i+4); u16(s) == 4 {
			sub = s
		}
	}
	if table == 0 || sub == 0 {
		t.Fatal("no character map of format 4")
	}
	segments := u16(sub+6) / 2
	ends, starts := sub+14, sub+16+2*segments
	return func(r rune) bool {
		for i := range segments {
			start, end := u16(starts+2*i), u16(ends+2*i)
			if int(r) < start || int(r) > end {
				continue
			}
			delta, offset := u16(starts+2*segments+2*i), starts+4*segments+2*i
			if u16(offset) == 0 {
				return (int(r)+delta)&0xFFFF != 0
			}
			return u16(offset+u16(offset)+2*(int(r)-start)) != 0
		}
		return false
	}
}
