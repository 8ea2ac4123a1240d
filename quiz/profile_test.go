package quiz_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/scoring"
)

func form() (*quiz.Instrument, *quiz.Form) {
	in := &quiz.Instrument{ID: "sample", Version: "1.2.3", Forms: []quiz.Form{{
		ID: "full",
		Spec: scoring.Spec{
			Scales: []scoring.ScaleSpec{{ID: "anxious"}, {ID: "repair"}, {ID: "meaning"}, {ID: "avoidant"}},
			Focus:  &scoring.FocusSpec{Mechanisms: []string{"repair", "meaning"}, Preselect: 1},
		},
	}}}
	return in, &in.Forms[0]
}

func TestNewProfileNamesWhatScoringSays(t *testing.T) {
	in, f := form()
	p := quiz.NewProfile(in, f, &scoring.Profile{
		Scales: []scoring.Score{
			{Value: 4.25, SE: .36, Low: 3.5, High: 5, Band: scoring.Upper, Basis: scoring.Assumed, Percentile: 91, Normed: true, Answered: 8, Items: 8},
			{Value: 2, SE: .5, Low: 1, High: 3, Band: scoring.LowerToMiddle, Basis: scoring.Cited, Answered: 4, Items: 4},
			{Value: 3, Basis: scoring.Cited},
			{Reason: scoring.TooFew, Answered: 2, Items: 8, Basis: scoring.Assumed},
		},
		Style: scoring.Style{
			State: scoring.Between, Regions: [2]scoring.Region{scoring.Anxious, scoring.Fearful},
			Probabilities: [scoring.Regions]float64{.1, .4, .1, .4}, Basis: scoring.Assumed,
		},
		Mechanisms: []int{1, 2}, Candidates: []int{1}, Flags: scoring.TooFast | scoring.MuchMissing,
	})
	p.FinishedAt = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	got, err := json.MarshalIndent(p, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	want := `{
 "instrument": "sample",
 "version": "1.2.3",
 "form": "full",
 "scales": {
  "anxious": {
   "score": 4.25,
   "se": 0.36,
   "low": 3.5,
   "high": 5,
   "band": "upper",
   "basis": "assumed",
   "percentile": 91,
   "answered": 8,
   "items": 8
  },
  "avoidant": {
   "score": null,
   "se": 0,
   "low": 0,
   "high": 0,
   "basis": "assumed",
   "answered": 2,
   "items": 8,
   "reason": "too_few"
  },
  "meaning": {
   "score": 3,
   "se": 0,
   "low": 0,
   "high": 0,
   "basis": "cited",
   "answered": 0,
   "items": 0
  },
  "repair": {
   "score": 2,
   "se": 0.5,
   "low": 1,
   "high": 3,
   "band": "lower_to_middle",
   "basis": "cited",
   "answered": 4,
   "items": 4
  }
 },
 "style": {
  "state": "between",
  "between": [
   "anxious",
   "fearful"
  ],
  "probabilities": {
   "anxious": 0.4,
   "avoidant": 0.1,
   "fearful": 0.4,
   "secure": 0.1
  },
  "basis": "assumed"
 },
 "mechanisms": [
  "repair",
  "meaning"
 ],
 "focus": {
  "candidates": [
   "repair"
  ],
  "chosen": [
   "repair"
  ]
 },
 "quality": {
  "flags": [
   "too_fast",
   "much_missing"
  ]
 },
 "finished_at": "2026-11-23T09:00:00Z"
}`
	if string(got) != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestNewProfileNamesEachState(t *testing.T) {
	in, f := form()
	for _, tc := range []struct {
		style scoring.Style
		want  string
	}{
		{scoring.Style{State: scoring.Settled, Regions: [2]scoring.Region{scoring.Avoidant}}, "avoidant"},
		{scoring.Style{State: scoring.NearMiddle}, "middle"},
		{scoring.Style{State: scoring.Between}, "between"},
	} {
		p := quiz.NewProfile(in, f, &scoring.Profile{Scales: make([]scoring.Score, 4), Style: tc.style})
		if p.Style == nil || p.Style.State != tc.want {
			t.Errorf("got %+v, want %s", p.Style, tc.want)
		}
	}
	if p := quiz.NewProfile(in, f, &scoring.Profile{Scales: make([]scoring.Score, 4)}); p.Style != nil {
		t.Errorf("got %+v, want no style", p.Style)
	}
}

// Holds: G3
func TestKeepUntil(t *testing.T) {
	from := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	for keep, want := range map[quiz.Keep]string{
		"": "2026-03-02", quiz.Keep30Days: "2026-03-02", quiz.Keep12Weeks: "2026-04-25", quiz.Keep12Months: "2027-01-31",
	} {
		if got := keep.Until(from).Format(time.DateOnly); got != want {
			t.Errorf("%q: got %s, want %s", keep, got, want)
		}
	}
}
