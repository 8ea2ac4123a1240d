// Package prose measures text: its words, sentences, syllables and reading
// grade. It is arithmetic on strings and knows nothing of YAML, languages'
// rules or what a text is for.
package prose
