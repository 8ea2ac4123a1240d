package api

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
	"github.com/attune-quiz/attune/scoring"
)

// maxElapsedMS is the longest time that a client may send for one item.
const maxElapsedMS = math.MaxInt32

// saveRequest merges into an attempt; a null response declines its item.
type saveRequest struct {
	Responses map[quiz.ItemID]*int64 `json:"responses" validate:"required"`
	ElapsedMS map[quiz.ItemID]int64  `json:"elapsed_ms"`
}

// answers turns the request into what the use case takes. A number that no
// response can be becomes one that no item allows, so that the use case
// refuses it together with the others.
func (r saveRequest) answers() (take.Answers, quiz.Invalid) {
	ans := take.Answers{
		Responses: make(map[quiz.ItemID]scoring.Response, len(r.Responses)),
		Elapsed:   make(map[quiz.ItemID]time.Duration, len(r.ElapsedMS)),
	}
	for id, v := range r.Responses {
		switch {
		case v == nil:
			ans.Responses[id] = quiz.Declined
		case *v < 0 || *v > int64(quiz.MaxValue):
			ans.Responses[id] = -1
		default:
			ans.Responses[id] = scoring.Response(*v)
		}
	}
	var bad quiz.Invalid
	for id, ms := range r.ElapsedMS {
		if ms < 0 || ms > maxElapsedMS {
			detail := fmt.Sprintf("must be from 0 to %d milliseconds", maxElapsedMS)
			bad.Add(string(root.key("elapsed_ms").key(string(id))), detail)
			continue
		}
		ans.Elapsed[id] = time.Duration(ms) * time.Millisecond
	}
	return ans, bad
}

type progressAnswer struct {
	Answered int `json:"answered"`
	Total    int `json:"total"`
}

// saveResponses keeps all of a request or, where anything is wrong, nothing.
// A request without fault is saved in one step; what is wrong with another is
// said only to those who may open the attempt.
func (s *server) saveResponses(c echo.Context) error {
	id, token, err := named(c)
	if err != nil {
		return err
	}
	var req saveRequest
	errDecode := s.decode(c.Request(), &req)
	ans, more := req.answers()
	if errDecode != nil || len(more) > 0 {
		return s.refuseResponses(c, id, token, ans, errDecode, more)
	}
	if err := s.quotas.about(c, s.Take.Through(id)); err != nil {
		return err
	}
	p, err := s.Take.SaveOpened(c.Request().Context(), id, token, ans)
	if errors.Is(err, quiz.ErrFinished) {
		err = errors.Join(err, quiz.Invalid{{Pointer: "#/responses", Detail: "the attempt is finished and takes no more"}})
	}
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, progressAnswer(p))
}

// refuseResponses says all that is wrong with a request.
func (s *server) refuseResponses(c echo.Context, id quiz.AttemptID, token take.Token, ans take.Answers, err error, more quiz.Invalid) error {
	a, errOpen := s.Take.Open(c.Request().Context(), id, token)
	if errOpen != nil {
		return errOpen
	}
	var faults quiz.Invalid
	if err != nil && !errors.As(err, &faults) {
		return err
	}
	return s.allFaults(&a, ans, append(faults, more...))
}

// allFaults adds what is wrong with those responses that could be read.
func (s *server) allFaults(a *quiz.Attempt, ans take.Answers, faults quiz.Invalid) error {
	in, form, err := s.Take.Paper(a)
	if err != nil {
		return err
	}
	_, err = take.Fill(in, form, ans)
	return merge(faults, err)
}

// finishAttempt scores once; every repeat gives the same profile. A body is
// not read.
func (s *server) finishAttempt(c echo.Context, a *quiz.Attempt) error {
	p, err := s.Take.Finish(c.Request().Context(), a.ID)
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, p)
}
