package webhook_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	standard "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"pgregory.net/rapid"

	"github.com/attune-quiz/attune/internal/webhook"
)

// The example of the standard's own documents.
func TestSignatureOfTheStandard(t *testing.T) {
	key := []byte("1\xf2\x90\xf6\xbf\x06\x29\x8a\xab\x4f\x08\xd4\x0f\xc2\x0b\x3c\xb6\x48\xda\x2d\x8b\x69\x2c")
	reference, err := standard.NewWebhookRaw(key)
	if err != nil {
		t.Fatal(err)
	}
	m := webhook.Message{ID: "msg_p5jXN8AQM9LWM0D4loKWxJek", Body: []byte(`{"test": 2432232314}`)}
	at := time.Unix(1614265330, 0)
	want, err := reference.Sign(m.ID, at, m.Body)
	if err != nil {
		t.Fatal(err)
	}
	h := http.Header{}
	m.Sign(h, at, key)
	if got := h.Get("webhook-signature"); got != want || h.Get("webhook-timestamp") != "1614265330" || h.Get("webhook-id") != m.ID {
		t.Errorf("got %v, want the signature %s", h, want)
	}
}

// TestEverySecretVerifies holds what is signed against the standard's own
// library: any of the secrets opens it, another does not, nor any other body.
//
// Holds: S6
func TestEverySecretVerifies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfNDistinct(rapid.SliceOfN(rapid.Byte(), 24, 64), 1, 3,
			func(b []byte) string { return string(b) }).Draw(t, "keys")
		m := webhook.Message{
			ID:   rapid.StringMatching(`evt_[A-Za-z0-9_-]{22}`).Draw(t, "id"),
			Body: rapid.SliceOf(rapid.Byte()).Draw(t, "body"),
		}
		h := http.Header{}
		m.Sign(h, time.Now(), keys...)
		for _, key := range keys {
			wh, _ := standard.NewWebhookRaw(key)
			if err := wh.Verify(m.Body, h); err != nil {
				t.Fatal(err)
			}
			if wh.Verify(append([]byte{0}, m.Body...), h) == nil {
				t.Fatal("another body passes")
			}
		}
		stranger, _ := standard.NewWebhookRaw([]byte(strings.Repeat("x", 65)))
		if stranger.Verify(m.Body, h) == nil {
			t.Fatal("a stranger's secret passes")
		}
	})
}
