// Package quiz holds the nouns of the domain and the roles that others play
// for it: instruments and their forms, attempts and what was said in them,
// profiles, plans, events, errors, and the interfaces of the stores.
//
// It does arithmetic only through package scoring, and it must not know of
// YAML, SQL, HTTP, HTML or PDF.
package quiz
