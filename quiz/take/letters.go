package take

import "strings"

const (
	// codeAlphabet is Crockford's base 32: no I, L, O and U, which are taken for
	// others or spell words.
	codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	codeGroup    = 4
)

// grouped writes a letter for each byte, in groups that people can keep apart.
// Random bytes make every letter as likely: 32 divides 256.
func grouped(b []byte) string {
	var out strings.Builder
	for i, v := range b {
		if i > 0 && i%codeGroup == 0 {
			out.WriteByte('-')
		}
		out.WriteByte(codeAlphabet[v%byte(len(codeAlphabet))])
	}
	return out.String()
}

// typedCode reads a code of n letters as people type it: in any case, with or
// without the dashes, with O for 0 and I or L for 1, and full-width as a
// Chinese keyboard writes. It returns false for what cannot be one.
func typedCode(typed string, n int) (string, bool) {
	letters := make([]byte, 0, n+n/codeGroup)
	found := 0
	for _, r := range typed {
		c, skip := codeLetter(r)
		if skip {
			continue
		}
		if c == 0 || found == n {
			return "", false
		}
		if found > 0 && found%codeGroup == 0 {
			letters = append(letters, '-')
		}
		letters = append(letters, c)
		found++
	}
	return string(letters), found == n
}

// codeLetter returns the letter that is meant, 0 for one of no code; skip is
// for what only groups.
func codeLetter(r rune) (letter byte, skip bool) {
	if r >= '！' && r <= '～' { // the full-width forms of ASCII
		r -= '！' - '!'
	}
	switch r {
	case ' ', '\t', '\r', '\n', '\u3000', '\u00a0', '-', '–', '—', '_', '.':
		return 0, true
	case 'o', 'O':
		return '0', false
	case 'i', 'I', 'l', 'L':
		return '1', false
	}
	if r >= 'a' && r <= 'z' {
		r -= 'a' - 'A'
	}
	if r < 0x80 && strings.IndexByte(codeAlphabet, byte(r)) >= 0 {
		return byte(r), false
	}
	return 0, false
}
