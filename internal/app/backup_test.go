package app_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/app"
	"github.com/attune-quiz/attune/internal/store"
	"github.com/attune-quiz/attune/internal/store/sqlite"
	"github.com/attune-quiz/attune/quiz"
)

func attempt(id quiz.AttemptID) quiz.Attempt {
	return quiz.Attempt{
		ID: id, Status: quiz.InProgress, Tokens: []quiz.Hash{quiz.HashOf(string(id))},
		Instrument: "relationship", Form: "full", Locale: "en", Article: "canary-" + string(id),
		Sheet: quiz.NewSheet(44), Created: time.Now(), Expires: time.Now().Add(time.Hour),
	}
}

func openAt(t *testing.T, path string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	log, err := store.OpenErasureLog(path + ".erasures")
	if err != nil {
		t.Fatal(err)
	}
	s.Record(log)
	return s
}

func erase(t *testing.T, s *sqlite.Store, id quiz.AttemptID) {
	t.Helper()
	err := s.Update(t.Context(), id, func(a *quiz.Attempt) ([]quiz.Event, error) {
		a.Erase()
		return []quiz.Event{{ID: "evt_" + quiz.EventID(id), Type: quiz.AttemptErased, Attempt: id}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestBackupUnderLoad copies a database while it is written to and wants in
// the copy whatever was acknowledged before the backup began. What was erased
// after the backup stays erased when it is restored.
//
// Holds: R11
func TestBackupUnderLoad(t *testing.T) {
	dir := t.TempDir()
	db, file := filepath.Join(dir, "attune.db"), filepath.Join(dir, "copy.db")
	s := openAt(t, db)
	for _, id := range []quiz.AttemptID{"att_before", "att_stays", "att_erased"} {
		if err := s.Create(t.Context(), attempt(id)); err != nil {
			t.Fatal(err)
		}
	}
	erase(t, s, "att_before")
	saved := saveUntil(t, s, "att_stays", func() {
		if err := app.Backup(t.Context(), db, file); err != nil {
			t.Error(err)
		}
	})
	erase(t, s, "att_erased")
	want, err := s.Get(t.Context(), "att_stays")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	got, err := app.Restore(t.Context(), app.Restoring{File: file, DB: db, Replace: true})
	if err != nil || got != (app.Restored{Log: db + ".erasures", Noted: 2, Erased: 2}) {
		t.Fatalf("got %+v, %v; want both erasures applied", got, err)
	}
	again := openAt(t, db)
	defer again.Close()
	a, err := again.Get(t.Context(), "att_stays")
	if err != nil || a.Sheet.Progress().Answered < saved || a.Sheet.Progress().Answered > want.Sheet.Progress().Answered {
		t.Errorf("got %+v, %v; want %d answers at least and %d at most",
			a.Sheet.Progress(), err, saved, want.Sheet.Progress().Answered)
	}
	if _, err := again.Get(t.Context(), "att_erased"); !errors.Is(err, quiz.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound: it was erased after the backup", err)
	}
	for _, f := range []string{db, db + "-wal"} {
		if b, _ := os.ReadFile(f); strings.Contains(string(b), "canary-att_erased") {
			t.Errorf("%s still holds what was erased", f)
		}
	}
}

// TestRestoreErasesShares: what went with an attempt goes with it again.
//
// Holds: G2
func TestRestoreErasesShares(t *testing.T) {
	dir := t.TempDir()
	db, file := filepath.Join(dir, "attune.db"), filepath.Join(dir, "copy.db")
	s := openAt(t, db)
	a := attempt("att_shared")
	a.Status = quiz.Finished
	err := s.Create(t.Context(), a)
	_, errShare := s.AddShare(t.Context(), quiz.Share{ID: "shr_shown", Attempt: a.ID, Card: quiz.CardPhrase, Texts: []string{"canary-of-a-share"}})
	errCode := s.KeepResumeCode(t.Context(), quiz.ResumeCode{Hash: quiz.HashOf("code"), Attempt: a.ID, Expires: a.Expires})
	if err := errors.Join(err, errShare, errCode, app.Backup(t.Context(), db, file)); err != nil {
		t.Fatal(err)
	}
	erase(t, s, a.ID)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := app.Restore(t.Context(), app.Restoring{File: file, DB: db, Replace: true}); err != nil {
		t.Fatal(err)
	}
	again := openAt(t, db)
	if shares, err := again.SharesOf(t.Context(), a.ID); err != nil || len(shares) > 0 {
		t.Errorf("got shares %v, %v; want none", shares, err)
	}
	if _, err := again.SpendResumeCode(t.Context(), quiz.HashOf("code"), quiz.HashOf("token")); !errors.Is(err, quiz.ErrNotFound) {
		t.Errorf("the code of an erased attempt: got %v, want ErrNotFound", err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	for _, f := range []string{db, db + "-wal"} {
		if b, _ := os.ReadFile(f); strings.Contains(string(b), "canary-of-a-share") {
			t.Errorf("%s still holds a share that was erased", f)
		}
	}
}

// saveUntil saves place after place beside do and returns how many saves were
// acknowledged when do began.
func saveUntil(t *testing.T, s *sqlite.Store, id quiz.AttemptID, do func()) (before int) {
	t.Helper()
	save := func(place int) {
		if _, err := s.Save(t.Context(), id, []quiz.Response{{Place: place, Value: 3}}, time.Now()); err != nil {
			t.Error(err)
		}
	}
	for before = range 10 {
		save(before)
	}
	before++
	var wg sync.WaitGroup
	wg.Go(func() {
		for place := before; place < 44; place++ {
			save(place)
		}
	})
	do()
	wg.Wait()
	return before
}

func TestRestoreRefuses(t *testing.T) {
	dir := t.TempDir()
	db, file := filepath.Join(dir, "attune.db"), filepath.Join(dir, "copy.db")
	s := openAt(t, db)
	if err := app.Backup(t.Context(), db, file); err != nil {
		t.Fatal(err)
	}
	if err := app.Backup(t.Context(), db, file); !errors.Is(err, os.ErrExist) {
		t.Errorf("a second backup to one file: got %v, want ErrExist", err)
	}
	_, err := app.Restore(t.Context(), app.Restoring{File: file, DB: db})
	if !errors.Is(err, os.ErrExist) || !errors.Is(err, app.ErrConfig) {
		t.Errorf("over a database: got %v, want ErrExist", err)
	}
	_, err = app.Restore(t.Context(), app.Restoring{File: file, DB: db, Replace: true})
	if !errors.Is(err, sqlite.ErrInUse) {
		t.Errorf("over a database in use: got %v, want ErrInUse", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	damaged := filepath.Join(dir, "damaged.db")
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(b) / 2; i < len(b)/2+8192 && i < len(b); i++ {
		b[i] ^= 0xff
	}
	if err := os.WriteFile(damaged, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err = app.Restore(t.Context(), app.Restoring{File: damaged, DB: db, Replace: true}); err == nil {
		t.Error("a damaged backup was restored")
	}
	// The database is as it was.
	if err := openAt(t, db).Close(); err != nil {
		t.Error(err)
	}
	if err := os.Remove(db); err != nil {
		t.Fatal(err)
	}
	if _, err := app.Restore(t.Context(), app.Restoring{File: file, DB: db}); err != nil {
		t.Errorf("where there is no database: %v", err)
	}
}
