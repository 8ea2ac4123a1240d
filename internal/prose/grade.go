package prose

// Grade is the Flesch–Kincaid grade level of an English text: the years of
// school in the United States after which it reads easily.
//
//	0.39 words/sentences + 11.8 syllables/words − 15.59
//
// Kincaid, J. P., Fishburne, R. P., Rogers, R. L., & Chissom, B. S. (1975).
// Derivation of new readability formulas (Automated Readability Index, Fog
// Count and Flesch Reading Ease Formula) for Navy enlisted personnel. Research
// Branch Report 8-75. Millington, TN: Naval Technical Training Command.
//
// A text without words has grade 0. Syllables are estimated; see Syllables.
func Grade(text string) float64 {
	words := Words(text)
	if len(words) == 0 {
		return 0
	}
	syllables := 0
	for _, w := range words {
		syllables += Syllables(w)
	}
	n := float64(len(words))
	return 0.39*n/float64(len(Sentences(text))) + 11.8*float64(syllables)/n - 15.59
}
