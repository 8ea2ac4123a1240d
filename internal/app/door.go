package app

import (
	"container/list"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"time"

	"github.com/attune-quiz/attune/api"
)

// door lets clients in: so many at once, and so many of one household. Where
// it is full, a newcomer takes the place of whoever has had nothing under way
// for the longest: somebody who waits between two requests, or who has not yet
// sent the head of one. So a crowd of slow clients keeps nobody out.
type door struct {
	net.Listener
	most, each int // 0: no limit
	trusted    []netip.Prefix
	refused    func()

	mu     sync.Mutex
	inside map[*guest]struct{}
	of     map[netip.Addr]int
	idle   *list.List // of *guest, the longest idle first
}

// guest is a connection that was let in.
type guest struct {
	net.Conn
	door *door
	from netip.Addr // zero: not counted
	idle *list.Element
}

// full is what a client reads that found no place.
const full = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

func (c Config) door(l net.Listener, refused func()) *door {
	return &door{
		Listener: l, most: c.Connections, each: c.ConnectionsEach, trusted: c.TrustedProxies, refused: refused,
		inside: map[*guest]struct{}{}, of: map[netip.Addr]int{}, idle: list.New(),
	}
}

// Accept implements net.Listener.
func (d *door) Accept() (net.Conn, error) {
	for {
		conn, err := d.Listener.Accept()
		if err != nil {
			return nil, err
		}
		g := &guest{Conn: conn, door: d, from: d.household(conn)}
		if place, leaving := d.enter(g); place {
			if leaving != nil {
				leaving.Close()
			}
			return g, nil
		}
		d.refused()
		_ = conn.SetWriteDeadline(time.Now().Add(time.Second))
		_, _ = conn.Write([]byte(full))
		conn.Close()
	}
}

// household is zero for a trusted proxy, which brings many.
func (d *door) household(conn net.Conn) netip.Addr {
	at, err := netip.ParseAddrPort(conn.RemoteAddr().String())
	if err != nil {
		return netip.Addr{}
	}
	ip := at.Addr().Unmap()
	if slices.ContainsFunc(d.trusted, func(p netip.Prefix) bool { return p.Contains(ip) }) {
		return netip.Addr{}
	}
	return api.Household(ip)
}

// enter reports whether there is a place, and who has to leave for it.
func (d *door) enter(g *guest) (place bool, leaving *guest) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.each > 0 && g.from.IsValid() && d.of[g.from] >= d.each {
		return false, nil
	}
	if d.most > 0 && len(d.inside) >= d.most {
		first := d.idle.Front()
		if first == nil {
			return false, nil
		}
		leaving = first.Value.(*guest)
		d.forget(leaving)
	}
	d.inside[g] = struct{}{}
	d.of[g.from]++
	g.idle = d.idle.PushBack(g)
	return true, leaving
}

// forget takes a guest off the lists, once.
func (d *door) forget(g *guest) {
	if _, known := d.inside[g]; !known {
		return
	}
	delete(d.inside, g)
	if d.of[g.from]--; d.of[g.from] == 0 {
		delete(d.of, g.from)
	}
	d.busy(g)
}

func (d *door) busy(g *guest) {
	if g.idle != nil {
		d.idle.Remove(g.idle)
		g.idle = nil
	}
}

// state is for http.Server.ConnState.
func (d *door) state(conn net.Conn, state http.ConnState) {
	g, ours := conn.(*guest)
	if !ours {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	switch _, known := d.inside[g]; {
	case !known:
	case state == http.StateActive:
		d.busy(g)
	case state == http.StateIdle:
		d.busy(g)
		g.idle = d.idle.PushBack(g)
	}
}

// count is how many are inside.
func (d *door) count() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.inside)
}

// Close implements net.Conn.
func (g *guest) Close() error {
	g.door.mu.Lock()
	g.door.forget(g)
	g.door.mu.Unlock()
	return g.Conn.Close()
}
