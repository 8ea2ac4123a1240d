package take_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/store/memory"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/quiz/take"
	"github.com/attune-quiz/attune/scoring"
)

// world is a service over a real store in memory, with a clock to turn.
type world struct {
	*take.Service
	store *memory.Store
	now   time.Time
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return w.now }
	w.store = memory.New(clock)
	w.Service = &take.Service{
		Catalogue: shelf{sample(t)}, Attempts: w.store, Tallies: w.store, ResumeCodes: w.store, Shares: w.store, Now: clock, Random: rand.Reader,
	}
	return w
}

// shelf is a catalogue of one instrument and, beside it, one without wording.
type shelf struct{ in *quiz.Instrument }

func (s shelf) Instrument(id quiz.InstrumentID) (*quiz.Instrument, error) {
	switch id {
	case s.in.ID:
		return s.in, nil
	case "scoring-only":
		return &quiz.Instrument{ID: id, Forms: s.in.Forms}, nil
	}
	return nil, quiz.ErrNotFound
}

func (s shelf) Instruments() []*quiz.Instrument { return []*quiz.Instrument{s.in} }

func (s shelf) Playbook(id quiz.InstrumentID, l quiz.Locale) (*playbook.Library, error) {
	return &playbook.Library{
		Locale: l, Title: "Playbook",
		Practices: []playbook.Practice{{ID: "breathe"}, {ID: "listen"}},
		Topics:    []playbook.Topic{{ID: "music", Practices: []playbook.Practice{{ID: "sing"}}}},
	}, nil
}

// sample has four items, two keyed each way on each of two scales, and one
// mechanism of the same items.
func sample(t *testing.T) *quiz.Instrument {
	t.Helper()
	spec := scoring.Spec{
		Items: []scoring.ItemSpec{{ID: "a1", Min: 1, Max: 5}, {ID: "a2", Min: 1, Max: 5}, {ID: "b1", Min: 1, Max: 5}, {ID: "b2", Min: 1, Max: 5}},
		Scales: []scoring.ScaleSpec{
			{ID: "anxious", Keys: []scoring.Key{{Item: "a1"}, {Item: "a2", Reverse: true}}},
			{ID: "avoidant", Keys: []scoring.Key{{Item: "b1"}, {Item: "b2", Reverse: true}}},
		},
		Style:   &scoring.StyleSpec{Anxious: "anxious", Avoidant: "avoidant", Basis: scoring.Assumed, Settled: .8, AnxiousCut: 3, AvoidantCut: 3},
		Quality: scoring.QualitySpec{AllAlike: true, SecondsPerItem: 2},
	}
	for i := range spec.Scales {
		s := &spec.Scales[i]
		s.Method, s.MinAnswered = scoring.Mean, 2
		s.Error = scoring.ErrorSpec{Basis: scoring.Assumed, ItemVariance: 1.5, InterItem: .3}
		s.Bands = scoring.BandSpec{Basis: scoring.ScalePosition}
	}
	scorer, err := scoring.Compile(spec)
	if err != nil {
		t.Fatal(err)
	}
	return &quiz.Instrument{
		ID: "sample", Version: "1.0.0", Hash: "h1", Consent: "c1",
		OptionSets: map[quiz.OptionSetID]quiz.OptionSet{"agree5": {ID: "agree5", Min: 1, Max: 5}},
		Items:      []quiz.Item{{ID: "a1", Options: "agree5"}, {ID: "a2", Options: "agree5"}, {ID: "b1", Options: "agree5"}, {ID: "b2", Options: "agree5"}},
		Scales: []quiz.Scale{
			{ID: "anxious", Role: quiz.Dimension}, {ID: "avoidant", Role: quiz.Dimension},
			{ID: "repair", Role: quiz.Mechanism}, {ID: "meaning", Role: quiz.Mechanism}, {ID: "availability", Role: quiz.Mechanism},
		},
		Forms: []quiz.Form{{ID: "full", Items: []quiz.ItemID{"a1", "a2", "b1", "b2"}, Spec: spec, Scorer: scorer}},
		Texts: map[quiz.Locale]quiz.InstrumentText{"en": {Title: "Sample"}},
	}
}

func beginning() take.Beginning {
	return take.Beginning{Instrument: "sample", Locale: "en", Consent: "c1", AgeOK: true}
}

func (w *world) begin(t *testing.T) take.Begun {
	t.Helper()
	b, err := w.Begin(t.Context(), beginning())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (w *world) save(t *testing.T, b take.Begun, values map[quiz.ItemID]scoring.Response) {
	t.Helper()
	if _, err := w.Save(t.Context(), &b.Attempt, take.Answers{Responses: values}); err != nil {
		t.Fatal(err)
	}
}

func (w *world) finished(t *testing.T) take.Begun {
	t.Helper()
	b := w.begin(t)
	w.save(t, b, map[quiz.ItemID]scoring.Response{"a1": 5, "a2": 1, "b1": 1, "b2": 5})
	if _, err := w.Finish(t.Context(), b.Attempt.ID); err != nil {
		t.Fatal(err)
	}
	return b
}

func (w *world) open(t *testing.T, b take.Begun) quiz.Attempt {
	t.Helper()
	a, err := w.Open(t.Context(), b.Attempt.ID, b.Token)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestBeginRefuses(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*take.Beginning)
		want   error
		at     string // pointer, where the error is Invalid
	}{
		{"unknown instrument", func(b *take.Beginning) { b.Instrument = "no" }, quiz.ErrNotFound, ""},
		{"no wording", func(b *take.Beginning) { b.Instrument = "scoring-only" }, nil, "#/instrument"},
		{"unknown form", func(b *take.Beginning) { b.Form = "tiny" }, nil, "#/form"},
		{"unknown locale", func(b *take.Beginning) { b.Locale = "tlh" }, nil, "#/locale"},
		{"malformed topic", func(b *take.Beginning) { b.Topic = "Music!" }, nil, "#/topic"},
		{"long article", func(b *take.Beginning) { b.Article = strings.Repeat("a", 201) }, nil, "#/article"},
		{"control in article", func(b *take.Beginning) { b.Article = "a\x00b" }, nil, "#/article"},
		{"broken article", func(b *take.Beginning) { b.Article = "\xff" }, nil, "#/article"},
		{"unknown relationship", func(b *take.Beginning) { b.Relation = "complicated" }, nil, "#/relationship"},
		{"guessable key", func(b *take.Beginning) { b.Key = "1" }, nil, "#/idempotency-key"},
		{"older consent", func(b *take.Beginning) { b.Consent = "c0" }, quiz.ErrConsent, ""},
		{"no consent", func(b *take.Beginning) { b.Consent = "" }, quiz.ErrConsent, ""},
		{"age not confirmed", func(b *take.Beginning) { b.AgeOK = false }, quiz.ErrUnderAge, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := newWorld(t)
			b := beginning()
			tc.change(&b)
			_, err := w.Begin(t.Context(), b)
			refused(t, err, tc.want, tc.at)
			if left, err := w.store.Claim(t.Context(), 1, time.Minute); err != nil || len(left) > 0 {
				t.Errorf("got events %v, %v; want nothing stored", left, err)
			}
		})
	}
}

// refused checks an error against a sentinel, or against a pointer.
func refused(t *testing.T, err, want error, at string) {
	t.Helper()
	var bad quiz.Invalid
	switch {
	case want != nil && !errors.Is(err, want):
		t.Errorf("got %v, want %v", err, want)
	case at != "" && (!errors.As(err, &bad) || bad[0].Pointer != at):
		t.Errorf("got %v, want a fault at %s", err, at)
	}
}

func TestBeginAgainWithAKeyGivesTheSameAttempt(t *testing.T) {
	w := newWorld(t)
	b := beginning()
	b.Key = "0123456789abcdef0123"
	first, err := w.Begin(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	second, err := w.Begin(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	if first.Attempt.ID != second.Attempt.ID || first.Token == second.Token {
		t.Errorf("got %s and %s with tokens %v, want one attempt and two tokens", first.Attempt.ID, second.Attempt.ID, first.Token == second.Token)
	}
	for _, begun := range []take.Begun{first, second} {
		w.open(t, begun)
	}
	b.Topic = "music"
	_, err = w.Begin(t.Context(), b)
	refused(t, err, quiz.ErrConflict, "")
}

func TestOpenTellsStrangersNothing(t *testing.T) {
	w := newWorld(t)
	mine, theirs := w.begin(t), w.begin(t)
	_, err := w.Open(t.Context(), mine.Attempt.ID, theirs.Token)
	refused(t, err, quiz.ErrNotFound, "")
	_, err = w.Open(t.Context(), "att_none", theirs.Token)
	refused(t, err, quiz.ErrNotFound, "")
	w.now = w.now.Add(take.KeepUnfinished)
	_, err = w.Open(t.Context(), mine.Attempt.ID, mine.Token)
	refused(t, err, quiz.ErrNotFound, "")
}

func TestParseToken(t *testing.T) {
	w := newWorld(t)
	if _, err := take.ParseToken(string(w.begin(t).Token)); err != nil {
		t.Errorf("own token: got %v, want it accepted", err)
	}
	for _, s := range []string{"", "short", "not base64url at all!!!!!!!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAA\nAAAAAA"} {
		if _, err := take.ParseToken(s); !errors.Is(err, quiz.ErrUnauthorized) {
			t.Errorf("%q: got %v, want %v", s, err, quiz.ErrUnauthorized)
		}
	}
}

func TestSaveRefusesAndKeepsWhatWasStored(t *testing.T) {
	w := newWorld(t)
	b := w.begin(t)
	w.save(t, b, map[quiz.ItemID]scoring.Response{"a1": 4})
	for _, tc := range []struct {
		name string
		ans  take.Answers
		at   string
	}{
		{"unknown item", take.Answers{Responses: map[quiz.ItemID]scoring.Response{"a1": 1, "zz": 3}}, "#/responses/zz"},
		{"too high", take.Answers{Responses: map[quiz.ItemID]scoring.Response{"a1": 6}}, "#/responses/a1"},
		{"too low", take.Answers{Responses: map[quiz.ItemID]scoring.Response{"a1": 0}}, "#/responses/a1"},
		{"time of an unknown item", take.Answers{Elapsed: map[quiz.ItemID]time.Duration{"zz": 1}}, "#/elapsed_ms/zz"},
		{"an id to escape", take.Answers{Responses: map[quiz.ItemID]scoring.Response{"a/~ b": 3}}, "#/responses/a~1~0%20b"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := w.Save(t.Context(), &b.Attempt, tc.ans)
			refused(t, err, nil, tc.at)
			if a := w.open(t, b); a.Sheet.At(0) != 4 || len(a.Sheet.Open()) != 3 {
				t.Errorf("sheet: got %q, want what was stored before", a.Sheet.Given())
			}
		})
	}
}

func TestSaveAfterFinishing(t *testing.T) {
	w := newWorld(t)
	b := w.finished(t)
	stale := b.Attempt // as another tab remembers it
	_, err := w.Save(t.Context(), &stale, take.Answers{Responses: map[quiz.ItemID]scoring.Response{"a1": 1}})
	refused(t, err, quiz.ErrFinished, "")
	fresh := w.open(t, b)
	_, err = w.Save(t.Context(), &fresh, take.Answers{Responses: map[quiz.ItemID]scoring.Response{"a1": 1}})
	refused(t, err, quiz.ErrFinished, "")
}

func TestFinishListsWhatIsOpen(t *testing.T) {
	w := newWorld(t)
	b := w.begin(t)
	w.save(t, b, map[quiz.ItemID]scoring.Response{"a1": 4, "b1": quiz.Declined})
	_, err := w.Finish(t.Context(), b.Attempt.ID)
	var bad quiz.Invalid
	if !errors.As(err, &bad) || len(bad) != 2 || bad[0].Pointer != "#/responses/a2" || bad[1].Pointer != "#/responses/b2" {
		t.Fatalf("got %v, want a2 and b2 alone: a declined item is answered", err)
	}
}

// Holds: ASVS 2.3.2
func TestFinishScoresOnce(t *testing.T) {
	w := newWorld(t)
	b := w.begin(t)
	w.save(t, b, map[quiz.ItemID]scoring.Response{"a1": 5, "a2": 2, "b1": 1, "b2": 5})
	first, err := w.Finish(t.Context(), b.Attempt.ID)
	if err != nil {
		t.Fatal(err)
	}
	// By hand: anxious (5 + (6-2))/2 = 4.5, SEM √(1.5·.7/2) = .7246; avoidant (1 + 1)/2 = 1.
	if got := *first.Scales["anxious"].Value; got != 4.5 {
		t.Errorf("anxious: got %v, want 4.5", got)
	}
	if got, want := first.Scales["anxious"].SE, math.Sqrt(1.5*.7/2); math.Abs(got-want) > 1e-12 {
		t.Errorf("error: got %v, want %v", got, want)
	}
	w.now = w.now.Add(time.Hour)
	second, err := w.Finish(t.Context(), b.Attempt.ID)
	if err != nil {
		t.Fatal(err)
	}
	if !first.FinishedAt.Equal(second.FinishedAt) || fmt.Sprint(first.Focus) != fmt.Sprint(second.Focus) {
		t.Errorf("repeat: got %v, want the stored profile of %v", second.FinishedAt, first.FinishedAt)
	}
	events, err := w.store.Claim(t.Context(), 10, time.Minute)
	if err != nil || len(events) != 2 || events[1].Type != quiz.AttemptFinished {
		t.Errorf("events: got %v, %v; want started and finished, once each", events, err)
	}
}

func TestAllAlikeGivesTheMiddleAndNoStyle(t *testing.T) {
	for v := scoring.Response(1); v <= 5; v++ {
		w := newWorld(t)
		b := w.begin(t)
		w.save(t, b, map[quiz.ItemID]scoring.Response{"a1": v, "a2": v, "b1": v, "b2": v})
		p, err := w.Finish(t.Context(), b.Attempt.ID)
		if err != nil {
			t.Fatal(err)
		}
		if p.Style != nil || *p.Scales["anxious"].Value != 3 || *p.Scales["avoidant"].Value != 3 {
			t.Errorf("all %d: got %+v, want 3 and 3 and no style", v, p)
		}
	}
}

func TestChangeOfPlan(t *testing.T) {
	joint, keep, focus := quiz.Joint, quiz.Keep12Months, []quiz.ScaleID{"meaning", "repair"}
	w := newWorld(t)
	b := w.begin(t)
	_, err := w.Change(t.Context(), b.Attempt.ID, take.PlanChange{Audience: &joint})
	refused(t, err, quiz.ErrUnfinished, "")

	b = w.finished(t)
	if got := w.open(t, b); take.AudienceOf(&got) != quiz.Solo {
		t.Errorf("audience before the plan: got %s, want solo", take.AudienceOf(&got))
	}
	if _, err := w.Change(t.Context(), b.Attempt.ID, take.PlanChange{Audience: &joint, Focus: &focus, Keep: &keep}); err != nil {
		t.Fatal(err)
	}
	got := w.open(t, b)
	if take.AudienceOf(&got) != quiz.Joint || fmt.Sprint(take.FocusOf(&got)) != "[meaning repair]" {
		t.Errorf("plan: got %+v, want joint, meaning and repair", got.Plan)
	}
	if want := got.Finished.AddDate(1, 0, 0); !got.Expires.Equal(want) {
		t.Errorf("kept until %v, want %v", got.Expires, want)
	}
}

func TestTicks(t *testing.T) {
	w := newWorld(t)
	b := w.finished(t)
	for _, step := range []struct {
		change take.PlanChange
		want   string
	}{
		{take.PlanChange{Tick: &take.Tick{Practice: "listen", Done: true}}, "[listen]"},
		{take.PlanChange{Tick: &take.Tick{Practice: "sing", Done: true}}, "[listen sing]"},
		{take.PlanChange{Tick: &take.Tick{Practice: "listen", Done: true}}, "[sing listen]"},
		{take.PlanChange{Tick: &take.Tick{Practice: "breathe"}}, "[sing listen]"},
		{take.PlanChange{Tick: &take.Tick{Practice: "sing"}}, "[listen]"},
		{take.PlanChange{Done: &[]string{"sing", "breathe"}}, "[sing breathe]"},
		{take.PlanChange{}, "[sing breathe]"},
		{take.PlanChange{Done: &[]string{}}, "[]"},
	} {
		if _, err := w.Change(t.Context(), b.Attempt.ID, step.change); err != nil {
			t.Fatal(err)
		}
		a := w.open(t, b)
		if got := fmt.Sprint(take.DoneOf(&a)); got != step.want {
			t.Errorf("got %s, want %s", got, step.want)
		}
	}
}

func TestChangeRefuses(t *testing.T) {
	w := newWorld(t)
	b := w.finished(t)
	audience, region, keep := quiz.Audience("all"), "uk", quiz.Keep("9y")
	many := make([]string, quiz.MaxDone+1)
	for _, tc := range []struct {
		change take.PlanChange
		at     string
	}{
		{take.PlanChange{Audience: &audience}, "#/audience"},
		{take.PlanChange{Region: &region}, "#/region"},
		{take.PlanChange{Keep: &keep}, "#/keep"},
		{take.PlanChange{Focus: &[]quiz.ScaleID{}}, "#/focus"},
		{take.PlanChange{Focus: &[]quiz.ScaleID{"repair", "meaning", "availability"}}, "#/focus"},
		{take.PlanChange{Focus: &[]quiz.ScaleID{"repair", "anxious"}}, "#/focus/1"},
		{take.PlanChange{Focus: &[]quiz.ScaleID{"repair", "repair"}}, "#/focus/1"},
		{take.PlanChange{Done: &[]string{"breathe", "fly"}}, "#/done/1"},
		{take.PlanChange{Done: &[]string{"breathe", "breathe"}}, "#/done/1"},
		{take.PlanChange{Done: &many}, "#/done"},
		{take.PlanChange{Tick: &take.Tick{Practice: "fly", Done: true}}, "#/practice"},
	} {
		_, err := w.Change(t.Context(), b.Attempt.ID, tc.change)
		refused(t, err, nil, tc.at)
	}
	if a := w.open(t, b); a.Plan.Audience != "" || a.Plan.Focus != nil {
		t.Errorf("plan: got %+v, want it untouched", a.Plan)
	}
}

// Holds: G2
func TestEraseLeavesNothing(t *testing.T) {
	w := newWorld(t)
	b := w.finished(t)
	if err := w.Erase(t.Context(), b.Attempt.ID); err != nil {
		t.Fatal(err)
	}
	_, err := w.Open(t.Context(), b.Attempt.ID, b.Token)
	refused(t, err, quiz.ErrNotFound, "")
	refused(t, w.Erase(t.Context(), b.Attempt.ID), quiz.ErrNotFound, "")
}

func TestExportedHoldsAllThatIsStored(t *testing.T) {
	w := newWorld(t)
	b := w.begin(t)
	w.save(t, b, map[quiz.ItemID]scoring.Response{"a1": 4, "b2": quiz.Declined})
	if _, err := w.Save(t.Context(), &b.Attempt, take.Answers{Elapsed: map[quiz.ItemID]time.Duration{"a1": 2340 * time.Millisecond}}); err != nil {
		t.Fatal(err)
	}
	a := w.open(t, b)
	e, err := w.Exported(t.Context(), &a)
	if err != nil {
		t.Fatal(err)
	}
	declined, ok := e.Responses["b2"]
	if len(e.Responses) != 2 || *e.Responses["a1"] != 4 || !ok || declined != nil || e.ElapsedMS["a1"] != 2300 {
		t.Errorf("got responses %v and times %v, want a1 4 in 2300 ms and b2 declined", e.Responses, e.ElapsedMS)
	}
	if e.Consent.Version != "c1" || e.Profile != nil || e.FinishedAt != nil {
		t.Errorf("got %+v, want the consent and no result yet", e)
	}
}

func TestFitIsCountedApart(t *testing.T) {
	w := newWorld(t)
	b := w.finished(t)
	a := w.open(t, b)
	for range 2 {
		if err := w.Fit(t.Context(), &a, "pattern", "partly"); err != nil {
			t.Fatal(err)
		}
	}
	got, err := w.store.Tally(t.Context(), "fit.sample.en.pattern")
	if err != nil || got["partly"] != 2 {
		t.Errorf("got %v, %v; want partly twice", got, err)
	}
	refused(t, w.Fit(t.Context(), &a, "shoes", "yes"), nil, "#/section")
	refused(t, w.Fit(t.Context(), &a, "pattern", "very"), nil, "#/fits")
	unfinished := w.begin(t)
	refused(t, w.Fit(t.Context(), &unfinished.Attempt, "pattern", "yes"), quiz.ErrUnfinished, "")
}

// TestAChangedInstrumentIsGone has a version that nobody kept.
func TestAChangedInstrumentIsGone(t *testing.T) {
	w := newWorld(t)
	b := w.begin(t)
	changed := sample(t)
	changed.Hash = "h2"
	w.Catalogue = shelf{changed}
	_, err := w.Save(t.Context(), &b.Attempt, take.Answers{Responses: map[quiz.ItemID]scoring.Response{"a1": 4}})
	refused(t, err, quiz.ErrGone, "")
	_, err = w.Finish(t.Context(), b.Attempt.ID)
	refused(t, err, quiz.ErrGone, "")
}

func TestPlaybookNeedsAResult(t *testing.T) {
	w := newWorld(t)
	b := w.begin(t)
	_, err := w.Playbook(&b.Attempt, "en")
	refused(t, err, quiz.ErrUnfinished, "")
	a := w.open(t, w.finished(t))
	doc, err := w.Playbook(&a, "en")
	if err != nil || doc.Title != "Playbook" || doc.Audience != quiz.Solo {
		t.Errorf("got %+v, %v; want a solo playbook", doc, err)
	}
}

func TestRandomnessThatFails(t *testing.T) {
	w := newWorld(t)
	w.Random = failing{}
	if _, err := w.Begin(t.Context(), beginning()); !errors.Is(err, errNoEntropy) {
		t.Errorf("got %v, want %v", err, errNoEntropy)
	}
}

var errNoEntropy = errors.New("no entropy")

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errNoEntropy }

func TestEraseForgetsWhatWasRendered(t *testing.T) {
	w := newWorld(t)
	forgotten := 0
	w.Forget = func() { forgotten++ }
	b := w.finished(t)
	if err := w.Erase(t.Context(), b.Attempt.ID); err != nil || forgotten != 1 {
		t.Errorf("got %v and forgotten %d times, want once", err, forgotten)
	}
	if refused(t, w.Erase(t.Context(), b.Attempt.ID), quiz.ErrNotFound, ""); forgotten != 1 {
		t.Errorf("a failed erasure: forgotten %d times, want once", forgotten)
	}
}
