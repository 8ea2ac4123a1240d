package quiz_test

import (
	"strings"
	"testing"

	"github.com/attune-quiz/attune/quiz"
)

func TestWhereAVisitorComesFrom(t *testing.T) {
	for id, want := range map[quiz.TopicID]bool{
		"music": true, "repair-after_conflict2": true, "": false, "Music": false, "1st": false, "a b": false,
		quiz.TopicID("a" + strings.Repeat("b", 63)): true, quiz.TopicID("a" + strings.Repeat("b", 64)): false,
	} {
		if got := id.Valid(); got != want {
			t.Errorf("topic %q: got %v, want %v", id, got, want)
		}
	}
	for article, want := range map[string]bool{
		"": true, "attachment-103": true, "依恋与沟通": true, "\xff": false, "two\nlines": false, "a\x00b": false,
		strings.Repeat("依", 200): true, strings.Repeat("依", 201): false,
	} {
		if got := quiz.ValidArticle(article); got != want {
			t.Errorf("article %q: got %v, want %v", article, got, want)
		}
	}
}
