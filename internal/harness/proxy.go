package harness

import (
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Proxy is a TCP link to a server that can be made slow, sliced or cut. It
// listens on a loopback port of its own.
type Proxy struct {
	listener net.Listener
	target   string
	sent     atomic.Int64 // bytes that went to the server
	received atomic.Int64 // bytes that came from it

	mu      sync.Mutex
	latency time.Duration // one way
	slice   int           // most bytes that go at once; 0: any
	down    bool
	conns   map[net.Conn]bool
}

// NewProxy returns a link to the target that does nothing to it yet.
func NewProxy(target string) (*Proxy, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy{listener: l, target: target, conns: map[net.Conn]bool{}}
	go p.accept()
	return p, nil
}

// Port is where the link is entered.
func (p *Proxy) Port() int { return p.listener.Addr().(*net.TCPAddr).Port }

// Slow delays each way by latency and sends at most slice bytes at once.
func (p *Proxy) Slow(latency time.Duration, slice int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.latency, p.slice = latency, slice
}

// Reset cuts every connection; new ones may be made.
func (p *Proxy) Reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		if tcp, ok := c.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // a reset, not an end
		}
		c.Close()
	}
}

// Down cuts every connection and refuses new ones until it is up again.
func (p *Proxy) Down(down bool) {
	p.mu.Lock()
	p.down = down
	p.mu.Unlock()
	if down {
		p.Reset()
	}
}

// Close ends the link.
func (p *Proxy) Close() error {
	err := p.listener.Close()
	p.Reset()
	return err
}

func (p *Proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		go p.join(client)
	}
}

func (p *Proxy) join(client net.Conn) {
	server, err := net.Dial("tcp", p.target)
	if err != nil || !p.add(client, server) {
		client.Close()
		if err == nil {
			server.Close()
		}
		return
	}
	var wg sync.WaitGroup
	wg.Go(func() { p.copy(server, client, &p.sent) })
	wg.Go(func() { p.copy(client, server, &p.received) })
	wg.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.conns, client)
	delete(p.conns, server)
}

func (p *Proxy) add(conns ...net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.down {
		return false
	}
	for _, c := range conns {
		p.conns[c] = true
	}
	return true
}

// Carried returns how many bytes went to the server and came from it.
func (p *Proxy) Carried() (sent, received int64) { return p.sent.Load(), p.received.Load() }

// copy carries one direction and counts it. Its end is the end of both.
func (p *Proxy) copy(to, from net.Conn, count *atomic.Int64) {
	defer to.Close()
	defer from.Close()
	buf := make([]byte, 32<<10)
	for {
		p.mu.Lock()
		latency, slice := p.latency, p.slice
		p.mu.Unlock()
		if slice == 0 || slice > len(buf) {
			slice = len(buf)
		}
		n, err := from.Read(buf[:slice])
		if n > 0 {
			time.Sleep(latency)
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
			count.Add(int64(n))
		}
		if err != nil {
			return
		}
	}
}
