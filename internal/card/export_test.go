package card

import (
	"fmt"
	"strings"

	"github.com/attune-quiz/attune/quiz/playbook"
)

// Layout tells the size and the lines in which a card's texts are set.
func Layout(p *Painter, c playbook.Card) string {
	var out strings.Builder
	b, err := p.fitted(c.Texts)
	if err != nil {
		return err.Error()
	}
	for _, set := range b.paragraphs {
		for _, l := range set.lines {
			fmt.Fprintf(&out, "%2.0f %4.0f %s\n", set.size, set.width(l), l)
		}
	}
	return out.String()
}
