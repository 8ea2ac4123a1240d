package webhook

import (
	"net/http"
	"time"
)

// NewClientVia returns a client whose world is the transport.
func NewClientVia(t http.RoundTripper, now func() time.Time) *Client {
	return &Client{transport: t, now: now, timeout: Timeout}
}
