// Package content reads the YAML that ships and the YAML of operators:
// instruments, playbooks, topics, help and locales. Load returns what can be
// used and every finding at once, each with its file, line and column.
//
// It alone knows YAML. It must not know of stores, HTTP or PDF.
//
// The way of a file: findFiles sorts names by what they hold (layout.go),
// readDocument parses one into nodes (document.go, parse.go), decode fills a
// format from them and validates its tags (decode.go, validate.go), the checks
// hold it against itself, its texts and its neighbours (check_*.go), fallback
// fills what a language lacks (check_text.go, merge.go), and what has no error
// is built into quiz.Instrument and playbook.Library (build_*.go, join_*.go).
// Check goes on to hold the prose to lint.yaml (lint_*.go).
//
// LoadPartners reads the file of the sites that embed the test in the same way
// (partner.go) and holds it against itself and the content (check_partner.go,
// check_address.go, check_theme.go, check_webhook.go).
//
// README.md beside this file is the guide for authors.
package content
