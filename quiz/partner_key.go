package quiz

import (
	"encoding/base64"
	"fmt"
	"io"
	"strings"
)

// What a partner's key begins with says which side it opens.
const (
	liveKey = "atk_live_"
	testKey = "atk_test_"
	// keyBytes are 192 random bits.
	keyBytes = 24
)

// NewKey draws a key of a partner's live or test side. It is shown once: only
// its hash is kept.
func NewKey(random io.Reader, test bool) (string, error) {
	b := make([]byte, keyBytes)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", fmt.Errorf("draw a key: %w", err)
	}
	prefix := liveKey
	if test {
		prefix = testKey
	}
	return prefix + base64.RawURLEncoding.EncodeToString(b), nil
}

// ParseKey returns the hash of what has the form of a key, and ErrUnauthorized
// for all else.
func ParseKey(s string) (Hash, error) {
	rest, live := strings.CutPrefix(s, liveKey)
	if !live {
		var test bool
		if rest, test = strings.CutPrefix(s, testKey); !test {
			return Hash{}, ErrUnauthorized
		}
	}
	// The decoder passes over line ends; the length does not.
	b, err := base64.RawURLEncoding.Strict().DecodeString(rest)
	if err != nil || len(b) != keyBytes || len(rest) != base64.RawURLEncoding.EncodedLen(keyBytes) {
		return Hash{}, ErrUnauthorized
	}
	return HashOf(s), nil
}

// secretBytes is within the 24 to 64 of Standard Webhooks.
const secretBytes = 32

// NewWebhookSecret draws a secret that webhooks are signed with, in the form of
// Standard Webhooks.
func NewWebhookSecret(random io.Reader) (string, error) {
	b := make([]byte, secretBytes)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", fmt.Errorf("draw a secret: %w", err)
	}
	return "whsec_" + base64.StdEncoding.EncodeToString(b), nil
}
