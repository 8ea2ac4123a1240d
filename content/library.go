package content

import (
	"errors"
	"fmt"
	"slices"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// Library is a tree of content ready for use. It is immutable and safe for
// concurrent use; what it hands out is shared and must not be changed.
type Library struct {
	instruments map[quiz.InstrumentID]*quiz.Instrument
	playbooks   map[quiz.InstrumentID]map[quiz.Locale]*playbook.Library
	texts       *catalogue
}

// Instrument returns the current version of an instrument, or quiz.ErrNotFound.
func (l *Library) Instrument(id quiz.InstrumentID) (*quiz.Instrument, error) {
	if in, ok := l.instruments[id]; ok {
		return in, nil
	}
	return nil, fmt.Errorf("instrument %q: %w", id, quiz.ErrNotFound)
}

// Instruments lists all instruments by id, those without wording too.
func (l *Library) Instruments() []*quiz.Instrument {
	list := make([]*quiz.Instrument, 0, len(l.instruments))
	for _, id := range inOrderOf(l.instruments) {
		list = append(list, l.instruments[id])
	}
	return list
}

// Playbook returns the playbook that results of the instrument lead to, or
// quiz.ErrNotFound where there is none. A language that there is not gets the
// default.
func (l *Library) Playbook(id quiz.InstrumentID, locale quiz.Locale) (*playbook.Library, error) {
	books := l.playbooks[id]
	if book, ok := books[locale]; ok {
		return book, nil
	}
	if locales := inOrder(books); len(locales) > 0 {
		return books[locales[0]], nil
	}
	return nil, fmt.Errorf("playbook of instrument %q: %w", id, quiz.ErrNotFound)
}

// Texts gives the words of the interface.
func (l *Library) Texts() quiz.Texts { return l.texts }

// Usable returns nil where a server can start: at least one instrument can be
// taken, leads to a playbook with help in every language, and the interface
// has words. The error says what is lacking; the findings say why.
func (l *Library) Usable() error {
	if len(l.texts.locales) == 0 {
		return errors.New("no words for the interface: locales/ has no usable file")
	}
	ready := slices.ContainsFunc(l.Instruments(), func(in *quiz.Instrument) bool {
		return in.Servable() && len(l.playbooks[in.ID]) > 0 && l.helps(in.ID)
	})
	if !ready {
		return errors.New("no instrument can be served: it needs wording, a playbook and help, all without errors in their structure")
	}
	return nil
}

// helps reports whether every language of a playbook says where to turn.
func (l *Library) helps(id quiz.InstrumentID) bool {
	for _, book := range l.playbooks[id] {
		if book.Help.Directory.URL == "" {
			return false
		}
	}
	return true
}

func inOrderOf[K ~string, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
