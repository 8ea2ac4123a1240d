package pdf

import "github.com/attune-quiz/attune/quiz/playbook"

func summarise(set *fontSet, doc playbook.Document, paper playbook.Paper) ([]page, *typesetter) {
	return compose(set, doc, paper)
}
