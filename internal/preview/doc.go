// Package preview shows authors what their content says to one person: a
// playbook at chosen scores, every language side by side, with the checker's
// findings on top, again after each save.
//
// It is a tool for one author on one machine. It keeps nothing, serves
// loopback alone, and knows neither stores nor the pages of visitors.
package preview
