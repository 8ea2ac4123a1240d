package web_test

import (
	"testing"

	"github.com/attune-quiz/attune/api/web"
	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/quiz"
)

// withWordingOnly is a library that also holds, first in order, an instrument
// with wording and no playbook.
type withWordingOnly struct{ *content.Library }

func (l withWordingOnly) Instruments() []*quiz.Instrument {
	all := l.Library.Instruments()
	scored := *all[0]
	scored.ID = "aaa"
	return append([]*quiz.Instrument{&scored}, all...)
}

func TestTheStartPageOffersWhatLeadsToAResult(t *testing.T) {
	h := open(t, func(cfg *web.Config) {
		cfg.Take.Catalogue = withWordingOnly{cfg.Take.Catalogue.(*content.Library)}
	})
	v := h.visitor(t)
	v.begin()
	if got, want := v.attempt(h).Instrument, h.lib.Instruments()[0].ID; got != want {
		t.Errorf("the start page begins %q, want %q, which has a playbook", got, want)
	}
}
