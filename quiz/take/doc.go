// Package take is the journey as use cases: begin, save, finish, plan, read,
// rate, resume, share, export, erase. Each checks what it is given, does one thing through
// the stores and returns nouns of package quiz.
//
// It must not know of HTTP, HTML, YAML or SQL: it is handed a catalogue, the
// stores, a clock and randomness.
package take
