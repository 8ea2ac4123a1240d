package webhook

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

// Endpoint is where messages go.
type Endpoint struct {
	URL     string
	Secrets [][]byte // at least one
}

// Client posts messages. It is safe for concurrent use.
type Client struct {
	transport http.RoundTripper
	now       func() time.Time
	timeout   time.Duration
}

const (
	// Timeout is how long one try may take.
	Timeout = 15 * time.Second
	// answerRead is how much of an answer's body is read, and answerWait for how
	// long, before the connection is closed; nobody looks at it.
	answerRead = 1 << 10
	answerWait = time.Second
)

// NewClient returns a client that reaches endpoints through the network. The
// clock gives each try its timestamp.
func NewClient(n Network, now func() time.Time) *Client {
	return &Client{transport: n.transport(), now: now, timeout: cmp.Or(n.Timeout, Timeout)}
}

// The errors of a try, beside those of Network.
var (
	// ErrStatus: the answer was not 2xx.
	ErrStatus = errors.New("the answer was not 2xx")
	// ErrTimeout: there was no answer in time.
	ErrTimeout = errors.New("no answer in time")
	// ErrUntrusted: the certificate is not valid for the name.
	ErrUntrusted = errors.New("the certificate is not valid for the name")
	// ErrURL: the endpoint is no https address.
	ErrURL = errors.New("not an https address")
)

// Post sends the message once. It returns the status of the answer, 0 where
// there was none, and nil only for 2xx. It follows no redirect, sends no
// cookie and keeps no connection.
func (c *Client) Post(ctx context.Context, m Message, to Endpoint) (status int, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	req, err := c.request(ctx, m, to)
	if err != nil {
		return 0, err
	}
	res, err := c.transport.RoundTrip(req)
	if err != nil {
		return 0, reason(ctx, err)
	}
	defer res.Body.Close()
	defer time.AfterFunc(answerWait, cancel).Stop()
	_, _ = io.CopyN(io.Discard, res.Body, answerRead)
	if res.StatusCode < 200 || res.StatusCode > 299 {
		return res.StatusCode, ErrStatus
	}
	return res.StatusCode, nil
}

func (c *Client) request(ctx context.Context, m Message, to Endpoint) (*http.Request, error) {
	u, err := url.Parse(to.URL)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return nil, ErrURL
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(m.Body))
	if err != nil {
		return nil, ErrURL
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "Attune-Webhooks/1")
	m.Sign(req.Header, c.now(), to.Secrets...)
	return req, nil
}

// reason marks what a failed round trip means.
func reason(ctx context.Context, err error) error {
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded), timedOut(err):
		return fmt.Errorf("%w: %w", ErrTimeout, err)
	case errors.As(err, &certificate):
		return fmt.Errorf("%w: %w", ErrUntrusted, err)
	}
	return err
}

// timedOut reports whether one of the steps of a try took too long.
func timedOut(err error) bool {
	var network net.Error
	return errors.As(err, &network) && network.Timeout() || errors.Is(err, context.DeadlineExceeded)
}
