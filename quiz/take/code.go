package take

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// ResumeCode is the secret that a visitor writes down: groups of letters and
// digits, the same in every language.
type ResumeCode string

// codeLetters carry five random bits each: 100 in all, so that guessing
// is useless even against every code at once.
const codeLetters = 20

// KeepCoded is how long an attempt in progress stays at least once it has a
// resume code.
const KeepCoded = 7 * 24 * time.Hour

// newResumeCode draws a code.
func (s *Service) newResumeCode() (ResumeCode, error) {
	b, err := s.randomBytes(codeLetters)
	if err != nil {
		return "", err
	}
	return ResumeCode(grouped(b)), nil
}

// ParseResumeCode reads a code as people type it; see typedCode. It returns
// false for what cannot be one.
func ParseResumeCode(typed string) (ResumeCode, bool) {
	code, ok := typedCode(typed, codeLetters)
	return ResumeCode(code), ok
}

// MadeCode is a code with the moment from which it opens nothing.
type MadeCode struct {
	Code    ResumeCode
	Expires time.Time
}

// MakeResumeCode gives the attempt a new code, which is known to the caller
// alone and ends the former one. An attempt in progress stays for KeepCoded at
// least. The code lasts as long as the attempt would from now on.
func (s *Service) MakeResumeCode(ctx context.Context, id quiz.AttemptID) (MadeCode, error) {
	code, err := s.newResumeCode()
	if err != nil {
		return MadeCode{}, err
	}
	made := MadeCode{Code: code}
	err = s.Attempts.Update(ctx, id, func(a *quiz.Attempt) ([]quiz.Event, error) {
		if until := s.Now().UTC().Add(KeepCoded); a.Status == quiz.InProgress && until.After(a.Expires) {
			a.Expires = until
		}
		made.Expires = a.Expires
		return nil, nil
	})
	if err == nil {
		err = s.ResumeCodes.KeepResumeCode(ctx, quiz.ResumeCode{Hash: quiz.HashOf(string(code)), Attempt: id, Expires: made.Expires})
	}
	if err != nil {
		return MadeCode{}, fmt.Errorf("make a resume code: %w", err)
	}
	return made, nil
}

// OwnResumeCode returns the code again to whoever holds it, if it is the one
// that opens the attempt; ErrCode if not.
func (s *Service) OwnResumeCode(ctx context.Context, id quiz.AttemptID, typed string) (MadeCode, error) {
	c, err := s.ResumeCodes.ResumeCode(ctx, id)
	if err != nil && !errors.Is(err, quiz.ErrNotFound) {
		return MadeCode{}, fmt.Errorf("find the resume code: %w", err)
	}
	code, ok := ParseResumeCode(typed)
	if err != nil || !ok || quiz.HashOf(string(code)) != c.Hash {
		return MadeCode{}, quiz.ErrCode
	}
	return MadeCode{code, c.Expires}, nil
}

// DropResumeCode ends the attempt's code, if it has one. An attempt in progress
// that stayed longer for it stays KeepUnfinished from now, as after a response.
func (s *Service) DropResumeCode(ctx context.Context, id quiz.AttemptID) error {
	coded, err := s.CodeOf(ctx, id)
	if err == nil && !coded.IsZero() {
		err = s.Attempts.Update(ctx, id, func(a *quiz.Attempt) ([]quiz.Event, error) {
			if until := s.Now().UTC().Add(KeepUnfinished); a.Status == quiz.InProgress && until.Before(a.Expires) {
				a.Expires = until
			}
			return nil, nil
		})
	}
	if err == nil {
		err = s.ResumeCodes.RemoveResumeCode(ctx, id)
	}
	if err != nil {
		return fmt.Errorf("drop the resume code: %w", err)
	}
	return nil
}

// Resume spends the code and returns its attempt with a new token. A code that
// is mistyped, unknown, spent, over, or of an attempt that is gone gives one and
// the same ErrCode.
func (s *Service) Resume(ctx context.Context, typed string) (quiz.AttemptID, Token, error) {
	code, ok := ParseResumeCode(typed)
	if !ok {
		return "", "", quiz.ErrCode
	}
	token, err := s.token()
	if err != nil {
		return "", "", err
	}
	id, err := s.ResumeCodes.SpendResumeCode(ctx, quiz.HashOf(string(code)), quiz.HashOf(string(token)))
	if errors.Is(err, quiz.ErrNotFound) {
		return "", "", quiz.ErrCode
	}
	if err != nil {
		return "", "", fmt.Errorf("resume: %w", err)
	}
	return id, token, nil
}

// CodeOf returns until when the attempt's resume code opens it; zero where it
// has none.
func (s *Service) CodeOf(ctx context.Context, id quiz.AttemptID) (time.Time, error) {
	c, err := s.ResumeCodes.ResumeCode(ctx, id)
	if errors.Is(err, quiz.ErrNotFound) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("find the resume code: %w", err)
	}
	return c.Expires, nil
}
