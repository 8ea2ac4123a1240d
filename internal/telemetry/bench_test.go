package telemetry_test

import (
	"context"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/telemetry"
	"github.com/attune-quiz/attune/quiz"
)

// instant is a store that saves nothing in no time, so that what remains is
// the measuring.
type instant struct{ quiz.Attempts }

func (instant) SaveOpened(context.Context, quiz.AttemptID, quiz.Hash, []quiz.Response, time.Time) (quiz.Progress, error) {
	return quiz.Progress{}, nil
}

// BenchmarkSave is all that measuring adds to one save, tracing off.
func BenchmarkSave(b *testing.B) {
	m := telemetry.New("v1", nil)
	store := m.Attempts(instant{})
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			ctx, done := m.Request(context.Background(), "PUT", "/v1/attempts/:id/responses")
			if _, err := store.SaveOpened(ctx, "att_x", quiz.Hash{}, nil, time.Time{}); err != nil {
				b.Error(err)
			}
			done(200)
		}
	})
}
