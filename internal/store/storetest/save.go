package storetest

import (
	"time"

	"pgregory.net/rapid"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/scoring"
)

// keep is an expiry that moves nothing.
var keep = start

func saveMerges(b *bench) {
	const tenth = 100 * time.Millisecond
	a := b.begin(6)
	for _, step := range []struct {
		name           string
		save           []quiz.Response
		given, elapsed string
		answered       int
	}{
		{"one value", []quiz.Response{{Place: 2, Value: 4}}, "..4...", "000000000000", 1},
		{"nothing", nil, "..4...", "000000000000", 1},
		{"a value with its time", []quiz.Response{{Place: 0, Value: 0, Elapsed: 5 * tenth}}, "0.4...", "050000000000", 2},
		{"declined", []quiz.Response{{Place: 5, Value: quiz.Declined}}, "0.4..-", "050000000000", 3},
		{"time alone", []quiz.Response{{Place: 5, Value: quiz.NotGiven, Elapsed: 64 * tenth}}, "0.4..-", "050000000010", 3},
		{"time alone on an open item", []quiz.Response{{Place: 1, Value: quiz.NotGiven, Elapsed: 63 * tenth}}, "0.4..-", "050~00000010", 3},
		{"neither", []quiz.Response{{Place: 2, Value: quiz.NotGiven}}, "0.4..-", "050~00000010", 3},
		{"a later value", []quiz.Response{{Place: 2, Value: 1}}, "0.1..-", "050~00000010", 3},
		{"declined after a value", []quiz.Response{{Place: 2, Value: quiz.Declined}}, "0.-..-", "050~00000010", 3},
		{"several, not in order, neighbours, one twice", []quiz.Response{
			{Place: 4, Value: 2, Elapsed: tenth}, {Place: 0, Value: 3, Elapsed: 2 * tenth}, {Place: 3, Value: 5},
			{Place: 4, Value: quiz.NotGiven, Elapsed: 4 * tenth}, {Place: 0, Value: 1},
		}, "1.-52-", "020~00000410", 5},
		{"all", []quiz.Response{
			{Place: 0, Value: 0}, {Place: 1, Value: 1}, {Place: 2, Value: 2},
			{Place: 3, Value: 3}, {Place: 4, Value: 4}, {Place: 5, Value: quiz.MaxValue},
		}, "01234~", "020~00000410", 6},
	} {
		got, err := b.Save(b.Context(), a.ID, step.save, keep)
		b.succeed(err)
		want := a
		if want.Sheet, err = quiz.ParseSheet(step.given, step.elapsed); err != nil {
			b.Fatal(err)
		}
		if p := (quiz.Progress{Answered: step.answered, Total: 6}); got != p {
			b.Fatalf("%s: got progress %+v, want %+v", step.name, got, p)
		}
		b.equal(b.get(a.ID), want)
	}
}

func saveRefusesPlace(b *bench) {
	a := b.begin(3)
	for _, place := range []int{-1, 3, 4, 1 << 31, 1 << 40, -1 << 40} {
		_, err := b.Save(b.Context(), a.ID, []quiz.Response{{Place: 0, Value: 1}, {Place: place, Value: 1}}, a.Expires.Add(time.Hour))
		b.fail(err, quiz.ErrInvalidPlace)
		_, err = b.Save(b.Context(), a.ID, []quiz.Response{{Place: place, Value: quiz.NotGiven}}, keep)
		b.fail(err, quiz.ErrInvalidPlace)
	}
	b.equal(b.get(a.ID), a)
	empty := b.begin(0)
	_, err := b.Save(b.Context(), empty.ID, []quiz.Response{{Place: 0, Value: 1}}, keep)
	b.fail(err, quiz.ErrInvalidPlace)
}

func saveRefusesValue(b *bench) {
	a := b.begin(3)
	for _, value := range []scoring.Response{-1, quiz.MaxValue + 1, quiz.Declined + 1} {
		_, err := b.Save(b.Context(), a.ID, []quiz.Response{{Place: 0, Value: 1}, {Place: 1, Value: value}}, keep)
		if err == nil {
			b.Fatalf("value %d was stored", value)
		}
	}
	b.equal(b.get(a.ID), a)
}

func saveRefusesFinished(b *bench) {
	a := full()
	b.succeed(b.Create(b.Context(), a))
	for _, place := range []int{0, -1, 99} {
		_, err := b.Save(b.Context(), a.ID, []quiz.Response{{Place: place, Value: 3}}, a.Expires.Add(time.Hour))
		b.fail(err, quiz.ErrFinished)
	}
	_, err := b.Save(b.Context(), a.ID, nil, a.Expires.Add(time.Hour))
	b.fail(err, quiz.ErrFinished)
	b.equal(b.get(a.ID), a)
}

func saveRefusesGone(b *bench) {
	one := []quiz.Response{{Place: 0, Value: 1}}
	_, err := b.Save(b.Context(), "att_unknown", one, keep)
	b.fail(err, quiz.ErrNotFound)

	erased := b.begin(2)
	b.erase(erased.ID)
	_, err = b.Save(b.Context(), erased.ID, one, keep)
	b.fail(err, quiz.ErrNotFound)

	expired := b.begin(2)
	b.clock.advance(expired.Expires.Sub(start))
	_, err = b.Save(b.Context(), expired.ID, one, b.clock.Now().Add(time.Hour))
	b.fail(err, quiz.ErrNotFound)
	// What was refused has not brought it back either.
	_, err = b.Get(b.Context(), expired.ID)
	b.fail(err, quiz.ErrNotFound)
}

func saveMovesExpiry(b *bench) {
	a := b.begin(2)
	for _, step := range []struct {
		expires time.Time
		at      time.Duration // beyond the first expiry
	}{
		{a.Expires.Add(-time.Hour), 0},
		{a.Expires, 0},
		{a.Expires.Add(time.Minute), time.Minute},
		{a.Expires.Add(time.Second), time.Minute},
		{time.Time{}, time.Minute},
	} {
		_, err := b.Save(b.Context(), a.ID, []quiz.Response{{Place: 0, Value: 1}}, step.expires)
		b.succeed(err)
		if got, want := b.get(a.ID).Expires, a.Expires.Add(step.at); got.Before(want) {
			b.Fatalf("got expiry %v, want %v at least", got, want)
		}
	}
}

// saveAgreesWithSheet holds any sequence of saves against Sheet.Put.
func saveAgreesWithSheet(b *bench) {
	values := rapid.OneOf(
		rapid.Custom(func(t *rapid.T) scoring.Response {
			return scoring.Response(rapid.IntRange(0, int(quiz.MaxValue)).Draw(t, "raw"))
		}),
		rapid.Just(quiz.Declined), rapid.Just(quiz.NotGiven),
	)
	rapid.Check(b.T, func(t *rapid.T) {
		n := rapid.IntRange(1, 44).Draw(t, "items")
		response := rapid.Custom(func(t *rapid.T) quiz.Response {
			return quiz.Response{
				Place:   rapid.IntRange(0, n-1).Draw(t, "place"),
				Value:   values.Draw(t, "value"),
				Elapsed: time.Duration(rapid.IntRange(0, 500_000).Draw(t, "ms")) * time.Millisecond,
			}
		})
		a := b.begin(n)
		for _, save := range rapid.SliceOfN(rapid.SliceOfN(response, 0, n), 1, 4).Draw(t, "saves") {
			a.Sheet.Put(save...)
			got, err := b.Save(b.Context(), a.ID, save, keep)
			if err != nil {
				t.Fatal(err)
			}
			if want := a.Sheet.Progress(); got != want {
				t.Fatalf("got %+v, want %+v", got, want)
			}
		}
		b.equal(b.get(a.ID), a)
	})
}
