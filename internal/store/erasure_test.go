package store

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

func TestErasureLogSurvivesATornLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "erasures")
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for i, torn := range []string{"", "2026-11-23T09:00:0", "2026-11-23T09:00:00Z att_ab!", "\xff\n"} {
		l, err := OpenErasureLog(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Append(at, quiz.AttemptID("att_"+string(rune('a'+i)))); err != nil {
			t.Fatal(err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(torn); err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got, cut, err := ReadErasures(bytes.NewReader(b))
	if want := []quiz.AttemptID{"att_a", "att_b", "att_c", "att_d"}; err != nil || !slices.Equal(got, want) || cut != 3 {
		t.Errorf("got %v, %d cut, %v; want %v and 3", got, cut, err, want)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got mode %v, %v; want 600", info.Mode(), err)
	}
}

func TestErasureLogTakesManyAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "erasures")
	var wg sync.WaitGroup
	for range 2 { // two processes
		l, err := OpenErasureLog(path)
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		for range 20 {
			wg.Go(func() {
				if err := l.Append(time.Now(), "att_one", "att_two"); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, cut, err := ReadErasures(f); err != nil || len(got) != 80 || cut != 0 {
		t.Errorf("got %d ids, %d cut, %v; want 80", len(got), cut, err)
	}
}

// Holds: R14
func FuzzReadErasures(f *testing.F) {
	f.Add([]byte("2026-11-23T09:00:00Z att_abc\n"))
	f.Add([]byte("x att_\n\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		ids, _, _ := ReadErasures(bytes.NewReader(data))
		for _, id := range ids {
			if !bytes.Contains(data, []byte(id)) {
				t.Fatalf("%q is not in the log", id)
			}
		}
	})
}
