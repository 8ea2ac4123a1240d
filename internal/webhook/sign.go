package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// The headers of Standard Webhooks.
const (
	HeaderID        = "Webhook-Id"
	HeaderTimestamp = "Webhook-Timestamp"
	HeaderSignature = "Webhook-Signature"
)

// Message is what is sent: the same id and, as far as its subject stays, the
// same body at every try.
type Message struct {
	ID   string
	Body []byte
}

// Sign sets the three headers of a message that is sent at a time: one
// signature for each secret, so that a receiver who knows any of them is
// served while secrets are being changed.
func (m Message) Sign(h http.Header, at time.Time, secrets ...[]byte) {
	seconds := strconv.FormatInt(at.Unix(), 10)
	signatures := make([]string, len(secrets))
	for i, key := range secrets {
		signatures[i] = m.signature(seconds, key)
	}
	h.Set(HeaderID, m.ID)
	h.Set(HeaderTimestamp, seconds)
	h.Set(HeaderSignature, strings.Join(signatures, " "))
}

func (m Message) signature(seconds string, key []byte) string {
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.", m.ID, seconds)
	mac.Write(m.Body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
