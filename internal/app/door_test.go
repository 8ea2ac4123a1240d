package app

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// doored serves a page behind a door on a loopback port, the way that Run does.
func doored(t *testing.T, cfg Config, h http.Handler) (address string, d *door, refused *atomic.Int64) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	refused = &atomic.Int64{}
	cfg.Log = slog.New(slog.DiscardHandler)
	d = cfg.door(l, func() { refused.Add(1) })
	s := cfg.server(h)
	s.ConnState = d.state
	ended := make(chan struct{})
	go func() { defer close(ended); _ = s.Serve(d) }()
	t.Cleanup(func() { s.Close(); <-ended })
	return l.Addr().String(), d, refused
}

func hello(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hello") }

// client is a connection that a test drives by hand.
type client struct {
	net.Conn
	in *bufio.Reader
}

func knock(t *testing.T, address string) *client {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	_ = c.SetDeadline(time.Now().Add(10 * time.Second))
	return &client{c, bufio.NewReader(c)}
}

// ask sends a request and returns the status, or 0 where there is no answer.
func (c *client) ask(t *testing.T) int {
	t.Helper()
	if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		return 0
	}
	resp, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return 0
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode
}

// until waits for a condition that another goroutine brings about.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 500 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("waited in vain until %s", what)
}

// Where the door is full, whoever dawdles over a first request leaves first, then
// whoever has rested the longest between two. Nobody leaves in the middle of one.
//
// Holds: S2, ASVS 15.2.2
func TestNewcomersTakeIdlePlaces(t *testing.T) {
	release := make(chan struct{})
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Wait") != "" {
			<-release
		}
		hello(w, r)
	})
	address, d, refused := doored(t, Config{Connections: 3}, h)
	resting := func(n int) func() bool {
		return func() bool { d.mu.Lock(); defer d.mu.Unlock(); return d.resting.Len() == n }
	}
	waits := knock(t, address)
	if _, err := io.WriteString(waits, "GET / HTTP/1.1\r\nHost: x\r\nWait: yes\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	dawdles := knock(t, address)
	_, _ = io.WriteString(dawdles, "GET / HTTP/1.1\r\nHos")
	until(t, "one is busy and one dawdles", func() bool {
		d.mu.Lock()
		defer d.mu.Unlock()
		return len(d.inside) == 2 && d.silent.Len() == 1
	})
	time.Sleep(2 * moment)
	first := knock(t, address)
	ask := func(name string, c *client) {
		t.Helper()
		if got := c.ask(t); got != 200 {
			t.Errorf("%s got %d, want 200", name, got)
		}
	}
	gone := func(name string, c *client) {
		t.Helper()
		if _, err := c.in.ReadByte(); err == nil {
			t.Errorf("%s was not asked to leave", name)
		}
	}
	ask("the first", first)
	until(t, "it rests", resting(1))
	second := knock(t, address)
	ask("the second", second)
	gone("who dawdled", dawdles)
	until(t, "both rest", resting(2))
	ask("the first, again,", first)
	until(t, "both rest again", resting(2))
	ask("the third", knock(t, address))
	gone("who had rested longer", second)
	close(release)
	if resp, err := http.ReadResponse(waits.in, nil); err != nil || resp.StatusCode != 200 {
		t.Errorf("the one under way got %v, %v, want 200", resp, err)
	}
	if got := refused.Load(); got != 0 {
		t.Errorf("%d were refused, want none", got)
	}
}

// Where all are busy, and where one address has its share, a newcomer is told
// to come back. A trusted proxy brings as many as it likes.
//
// Holds: S2, ASVS 2.4.1, ASVS 15.2.2
func TestFullDoorRefuses(t *testing.T) {
	release := make(chan struct{})
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { <-release; hello(w, r) })
	loopback := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	for _, tt := range []struct {
		name    string
		cfg     Config
		refused bool
	}{
		{"all busy", Config{Connections: 2, TrustedProxies: loopback}, true},
		{"one address", Config{ConnectionsEach: 2}, true},
		{"a proxy", Config{ConnectionsEach: 2, TrustedProxies: loopback}, false},
		{"no limit", Config{}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			address, d, refused := doored(t, tt.cfg, h)
			for range 2 {
				if _, err := io.WriteString(knock(t, address), "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
					t.Fatal(err)
				}
			}
			until(t, "two are busy", func() bool { d.mu.Lock(); defer d.mu.Unlock(); return len(d.inside) == 2 && d.silent.Len() == 0 })
			third := knock(t, address)
			if !tt.refused {
				until(t, "the third is inside", func() bool { return d.count() == 3 })
				return
			}
			resp, err := http.ReadResponse(third.in, nil)
			if err != nil || resp.StatusCode != 503 || resp.Header.Get("Retry-After") == "" {
				t.Errorf("got %v, %v, want 503 and when to come back", resp, err)
			}
			if got := refused.Load(); got != 1 {
				t.Errorf("%d were counted as refused, want 1", got)
			}
		})
	}
	close(release)
}

// Whoever leaves makes room for another.
func TestDoorForgetsWhoLeft(t *testing.T) {
	address, d, _ := doored(t, Config{Connections: 8, ConnectionsEach: 2}, http.HandlerFunc(hello))
	for range 10 {
		c := knock(t, address)
		if got := c.ask(t); got != 200 {
			t.Fatalf("got %d, want 200", got)
		}
		c.Close()
		until(t, "it is empty", func() bool { return d.count() == 0 })
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.of) != 0 || d.silent.Len() != 0 || d.resting.Len() != 0 {
		t.Errorf("got %v, %d and %d, want nobody remembered", d.of, d.silent.Len(), d.resting.Len())
	}
}

// The head of a request may have 16 KB and not much more; a client has five
// seconds for it, ten for the whole request, and sixty between two.
//
// Holds: S2
func TestServerLimits(t *testing.T) {
	address, _, _ := doored(t, Config{}, http.HandlerFunc(hello))
	for size, want := range map[int]int{15 << 10: 200, 17 << 10: 431} {
		c := knock(t, address)
		head := "GET / HTTP/1.1\r\nHost: x\r\nX-Long: "
		_, err := fmt.Fprintf(c, "%s%s\r\n\r\n", head, strings.Repeat("a", size-len(head)))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.ReadResponse(c.in, nil)
		if err != nil || resp.StatusCode != want {
			t.Errorf("%d bytes: got %v, %v, want %d", size, resp, err, want)
		}
	}
	s := Config{}.server(nil)
	if s.ReadHeaderTimeout != 5*time.Second || s.ReadTimeout != 10*time.Second || s.IdleTimeout != 60*time.Second || s.WriteTimeout == 0 {
		t.Errorf("got timeouts %v, %v, %v, %v", s.ReadHeaderTimeout, s.ReadTimeout, s.IdleTimeout, s.WriteTimeout)
	}
}
