package memory_test

import (
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/store/memory"
	"github.com/attune-quiz/attune/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(_ *testing.T, clock func() time.Time) storetest.Store {
		return memory.New(clock)
	})
}
