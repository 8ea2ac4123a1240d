package take

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/scoring"
)

// Answers is what a visitor gives in one call. A value is a raw response or
// quiz.Declined.
type Answers struct {
	Responses map[quiz.ItemID]scoring.Response
	Elapsed   map[quiz.ItemID]time.Duration // cumulative, the last wins
}

// Save merges answers into an attempt in progress. It returns Invalid with a
// pointer for each item that is unknown or out of range, and then keeps
// nothing of the call; ErrFinished once the attempt is finished.
func (s *Service) Save(ctx context.Context, a *quiz.Attempt, ans Answers) (quiz.Progress, error) {
	in, form, err := s.Paper(a)
	if err != nil {
		return quiz.Progress{}, err
	}
	responses, err := ans.check(in, form)
	if err != nil {
		return quiz.Progress{}, err
	}
	if a.Status == quiz.Finished {
		return quiz.Progress{}, quiz.ErrFinished
	}
	p, err := s.Attempts.Save(ctx, a.ID, responses, s.Now().UTC().Add(KeepUnfinished))
	if err != nil {
		return quiz.Progress{}, fmt.Errorf("save responses: %w", err)
	}
	return p, nil
}

// SaveOpened is Save for the holder of a token, in one step where this process
// knows the attempt's paper, and after Open where it does not. Errors as for
// both.
func (s *Service) SaveOpened(ctx context.Context, id quiz.AttemptID, t Token, ans Answers) (quiz.Progress, error) {
	if p, ok := s.papers.get(id); ok {
		if responses, err := ans.check(p.in, p.form); err == nil {
			expires := s.Now().UTC().Add(KeepUnfinished)
			saved, err := s.Attempts.SaveOpened(ctx, id, quiz.HashOf(string(t)), responses, expires)
			if err != nil {
				err = fmt.Errorf("save responses: %w", err)
			}
			return saved, err
		}
		// What is wrong with the answers is only for those who may open it.
	}
	a, err := s.Open(ctx, id, t)
	if err != nil {
		return quiz.Progress{}, err
	}
	return s.Save(ctx, &a, ans)
}

// check turns answers into responses by place, or lists all that is wrong.
func (ans Answers) check(in *quiz.Instrument, form *quiz.Form) ([]quiz.Response, error) {
	var bad quiz.Invalid
	byPlace := map[int]quiz.Response{}
	at := func(id quiz.ItemID, field string) (quiz.Response, bool) {
		place := form.Place(id)
		if place < 0 {
			bad.Add(pointer(field, id), "no such item in this form")
			return quiz.Response{}, false
		}
		if r, ok := byPlace[place]; ok {
			return r, true
		}
		return quiz.Response{Place: place, Value: quiz.NotGiven}, true
	}
	for id, v := range ans.Responses {
		r, ok := at(id, "responses")
		if !ok {
			continue
		}
		item, _ := in.Item(id)
		o := in.OptionSets[item.Options]
		if v != quiz.Declined && (v < o.Min || v > o.Max) {
			detail := fmt.Sprintf("must be an integer from %d to %d, or null to decline", o.Min, o.Max)
			bad.Add(pointer("responses", id), detail)
			continue
		}
		r.Value = v
		byPlace[r.Place] = r
	}
	for id, d := range ans.Elapsed {
		if r, ok := at(id, "elapsed_ms"); ok {
			r.Elapsed = d
			byPlace[r.Place] = r
		}
	}
	if len(bad) > 0 {
		slices.SortFunc(bad, func(x, y quiz.FieldError) int { return strings.Compare(x.Pointer, y.Pointer) })
		return nil, bad
	}
	return inOrder(byPlace), nil
}

// Fill returns a sheet with the answers, or Invalid as Save does.
func Fill(in *quiz.Instrument, form *quiz.Form, ans Answers) (quiz.Sheet, error) {
	responses, err := ans.check(in, form)
	if err != nil {
		return quiz.Sheet{}, err
	}
	sheet := quiz.NewSheet(len(form.Items))
	sheet.Put(responses...)
	return sheet, nil
}

func inOrder(byPlace map[int]quiz.Response) []quiz.Response {
	out := make([]quiz.Response, 0, len(byPlace))
	for _, r := range byPlace {
		out = append(out, r)
	}
	slices.SortFunc(out, func(x, y quiz.Response) int { return x.Place - y.Place })
	return out
}

// pointer escapes an item id after RFC 6901 and as a URI fragment.
func pointer(field string, id quiz.ItemID) string {
	escaped := strings.NewReplacer("~", "~0", "/", "~1").Replace(string(id))
	return "#/" + field + "/" + fragment(escaped)
}
