package quiz

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// The form of a webhook's secret after Standard Webhooks 1.0.0.
const (
	webhookSecretPrefix   = "whsec_"
	minWebhookSecretBytes = 24
	maxWebhookSecretBytes = 64
)

// ParseWebhookSecret reads a secret: "whsec_" and 24 to 64 bytes in base64
// with padding. Its error never repeats what was given.
func ParseWebhookSecret(s string) ([]byte, error) {
	text, ok := strings.CutPrefix(s, webhookSecretPrefix)
	if !ok {
		return nil, errors.New(`a webhook secret begins with "whsec_"`)
	}
	// The decoder passes over line ends, and over bits that no byte needs.
	key, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || strings.ContainsAny(text, "\r\n") {
		return nil, errors.New(`what follows "whsec_" must be base64 with padding`)
	}
	if len(key) < minWebhookSecretBytes || len(key) > maxWebhookSecretBytes {
		return nil, fmt.Errorf("a webhook secret has %d to %d bytes; this one has %d",
			minWebhookSecretBytes, maxWebhookSecretBytes, len(key))
	}
	return key, nil
}

// FormatWebhookSecret writes a secret as ParseWebhookSecret reads it.
func FormatWebhookSecret(key []byte) string {
	return webhookSecretPrefix + base64.StdEncoding.EncodeToString(key)
}
