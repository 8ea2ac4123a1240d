package take_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"testing"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
)

// TestTokensAreTheRandomnessThatWasDrawn: a token says 160 bits of the source,
// no two are alike, none is stored as it is.
//
// Holds: ASVS 7.2.3, ASVS 11.5.1
func TestTokensAreTheRandomnessThatWasDrawn(t *testing.T) {
	w := newWorld(t)
	drawn := &recorder{}
	w.Random = drawn
	seen := map[take.Token]bool{}
	for range 50 {
		drawn.Reset()
		b := w.begin(t)
		secret, err := base64.RawURLEncoding.DecodeString(string(b.Token))
		if err != nil || len(secret) != 20 || !bytes.Contains(drawn.Bytes(), secret) {
			t.Fatalf("got %d bytes, %v; want the 20 that were drawn", len(secret), err)
		}
		if seen[b.Token] {
			t.Fatal("a token came twice")
		}
		seen[b.Token] = true
		a, err := w.Attempts.Get(context.Background(), b.Attempt.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !a.Opens(quiz.HashOf(string(b.Token))) || bytes.Contains([]byte(a.ID), secret[:8]) {
			t.Error("the token does not open its attempt, or the id tells it")
		}
	}
	if _, err := take.ParseToken(base64.RawURLEncoding.EncodeToString(make([]byte, 16))); !errors.Is(err, quiz.ErrUnauthorized) {
		t.Errorf("128 bits: got %v, want %v", err, quiz.ErrUnauthorized)
	}
}

// recorder keeps what was drawn from the system's generator.
type recorder struct{ bytes.Buffer }

func (r *recorder) Read(p []byte) (int, error) {
	n, err := rand.Read(p)
	r.Write(p[:n])
	return n, err
}
