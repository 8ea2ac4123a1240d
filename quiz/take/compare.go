package take

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"time"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/scoring"
)

// MaxKept is how long an export that is read back may be, in bytes.
const MaxKept = 16 << 10

var (
	// ErrNoExport: what was given is not an export of this program.
	ErrNoExport = errors.New("not an export")
	// ErrNoResult: it is the export of a test that was not finished.
	ErrNoResult = errors.New("an export without a result")
)

var (
	keptID   = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,63}$`)
	keptHash = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// maxKeptScales bounds the scales of a profile that is read back.
const maxKeptScales = 64

// ParseKept reads the export that a visitor kept of an earlier attempt:
// strictly, as it is a file that anybody may have written. It returns ErrNoExport
// or ErrNoResult and says nothing of what stood in it.
func ParseKept(data []byte) (Export, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) // as some editors save
	if len(data) > MaxKept {
		return Export{}, ErrNoExport
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	var e Export
	if err := d.Decode(&e); err != nil {
		return Export{}, ErrNoExport
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Export{}, ErrNoExport
	}
	if !keptID.MatchString(string(e.Instrument)) || !keptHash.MatchString(e.Version) || !keptID.MatchString(string(e.Form)) || e.Consent.Locale == "" {
		return Export{}, ErrNoExport
	}
	if e.Status != quiz.Finished || e.Profile == nil || e.FinishedAt == nil {
		return Export{}, ErrNoResult
	}
	if !sound(e.Profile.Scales) {
		return Export{}, ErrNoExport
	}
	return e, nil
}

// Bare keeps what Compare needs of an export, which ParseKept reads again, and
// no more: no response, plan or secret.
func (e Export) Bare() Export {
	return Export{
		Status: e.Status, Instrument: e.Instrument, Version: e.Version, Form: e.Form,
		Consent: ExportedConsent{Locale: e.Consent.Locale}, Profile: &quiz.Profile{Scales: e.Profile.Scales}, FinishedAt: e.FinishedAt,
	}
}

// sound reports whether scores can be what scoring said.
func sound(scales map[quiz.ScaleID]quiz.Score) bool {
	if len(scales) == 0 || len(scales) > maxKeptScales {
		return false
	}
	for id, s := range scales {
		if !keptID.MatchString(string(id)) || s.SE < 0 {
			return false
		}
		if s.Value != nil && (*s.Value < s.Low || *s.Value > s.High) {
			return false
		}
	}
	return true
}

// Comparison holds two results of one person against each other.
type Comparison struct {
	Before, After time.Time // when each was finished
	// SameTest is false for results of two instruments: nothing more can be said.
	SameTest bool
	// Version, Form and Locale say what else differs, the language being that in
	// which each was begun; then nothing may be called a change.
	Version, Form, Locale bool
	// Retest reports whether any scale has a cited retest reliability.
	Retest bool
	Scales []ScalePair // in the instrument's order, those that both have
}

// Comparable reports whether the two were measured alike.
func (c Comparison) Comparable() bool { return c.SameTest && !c.Version && !c.Form && !c.Locale }

// ScalePair is a scale at two times.
type ScalePair struct {
	ID            quiz.ScaleID
	Before, After quiz.Score
	// Change is the difference held against chance; nil where nothing may be
	// called a change.
	Change *scoring.Change
}

// Compare holds the result of a finished attempt against an earlier one. The
// earlier one is not stored.
func (s *Service) Compare(a *quiz.Attempt, kept Export) (Comparison, error) {
	if a.Status != quiz.Finished {
		return Comparison{}, fmt.Errorf("compare: %w", quiz.ErrUnfinished)
	}
	in, form, err := s.Paper(a)
	if err != nil {
		return Comparison{}, fmt.Errorf("compare: %w", err)
	}
	c := Comparison{
		Before: *kept.FinishedAt, After: a.Finished, SameTest: kept.Instrument == a.Instrument,
		Version: kept.Version != a.Version, Form: kept.Form != a.Form, Locale: kept.Consent.Locale != a.Consent.Locale,
	}
	if !c.SameTest {
		return c, nil
	}
	for _, scale := range in.Scales {
		before, had := kept.Profile.Scales[scale.ID]
		after, has := a.Profile.Scales[scale.ID]
		if !had || !has {
			continue
		}
		pair := ScalePair{ID: scale.ID, Before: before, After: after}
		retest := retestOf(form, scale.ID)
		c.Retest = c.Retest || retest.Source != ""
		change, err := scoring.ReliableChange(occasion(&kept, scale.ID, before), occasionOf(a, scale.ID, after), retest)
		if err == nil {
			pair.Change = &change
		}
		c.Scales = append(c.Scales, pair)
	}
	return c, nil
}

func retestOf(form *quiz.Form, id quiz.ScaleID) scoring.Retest {
	for _, s := range form.Spec.Scales {
		if s.ID == string(id) && s.Retest != nil {
			return *s.Retest
		}
	}
	return scoring.Retest{}
}

func occasion(e *Export, scale quiz.ScaleID, s quiz.Score) scoring.Occasion {
	return scoring.Occasion{
		Measure: scoring.Measure{Instrument: string(e.Instrument), Version: e.Version, Form: string(e.Form), Locale: string(e.Consent.Locale), Scale: string(scale)},
		Score:   scored(s),
	}
}

func occasionOf(a *quiz.Attempt, scale quiz.ScaleID, s quiz.Score) scoring.Occasion {
	return occasion(&Export{Instrument: a.Instrument, Version: a.Version, Form: a.Form, Consent: ExportedConsent(a.Consent)}, scale, s)
}

// scored is what a change needs of a score.
func scored(s quiz.Score) scoring.Score {
	if s.Value == nil {
		return scoring.Score{Reason: scoring.TooFew}
	}
	return scoring.Score{Value: *s.Value, SE: s.SE, Low: s.Low, High: s.High}
}
