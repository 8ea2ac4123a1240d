package take_test

import (
	"testing"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
	"github.com/attune-quiz/attune/scoring"
)

// served gives an instrument the hash of its content.
func served(t *testing.T, in *quiz.Instrument) *quiz.Instrument {
	t.Helper()
	v, err := quiz.NewVersion(in)
	if err != nil {
		t.Fatal(err)
	}
	in.Hash = v.Hash
	return in
}

// upgraded is the sample after its authors changed it: other items in another
// order, the anxious keys turned round, another text.
func upgraded(t *testing.T) *quiz.Instrument {
	t.Helper()
	in := sample(t)
	in.Version = "2.0.0"
	spec := in.Forms[0].Spec
	spec.Items = append([]scoring.ItemSpec{{ID: "new", Min: 1, Max: 5}}, spec.Items...)
	spec.Scales[0].Keys = []scoring.Key{{Item: "a1", Reverse: true}, {Item: "a2"}, {Item: "new"}}
	scorer, err := scoring.Compile(spec)
	if err != nil {
		t.Fatal(err)
	}
	in.Items = append([]quiz.Item{{ID: "new", Options: "agree5"}}, in.Items...)
	in.Forms[0].Items = append([]quiz.ItemID{"new"}, in.Forms[0].Items...)
	in.Forms[0].Spec, in.Forms[0].Scorer = spec, scorer
	in.Texts = map[quiz.Locale]quiz.InstrumentText{"en": {Title: "Another sample"}}
	return served(t, in)
}

// restarted is another process on the same store, with other content.
func (w *world) restarted(catalogue take.Catalogue) *world {
	next := &world{store: w.store, now: w.now}
	next.Service = &take.Service{
		Catalogue: catalogue, Attempts: w.store, Tallies: w.store, ResumeCodes: w.store, Shares: w.store, Letters: w.store, Versions: w.store,
		Now: w.Now, Random: w.Random,
	}
	return next
}

// empty is content without any instrument.
type empty struct{ shelf }

func (empty) Instrument(quiz.InstrumentID) (*quiz.Instrument, error) { return nil, quiz.ErrNotFound }

// TestAnAttemptOutlivesItsContent begins before an upgrade and goes on after
// it: same items, same texts, scored by the keys that it began with.
func TestAnAttemptOutlivesItsContent(t *testing.T) {
	old := newWorld(t)
	old.Catalogue, old.Versions = shelf{served(t, sample(t))}, old.store
	begun := old.begin(t)
	old.save(t, begun, map[quiz.ItemID]scoring.Response{"a1": 5, "a2": 1})

	for name, catalogue := range map[string]take.Catalogue{
		"changed": shelf{upgraded(t)},
		"removed": empty{shelf{upgraded(t)}},
	} {
		t.Run(name, func(t *testing.T) {
			w := old.restarted(catalogue)
			b := take.Begun{Attempt: w.open(t, begun), Token: begun.Token}
			in, form, err := w.Paper(&b.Attempt)
			if err != nil || in.Version != "1.0.0" || in.Texts["en"].Title != "Sample" || form.Items[0] != "a1" {
				t.Fatalf("got %+v, %v; want the version that it began with", in, err)
			}
			_, err = w.Save(t.Context(), &b.Attempt, take.Answers{Responses: map[quiz.ItemID]scoring.Response{"new": 3}})
			refused(t, err, nil, "#/responses/new")
			if b.Attempt.Status == quiz.InProgress {
				w.save(t, b, map[quiz.ItemID]scoring.Response{"b1": 1, "b2": 5})
			}
			p, err := w.Finish(t.Context(), b.Attempt.ID)
			if err != nil {
				t.Fatal(err)
			}
			// By the old key 5 and the reverse of 1 are 5; by the new one 1.
			if got := *p.Scales["anxious"].Value; got != 5 || p.Version != "1.0.0" {
				t.Errorf("got %v by version %s, want 5 by 1.0.0", got, p.Version)
			}
			a := w.open(t, begun)
			focus := []quiz.ScaleID{"repair"}
			if _, err := w.Change(t.Context(), a.ID, take.PlanChange{Focus: &focus}); err != nil {
				t.Error(err)
			}
			if e, err := w.Exported(t.Context(), &a); err != nil || *e.Responses["a1"] != 5 {
				t.Errorf("got export %+v, %v", e, err)
			}
			if _, err := w.Playbook(&a, "en"); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestARepeatAfterAnUpgrade gets the attempt of the first call, not a new one.
func TestARepeatAfterAnUpgrade(t *testing.T) {
	old := newWorld(t)
	old.Catalogue, old.Versions = shelf{served(t, sample(t))}, old.store
	with := beginning()
	with.Key = "0123456789abcdef"
	first, err := old.Begin(t.Context(), with)
	if err != nil {
		t.Fatal(err)
	}
	again, err := old.restarted(shelf{upgraded(t)}).Begin(t.Context(), with)
	if err != nil || again.Attempt.ID != first.Attempt.ID || again.Instrument.Version != "1.0.0" || len(again.Form.Items) != 4 {
		t.Errorf("got %+v, %v; want the first attempt on its own paper", again, err)
	}
}
