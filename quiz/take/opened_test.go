package take_test

import (
	"testing"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
	"github.com/attune-quiz/attune/scoring"
)

// TestSaveOpened saves in one step and after Open, and refuses strangers the
// same in both: another process knows no paper.
func TestSaveOpened(t *testing.T) {
	here := newWorld(t)
	b, other := here.begin(t), here.begin(t)
	elsewhere := here.restarted(here.Catalogue)
	one := func(item quiz.ItemID, v scoring.Response) take.Answers {
		return take.Answers{Responses: map[quiz.ItemID]scoring.Response{item: v}}
	}
	items := []quiz.ItemID{"a1", "a2", "b1"}
	for i, w := range []*world{here, elsewhere, elsewhere} {
		p, err := w.SaveOpened(t.Context(), b.Attempt.ID, b.Token, one(items[i], 4))
		if want := (quiz.Progress{Answered: i + 1, Total: 4}); err != nil || p != want {
			t.Errorf("save %d: got %+v, %v; want %+v", i, p, err, want)
		}
		for _, ans := range []take.Answers{one("a1", 1), one("a1", 9), one("nowhere", 1)} {
			_, err = w.SaveOpened(t.Context(), b.Attempt.ID, other.Token, ans)
			refused(t, err, quiz.ErrNotFound, "")
			_, err = w.SaveOpened(t.Context(), "att_unknown", b.Token, ans)
			refused(t, err, quiz.ErrNotFound, "")
		}
		_, err = w.SaveOpened(t.Context(), b.Attempt.ID, b.Token, one("a1", 9))
		refused(t, err, nil, "#/responses/a1")
	}
	a := here.open(t, b)
	if got := a.Sheet.Given(); got != "444." {
		t.Errorf("got %s, want 444.", got)
	}
	if _, err := here.SaveOpened(t.Context(), b.Attempt.ID, b.Token, one("b2", quiz.Declined)); err != nil {
		t.Fatal(err)
	}
	if _, err := here.Finish(t.Context(), b.Attempt.ID); err != nil {
		t.Fatal(err)
	}
	for _, w := range []*world{here, elsewhere} {
		_, err := w.SaveOpened(t.Context(), b.Attempt.ID, b.Token, one("a1", 1))
		refused(t, err, quiz.ErrFinished, "")
	}
	if err := here.Erase(t.Context(), b.Attempt.ID); err != nil {
		t.Fatal(err)
	}
	_, err := here.SaveOpened(t.Context(), b.Attempt.ID, b.Token, one("a1", 1))
	refused(t, err, quiz.ErrNotFound, "")
}
