package take

import (
	"context"
	"fmt"
	"math"
	"regexp"
	"slices"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// Sharing is the card that a visitor wants to show to others.
type Sharing struct {
	Card quiz.Card
	// Pick names the sentences of the playbook that stand on it: two wishes on
	// a card of what helps, one phrase on one of a phrase, none on a map.
	Pick []string
	// Key makes the call repeatable; empty: it is not.
	Key string
}

// HelpsPicked is how many sentences a card of what helps holds.
const HelpsPicked = 2

// Share makes a copy of what was picked that others may see, apart from the
// attempt. It returns Invalid for what is wrong, ErrUnfinished before finishing,
// ErrLimit where there are quiz.MaxShares already. A repeated Key gives the same
// share; with other content it is ErrConflict.
func (s *Service) Share(ctx context.Context, a *quiz.Attempt, sh Sharing) (quiz.Share, error) {
	doc, err := s.Playbook(a, a.Locale)
	if err != nil {
		return quiz.Share{}, fmt.Errorf("share: %w", err)
	}
	share, err := sh.copied(&doc)
	if err != nil {
		return quiz.Share{}, fmt.Errorf("share: %w", err)
	}
	id, err := s.random(idBytes)
	if err != nil {
		return quiz.Share{}, err
	}
	share.ID, share.Attempt, share.Created = quiz.ShareID("shr_"+id), a.ID, s.Now().UTC()
	if sh.Key != "" {
		share.Key = quiz.HashOf(sh.Key)
	}
	if share, err = s.Shares.AddShare(ctx, share); err != nil {
		return quiz.Share{}, fmt.Errorf("share: %w", err)
	}
	return share, nil
}

// copied is what the card says, taken from the document.
func (sh Sharing) copied(doc *playbook.Document) (quiz.Share, error) {
	share := quiz.Share{Card: sh.Card, Locale: doc.Locale}
	var bad quiz.Invalid
	switch sh.Card {
	case quiz.CardHelps:
		share.Texts, bad = picked(sh.Pick, doc.Wishes, HelpsPicked, "wishes")
	case quiz.CardPhrase:
		share.Texts, bad = picked(sh.Pick, phrasesOf(doc), 1, "phrases")
	case quiz.CardMap:
		share.Texts = []string{doc.Map.Anxious.Title, doc.Map.Avoidant.Title}
		share.Area = areaOf(doc.Map)
		if share.Area == nil {
			bad.Add("#/card", "there is no map: a dimension is not scored")
		}
		if len(sh.Pick) > 0 {
			bad.Add("#/pick", "must be empty for a map")
		}
	default:
		bad.Add("#/card", fmt.Sprintf("must be one of %v", quiz.Cards()))
	}
	if len(bad) > 0 {
		return quiz.Share{}, bad
	}
	return share, nil
}

// picked returns the texts of exactly n different sentences.
func picked(ids []string, from []playbook.Sentence, n int, section string) ([]string, quiz.Invalid) {
	var bad quiz.Invalid
	if len(ids) != n {
		bad.Add("#/pick", fmt.Sprintf("must name exactly %d of the playbook's %s", n, section))
		return nil, bad
	}
	var texts []string
	for i, id := range ids {
		at := slices.IndexFunc(from, func(s playbook.Sentence) bool { return s.ID == id })
		switch {
		case at < 0:
			bad.Add(fmt.Sprintf("#/pick/%d", i), "is none of the playbook's "+section)
		case slices.Contains(ids[:i], id):
			bad.Add(fmt.Sprintf("#/pick/%d", i), "named twice")
		default:
			texts = append(texts, from[at].Text)
		}
	}
	return texts, bad
}

// phrasesOf lists every phrase that the document holds.
func phrasesOf(doc *playbook.Document) []playbook.Sentence {
	var out []playbook.Sentence
	add := func(list ...playbook.Starter) {
		for _, p := range list {
			if p.ID != "" {
				out = append(out, playbook.Sentence{ID: p.ID, Text: p.Text})
			}
		}
	}
	add(doc.Tonight.Phrase)
	add(doc.Phrases...)
	if doc.Topic != nil {
		add(doc.Topic.Phrases...)
	}
	return out
}

// areaOf is the map's shape in coarse steps; nil where there is none. The reach
// is rounded up and the same on both sides, so that only the step in which the
// centre lies says anything of a score.
func areaOf(m playbook.Map) *quiz.Area {
	if !m.Scored {
		return nil
	}
	var a quiz.Area
	a.Left, a.X, a.Right = stepsOf(m.Anxious)
	a.Low, a.Y, a.High = stepsOf(m.Avoidant)
	return &a
}

// interval95 is the half width of a 95 % interval in standard errors.
const interval95 = 1.959963984540054

func stepsOf(axis playbook.Axis) (low, at, high int) {
	step := (axis.Max - axis.Min) / quiz.AreaSteps
	if !(step > 0) {
		return 0, quiz.AreaSteps / 2, quiz.AreaSteps
	}
	reach := int(math.Ceil(interval95 * axis.SE / step))
	at = min(max(int(math.Round((axis.Score-axis.Min)/step)), 0), quiz.AreaSteps)
	return max(at-reach, 0), at, min(at+reach, quiz.AreaSteps)
}

var shareShape = regexp.MustCompile(`^shr_[A-Za-z0-9_-]{22}$`)

// SharedAs returns what whoever was shown the card may see, or ErrNotFound.
func (s *Service) SharedAs(ctx context.Context, id quiz.ShareID) (quiz.Share, error) {
	if !shareShape.MatchString(string(id)) {
		return quiz.Share{}, fmt.Errorf("find the share: %w", quiz.ErrNotFound)
	}
	share, err := s.Shares.Share(ctx, id)
	if err != nil {
		return quiz.Share{}, fmt.Errorf("find the share: %w", err)
	}
	return share, nil
}

// SharesOf lists the attempt's shares, the oldest first.
func (s *Service) SharesOf(ctx context.Context, id quiz.AttemptID) ([]quiz.Share, error) {
	shares, err := s.Shares.SharesOf(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("list the shares: %w", err)
	}
	return shares, nil
}

// Revoke takes one of the attempt's shares away for good; ErrNotFound where it
// has none of this id.
func (s *Service) Revoke(ctx context.Context, of quiz.AttemptID, id quiz.ShareID) error {
	if err := s.Shares.RemoveShare(ctx, of, id); err != nil {
		return fmt.Errorf("revoke the share: %w", err)
	}
	return nil
}
