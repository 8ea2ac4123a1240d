package app

import (
	"github.com/attune-quiz/attune/api/web"
	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/quiz"
)

// Snippet is what a partner pastes to show the first instrument of the library
// that can be taken; it is empty where none can. Base is the public address of
// the server.
func Snippet(lib *content.Library, base string, p quiz.PartnerID, l quiz.Locale) string {
	for _, in := range lib.Instruments() {
		if in.Servable() {
			return web.Snippet(base, p, in.ID, lib.Texts().Text(l, "frame.title"))
		}
	}
	return ""
}
