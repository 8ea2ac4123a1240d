package app

import (
	"context"
	"fmt"
	"net/url"
	"sync"

	"github.com/attune-quiz/attune/internal/trace"
)

// trace starts what traces requests, if they are to be, and returns what stops
// it once nothing is served any more.
func (c Config) trace() (t *trace.Tracer, stop func(), err error) {
	if c.Collector == "" {
		return nil, func() {}, nil
	}
	at, err := url.Parse(c.Collector)
	if err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https" {
		return nil, nil, fmt.Errorf("%w: the collector's endpoint: want an address such as http://127.0.0.1:4318", ErrConfig)
	}
	if !(c.TraceShare >= 0 && c.TraceShare <= 1) {
		return nil, nil, fmt.Errorf("%w: the share of requests to trace: want a number from 0 to 1, not %v", ErrConfig, c.TraceShare)
	}
	t = trace.New(trace.Config{
		Endpoint: at.JoinPath("v1", "traces").String(), Headers: c.CollectorHeaders, Share: c.TraceShare, Version: c.Version,
		Failed: func(err error) { c.Log.Warn("traces are lost", "error", err) },
	})
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = t.Run(ctx) })
	return t, func() { cancel(); running.Wait() }, nil
}
