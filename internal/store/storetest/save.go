package storetest

import (
	"math/rand/v2"
	"time"

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

func saveRefusesStrangers(b *bench) {
	a, done := full(), full()
	a.Status, a.Profile, a.Finished = quiz.InProgress, nil, time.Time{}
	done.ID, done.Key = "att_done", quiz.HashOf("done")
	none := b.begin(5)
	b.succeed(b.Create(b.Context(), a))
	b.succeed(b.Create(b.Context(), done))
	save := func(id quiz.AttemptID, secret string, place int) error {
		_, err := b.SaveOpened(b.Context(), id, quiz.HashOf(secret), []quiz.Response{{Place: place, Value: 2}}, keep)
		return err
	}
	for _, id := range []quiz.AttemptID{a.ID, done.ID, none.ID, "att_unknown"} {
		b.fail(save(id, "stranger", 0), quiz.ErrNotFound)
		b.fail(save(id, "stranger", 99), quiz.ErrNotFound)
	}
	b.equal(b.get(a.ID), a)
	b.fail(save(a.ID, "first", 99), quiz.ErrInvalidPlace)
	b.fail(save(done.ID, "second", 0), quiz.ErrFinished)
	b.succeed(save(a.ID, "first", 0))
	b.succeed(save(a.ID, "second", 3))
	a.Sheet.Put(quiz.Response{Place: 0, Value: 2}, quiz.Response{Place: 3, Value: 2})
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

// saveAgreesWithSheet holds random saves against Sheet.Put.
func saveAgreesWithSheet(b *bench) {
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 0))
		a := b.begin(1 + r.IntN(44))
		for range 1 + r.IntN(4) {
			save := make([]quiz.Response, r.IntN(a.Sheet.Len()+1))
			for i := range save {
				save[i] = randomResponse(r, a.Sheet.Len())
			}
			a.Sheet.Put(save...)
			got, err := b.Save(b.Context(), a.ID, save, keep)
			if want := a.Sheet.Progress(); err != nil || got != want {
				b.Fatalf("seed %d: got %+v, %v; want %+v", seed, got, err, want)
			}
		}
		got := b.get(a.ID).Sheet
		if got.Given() != a.Sheet.Given() || got.Elapsed() != a.Sheet.Elapsed() {
			b.Fatalf("seed %d:\n got %s %s\nwant %s %s", seed, got.Given(), got.Elapsed(), a.Sheet.Given(), a.Sheet.Elapsed())
		}
	}
}

func randomResponse(r *rand.Rand, items int) quiz.Response {
	values := []scoring.Response{quiz.Declined, quiz.NotGiven, scoring.Response(r.IntN(int(quiz.MaxValue) + 1))}
	return quiz.Response{
		Place:   r.IntN(items),
		Value:   values[r.IntN(len(values))],
		Elapsed: time.Duration(r.IntN(3)*r.IntN(200_000)) * time.Millisecond,
	}
}
