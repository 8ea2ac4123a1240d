package proof

import (
	"errors"
	"fmt"
	"strings"
)

const (
	begin = "<!-- Written by: go test ./internal/proof -update -->"
	end   = "<!-- End of what is written. -->"
)

// Table renders the groups with the tests that hold them in Markdown.
func Table(groups []Group, held Held) string {
	var b strings.Builder
	for _, g := range groups {
		fmt.Fprintf(&b, "\n### %s\n\n| id | what is asked | held by |\n|---|---|---|\n", g.Title)
		for _, r := range g.Requirements {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", r.ID, r.Text, names(held[r.ID]))
		}
	}
	return b.String()
}

// names lists tests by package, each package once.
func names(tests []Test) string {
	if len(tests) == 0 {
		return "no test yet"
	}
	var b strings.Builder
	for i, t := range tests {
		switch {
		case i == 0:
			fmt.Fprintf(&b, "`%s`: %s", t.Dir, t.Name)
		case tests[i-1].Dir != t.Dir:
			fmt.Fprintf(&b, "; `%s`: %s", t.Dir, t.Name)
		default:
			fmt.Fprintf(&b, ", %s", t.Name)
		}
	}
	return b.String()
}

// Insert puts the table between its marks in a page.
func Insert(page, table string) (string, error) {
	before, rest, ok := strings.Cut(page, begin)
	_, after, ended := strings.Cut(rest, end)
	if !ok || !ended {
		return "", errors.New("the page has no place for the table")
	}
	return before + begin + "\n" + table + "\n" + end + after, nil
}
