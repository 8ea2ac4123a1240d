package quiz_test

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/attune-quiz/attune/quiz"
)

func TestWebhookSecretComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.SliceOfN(rapid.Byte(), 24, 64).Draw(t, "key")
		got, err := quiz.ParseWebhookSecret(quiz.FormatWebhookSecret(key))
		if err != nil || !bytes.Equal(got, key) {
			t.Fatalf("got %x, %v; want %x", got, err, key)
		}
	})
}

func TestWebhookSecretIsRefused(t *testing.T) {
	good := "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" // the example of the standard
	if _, err := quiz.ParseWebhookSecret(good); err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]string{
		"nothing":        "",
		"no prefix":      strings.TrimPrefix(good, "whsec_"),
		"another prefix": "WHSEC_" + strings.TrimPrefix(good, "whsec_"),
		"no padding":     strings.TrimRight(quiz.FormatWebhookSecret(make([]byte, 25)), "="),
		"for addresses":  "whsec_" + strings.Repeat("-_", 16),
		"a line end":     good[:20] + "\n" + good[20:],
		"loose bits":     "whsec_" + strings.Repeat("A", 33) + "B==",
		"too short":      quiz.FormatWebhookSecret(make([]byte, 23)),
		"too long":       quiz.FormatWebhookSecret(make([]byte, 65)),
	} {
		_, err := quiz.ParseWebhookSecret(bad)
		if err == nil {
			t.Errorf("%s: accepted", name)
		} else if len(bad) > 10 && strings.Contains(err.Error(), bad[6:]) {
			t.Errorf("%s: the error holds the secret: %v", name, err)
		}
	}
}

func FuzzWebhookSecret(f *testing.F) {
	f.Add("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	f.Add("whsec_")
	f.Fuzz(func(t *testing.T, s string) {
		key, err := quiz.ParseWebhookSecret(s)
		if err == nil && quiz.FormatWebhookSecret(key) != s {
			t.Errorf("%q reads as another secret's bytes", s)
		}
	})
}
