// Package verify checks that a webhook came from the Attune server whose
// secret you hold. It needs the standard library alone: copy this file into
// your program. The same in JavaScript and in Python stands beside it.
package verify

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// tolerance is how far a webhook's time may lie from ours, so that nobody can
// send us an old one again.
const tolerance = 5 * time.Minute

// Verify returns nil if the body was signed with one of the secrets, each
// "whsec_…", at about this time. The body must be the bytes as they came.
func Verify(secrets []string, header http.Header, body []byte, now time.Time) error {
	id, at := header.Get("webhook-id"), header.Get("webhook-timestamp")
	seconds, err := strconv.ParseInt(at, 10, 64)
	if err != nil || id == "" {
		return errors.New("not a webhook: a header is missing or malformed")
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > tolerance || age < -tolerance {
		return errors.New("the webhook is too old or too new")
	}
	for _, secret := range secrets {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
		if err != nil || len(key) == 0 {
			return errors.New("a secret is malformed")
		}
		mac := hmac.New(sha256.New, key)
		fmt.Fprintf(mac, "%s.%s.%s", id, at, body)
		want := mac.Sum(nil)
		for _, signature := range strings.Fields(header.Get("webhook-signature")) {
			got, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(signature, "v1,"))
			if err == nil && strings.HasPrefix(signature, "v1,") && hmac.Equal(got, want) {
				return nil
			}
		}
	}
	return errors.New("no signature matches")
}
