package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/quiz/take"
)

// playbookAnswer is the playbook; what it says of a closed gate stands in the
// place of what the document says.
type playbookAnswer struct {
	playbook.Document
	Locked *lockedAnswer `json:"locked,omitempty"`
}

// lockedAnswer says what a closed gate opens with, and what waits behind it.
type lockedAnswer struct {
	*playbook.Locked
	// Marketing is the text of the consent that may be given with an address;
	// nil where the partner writes to nobody.
	Marketing *consentText `json:"marketing,omitempty"`
}

func (s *server) newPlaybook(a *quiz.Attempt, doc playbook.Document) playbookAnswer {
	answer := playbookAnswer{Document: doc}
	if doc.Locked == nil {
		return answer
	}
	answer.Locked = &lockedAnswer{Locked: doc.Locked}
	if p := s.Take.LeadsTo(a); p != nil {
		answer.Locked.Marketing = &consentText{
			Version: s.Texts.Text(a.Locale, "gate.marketing_version"),
			Text:    s.Texts.Text(a.Locale, "gate.marketing", quiz.Arg{Name: "partner", Value: p.Name}),
		}
	}
	return answer
}

// unlockRequest is what a visitor holds out to a gate.
type unlockRequest struct {
	Email     *string `json:"email" validate:"omitempty,max=254"`
	Marketing bool    `json:"marketing"`
	Code      *string `json:"code" validate:"omitempty,max=64"`
}

func (s *server) unlock(c echo.Context, a *quiz.Attempt) error {
	var req unlockRequest
	if err := s.decode(c.Request(), &req); err != nil {
		return err
	}
	u := take.Unlocking{Email: given(req.Email), Code: given(req.Code)}
	if req.Marketing {
		u.Agreed = s.Texts.Text(a.Locale, "gate.marketing_version")
	}
	if err := s.Take.Unlock(c.Request().Context(), a, u); err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, unlockAnswer{Unlocked: true})
}

type unlockAnswer struct {
	Unlocked bool `json:"unlocked"`
}

// mintRequest asks for codes of a partner's gate.
type mintRequest struct {
	Count     int64  `json:"count" validate:"required,min=1,max=1000"`
	ExpiresAt string `json:"expires_at" validate:"required,time"`
}

// mintAnswer is the only time that codes are shown, but for a repeat.
type mintAnswer struct {
	Codes     []take.GateCode `json:"codes"`
	ExpiresAt time.Time       `json:"expires_at"`
}

// mintCodes makes codes for the side whose key made the request.
func (s *server) mintCodes(c echo.Context, p *quiz.Partner) error {
	key, err := idempotencyKey(c.Request().Header)
	if err != nil {
		return err
	}
	var req mintRequest
	if err := s.decode(c.Request(), &req); err != nil {
		return err
	}
	secret, err := authorization(c.Request().Header)
	if err != nil {
		return err
	}
	// The shape has been checked.
	expires, err := time.Parse(time.RFC3339, req.ExpiresAt)
	if err != nil {
		return err
	}
	expires = expires.UTC().Truncate(time.Millisecond)
	codes, err := s.Take.Mint(c.Request().Context(), take.Minting{
		Partner: p.ID, Count: int(req.Count), Expires: expires, Secret: secret, Key: key,
	})
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusCreated, mintAnswer{Codes: codes, ExpiresAt: expires})
}
