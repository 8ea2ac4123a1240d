package prose

import "strings"

// Syllables estimates how many syllables an English word has: groups of
// vowels, less those that are not spoken, plus those that part in two. It is
// right for about nine common words in ten, which is enough for an average
// over a text; see the test for words that were counted by hand. A number
// counts one for each digit.
func Syllables(word string) int {
	n := 0
	for part := range strings.SplitSeq(strings.ToLower(word), "-") {
		n += syllables(part)
	}
	return max(n, 1)
}

// irregular returns the syllables of common words that the rules get wrong.
func irregular(word string) (n int, ok bool) {
	switch word {
	case "eye", "eyes", "real":
		return 1, true
	case "create", "evening", "evenings", "react", "really", "every":
		return 2, true
	case "area", "idea", "ideas":
		return 3, true
	}
	return 0, false
}

func syllables(word string) int {
	if digits := strings.Count(word, "") - 1; strings.Trim(word, "0123456789") == "" {
		return digits
	}
	if n, ok := irregular(word); ok {
		return n
	}
	stem, more := contracted(word)
	n := more
	previous := false
	for i := range len(stem) {
		vowel := isVowel(stem, i)
		switch {
		case vowel && !previous:
			n++
		case vowel && parts(stem, i):
			n++
		}
		previous = vowel
	}
	return n - silent(stem)
}

// contracted takes off n't and 's: "didn't" has one syllable more than "did",
// "can't" and "don't" have not.
func contracted(word string) (stem string, more int) {
	stem, tail, found := strings.Cut(word, "'")
	if !found {
		return word, 0
	}
	switch {
	case tail == "t" && len(stem) > 2 && strings.HasSuffix(stem, "n") && strings.ContainsAny(stem[len(stem)-2:len(stem)-1], "dst"):
		return strings.TrimSuffix(stem, "n"), 1
	case tail == "s" && strings.HasSuffix(stem, "s"), tail == "d" && strings.HasSuffix(stem, "t"):
		return stem, 1
	case tail == "ll" && strings.HasSuffix(stem, "t"):
		return stem, 1
	}
	return stem, 0
}

// isVowel takes y for a vowel unless it begins the word or stands between two.
func isVowel(word string, i int) bool {
	if strings.IndexByte("aeiou", word[i]) >= 0 {
		return true
	}
	if word[i] != 'y' || i == 0 {
		return false
	}
	between := i+1 < len(word) && strings.IndexByte("aeiou", word[i+1]) >= 0 && strings.IndexByte("aeiou", word[i-1]) >= 0
	return !between
}

// parts reports whether the vowel at i begins a syllable although a vowel
// stands before it.
func parts(word string, i int) bool {
	pair, before, after := word[i-1:i+1], word[:i-1], word[i+1:]
	switch pair {
	case "ia", "io", "iu":
		// nation, social, religious, million: one sound.
		return before != "" && !strings.ContainsAny(before[len(before)-1:], "tcsg") && !strings.HasSuffix(before, "ll")
	case "eo":
		return !strings.HasPrefix(after, "ple") && !strings.HasPrefix(after, "u")
	case "ua", "uo", "yo":
		return before != "" && !strings.ContainsAny(before[len(before)-1:], "qg") && !strings.HasPrefix(after, "de")
	case "ie":
		return after == "t" || strings.HasPrefix(after, "nc") || after == "nt" || after == "ty"
	case "ei", "yi":
		return strings.HasPrefix(after, "ng")
	case "oi", "ui", "ai", "ee":
		return after == "ng"
	}
	return false
}

// silent counts vowel groups at the end that are not spoken: take, takes,
// taken off, walked. The e of "little" and of "wanted" is.
func silent(word string) int {
	if strings.HasPrefix(word, "some") && len(word) > 5 {
		return 1 + silent(word[len("some"):])
	}
	switch {
	case len(word) < 3:
		return 0
	case strings.HasSuffix(word, "e"):
		return silentE(word[:len(word)-1])
	case strings.HasSuffix(word, "ed"):
		if strings.ContainsAny(word[len(word)-3:len(word)-2], "td") {
			return 0
		}
		return silentE(word[:len(word)-2])
	case strings.HasSuffix(word, "es"):
		if hissing(word[:len(word)-2]) {
			return 0
		}
		return silentE(word[:len(word)-2])
	case strings.HasSuffix(word, "ely"), strings.HasSuffix(word, "eful"), strings.HasSuffix(word, "efully"), strings.HasSuffix(word, "eless"):
		return 1
	case strings.HasSuffix(word, "ement") && !strings.HasSuffix(word, "eement"):
		return 1
	}
	return 0
}

// silentE reports 1 where an e after the stem is not spoken: where a
// consonant stands before it that is no l or r after another, and the stem
// has a vowel.
func silentE(stem string) int {
	last := len(stem) - 1
	if last < 1 || isVowel(stem, last) || !hasVowel(stem) {
		return 0
	}
	if stem[last] == 'l' && !isVowel(stem, last-1) && stem[last-1] != 'l' {
		return 0
	}
	return 1
}

func hasVowel(s string) bool {
	for i := range len(s) {
		if isVowel(s, i) {
			return true
		}
	}
	return false
}

// hissing is for words whose plural adds a syllable: pauses, kisses, wishes.
func hissing(stem string) bool {
	for _, end := range []string{"s", "z", "x", "sh", "ch", "c", "g"} {
		if strings.HasSuffix(stem, end) {
			return true
		}
	}
	return false
}
