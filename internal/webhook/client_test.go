package webhook_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	standard "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/attune-quiz/attune/internal/webhook"
)

const secret = "0123456789abcdef01234567"

var message = webhook.Message{ID: "evt_one", Body: []byte(`{"type":"attempt.finished"}`)}

// receiver is a TLS server on loopback, which the network that comes with it
// reaches by the name receiver.example.
func receiver(t *testing.T, h http.HandlerFunc) (webhook.Network, webhook.Endpoint) {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = nil
	s.StartTLS()
	t.Cleanup(s.Close)
	at := s.Listener.Addr().(*net.TCPAddr).AddrPort()
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	n := webhook.Network{
		Roots:  roots,
		Lookup: func(context.Context, string) ([]netip.Addr, error) { return []netip.Addr{at.Addr()}, nil },
		Allow:  func(a netip.AddrPort) bool { return a == at },
	}
	return n, webhook.Endpoint{
		URL:     "https://example.com:" + s.URL[strings.LastIndex(s.URL, ":")+1:] + "/hooks?a=b",
		Secrets: [][]byte{[]byte(secret)},
	}
}

func TestPostVerifies(t *testing.T) {
	var calls atomic.Int64
	n, to := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		body, _ := io.ReadAll(r.Body)
		wh, _ := standard.NewWebhookRaw([]byte(secret))
		if err := wh.Verify(body, r.Header); err != nil {
			t.Error(err)
		}
		if r.Method != "POST" || r.URL.String() != "/hooks?a=b" || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("got %s %s %v", r.Method, r.URL, r.Header)
		}
		w.WriteHeader(http.StatusNoContent)
	})
	status, err := webhook.NewClient(n, time.Now).Post(t.Context(), message, to)
	if status != 204 || err != nil || calls.Load() != 1 {
		t.Errorf("got %d, %v after %d calls", status, err, calls.Load())
	}
}

func TestOnlySuccessIsSuccess(t *testing.T) {
	var status atomic.Int64
	var calls atomic.Int64
	n, to := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		w.Header().Set("Location", "/elsewhere")
		w.Header().Set("Set-Cookie", "a=b")
		w.WriteHeader(int(status.Load()))
	})
	client := webhook.NewClient(n, time.Now)
	for code, want := range map[int]error{
		200: nil, 201: nil, 202: nil, 204: nil, 299: nil,
		300: webhook.ErrStatus, 301: webhook.ErrStatus, 302: webhook.ErrStatus, 307: webhook.ErrStatus, 308: webhook.ErrStatus,
		400: webhook.ErrStatus, 401: webhook.ErrStatus, 410: webhook.ErrStatus, 429: webhook.ErrStatus,
		500: webhook.ErrStatus, 503: webhook.ErrStatus, 599: webhook.ErrStatus,
	} {
		status.Store(int64(code))
		calls.Store(0)
		if got, err := client.Post(t.Context(), message, to); got != code || !errors.Is(err, want) || calls.Load() != 1 {
			t.Errorf("%d: got %d, %v after %d calls; want %v after one", code, got, err, calls.Load(), want)
		}
	}
}

// TestAnEndlessAnswer is not read to its end, which never comes.
func TestAnEndlessAnswer(t *testing.T) {
	sent := make(chan int, 1)
	n, to := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		total := 0
		for {
			wrote, err := w.Write(make([]byte, 1<<10))
			total += wrote
			if err != nil {
				sent <- total
				return
			}
		}
	})
	if status, err := webhook.NewClient(n, time.Now).Post(t.Context(), message, to); status != 200 || err != nil {
		t.Errorf("got %d, %v", status, err)
	}
	if total := <-sent; total > 32<<20 {
		t.Errorf("%d bytes were taken", total)
	}
}

// TestAnAnswerThatStops in the middle is an answer all the same, and is not
// waited for.
func TestAnAnswerThatStops(t *testing.T) {
	left := make(chan struct{})
	n, to := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then does the server notice who leaves
		w.WriteHeader(http.StatusOK)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
		close(left)
	})
	if status, err := webhook.NewClient(n, time.Now).Post(t.Context(), message, to); status != 200 || err != nil {
		t.Errorf("got %d, %v", status, err)
	}
	<-left
}

// TestHugeHeaders are no answer.
func TestHugeHeaders(t *testing.T) {
	n, to := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Huge", strings.Repeat("x", 64<<10))
	})
	if status, err := webhook.NewClient(n, time.Now).Post(t.Context(), message, to); status != 0 || err == nil {
		t.Errorf("got %d, %v; want an error", status, err)
	}
}

// TestAHangingName and a hanging endpoint end with their timeouts, on clocks
// of their own.
func TestAHangingName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := webhook.Network{Lookup: func(ctx context.Context, _ string) ([]netip.Addr, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}}
		begun := time.Now()
		to := webhook.Endpoint{URL: "https://example.com/", Secrets: [][]byte{[]byte(secret)}}
		_, err := webhook.NewClient(n, time.Now).Post(t.Context(), message, to)
		if took := time.Since(begun); took > webhook.Timeout || !errors.Is(err, webhook.ErrTimeout) {
			t.Errorf("got %v after %v, want ErrTimeout within %v", err, took, webhook.Timeout)
		}
	})
}

// silent accepts a request and never answers it.
type silent struct{}

func (silent) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestAHangingEndpoint(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		to := webhook.Endpoint{URL: "https://example.com/", Secrets: [][]byte{[]byte(secret)}}
		_, err := webhook.NewClientVia(silent{}, time.Now).Post(t.Context(), message, to)
		if took := time.Since(begun); took != webhook.Timeout || !errors.Is(err, webhook.ErrTimeout) {
			t.Errorf("got %v after %v, want ErrTimeout after %v", err, took, webhook.Timeout)
		}
	})
}

// TestForbiddenAddresses are not dialled, whatever names them.
//
// Holds: S7, ASVS 1.3.6, ASVS 13.2.4
func TestForbiddenAddresses(t *testing.T) {
	n, to := receiver(t, func(http.ResponseWriter, *http.Request) { t.Error("it was reached") })
	port := to.URL[strings.LastIndex(to.URL, ":")+1:]
	public := netip.MustParseAddr("93.184.215.14")
	for name, c := range map[string]struct {
		url   string
		found []netip.Addr
	}{
		"loopback":               {"https://127.0.0.1:" + port, nil},
		"loopback in IPv6":       {"https://[::1]:" + port, nil},
		"mapped":                 {"https://[::ffff:127.0.0.1]:" + port, nil},
		"a name that is private": {to.URL, []netip.Addr{netip.MustParseAddr("10.0.0.1")}},
		"one of several":         {to.URL, []netip.Addr{public, netip.MustParseAddr("127.0.0.1")}},
		"the metadata of clouds": {"https://169.254.169.254/latest", nil},
	} {
		strict := webhook.Network{Roots: n.Roots, Lookup: func(context.Context, string) ([]netip.Addr, error) { return c.found, nil }}
		to := webhook.Endpoint{URL: c.url, Secrets: to.Secrets}
		if _, err := webhook.NewClient(strict, time.Now).Post(t.Context(), message, to); !errors.Is(err, webhook.ErrForbidden) {
			t.Errorf("%s: got %v, want ErrForbidden", name, err)
		}
	}
}

// TestRebinding: a name that was public at one try and is private at the next
// is judged anew, and what was judged is what is dialled.
//
// Holds: S7
func TestRebinding(t *testing.T) {
	n, to := receiver(t, func(http.ResponseWriter, *http.Request) {})
	lookups := 0
	good := n.Lookup
	n.Lookup = func(ctx context.Context, host string) ([]netip.Addr, error) {
		lookups++
		if lookups > 1 {
			return []netip.Addr{netip.MustParseAddr("127.0.0.2")}, nil
		}
		return good(ctx, host)
	}
	client := webhook.NewClient(n, time.Now)
	if status, err := client.Post(t.Context(), message, to); status != 200 || err != nil {
		t.Fatalf("first: got %d, %v", status, err)
	}
	if lookups != 1 {
		t.Errorf("one try made %d lookups", lookups)
	}
	if _, err := client.Post(t.Context(), message, to); !errors.Is(err, webhook.ErrForbidden) {
		t.Errorf("second: got %v, want ErrForbidden", err)
	}
}

func TestTheSystemsResolver(t *testing.T) {
	to := webhook.Endpoint{URL: "https://localhost:1/", Secrets: [][]byte{[]byte(secret)}}
	if _, err := webhook.NewClient(webhook.Network{}, time.Now).Post(t.Context(), message, to); !errors.Is(err, webhook.ErrForbidden) {
		t.Errorf("localhost: got %v, want ErrForbidden", err)
	}
}

func TestUnresolved(t *testing.T) {
	n, to := receiver(t, nil)
	for name, lookup := range map[string]func(context.Context, string) ([]netip.Addr, error){
		"no addresses": func(context.Context, string) ([]netip.Addr, error) { return nil, nil },
		"no name":      func(context.Context, string) ([]netip.Addr, error) { return nil, &net.DNSError{IsNotFound: true} },
	} {
		n.Lookup = lookup
		if _, err := webhook.NewClient(n, time.Now).Post(t.Context(), message, to); !errors.Is(err, webhook.ErrUnresolved) {
			t.Errorf("%s: got %v, want ErrUnresolved", name, err)
		}
	}
}

func TestUntrustedCertificates(t *testing.T) {
	n, to := receiver(t, func(http.ResponseWriter, *http.Request) { t.Error("it was served") })
	other := n
	other.Roots = x509.NewCertPool()
	named := to
	named.URL = strings.Replace(to.URL, "example.com", "another.test", 1)
	for name, c := range map[string]struct {
		n  webhook.Network
		to webhook.Endpoint
	}{"an unknown authority": {other, to}, "another name": {n, named}} {
		if _, err := webhook.NewClient(c.n, time.Now).Post(t.Context(), message, c.to); !errors.Is(err, webhook.ErrUntrusted) {
			t.Errorf("%s: got %v, want ErrUntrusted", name, err)
		}
	}
}

func TestOldTLS(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("it was served") }))
	s.TLS = &tls.Config{MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10}
	s.StartTLS()
	defer s.Close()
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	n := webhook.Network{Roots: roots, Allow: func(netip.AddrPort) bool { return true }}
	if _, err := webhook.NewClient(n, time.Now).Post(t.Context(), message, webhook.Endpoint{URL: s.URL, Secrets: [][]byte{[]byte(secret)}}); err == nil {
		t.Error("TLS 1.1 was spoken")
	}
}

func TestWrongURLs(t *testing.T) {
	n, to := receiver(t, func(http.ResponseWriter, *http.Request) { t.Error("it was reached") })
	for _, u := range []string{
		"", "http://example.com/", "https://", "https:///x", "ftp://example.com", "//example.com", "example.com",
		strings.Replace(to.URL, "https://", "https://user:password@", 1), "https://exa mple.com/", "file:///etc/passwd",
	} {
		if _, err := webhook.NewClient(n, time.Now).Post(t.Context(), message, webhook.Endpoint{URL: u, Secrets: to.Secrets}); !errors.Is(err, webhook.ErrURL) {
			t.Errorf("%q: got %v, want ErrURL", u, err)
		}
	}
}

// TestTheEnvironmentsProxy is not asked: it would resolve names itself.
func TestTheEnvironmentsProxy(t *testing.T) {
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:9")
	t.Setenv("https_proxy", "http://127.0.0.1:9")
	n, to := receiver(t, func(http.ResponseWriter, *http.Request) {})
	if status, err := webhook.NewClient(n, time.Now).Post(t.Context(), message, to); status != 200 || err != nil {
		t.Errorf("got %d, %v", status, err)
	}
}
