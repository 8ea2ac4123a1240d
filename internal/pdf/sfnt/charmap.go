package sfnt

import (
	"fmt"
	"slices"
)

// Runes lists the runes that the font draws, in order.
func (f *Font) Runes() []rune {
	out := make([]rune, 0, len(f.mapping))
	for r := range f.mapping {
		out = append(out, r)
	}
	slices.Sort(out)
	return out
}

// readMap takes the fullest character map that it can read.
func (f *Font) readMap() error {
	f.mapping = map[rune]uint16{}
	cmap := f.tables["cmap"]
	var found []byte
	format := uint16(0)
	for i := range int(u16(cmap, 2)) {
		if len(cmap) < 4+8*i+8 {
			break
		}
		at := u32(cmap, 4+8*i+4)
		if uint64(at)+2 > uint64(len(cmap)) {
			continue
		}
		if got := u16(cmap, int(at)); (got == 4 || got == 12) && got > format {
			found, format = cmap[at:], got
		}
	}
	ok := false
	switch format {
	case 4:
		ok = f.segments(found)
	case 12:
		ok = f.groups(found)
	}
	if !ok {
		return fmt.Errorf("%w: no character map of format 4 or 12", ErrFormat)
	}
	return nil
}

// segments reads format 4.
func (f *Font) segments(t []byte) bool {
	if len(t) < 16 {
		return false
	}
	n := int(u16(t, 6)) / 2
	if len(t) < 16+8*n {
		return false
	}
	ends, starts := 14, 16+2*n
	deltas, offsets := starts+2*n, starts+4*n
	for i := range n {
		from, to := int(u16(t, starts+2*i)), int(u16(t, ends+2*i))
		delta, offset := int(u16(t, deltas+2*i)), int(u16(t, offsets+2*i))
		for c := from; c <= to && c < 0xFFFF; c++ {
			g := c + delta
			if offset != 0 {
				at := offsets + 2*i + offset + 2*(c-from)
				if at+2 > len(t) {
					break
				}
				if g = int(u16(t, at)); g != 0 {
					g += delta
				}
			}
			f.enter(rune(c), g&0xFFFF)
		}
	}
	return true
}

// groups reads format 12.
func (f *Font) groups(t []byte) bool {
	if len(t) < 16 {
		return false
	}
	n := int(u32(t, 12))
	if n < 0 || n > (len(t)-16)/12 {
		return false
	}
	for i := range n {
		from, to, g := u32(t, 16+12*i), u32(t, 20+12*i), u32(t, 24+12*i)
		for c := from; c <= to && c-from < uint32(f.glyphs) && c <= 0x10FFFF; c++ {
			f.enter(rune(c), int(g+c-from))
		}
	}
	return true
}

func (f *Font) enter(r rune, g int) {
	if g > 0 && g < f.glyphs {
		f.mapping[r] = uint16(g)
	}
}
