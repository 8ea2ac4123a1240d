package harness

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Manner is a way in which a client wastes a server's time.
type Manner string

const (
	// SlowHead sends the head of a request a byte at a time.
	SlowHead Manner = "slow head"
	// SlowBody sends a head, and then its body a byte at a time.
	SlowBody Manner = "slow body"
	// SlowReader asks for a document again and again and reads none of it.
	SlowReader Manner = "slow reader"
	// Silent connects and says nothing.
	Silent Manner = "silent"
)

// Manners lists them all.
func Manners() []Manner { return []Manner{SlowHead, SlowBody, SlowReader, Silent} }

// Crowd is clients who take their time. Whoever is turned away comes back.
type Crowd struct {
	URL string
	// Path and Token are of a large document, for slow readers.
	Path, Token string
	Size        int // clients, the manners in turn

	Connected, TurnedAway atomic.Int64
}

// pace is how long a slow client waits between two bytes.
const pace = 200 * time.Millisecond

// Run lets the crowd in until ctx ends.
func (c *Crowd) Run(ctx context.Context) {
	var wg sync.WaitGroup
	for i := range c.Size {
		wg.Go(func() {
			for ctx.Err() == nil {
				c.visit(ctx, Manners()[i%len(Manners())])
			}
		})
	}
	wg.Wait()
}

func (c *Crowd) visit(ctx context.Context, m Manner) {
	host := strings.TrimPrefix(c.URL, "http://")
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", host)
	if err != nil {
		sleep(ctx, pace)
		return
	}
	defer conn.Close()
	c.Connected.Add(1)
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	switch m {
	case SlowHead:
		dribble(ctx, conn, "GET /"+strings.Repeat("x", 4000)+" HTTP/1.1\r\n")
	case SlowBody:
		_, _ = fmt.Fprintf(conn, "POST /v1/attempts HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n", host)
		dribble(ctx, conn, strings.Repeat(" ", 4000))
	case SlowReader:
		for ctx.Err() == nil {
			_, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n", c.Path, host, c.Token)
			if err != nil {
				break
			}
			sleep(ctx, 5*pace)
		}
	case Silent:
		_, _ = io.Copy(io.Discard, conn)
	}
	if ctx.Err() == nil {
		c.TurnedAway.Add(1)
		sleep(ctx, pace)
	}
}

// dribble sends the text a byte at a time until it cannot.
func dribble(ctx context.Context, conn net.Conn, text string) {
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		if resp, err := http.ReadResponse(bufio.NewReader(conn), nil); err == nil {
			resp.Body.Close()
		}
	}()
	for i := range len(text) {
		if _, err := io.WriteString(conn, text[i:i+1]); err != nil {
			return
		}
		select {
		case <-gone: // it has answered, or hung up
			return
		case <-ctx.Done():
			return
		case <-time.After(pace):
		}
	}
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
