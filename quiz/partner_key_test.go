package quiz_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/quiz"
)

// TestNewKey: keys are long, random and known by their hash alone.
// Holds: S8, ASVS 11.5.1
func TestNewKey(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		for test, prefix := range map[bool]string{false: "atk_live_", true: "atk_test_"} {
			key, err := quiz.NewKey(rand.Reader, test)
			if err != nil || !strings.HasPrefix(key, prefix) || seen[key] {
				t.Fatalf("got %q, %v; want a new key that begins %s", key, err, prefix)
			}
			seen[key] = true
			if hash, err := quiz.ParseKey(key); err != nil || hash != quiz.HashOf(key) {
				t.Errorf("%q: got %x, %v; want its hash", key, hash, err)
			}
		}
	}
	if _, err := quiz.NewKey(bytes.NewReader(make([]byte, 20)), false); err == nil {
		t.Error("a key was drawn from too little randomness")
	}
}

// FuzzParseKey: only what NewKey makes has the form of a key.
// Holds: R14
func FuzzParseKey(f *testing.F) {
	good := "atk_live_" + strings.Repeat("A", 32)
	for _, seed := range []string{"", good, good + "\n", good + "A", good[:40], "atk_prod_" + strings.Repeat("A", 32), strings.Repeat("A", 27)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		hash, err := quiz.ParseKey(s)
		if err != nil {
			if !errors.Is(err, quiz.ErrUnauthorized) || hash != (quiz.Hash{}) {
				t.Errorf("%q: got %x, %v", s, hash, err)
			}
			return
		}
		if len(s) != len(good) || hash != quiz.HashOf(s) {
			t.Errorf("%q is taken for a key", s)
		}
	})
}
