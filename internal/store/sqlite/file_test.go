package sqlite_test

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/internal/store/sqlite"
	"github.com/attune-quiz/attune/quiz"
)

func TestOpenMakesAPrivateFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a name?with #odd %20 parts.db")
	s := open(t, path, time.Now)
	if err := s.Create(t.Context(), attempt("att_1")); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != 0o600 {
			t.Errorf("mode of %q: got %o, want 600", path+suffix, got)
		}
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	garbage := filepath.Join(dir, "garbage.db")
	if err := os.WriteFile(garbage, bytes.Repeat([]byte("no database "), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{garbage, filepath.Join(dir, "no such folder", "attune.db")} {
		s, err := sqlite.Open(t.Context(), path, time.Now)
		if err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("open %s: got %v, %v; want an error that names the file", path, s, err)
		}
	}
}

func TestReopenKeepsEverything(t *testing.T) {
	path := filepath.Join(t.TempDir(), "attune.db")
	s, err := sqlite.Open(t.Context(), path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	a := attempt("att_1")
	a.Profile = profile()
	if err := s.Create(t.Context(), a, quiz.Event{ID: "evt_1", Type: quiz.AttemptStarted, Attempt: a.ID}); err != nil {
		t.Fatal(err)
	}
	want, err := s.Get(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, path, time.Now)
	got, err := again.Get(t.Context(), a.ID)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
	if events, err := again.Claim(t.Context(), 9, time.Minute); err != nil || len(events) != 1 {
		t.Errorf("got events %v, %v; want one", events, err)
	}
}

// Holds: R12
func TestNewerSchemaIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "attune.db")
	s, err := sqlite.Open(t.Context(), path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	tamper(t, path, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)`)
	_, err = sqlite.Open(t.Context(), path, time.Now)
	if err == nil || !strings.Contains(err.Error(), "the database has schema 999 and this program knows schemas up to") {
		t.Errorf("got %v, want a sentence about the newer schema", err)
	}
}

// TestErasedLeavesTheFile looks for what was erased in the bytes of the file.
//
// Holds: G2
func TestErasedLeavesTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "attune.db")
	s, err := sqlite.Open(t.Context(), path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	a := attempt("att_bare")
	a.Article, a.Profile, a.Key = "canary-article", profile(), quiz.HashOf("key")
	a.Plan.Region = strings.Repeat("canary-region ", 1000) // longer than a page
	a.Sheet = quiz.NewSheet(300)
	for i := range 300 {
		a.Sheet.Put(quiz.Response{Place: i, Value: quiz.MaxValue})
	}
	a.Status = quiz.Finished
	if err := s.Create(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	_, err = s.AddShare(t.Context(), quiz.Share{ID: "shr_1", Attempt: a.ID, Card: quiz.CardPhrase, Texts: []string{"canary-share"}})
	code := quiz.ResumeCode{Hash: quiz.HashOf("code"), Attempt: a.ID, Expires: a.Expires}
	if err := errors.Join(err, s.KeepResumeCode(t.Context(), code)); err != nil {
		t.Fatal(err)
	}
	canaries := []string{"canary-article", "canary-region", "~~~~~~", "canary-share", store.PackHash(code.Hash)}
	if !holds(t, path, canaries...) {
		t.Fatal("the file does not show what it holds: this test would prove nothing")
	}
	err = s.Update(t.Context(), a.ID, func(a *quiz.Attempt) ([]quiz.Event, error) {
		a.Erase()
		return nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Scrub()
	for _, canary := range canaries {
		if holds(t, path, canary) {
			t.Errorf("the open file still holds %q", canary)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if !holds(t, path, "att_bare") {
		t.Error("the bare id is gone too")
	}
}

// holds reports whether file and journal hold all of the texts between them.
func holds(t *testing.T, path string, texts ...string) bool {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if wal, err := os.ReadFile(path + "-wal"); err == nil {
		data = append(data, wal...)
	}
	for _, text := range texts {
		if !bytes.Contains(data, []byte(text)) {
			return false
		}
	}
	return true
}

// tamper changes the file behind the store's back.
func tamper(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}
