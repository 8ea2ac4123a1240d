package harness_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/harness"
	"github.com/attune-quiz/attune/internal/store/pgtest"
)

// readEvents reads a file of events: the id by type and attempt, and how many
// lines there are. It fails where an event came under two ids.
func readEvents(t testing.TB, path string) (ids map[string]string, lines int) {
	t.Helper()
	b, err := os.ReadFile(path)
	check(t, err)
	ids = map[string]string{}
	for scan := bufio.NewScanner(bytes.NewReader(b)); scan.Scan(); lines++ {
		var e struct {
			ID, Type string
			Data     struct{ Attempt string }
		}
		if err := json.Unmarshal(scan.Bytes(), &e); err != nil {
			continue // the line of a replica that was killed while it wrote
		}
		name := describe(e.Type, e.Data.Attempt)
		if known := ids[name]; known != "" && known != e.ID {
			t.Errorf("%s came as %s and as %s", name, known, e.ID)
		}
		ids[name] = e.ID
	}
	return ids, lines
}

func asStatus(err error, to *harness.Status) bool { return errors.As(err, to) }

// TestFinishes (R9) finishes one attempt fifty times at once: one profile, one
// event.
//
// Holds: R9, ASVS 2.3.4, ASVS 2.3.2
func TestFinishes(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { fifty(t, filepath.Join(t.TempDir(), "attune.db")) })
	t.Run("PostgreSQL", func(t *testing.T) { fifty(t, pgtest.Start(t).Database(t)) })
}

func fifty(t *testing.T, db string) {
	events := filepath.Join(t.TempDir(), "events.jsonl")
	server := serve(t, db, "--events", events)
	v := visitors(t, server.URL, 1)[0]
	for item := range v.Items {
		check(t, v.Save(t.Context(), item, 1+(item*7)%5))
	}
	profiles := make([]string, 50)
	var wg sync.WaitGroup
	for i := range profiles {
		wg.Go(func() {
			one := &harness.Visitor{Wire: harness.NewWire(server.URL), ID: v.ID, Token: v.Token}
			defer one.Close()
			p, err := one.Finish(t.Context())
			if err != nil {
				t.Error(err)
			}
			profiles[i] = string(p)
		})
	}
	wg.Wait()
	for i, p := range profiles {
		if p != profiles[0] {
			t.Errorf("call %d got another profile:\n%s\n%s", i, p, profiles[0])
		}
	}
	stored, err := v.Profile(t.Context())
	if err != nil || string(stored) != profiles[0] {
		t.Errorf("stored is %s, %v; want %s", stored, err, profiles[0])
	}
	for range 100 {
		if got, _ := readEvents(t, events); len(got) == 2 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	time.Sleep(1200 * time.Millisecond) // one more look into the outbox
	if got, lines := readEvents(t, events); len(got) != 2 || lines != 2 {
		t.Errorf("got %d lines with %v, want one of the start and one of the finish", lines, got)
	}
	t.Log("50 finishes at once: one profile, one event")
}
