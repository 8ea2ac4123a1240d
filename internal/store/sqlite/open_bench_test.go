package sqlite_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/store/sqlite"
)

// BenchmarkOpen is what a start pays: of a new file, and of one that exists.
func BenchmarkOpen(b *testing.B) {
	reopen := func(b *testing.B, path string) {
		s, err := sqlite.Open(b.Context(), path, time.Now)
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			reopen(b, filepath.Join(b.TempDir(), "attune.db"))
		}
	})
	b.Run("existing", func(b *testing.B) {
		path := filepath.Join(b.TempDir(), "attune.db")
		for b.Loop() {
			reopen(b, path)
		}
	})
}
