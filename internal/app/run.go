package app

import (
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/internal/telemetry"
	"github.com/attune-quiz/attune/internal/trace"
)

// Limits of the public server. A slow client costs itself a connection and
// nobody else anything.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = 10 * time.Second
	writeTimeout  = 60 * time.Second
	idleTimeout   = 60 * time.Second
	// maxHeaderBytes and the 4 KB that net/http adds make 16 KB.
	maxHeaderBytes = 12 << 10
	// shutdownGrace is how long requests in flight may take to complete once
	// the context has ended.
	shutdownGrace = 9 * time.Second
)

// Run serves until ctx ends, then completes what is in flight and returns
// nil. It returns an error wrapping ErrConfig for a wrong Config, and any
// other error if the program cannot start or a listener fails.
func Run(ctx context.Context, cfg Config) error {
	cfg = cfg.withDefaults()
	cfg.Log = slog.New(trace.Handler{Handler: cfg.Log.Handler()})
	lib, err := load(cfg)
	if err != nil {
		return err
	}
	sites, err := openPartners(cfg, lib)
	if err != nil {
		return err
	}
	if sites != nil {
		cfg.Partners = sites
	}
	if err := cfg.checkMail(); err != nil {
		return err
	}
	st, err := openStore(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() {
		if err := st.Close(); err != nil {
			cfg.Log.Error("close the store", "error", err)
		}
	}()

	public, err := net.Listen("tcp", cfg.Addr)
	if err != nil {
		return fmt.Errorf("%w: listen on %s: %w", ErrConfig, cfg.Addr, err)
	}
	defer public.Close()
	tracer, stopTracing, err := cfg.trace()
	if err != nil {
		return err
	}
	defer stopTracing()
	meter := telemetry.New(cfg.Version, tracer)
	door := cfg.door(public, func() { meter.Refused("connections") })
	measure(meter, st, door, cfg.Now)
	handler, office, err := cfg.handler(lib, st, public.Addr().String(), meter)
	if err != nil {
		return err
	}

	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return cfg.serve(ctx, door, handler) })
	where := Addresses{Public: "http://" + public.Addr().String()}
	if cfg.AdminAddr != "" {
		admin, err := net.Listen("tcp", cfg.AdminAddr)
		if err != nil {
			return fmt.Errorf("%w: listen on %s: %w", ErrConfig, cfg.AdminAddr, err)
		}
		where.Admin = "http://" + admin.Addr().String()
		group.Go(func() error { return cfg.serve(ctx, admin, adminHandler(meter.Handler())) })
	}
	closeSink, err := startJobs(ctx, group, cfg, st, meter)
	if err != nil {
		return err
	}
	if err := cfg.startPost(ctx, group, st, office); err != nil {
		return err
	}
	if sites != nil {
		group.Go(func() error { return sites.watch(ctx, cfg.Reload) })
	}
	cfg.Ready(where)
	return errors.Join(group.Wait(), closeSink())
}

// load reads the content and logs what the checker finds in it: an operator's
// incomplete language must not keep the server from starting.
func load(cfg Config) (*content.Library, error) {
	lib, findings := content.Load(cfg.Content)
	for _, f := range findings {
		cfg.Log.Warn("content", "finding", f.String())
	}
	if err := lib.Usable(); err != nil {
		return nil, fmt.Errorf("%w: content: %w", ErrConfig, err)
	}
	return lib, nil
}

func (c Config) server(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          log.New(serverLog{c.Log}, "", 0),
	}
}

func (c Config) serve(ctx context.Context, l net.Listener, h http.Handler) error {
	s := c.server(h)
	if d, ok := l.(*door); ok {
		s.ConnState = d.state
	}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownGrace)
		defer cancel()
		stopped <- s.Shutdown(grace)
	}()
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve on %s: %w", l.Addr(), err)
	}
	if err := <-stopped; err != nil {
		return fmt.Errorf("complete what was in flight: %w", err)
	}
	return nil
}
