package postgres_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/store/pgtest"
	"github.com/attune-quiz/attune/internal/store/postgres"
	"github.com/attune-quiz/attune/quiz"
)

// released lists the schemas that were in use. Each has a dump of a database
// that the program of its time wrote, and beside it what that program said.
var released = []int{1}

// fixture is what the earlier program answered.
type fixture struct {
	Finished      quiz.AttemptID `json:"finished"`
	FinishedToken string         `json:"finished_token"`
	Profile       quiz.Profile   `json:"profile"`
	Begun         quiz.AttemptID `json:"begun"`
	BegunToken    string         `json:"begun_token"`
}

// TestUpgrade opens databases of earlier programs, as pg_dump and psql bring
// them back, and goes on with them.
//
// Holds: R12
func TestUpgrade(t *testing.T) {
	cluster := pgtest.Start(t)
	for _, schema := range released {
		t.Run(fmt.Sprint("schema ", schema), func(t *testing.T) {
			name := fmt.Sprintf("testdata/schema_%d", schema)
			dump, err := os.Open(name + ".sql")
			if err != nil {
				t.Fatal(err)
			}
			defer dump.Close()
			address := cluster.Database(t)
			cluster.Load(t, address, dump)
			b, err := os.ReadFile(name + ".json")
			if err != nil {
				t.Fatal(err)
			}
			var f fixture
			if err := json.Unmarshal(b, &f); err != nil {
				t.Fatal(err)
			}
			now := f.Profile.FinishedAt.Add(time.Hour)
			goOn(t, open(t, address, func() time.Time { return now }), now, f)
		})
	}
}

func goOn(t *testing.T, s *postgres.Store, now time.Time, f fixture) {
	t.Helper()
	finished, err := s.Get(t.Context(), f.Finished)
	if err != nil || !finished.Opens(quiz.HashOf(f.FinishedToken)) || !reflect.DeepEqual(*finished.Profile, f.Profile) {
		t.Fatalf("got %+v, %v; want the finished attempt with %+v", finished, err, f.Profile)
	}
	version, err := s.Version(t.Context(), finished.Version)
	if err != nil || len(version.Body) == 0 {
		t.Errorf("got version %+v, %v; want that of the attempt", version, err)
	}
	begun, err := s.Get(t.Context(), f.Begun)
	if err != nil || !begun.Opens(quiz.HashOf(f.BegunToken)) {
		t.Fatalf("got %+v, %v; want the attempt in progress", begun, err)
	}
	p, err := s.Save(t.Context(), f.Begun, []quiz.Response{{Place: 11, Value: 2}}, now.Add(time.Hour))
	if want := (quiz.Progress{Answered: 6, Total: 12}); err != nil || p != want {
		t.Errorf("got %+v, %v; want %+v", p, err, want)
	}
}

// TestRemove takes out what an erasure log names, and nothing else.
func TestRemove(t *testing.T) {
	s := open(t, pgtest.Start(t).Database(t), time.Now)
	for _, id := range []quiz.AttemptID{"att_a", "att_b"} {
		err := s.Create(t.Context(), quiz.Attempt{ID: id, Status: quiz.Finished, Sheet: quiz.NewSheet(1), Expires: time.Now().Add(time.Hour)})
		_, errShare := s.AddShare(t.Context(), quiz.Share{ID: "shr_" + quiz.ShareID(id), Attempt: id, Card: quiz.CardPhrase, Texts: []string{"Hi."}})
		errCode := s.KeepResumeCode(t.Context(), quiz.ResumeCode{Hash: quiz.HashOf(string(id)), Attempt: id, Expires: time.Now().Add(time.Hour)})
		if err := errors.Join(err, errShare, errCode); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.Remove(t.Context(), "att_a", "att_unknown"); err != nil || n != 1 {
		t.Errorf("got %d, %v; want one removed", n, err)
	}
	if _, err := s.Get(t.Context(), "att_b"); err != nil {
		t.Errorf("the other attempt: %v", err)
	}
	for id, want := range map[quiz.AttemptID]int{"att_a": 0, "att_b": 1} {
		if shares, err := s.SharesOf(t.Context(), id); err != nil || len(shares) != want {
			t.Errorf("%s: got shares %v, %v; want %d", id, shares, err, want)
		}
		_, err := s.SpendResumeCode(t.Context(), quiz.HashOf(string(id)), quiz.HashOf("token"))
		if spent := err == nil; spent != (want == 1) {
			t.Errorf("%s: spending its code gives %v", id, err)
		}
	}
}
