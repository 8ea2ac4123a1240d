package pdf

import "github.com/attune-quiz/attune/quiz/playbook"

func chineseDocument() playbook.Document {
	d := sampleDocument()
	d.Locale = "zh-Hans"
	d.Title = "你的相处手册"
	return d
}
