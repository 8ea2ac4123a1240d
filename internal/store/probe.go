package store

import (
	"sync"
	"time"
)

// Probe runs a costly check, and not again within a second of its success.
// The zero Probe is ready; it is safe for concurrent use.
type Probe struct {
	mu sync.Mutex
	ok time.Time // by the monotonic clock
}

const probeLasts = time.Second

// Do returns the result of check, or nil where it succeeded a moment ago.
func (p *Probe) Do(check func() error) error {
	p.mu.Lock()
	fresh := !p.ok.IsZero() && time.Since(p.ok) < probeLasts
	p.mu.Unlock()
	if fresh {
		return nil
	}
	err := check()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ok = time.Time{}
	if err == nil {
		p.ok = time.Now()
	}
	return err
}
