package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/store/sqlite"
	"github.com/attune-quiz/attune/quiz"
)

func pragma(t *testing.T, s *sqlite.Store, text string) {
	t.Helper()
	if err := s.Pragma(t.Context(), text); err != nil {
		t.Fatal(err)
	}
}

// TestFull takes the file's room to grow and gives it back.
func TestFull(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "attune.db"), time.Now)
	if err := s.Create(t.Context(), attempt("att_0")); err != nil {
		t.Fatal(err)
	}
	large := attempt("att_large")
	large.Article = strings.Repeat("x", 1<<20)

	pragma(t, s, "max_page_count=40")
	var wg sync.WaitGroup
	for i := range items {
		wg.Go(func() {
			if err := s.Create(context.Background(), large); !errors.Is(err, quiz.ErrUnavailable) {
				t.Errorf("a full file: got %v, want ErrUnavailable", err)
			}
		})
		wg.Go(func() { // in the same commits, for what fits still
			response := quiz.Response{Place: i, Value: 1}
			if _, err := s.Save(context.Background(), "att_0", []quiz.Response{response}, time.Time{}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	a, err := s.Get(t.Context(), "att_0")
	if want := (quiz.Progress{Answered: items, Total: items}); err != nil || a.Sheet.Progress() != want {
		t.Errorf("got %+v, %v; want %+v", a.Sheet.Progress(), err, want)
	}
	if _, err := s.Get(t.Context(), large.ID); !errors.Is(err, quiz.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}

	pragma(t, s, "max_page_count=100000")
	if err := s.Create(t.Context(), large); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

// TestLocked has another program hold the file's write lock.
func TestLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "attune.db")
	s := open(t, path, time.Now)
	pragma(t, s, "busy_timeout=1")
	other, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	tx, err := other.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			if err := s.Create(context.Background(), attempt(fmt.Sprint("att_", i))); !errors.Is(err, quiz.ErrBusy) {
				t.Errorf("create: got %v, want ErrBusy", err)
			}
		})
	}
	wg.Wait()
	if err := s.Ping(t.Context()); !errors.Is(err, quiz.ErrBusy) {
		t.Errorf("ping: got %v, want ErrBusy", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := s.Ping(t.Context()); err != nil {
		t.Errorf("ping after the lock: %v", err)
	}
}
