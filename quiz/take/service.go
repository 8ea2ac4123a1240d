package take

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"time"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// Catalogue hands out content. It is immutable and safe for concurrent use.
type Catalogue interface {
	// Instrument returns ErrNotFound for an unknown id.
	Instrument(quiz.InstrumentID) (*quiz.Instrument, error)
	// Instruments lists all, by id.
	Instruments() []*quiz.Instrument
	// Playbook returns the library of the instrument's playbook in the locale,
	// or the closest that there is; ErrNotFound if the instrument has none.
	Playbook(quiz.InstrumentID, quiz.Locale) (*playbook.Library, error)
}

// Service runs the journey. It is safe for concurrent use once its fields are
// set. All of them are needed but Versions, Partners and Forget: without
// Versions an attempt ends with the content that it began with, and without
// Partners there are none.
type Service struct {
	Catalogue Catalogue
	Attempts  quiz.Attempts
	Tallies   quiz.Tallies
	Versions  quiz.Versions
	Partners  quiz.Partners

	ResumeCodes quiz.ResumeCodes
	Shares      quiz.Shares
	GateCodes   quiz.GateCodes
	Gates       quiz.Gates
	Letters     quiz.Letters

	Now    func() time.Time
	Random io.Reader // of cryptographic quality
	// Forget drops what this process keeps of documents that it rendered; it is
	// called after an erasure. Nil: nothing is kept.
	Forget func()

	versions versions
	papers   papers
}

// KeepUnfinished is how long an attempt in progress stays after the last
// response.
const KeepUnfinished = 24 * time.Hour

// Token is the secret that opens one attempt: 160 random bits in base64url.
type Token string

const (
	tokenBytes = 20
	idBytes    = 16
)

// ParseToken accepts what has the form of a token and returns
// ErrUnauthorized for all else.
func ParseToken(s string) (Token, error) {
	// The decoder passes over line ends; the length does not.
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) != tokenBytes || len(s) != base64.RawURLEncoding.EncodedLen(tokenBytes) {
		return "", quiz.ErrUnauthorized
	}
	return Token(s), nil
}

func (s *Service) random(n int) (string, error) {
	b, err := s.randomBytes(n)
	return base64.RawURLEncoding.EncodeToString(b), err
}

func (s *Service) randomBytes(n int) ([]byte, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(s.Random, b); err != nil {
		return nil, fmt.Errorf("read randomness: %w", err)
	}
	return b, nil
}

func (s *Service) token() (Token, error) {
	t, err := s.random(tokenBytes)
	return Token(t), err
}

// event makes an event; its partner is set once the attempt has been read.
func (s *Service) event(t quiz.EventType, id quiz.AttemptID) (quiz.Event, error) {
	r, err := s.random(idBytes)
	return quiz.Event{ID: quiz.EventID("evt_" + r), Type: t, Attempt: id, At: s.Now().UTC()}, err
}

// Open returns the attempt if the token is one of its own. A stranger's
// attempt and one that does not exist are both ErrNotFound.
func (s *Service) Open(ctx context.Context, id quiz.AttemptID, t Token) (quiz.Attempt, error) {
	a, err := s.Attempts.Get(ctx, id)
	if err != nil {
		return quiz.Attempt{}, fmt.Errorf("open attempt: %w", err)
	}
	if !a.Opens(quiz.HashOf(string(t))) {
		return quiz.Attempt{}, fmt.Errorf("open attempt: %w", quiz.ErrNotFound)
	}
	if err := s.recall(ctx, &a); err != nil {
		return quiz.Attempt{}, fmt.Errorf("open attempt: %w", err)
	}
	if in, form, err := s.Paper(&a); err == nil && a.Status == quiz.InProgress {
		s.papers.put(a.ID, paper{in, form, a.Partner})
	}
	return a, nil
}
