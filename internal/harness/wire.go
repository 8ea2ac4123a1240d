package harness

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// Wire is one keep-alive connection that asks one thing after another. It
// costs the machine little, which it shares with what it measures. A Wire is
// not safe for concurrent use.
type Wire struct {
	// Again asks once more, over a new connection, where one that was kept has
	// been closed meanwhile: as browsers do, and a server may.
	Again bool

	host    string
	timeout time.Duration
	conn    net.Conn
	in      *bufio.Reader
}

// NewWire returns a wire to the server at a URL without path. It connects
// when it is first used, and again after an error.
func NewWire(url string) *Wire {
	return &Wire{host: strings.TrimPrefix(url, "http://"), timeout: 15 * time.Second}
}

// Do asks and returns status and body. The token may be empty.
func (w *Wire) Do(ctx context.Context, method, path, token, body string) (status int, answer []byte, err error) {
	kept := w.conn != nil
	status, answer, err = w.ask(ctx, method, path, token, body)
	if err != nil && kept && w.Again {
		status, answer, err = w.ask(ctx, method, path, token, body)
	}
	return status, answer, err
}

func (w *Wire) ask(ctx context.Context, method, path, token, body string) (status int, answer []byte, err error) {
	defer func() {
		if err != nil {
			w.Close()
		}
	}()
	if err := w.connect(ctx); err != nil {
		return 0, nil, err
	}
	var auth string
	if token != "" {
		auth = "Authorization: Bearer " + token + "\r\n"
	}
	_, err = fmt.Fprintf(w.conn, "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s",
		method, path, w.host, auth, len(body), body)
	if err != nil {
		return 0, nil, err
	}
	resp, err := http.ReadResponse(w.in, nil)
	if err != nil {
		return 0, nil, err
	}
	answer, err = io.ReadAll(resp.Body)
	if resp.Close {
		w.Close()
	}
	return resp.StatusCode, answer, err
}

func (w *Wire) connect(ctx context.Context) (err error) {
	if w.conn == nil {
		var d net.Dialer
		if w.conn, err = d.DialContext(ctx, "tcp", w.host); err != nil {
			w.conn = nil
			return err
		}
		w.in = bufio.NewReader(w.conn)
	}
	return w.conn.SetDeadline(time.Now().Add(w.timeout))
}

// Close hangs up.
func (w *Wire) Close() {
	if w.conn != nil {
		w.conn.Close()
		w.conn = nil
	}
}
