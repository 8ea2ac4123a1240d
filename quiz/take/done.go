package take

import (
	"fmt"
	"slices"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// Tick says that a practice was done, or that it was not after all.
type Tick struct {
	Practice string
	Done     bool
}

func (t Tick) apply(done []string) []string {
	without := slices.DeleteFunc(slices.Clone(done), func(id string) bool { return id == t.Practice })
	if t.Done {
		return append(without, t.Practice)
	}
	return without
}

func (c PlanChange) ticks() bool { return c.Done != nil || c.Tick != nil }

// checkDone wants practices that the library has, in the plan or not: a plan
// changes with its audience, and what was done stays done.
func (c PlanChange) checkDone(lib *playbook.Library) quiz.Invalid {
	var bad quiz.Invalid
	if c.Done != nil {
		if len(*c.Done) > quiz.MaxDone {
			return quiz.Invalid{{Pointer: "#/done", Detail: fmt.Sprintf("must name at most %d practices", quiz.MaxDone)}}
		}
		for i, id := range *c.Done {
			at := fmt.Sprintf("#/done/%d", i)
			switch {
			case !lib.HasPractice(id):
				bad.Add(at, "must be a practice of the playbook")
			case slices.Contains((*c.Done)[:i], id):
				bad.Add(at, "named twice")
			}
		}
	}
	if c.Tick != nil && !lib.HasPractice(c.Tick.Practice) {
		bad.Add("#/practice", "must be a practice of the playbook")
	}
	return bad
}

// DoneOf lists the practices that were ticked.
func DoneOf(a *quiz.Attempt) []string {
	if a.Plan.Done == nil {
		return []string{}
	}
	return slices.Clone(a.Plan.Done)
}
