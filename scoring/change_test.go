package scoring_test

import (
	"errors"
	"testing"

	"github.com/attune-quiz/attune/scoring"
)

// SD 0.8 and r .65: the error of a difference is 0.8·√2·√0.35 = 0.669328.
func TestReliableChange(t *testing.T) {
	retest := scoring.Retest{Source: "somebody2001", Reliability: 0.65, SD: 0.8}
	at := func(value float64) scoring.Occasion {
		return scoring.Occasion{
			Measure: scoring.Measure{Instrument: "x", Version: "1.0.0", Form: "full", Locale: "en", Scale: "anxious"},
			Score:   scoring.Score{Value: value, SE: 0.3},
		}
	}
	for _, tt := range []struct {
		before, after, difference, index float64
		reliable                         bool
	}{
		{4, 2.5, -1.5, -2.241054, true},
		{2.5, 4, 1.5, 2.241054, true},
		{4, 2.75, -1.25, -1.867545, false},
		{3, 3, 0, 0, false},
	} {
		got, err := scoring.ReliableChange(at(tt.before), at(tt.after), retest)
		if err != nil || got.Reliable != tt.reliable || !close(got.Difference, tt.difference, 1e-12) || !close(got.Index, tt.index, 1e-6) {
			t.Errorf("%v to %v: got %+v (%v), want %+v", tt.before, tt.after, got, err, tt)
		}
	}
}

func TestNoWordOfChange(t *testing.T) {
	sound := scoring.Occasion{
		Measure: scoring.Measure{Instrument: "x", Version: "1.0.0", Form: "full", Locale: "en", Scale: "anxious"},
		Score:   scoring.Score{Value: 4},
	}
	retest := scoring.Retest{Source: "somebody2001", Reliability: 0.65, SD: 0.8}
	for name, tt := range map[string]struct {
		change func(before, after *scoring.Occasion, r *scoring.Retest)
		want   error
	}{
		"no citation":      {func(_, _ *scoring.Occasion, r *scoring.Retest) { r.Source = "" }, scoring.ErrNoRetest},
		"no reliability":   {func(_, _ *scoring.Occasion, r *scoring.Retest) { r.Reliability = 0 }, scoring.ErrNoRetest},
		"perfect":          {func(_, _ *scoring.Occasion, r *scoring.Retest) { r.Reliability = 1 }, scoring.ErrNoRetest},
		"no SD":            {func(_, _ *scoring.Occasion, r *scoring.Retest) { r.SD = 0 }, scoring.ErrNoRetest},
		"other version":    {func(_, a *scoring.Occasion, _ *scoring.Retest) { a.Measure.Version = "1.0.1" }, scoring.ErrNotComparable},
		"other form":       {func(_, a *scoring.Occasion, _ *scoring.Retest) { a.Measure.Form = "short" }, scoring.ErrNotComparable},
		"other locale":     {func(_, a *scoring.Occasion, _ *scoring.Retest) { a.Measure.Locale = "zh" }, scoring.ErrNotComparable},
		"other scale":      {func(_, a *scoring.Occasion, _ *scoring.Retest) { a.Measure.Scale = "secure" }, scoring.ErrNotComparable},
		"other instrument": {func(b, _ *scoring.Occasion, _ *scoring.Retest) { b.Measure.Instrument = "y" }, scoring.ErrNotComparable},
		"unnamed": {func(b, a *scoring.Occasion, _ *scoring.Retest) {
			b.Measure, a.Measure = scoring.Measure{}, scoring.Measure{}
		}, scoring.ErrNotComparable},
		"unscored before": {func(b, _ *scoring.Occasion, _ *scoring.Retest) { b.Score.Reason = scoring.TooFew }, scoring.ErrUnscored},
		"unscored after":  {func(_, a *scoring.Occasion, _ *scoring.Retest) { a.Score.Reason = scoring.TooFew }, scoring.ErrUnscored},
	} {
		before, after, r := sound, sound, retest
		tt.change(&before, &after, &r)
		if got, err := scoring.ReliableChange(before, after, r); !errors.Is(err, tt.want) || got != (scoring.Change{}) {
			t.Errorf("%s: got %+v, %v; want %v", name, got, err, tt.want)
		}
	}
}
