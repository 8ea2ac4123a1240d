package sqlite_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/store/sqlite"
	"github.com/attune-quiz/attune/internal/store/storetest"
)

// Holds: ASVS 1.2.4, ASVS 2.3.3, H2
func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T, clock func() time.Time) storetest.Store {
		return open(t, filepath.Join(t.TempDir(), "attune.db"), clock)
	})
}

// open opens a store that the end of the test closes.
func open(t testing.TB, path string, clock func() time.Time) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path, clock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
