package fonts

// span is a range of runes, both ends included.
type span struct{ from, to rune }

// Latin lists every rune that the Latin subsets can draw, in order: Basic
// Latin, Latin-1, Latin Extended-A, the letters that Romanian and pinyin need, common
// combining marks, and the punctuation of prose.
func Latin() []rune {
	var out []rune
	for _, s := range [...]span{
		{0x20, 0x7E}, {0xA0, 0xAC}, {0xAE, 0xFF}, {0x100, 0x17F},
		{0x1CD, 0x1DC}, {0x218, 0x21B},
		{0x2BB, 0x2BC}, {0x300, 0x304}, {0x306, 0x30C}, {0x323, 0x323}, {0x327, 0x328},
		{0x1E9E, 0x1E9E},
		{0x2009, 0x200A}, {0x2010, 0x2015}, {0x2018, 0x201E}, {0x2020, 0x2022}, {0x2026, 0x2026},
		{0x202F, 0x2030}, {0x2032, 0x2033}, {0x2039, 0x203A}, {0x20AC, 0x20AC},
		{0x2122, 0x2122}, {0x2212, 0x2212}, {Missing, Missing},
	} {
		for r := s.from; r <= s.to; r++ {
			out = append(out, r)
		}
	}
	return out
}

// Missing is the rune that stands for one that no font has.
const Missing = '\uFFFD'
