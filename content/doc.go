// Package content reads the YAML that ships and the YAML of operators:
// instruments, playbooks, topics, help and locales. Load returns what can be
// used and every finding at once, each with its file, line and column.
//
// It alone knows YAML. It must not know of stores, HTTP or PDF.
package content
