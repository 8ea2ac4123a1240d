package scoring_test

import (
	"testing"
	"time"

	"github.com/attune-quiz/attune/scoring"
)

// ten items of 1–5 with a limit of four in a row and a fifth missing.
func ten(quality scoring.QualitySpec) scoring.Spec {
	s := scaleOf("x", 10, 1)
	return scoring.Spec{Items: items(1, 5, s), Scales: []scoring.ScaleSpec{s}, Quality: quality}
}

func TestQualityFlags(t *testing.T) {
	const none = missing
	all := scoring.QualitySpec{SecondsPerItem: 2, LongRun: 4, MissingShare: 0.2, AllAlike: true}
	for _, tt := range []struct {
		name      string
		responses []scoring.Response
		want      scoring.Flags
	}{
		{"fine", []scoring.Response{1, 2, 3, 4, 5, 1, 2, 3, 4, 5}, 0},
		{"a run of four", []scoring.Response{1, 2, 2, 2, 2, 1, 2, 3, 4, 5}, 0},
		{"a run of five", []scoring.Response{1, 2, 2, 2, 2, 2, 2, 3, 4, 5}, scoring.LongRun},
		{"a run at the end", []scoring.Response{1, 2, 3, 4, 5, 2, 2, 2, 2, 2}, scoring.LongRun},
		{"missing breaks a run", []scoring.Response{1, 2, 2, 2, none, 2, 2, 3, 4, 5}, 0},
		{"out of range breaks a run", []scoring.Response{1, 2, 2, 2, 9, 2, 2, 3, 4, 5}, 0},
		{"two missing of ten", []scoring.Response{1, 2, 3, 4, none, none, 2, 3, 4, 5}, 0},
		{"three missing of ten", []scoring.Response{1, 2, 3, 4, none, none, 0, 3, 4, 5}, scoring.MuchMissing},
		{"all alike", repeat(3, 10), scoring.AllAlike | scoring.LongRun},
		{"the answered all alike", []scoring.Response{4, none, 4, 4, none, 4, 4, 4, 4, none}, scoring.AllAlike | scoring.MuchMissing},
		{"two alike", []scoring.Response{4, 4}, scoring.AllAlike | scoring.MuchMissing},
		{"one alone is not alike", []scoring.Response{4}, scoring.MuchMissing},
		{"nothing", nil, scoring.MuchMissing},
		{"all missing is not a run", repeat(none, 10), scoring.MuchMissing},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := score(t, ten(all), tt.responses).Flags; got != tt.want {
				t.Errorf("got %v, want %v", got.IDs(), tt.want.IDs())
			}
			if got := score(t, ten(scoring.QualitySpec{}), tt.responses).Flags; got != 0 {
				t.Errorf("thresholds off: got %v, want none", got.IDs())
			}
		})
	}
}

func TestPace(t *testing.T) {
	times := func(seconds ...float64) []time.Duration {
		var all []time.Duration
		for _, s := range seconds {
			all = append(all, time.Duration(s*float64(time.Second)))
		}
		return all
	}
	for _, tt := range []struct {
		name    string
		elapsed []time.Duration
		want    bool
	}{
		{"fast", times(1, 1, 1, 1, 1, 1, 1, 1, 1, 1), true},
		{"just under", times(2, 2, 2, 2, 2, 2, 2, 2, 2, 1.9), true},
		{"on the threshold", times(2, 2, 2, 2, 2, 2, 2, 2, 2, 2), false},
		{"a pause makes up", times(1, 1, 1, 1, 1, 1, 1, 1, 1, 60), false},
		{"half known", times(1, 1, 1, 1, 1), true},
		{"fewer than half known", times(1, 1, 1, 1), false},
		{"unknown ones do not count", times(0, 3, 0, 3, 0, 3, -1, 3, 0, 3), false},
		{"none known", nil, false},
		{"beyond the items", times(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := compile(t, ten(scoring.QualitySpec{SecondsPerItem: 2, AllAlike: true}))
			p := s.NewProfile()
			s.Score(p, repeat(3, 10))
			p.Flags |= scoring.TooFast // a former verdict is taken back
			s.Pace(p, tt.elapsed)
			if p.Flags.Has(scoring.TooFast) != tt.want || !p.Flags.Has(scoring.AllAlike) {
				t.Errorf("got %v, want too_fast %v", p.Flags.IDs(), tt.want)
			}
		})
	}
	s := compile(t, ten(scoring.QualitySpec{}))
	p := s.NewProfile()
	s.Pace(p, times(1, 1, 1, 1, 1, 1))
	if p.Flags != 0 {
		t.Errorf("threshold off: got %v", p.Flags.IDs())
	}
}
