package web

import (
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
)

// planParts are the parts of a plan that the result page can change, each by
// a form of its own, whose field "part" names it.
func planParts() []string { return []string{"audience", "focus", "region", "keep", "done"} }

// plan answers POST /plan.
func (s *Site) plan(c echo.Context, a *quiz.Attempt) error {
	if a.Status != quiz.Finished {
		return to(c, nextOpen(a))
	}
	part := c.Request().PostFormValue("part")
	change, err := planChange(c, part)
	if err != nil {
		return err
	}
	_, err = s.Take.Change(c.Request().Context(), a.ID, change)
	var bad quiz.Invalid
	switch {
	case errors.As(err, &bad):
		return to(c, "/result?error="+part+"#"+anchor(part))
	case err != nil:
		return err
	}
	return to(c, "/result?saved="+part+"#"+anchor(part))
}

// anchor is where the page says that a part was saved. Ticks are of the plan
// as a whole: which practice it was stays out of the address.
func anchor(part string) string {
	if part == "done" {
		return "plan"
	}
	return part
}

func planChange(c echo.Context, part string) (take.PlanChange, error) {
	if err := c.Request().ParseForm(); err != nil {
		return take.PlanChange{}, echo.NewHTTPError(http.StatusBadRequest)
	}
	form := c.Request().PostForm
	var change take.PlanChange
	switch part {
	case "audience":
		audience := quiz.Audience(form.Get("audience"))
		change.Audience = &audience
	case "focus":
		focus := []quiz.ScaleID{}
		for _, id := range form["focus"] {
			focus = append(focus, quiz.ScaleID(id))
		}
		change.Focus = &focus
	case "region":
		region := form.Get("region")
		change.Region = &region
	case "keep":
		keep := quiz.Keep(form.Get("keep"))
		change.Keep = &keep
	case "done":
		change.Tick = &take.Tick{Practice: form.Get("practice"), Done: form.Get("done") != ""}
	default:
		return change, quiz.Invalid{{Pointer: "#/part", Detail: "must be audience, focus, region, keep or done"}}
	}
	return change, nil
}

// fit answers POST /fit. The reply is counted apart from the attempt.
func (s *Site) fit(c echo.Context, a *quiz.Attempt) error {
	if a.Status != quiz.Finished {
		return to(c, nextOpen(a))
	}
	section := c.Request().PostFormValue("section")
	if err := s.Take.Fit(c.Request().Context(), a, section, c.Request().PostFormValue("fits")); err != nil {
		return err
	}
	if !slices.Contains(take.Sections(), section) {
		return to(c, "/result")
	}
	return to(c, "/result?thanks="+section+"#fit-"+section)
}
