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
// it is full, a newcomer takes the place of whoever has come the longest ago
// without the head of a first request, or else of whoever has rested the longest
// between two. So a crowd of slow clients keeps nobody out, however often it
// comes back.
type door struct {
	net.Listener
	most, each int // 0: no limit
	trusted    []netip.Prefix
	refused    func()

	mu     sync.Mutex
	inside map[*guest]struct{}
	of     map[netip.Addr]int
	// Who has nothing under way, the longest so first.
	silent, resting list.List // of *guest
}

// guest is a connection that was let in.
type guest struct {
	net.Conn
	door *door
	from netip.Addr // zero: not counted
	in   *list.List // of the door, that it is on; nil: it is busy
	at   *list.Element
	when time.Time // that it came onto the list
}

// full is what a client reads that found no place.
const full = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

func (c Config) door(l net.Listener, refused func()) *door {
	return &door{
		Listener: l, most: c.Connections, each: c.ConnectionsEach, trusted: c.TrustedProxies, refused: refused,
		inside: map[*guest]struct{}{}, of: map[netip.Addr]int{},
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
		if leaving = d.longest(); leaving == nil {
			return false, nil
		}
		d.forget(leaving)
	}
	d.inside[g] = struct{}{}
	d.of[g.from]++
	d.wait(g, &d.silent)
	return true, leaving
}

// moment is how long a client may take to ask for something before it has to
// leave before any that has: an honest one asks at once, and rests for as long
// as a person thinks.
const moment = 20 * time.Millisecond

// longest is who has to leave first, or nil.
func (d *door) longest() *guest {
	silent, resting := d.silent.Front(), d.resting.Front()
	switch {
	case silent == nil && resting == nil:
		return nil
	case resting == nil, silent != nil && time.Since(silent.Value.(*guest).when) > moment:
		return silent.Value.(*guest)
	}
	return resting.Value.(*guest)
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

func (d *door) wait(g *guest, in *list.List) { g.in, g.at, g.when = in, in.PushBack(g), time.Now() }

func (d *door) busy(g *guest) {
	if g.in != nil {
		g.in.Remove(g.at)
		g.in = nil
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
		d.wait(g, &d.resting)
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
