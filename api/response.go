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
func (s *server) saveResponses(c echo.Context, a *quiz.Attempt) error {
	var req saveRequest
	err := s.decode(c.Request(), &req)
	var faults quiz.Invalid
	if err != nil && !errors.As(err, &faults) {
		return err
	}
	ans, more := req.answers()
	if faults = append(faults, more...); len(faults) > 0 {
		return s.allFaults(a, ans, faults)
	}
	p, err := s.Take.Save(c.Request().Context(), a, ans)
	if errors.Is(err, quiz.ErrFinished) {
		err = errors.Join(err, quiz.Invalid{{Pointer: "#/responses", Detail: "the attempt is finished and takes no more"}})
	}
	if err != nil {
		return err
	}
	return writeJSON(c, http.StatusOK, progressAnswer(p))
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
