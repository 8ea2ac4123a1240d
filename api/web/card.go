package web

import (
	"fmt"
	"hash/fnv"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// phraseBody is the card of one starter phrase.
type phraseBody struct {
	Situation string
	Text      string
	Test      string // path of the start page, which knows the article too
}

// phrase answers GET …/phrase?topic=&article=: a card with words to say that
// fit the article, and the way to the test.
func (s *Site) phrase(c echo.Context) error {
	f := s.frame(c)
	l := s.frameLocale(c, f)
	lib, err := s.Take.Catalogue.Playbook(f.instrument.ID, l)
	if err != nil {
		return fmt.Errorf("find a phrase: %w", err)
	}
	chosen := phraseFor(lib, s.topicOf(c, f), c.QueryParam("article"))
	passed := passedOn(c.QueryParams(), "topic", "article", "locale", "form")
	passed.Set("partner", c.Param("partner"))
	b := phraseBody{Text: chosen.Text, Test: "/" + withQuery(passed)}
	for _, situation := range lib.Situations {
		if situation.ID == chosen.Situation {
			b.Situation = situation.Title
		}
	}
	return s.show(c, found, view{Page: "phrase", Locale: l, Body: b})
}

// phraseFor picks a phrase of the topic, of all where the topic has none. Each
// article has its own for as long as the phrases stay.
func phraseFor(lib *playbook.Library, topic quiz.TopicID, article string) playbook.Phrase {
	phrases := lib.Phrases
	for _, t := range lib.Topics {
		if t.ID == topic && len(t.Phrases) > 0 {
			phrases = t.Phrases
		}
	}
	if len(phrases) == 0 {
		return playbook.Phrase{}
	}
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(string(topic) + "\x00" + article)) // a hash takes every write
	return phrases[sum.Sum32()%uint32(len(phrases))]
}
