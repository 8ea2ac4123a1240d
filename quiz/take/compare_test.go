package take_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
	"github.com/attune-quiz/attune/scoring"
)

const someHash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

// kept finishes an attempt with the responses and returns its file and the
// attempt. The sample's hash is made one that a file can hold.
func (w *world) kept(t *testing.T, values map[quiz.ItemID]scoring.Response) ([]byte, quiz.Attempt) {
	t.Helper()
	w.Catalogue.(shelf).in.Hash = someHash
	b := w.begin(t)
	w.save(t, b, values)
	if _, err := w.Finish(t.Context(), b.Attempt.ID); err != nil {
		t.Fatal(err)
	}
	a := w.open(t, b)
	e, err := w.Exported(t.Context(), &a)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.MarshalIndent(e, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return data, a
}

var (
	highAnxious = map[quiz.ItemID]scoring.Response{"a1": 5, "a2": 1, "b1": 2, "b2": 4}
	lowAnxious  = map[quiz.ItemID]scoring.Response{"a1": 1, "a2": 5, "b1": 2, "b2": 4}
)

func (w *world) compare(t *testing.T, a quiz.Attempt, data []byte) take.Comparison {
	t.Helper()
	e, err := take.ParseKept(data)
	if err != nil {
		t.Fatalf("%v in %s", err, data)
	}
	c, err := w.Compare(&a, e)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Without a cited retest reliability nothing is a change, however large.
func TestCompareWithoutRetest(t *testing.T) {
	w := newWorld(t)
	before, first := w.kept(t, highAnxious)
	w.now = w.now.Add(30 * 24 * time.Hour)
	_, now := w.kept(t, lowAnxious)
	c := w.compare(t, now, before)
	if !c.Comparable() || c.Retest || len(c.Scales) != 2 || !c.Before.Equal(first.Finished) || !c.After.Equal(now.Finished) {
		t.Fatalf("got %+v", c)
	}
	if p := c.Scales[0]; p.ID != "anxious" || *p.Before.Value != 5 || *p.After.Value != 1 || p.Change != nil {
		t.Errorf("got %+v, want 5 and 1 and nothing said of it", p)
	}
}

func TestCompareWithRetest(t *testing.T) {
	w := newWorld(t)
	spec := &w.Catalogue.(shelf).in.Forms[0].Spec
	spec.Scales[0].Retest = &scoring.Retest{Source: "someone2015", Reliability: .65, SD: .8}
	before, _ := w.kept(t, highAnxious)
	_, now := w.kept(t, lowAnxious)
	c := w.compare(t, now, before)
	if !c.Retest || c.Scales[0].Change == nil || c.Scales[1].Change != nil {
		t.Fatalf("got %+v", c)
	}
	// By hand: -4 / (.8 · √2 · √.35) = -4 / .66933 = -5.976.
	if got := *c.Scales[0].Change; got.Difference != -4 || math.Abs(got.Index+5.976) > .001 || !got.Reliable {
		t.Errorf("got %+v", got)
	}
	_, same := w.kept(t, highAnxious)
	if got := w.compare(t, same, before).Scales[0].Change; got == nil || got.Reliable || got.Difference != 0 {
		t.Errorf("no difference: got %+v", got)
	}
}

// What was measured otherwise is told, and nothing of it called a change.
func TestCompareUnlike(t *testing.T) {
	w := newWorld(t)
	w.Catalogue.(shelf).in.Forms[0].Spec.Scales[0].Retest = &scoring.Retest{Source: "s", Reliability: .65, SD: .8}
	before, _ := w.kept(t, highAnxious)
	_, now := w.kept(t, lowAnxious)
	for name, tt := range map[string]struct {
		old, new string
		got      func(take.Comparison) bool
	}{
		"version":  {someHash, strings.Repeat("f", 64), func(c take.Comparison) bool { return c.Version && !c.Form && !c.Locale }},
		"form":     {`"form": "full"`, `"form": "short"`, func(c take.Comparison) bool { return c.Form && !c.Version }},
		"language": {`"locale": "en"`, `"locale": "zh-Hans"`, func(c take.Comparison) bool { return c.Locale && !c.Form }},
		"test":     {`"instrument": "sample"`, `"instrument": "other"`, func(c take.Comparison) bool { return !c.SameTest && len(c.Scales) == 0 }},
	} {
		c := w.compare(t, now, bytes.ReplaceAll(before, []byte(tt.old), []byte(tt.new)))
		if c.Comparable() || !tt.got(c) {
			t.Errorf("%s: got %+v", name, c)
		}
		for _, p := range c.Scales {
			if p.Change != nil {
				t.Errorf("%s: %s is called a change", name, p.ID)
			}
		}
	}
}

func TestParseKeptRefuses(t *testing.T) {
	w := newWorld(t)
	whole, _ := w.kept(t, highAnxious)
	replace := func(old, new string) []byte {
		if !bytes.Contains(whole, []byte(old)) {
			t.Fatalf("the export holds no %s", old)
		}
		return bytes.Replace(whole, []byte(old), []byte(new), 1)
	}
	for name, data := range map[string][]byte{
		"nothing": nil, "text": []byte("hello"), "null": []byte("null"), "array": []byte("[]"), "empty": []byte("{}"),
		"two":           append(append([]byte{}, whole...), whole...),
		"half":          whole[:len(whole)/2],
		"unknown field": replace(`"id"`, `"name":"x","id"`),
		"long":          append(append([]byte{}, whole...), bytes.Repeat([]byte(" "), take.MaxKept)...),
		"id":            replace(`"sample"`, `"<script>"`),
		"hash":          replace(someHash, "x"),
		"outside":       replace(`"score": 5`, `"score": 50`),
		"infinite":      replace(`"score": 5`, `"score": 1e999`),
		"negative":      replace(`"se": `, `"se": -`),
		"wrong type":    replace(`"status": "finished"`, `"status": 1`),
	} {
		if _, err := take.ParseKept(data); !errors.Is(err, take.ErrNoExport) {
			t.Errorf("%s: got %v, want ErrNoExport", name, err)
		}
	}
	for name, data := range map[string][]byte{
		"in progress": replace(`"status": "finished"`, `"status": "in_progress"`),
		"no day":      replace(`"finished_at": "2026`, `"unlocked_at": "2026`),
	} {
		if _, err := take.ParseKept(data); !errors.Is(err, take.ErrNoResult) && !errors.Is(err, take.ErrNoExport) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := take.ParseKept(append([]byte("\xef\xbb\xbf"), bytes.ReplaceAll(whole, []byte("\n"), []byte("\r\n"))...)); err != nil {
		t.Errorf("as an editor saves it: %v", err)
	}
}

func FuzzParseKept(f *testing.F) {
	f.Add([]byte(`{"id":"att_x","status":"finished","instrument":"sample","version":"` + someHash + `","form":"full","locale":"en",` +
		`"consent":{"version":"1","locale":"en","at":"2026-11-23T09:00:00Z"},"responses":{"a1":5,"a2":null},"elapsed_ms":{},` +
		`"plan":{"audience":"solo","focus":[],"keep":"30d","done":[]},"shares":[],"profile":{"instrument":"sample","version":"1.0.0","form":"full",` +
		`"scales":{"anxious":{"score":5,"se":0.7,"low":3.6,"high":5,"band":"upper","basis":"assumed","answered":2,"items":2}},"style":null,` +
		`"mechanisms":[],"focus":{"candidates":[],"chosen":[]},"quality":{"flags":[]},"finished_at":"2026-11-23T09:00:00Z"},` +
		`"created_at":"2026-11-23T09:00:00Z","finished_at":"2026-11-23T09:00:00Z","expires_at":"2026-12-23T09:00:00Z"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := take.ParseKept(data)
		if err != nil {
			if !errors.Is(err, take.ErrNoExport) && !errors.Is(err, take.ErrNoResult) {
				t.Fatalf("got %v", err)
			}
			return
		}
		// What was read can be compared, whatever it says.
		w := newWorld(t)
		b := w.finished(t)
		a := w.open(t, b)
		c, err := w.Compare(&a, e)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range c.Scales {
			if p.Change != nil {
				t.Fatalf("a change without a cited reliability: %+v", p)
			}
		}
	})
}
