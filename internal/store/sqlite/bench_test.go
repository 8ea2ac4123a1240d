package sqlite_test

import (
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/store/sqlite"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/scoring"
)

const items = 44

func attempt(id string) quiz.Attempt {
	now := time.Now()
	return quiz.Attempt{
		ID: quiz.AttemptID(id), Status: quiz.InProgress, Tokens: []quiz.Hash{quiz.HashOf(id)},
		Instrument: "relationship", Version: "0f3a", Form: "full", Locale: "en",
		Sheet: quiz.NewSheet(items), Created: now, Expires: now.Add(24 * time.Hour),
	}
}

// begun opens a store with n attempts in progress.
func begun(b *testing.B, n int) *sqlite.Store {
	b.Helper()
	s := open(b, filepath.Join(b.TempDir(), "bench.db"), time.Now)
	for i := range n {
		if err := s.Create(b.Context(), attempt(fmt.Sprint("att_", i))); err != nil {
			b.Fatal(err)
		}
	}
	return s
}

func save(b *testing.B, s *sqlite.Store, id string, place int) {
	b.Helper()
	r := quiz.Response{Place: place, Value: scoring.Response(place % 5), Elapsed: 2 * time.Second}
	if _, err := s.Save(b.Context(), quiz.AttemptID(id), []quiz.Response{r}, time.Now().Add(24*time.Hour)); err != nil {
		b.Error(err)
	}
}

// BenchmarkSave is one durable save after another.
func BenchmarkSave(b *testing.B) {
	s := begun(b, 1)
	for i := 0; b.Loop(); i++ {
		save(b, s, "att_0", i%items)
	}
}

// BenchmarkSaveParallel is many visitors who save at the same time.
func BenchmarkSaveParallel(b *testing.B) {
	for _, callers := range []int{16, 64, 256} {
		b.Run(fmt.Sprint("callers=", callers), func(b *testing.B) {
			s := begun(b, callers)
			var caller atomic.Int64
			b.SetParallelism(callers / 2) // of two processors
			b.RunParallel(func(pb *testing.PB) {
				id := fmt.Sprint("att_", caller.Add(1)%int64(callers))
				for i := 0; pb.Next(); i++ {
					save(b, s, id, i%items)
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "saves/s")
		})
	}
}

// BenchmarkJourney is a whole test: begin, 44 saves, finish, read; many at
// the same time.
func BenchmarkJourney(b *testing.B) {
	s := begun(b, 0)
	var next atomic.Int64
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			journey(b, s, fmt.Sprint("att_", next.Add(1)))
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "journeys/s")
}

func journey(b *testing.B, s *sqlite.Store, id string) {
	event := func(kind quiz.EventType) quiz.Event {
		return quiz.Event{ID: quiz.EventID("evt_" + string(kind) + id), Type: kind, Attempt: quiz.AttemptID(id), At: time.Now()}
	}
	if err := s.Create(b.Context(), attempt(id), event(quiz.AttemptStarted)); err != nil {
		b.Error(err)
	}
	for i := range items {
		save(b, s, id, i)
	}
	err := s.Update(b.Context(), quiz.AttemptID(id), func(a *quiz.Attempt) ([]quiz.Event, error) {
		a.Status, a.Finished, a.Profile = quiz.Finished, time.Now(), profile()
		return []quiz.Event{event(quiz.AttemptFinished)}, nil
	})
	if err != nil {
		b.Error(err)
	}
	if _, err := s.Get(b.Context(), quiz.AttemptID(id)); err != nil {
		b.Error(err)
	}
}

// profile is as large as that of the full form of relationship.
func profile() *quiz.Profile {
	p := &quiz.Profile{
		Instrument: "relationship", Version: "1.0.0", Form: "full", Scales: map[quiz.ScaleID]quiz.Score{},
		Style: &quiz.Style{State: "between", Between: []string{"secure", "anxious"}, Basis: scoring.Assumed, Probabilities: map[string]float64{
			"secure": 0.30853753872598694, "anxious": 0.6914624612740131, "avoidant": 0.00135, "fearful": 0.00234}},
		Quality: quiz.Quality{Flags: []string{}},
	}
	for _, id := range []quiz.ScaleID{"anxious", "avoidant", "secure", "availability", "predictability", "responsiveness", "repair", "meaning"} {
		value := 3.2857142857142856
		p.Scales[id] = quiz.Score{Value: &value, SE: 0.36228441865473595, Low: 2.5756368251510034, High: 3.9957917462775677,
			Band: scoring.MiddleToUpper, Basis: scoring.Assumed, Answered: 8, Items: 8}
		p.Mechanisms = append(p.Mechanisms, id)
	}
	p.Mechanisms = p.Mechanisms[3:]
	p.Focus = quiz.Focus{Candidates: p.Mechanisms[:3], Chosen: p.Mechanisms[:2]}
	return p
}
