package storetest

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// day is that of start.
const day = 24 * time.Hour

// walker is an attempt in the funnel: on which day after start it began, how
// many of five items it was taken to, and whether it was finished and unlocked.
type walker struct {
	day, items         int
	locale             quiz.Locale
	topic              quiz.TopicID
	article            string
	finished, unlocked bool
}

// walk stores the attempt of a walker who came through the side.
func (b *bench) walk(side quiz.PartnerID, w walker) quiz.AttemptID {
	b.Helper()
	b.made++
	a := quiz.Attempt{
		ID: quiz.AttemptID(fmt.Sprintf("att_%d", b.made)), Status: quiz.InProgress, Partner: side,
		Form: formFor(w.locale), Locale: w.locale, Topic: w.topic, Article: w.article, Sheet: quiz.NewSheet(5),
		Created: start.Add(time.Duration(w.day) * day), Expires: start.Add(1000 * day),
	}
	for i := range w.items {
		if i%2 == 1 && i < w.items-1 {
			continue // passed over
		}
		a.Sheet.Put(quiz.Response{Place: i, Value: quiz.Declined})
	}
	if w.finished {
		a.Status, a.Profile, a.Finished = quiz.Finished, profile(), a.Created
	}
	if w.unlocked {
		a.Unlocked = a.Created
	}
	b.succeed(b.Create(b.Context(), a))
	return a.ID
}

// formFor has everybody of one language take one form.
func formFor(l quiz.Locale) quiz.FormID {
	if l == "en" {
		return "full"
	}
	return "short"
}

// walkers are a small crowd.
func walkers() []walker {
	return []walker{
		{0, 0, "en", "music", "依恋", false, false},
		{0, 3, "en", "music", "依恋", false, false},
		{0, 3, "en", "", "", false, false},
		{0, 5, "zh-Hans", "", "b", true, false},
		{1, 5, "en", "music", "b", true, true},
		{2, 2, "en", "big-changes", "b", false, false},
	}
}

func reach(value string, items int, finished, unlocked bool, attempts int) quiz.Reach {
	return quiz.Reach{Value: value, Items: items, Finished: finished, Unlocked: unlocked, Attempts: attempts}
}

// reached returns the counts in an order of their own.
func (b *bench) reached(side quiz.PartnerID, by quiz.Property, from, to int) []quiz.Reach {
	b.Helper()
	first := quiz.DayOf(start)
	list, err := b.Reached(b.Context(), side, by, first+quiz.Day(from), first+quiz.Day(to))
	b.succeed(err)
	slices.SortFunc(list, func(x, y quiz.Reach) int {
		return cmp.Or(cmp.Compare(x.Value, y.Value), cmp.Compare(x.Items, y.Items), cmp.Compare(fmt.Sprint(x), fmt.Sprint(y)))
	})
	return list
}

func funnelCounts(b *bench) {
	for _, w := range walkers() {
		b.walk("acme", w)
		b.walk("acme", w)
	}
	b.walk("test_acme", walkers()[0])
	b.walk("", walkers()[0])
	b.equal(b.reached("acme", quiz.ByDay, 0, 1), []quiz.Reach{
		reach("2026-11-23", 0, false, false, 2), reach("2026-11-23", 3, false, false, 4), reach("2026-11-23", 5, true, false, 2),
		reach("2026-11-24", 5, true, true, 2),
	})
	b.equal(b.reached("acme", quiz.ByLocale, 0, 2), []quiz.Reach{
		reach("en", 0, false, false, 2), reach("en", 2, false, false, 2), reach("en", 3, false, false, 4), reach("en", 5, true, true, 2),
		reach("zh-Hans", 5, true, false, 2),
	})
	b.equal(b.reached("acme", quiz.ByForm, 0, 2), []quiz.Reach{
		reach("full", 0, false, false, 2), reach("full", 2, false, false, 2), reach("full", 3, false, false, 4), reach("full", 5, true, true, 2),
		reach("short", 5, true, false, 2),
	})
	b.equal(b.reached("acme", quiz.ByTopic, 1, 2), []quiz.Reach{
		reach("big-changes", 2, false, false, 2), reach("music", 5, true, true, 2),
	})
	b.equal(b.reached("acme", quiz.ByArticle, 0, 0), []quiz.Reach{
		reach("", 3, false, false, 2), reach("b", 5, true, false, 2), reach("依恋", 0, false, false, 2), reach("依恋", 3, false, false, 2),
	})
	b.equal(b.reached("test_acme", quiz.ByLocale, 0, 2), []quiz.Reach{reach("en", 0, false, false, 1)})
	for _, side := range []quiz.PartnerID{"", "other"} {
		b.equal(len(b.reached(side, quiz.ByDay, 0, 2)), 0)
	}
}

// funnelOutlives erases one after the other, in every way, and wants the same
// counts after each.
func funnelOutlives(b *bench) {
	properties := []quiz.Property{quiz.ByDay, quiz.ByLocale, quiz.ByTopic, quiz.ByArticle, quiz.ByForm}
	var ids []quiz.AttemptID
	for _, w := range slices.Concat(walkers(), walkers()) {
		ids = append(ids, b.walk("acme", w))
	}
	want := map[quiz.Property][]quiz.Reach{}
	for _, by := range properties {
		want[by] = b.reached("acme", by, 0, 2)
	}
	same := func() {
		b.Helper()
		for _, by := range properties {
			b.equal(b.reached("acme", by, 0, 2), want[by])
		}
	}
	for _, id := range ids[:6] {
		b.erase(id, b.event(quiz.AttemptErased, id))
		same()
	}
	b.clock.advance(2000 * day)
	same() // over, but not erased yet
	for _, id := range ids[6:] {
		b.succeed(b.EraseExpired(b.Context(), id, b.event(quiz.AttemptErased, id)))
		same()
	}
	// What was told of their erasure takes the bare ids along, and no count.
	for _, e := range b.waiting() {
		b.succeed(b.Settle(b.Context(), e.ID))
	}
	_, err := b.Forget(b.Context(), b.clock.Now(), 100)
	b.succeed(err)
	same()
}

// funnelFoldsOnce: an erasure that fails counts nothing, and one that is
// repeated nothing more.
func funnelFoldsOnce(b *bench) {
	known := b.event(quiz.AttemptErased, "att_other")
	id := b.walk("acme", walkers()[1])
	other := b.walk("", walkers()[1])
	b.succeed(b.Update(b.Context(), other, func(*quiz.Attempt) ([]quiz.Event, error) { return []quiz.Event{known}, nil }))
	b.fail(b.Update(b.Context(), id, func(a *quiz.Attempt) ([]quiz.Event, error) {
		a.Erase()
		return []quiz.Event{known}, nil
	}), quiz.ErrConflict)
	want := []quiz.Reach{reach("en", 3, false, false, 1)}
	b.equal(b.reached("acme", quiz.ByLocale, 0, 0), want)
	b.erase(id)
	b.erase(other)
	b.clock.advance(2000 * day)
	b.fail(b.EraseExpired(b.Context(), id), quiz.ErrNotFound)
	b.equal(b.reached("acme", quiz.ByLocale, 0, 0), want)
	b.equal(len(b.reached("", quiz.ByLocale, 0, 0)), 0)
}
