package sqlite_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/store/sqlite"
	"github.com/attune-quiz/attune/quiz"
)

// released lists the schemas that were in use. Each has a database that the
// program of its time wrote, as SQL, and beside it what that program said.
var released = []int{1, 2}

// TestUpgrade opens databases of earlier programs and goes on with them.
//
// Holds: R12
func TestUpgrade(t *testing.T) {
	for _, schema := range released {
		t.Run(fmt.Sprint("schema ", schema), func(t *testing.T) {
			name := fmt.Sprintf("testdata/schema_%d", schema)
			text, err := os.ReadFile(name + ".sql")
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "attune.db")
			tamper(t, path, string(text))
			goOn(t, path, readFixture(t, name+".json"))
		})
	}
}

// fixture is what the earlier program answered.
type fixture struct {
	Finished      quiz.AttemptID `json:"finished"`
	FinishedToken string         `json:"finished_token"`
	Profile       quiz.Profile   `json:"profile"`
	Begun         quiz.AttemptID `json:"begun"`
	BegunToken    string         `json:"begun_token"`
}

func readFixture(t *testing.T, name string) (f fixture) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

func goOn(t *testing.T, path string, f fixture) {
	t.Helper()
	now := f.Profile.FinishedAt.Add(time.Hour)
	s, err := sqlite.Open(t.Context(), path, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	finished, err := s.Get(t.Context(), f.Finished)
	if err != nil || !finished.Opens(quiz.HashOf(f.FinishedToken)) || finished.Plan.Keep != quiz.Keep12Months {
		t.Fatalf("got %+v, %v; want the finished attempt", finished, err)
	}
	// The profile says when it was finished to the nanosecond.
	if !reflect.DeepEqual(*finished.Profile, f.Profile) {
		t.Errorf("got profile %+v, want %+v", *finished.Profile, f.Profile)
	}
	begun, err := s.Get(t.Context(), f.Begun)
	if err != nil || !begun.Opens(quiz.HashOf(f.BegunToken)) || begun.Sheet.Given() != "12345......." {
		t.Fatalf("got %+v, %v; want the attempt in progress", begun, err)
	}
	p, err := s.Save(t.Context(), f.Begun, []quiz.Response{{Place: 11, Value: 2}}, now.Add(time.Hour))
	if want := (quiz.Progress{Answered: 6, Total: 12}); err != nil || p != want {
		t.Errorf("got %+v, %v; want %+v", p, err, want)
	}
	if events, err := s.Claim(t.Context(), 9, time.Minute); err != nil || len(events) != 3 {
		t.Errorf("got events %v, %v; want three", events, err)
	}
	if held, err := s.Hold(t.Context(), "sweep", "a", time.Minute); err != nil || !held {
		t.Errorf("got %v, %v; want the lease", held, err)
	}
}
