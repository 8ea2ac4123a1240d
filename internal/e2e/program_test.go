package e2e_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/app"
)

// program is the whole program, running.
type program struct {
	url   string
	admin string
	log   *lines
	stop  func()
}

// boot runs the program on a free port until the test ends.
func boot(t *testing.T, cfg app.Config) program {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ready, ended := make(chan app.Addresses, 1), make(chan error, 1)
	log := &lines{}
	cfg.Log = slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	cfg.Ready = func(a app.Addresses) { ready <- a }
	go func() { ended <- app.Run(ctx, cfg) }()

	stop := sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the program ended with %v", err)
		}
	})
	select {
	case a := <-ready:
		t.Cleanup(stop)
		return program{url: a.Public, admin: a.Admin, log: log, stop: stop}
	case err := <-ended:
		t.Fatalf("the program did not start: %v", err)
	case <-time.After(time.Minute):
		t.Fatal("the program did not start within a minute")
	}
	panic("unreachable")
}

// lines keeps a log for reading while it is written.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *lines) all() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

func (l *lines) holds(s string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Contains(l.buf.String(), s)
}
