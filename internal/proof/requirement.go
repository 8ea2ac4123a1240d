package proof

import (
	_ "embed"
	"fmt"
	"strings"
)

// Requirement is something that a test has to show.
type Requirement struct {
	ID   string // such as S2 or ASVS 2.4.1
	Text string // what is asked, in one line
}

// Group is requirements under one heading.
type Group struct {
	Title        string
	Requirements []Requirement
}

//go:embed requirements.txt
var list string

// Groups returns all requirements in the order of the list.
func Groups() ([]Group, error) { return parse(list) }

// parse reads a list: "# heading", then lines of an id, two spaces or more,
// and a text.
func parse(text string) ([]Group, error) {
	var groups []Group
	seen := map[string]bool{}
	for n, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if title, ok := strings.CutPrefix(line, "# "); ok {
			groups = append(groups, Group{Title: title})
			continue
		}
		id, about, ok := strings.Cut(line, "  ")
		switch {
		case !ok || len(groups) == 0:
			return nil, fmt.Errorf("line %d: want a heading, or an id, two spaces and a text", n+1)
		case seen[id]:
			return nil, fmt.Errorf("line %d: %s is there twice", n+1, id)
		}
		seen[id] = true
		last := &groups[len(groups)-1]
		last.Requirements = append(last.Requirements, Requirement{id, strings.TrimSpace(about)})
	}
	return groups, nil
}
