package webhook

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"time"
)

// Network is how endpoints are reached. The zero Network is the only one that
// the program runs with; the fields are there for tests.
type Network struct {
	// Lookup resolves a name; nil: as the system does.
	Lookup func(ctx context.Context, host string) ([]netip.Addr, error)
	// Allow says which addresses may be dialled; nil: those that are Public.
	Allow func(netip.AddrPort) bool
	// Roots are the authorities that are believed; nil: the system's.
	Roots *x509.CertPool
	// Timeout is how long one try may take, from the lookup to the answer's
	// end; 0: Timeout.
	Timeout time.Duration
}

// The errors of dialling.
var (
	// ErrForbidden: the name has an address that may not be dialled.
	ErrForbidden = errors.New("the address is not public")
	// ErrUnresolved: the name has no address.
	ErrUnresolved = errors.New("the name has no address")
)

const (
	mostAddresses = 3               // of a name that are tried
	dialTimeout   = 4 * time.Second // for each of them
	// reachTimeout bounds lookup and dialling: net/http lets them go on when
	// the request has been given up.
	reachTimeout = 14 * time.Second
)

// Dial resolves the host, wants every one of its addresses allowed, and
// connects to exactly one that it has checked, so that no second lookup can
// say otherwise.
func (n Network) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, reachTimeout)
	defer cancel()
	targets, err := n.targets(ctx, host, port)
	if err != nil {
		return nil, err
	}
	var errs []error
	for _, t := range targets {
		d := net.Dialer{Timeout: dialTimeout}
		conn, err := d.DialContext(ctx, network, t.String())
		if err == nil {
			return conn, nil
		}
		errs = append(errs, err)
	}
	return nil, errors.Join(errs...)
}

func (n Network) targets(ctx context.Context, host, port string) ([]netip.AddrPort, error) {
	addresses, err := n.lookup(ctx, host)
	if err != nil {
		return nil, err
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return nil, err
	}
	targets := make([]netip.AddrPort, len(addresses))
	for i, a := range addresses {
		targets[i] = netip.AddrPortFrom(a, uint16(number))
		if !n.allows(targets[i]) {
			return nil, ErrForbidden
		}
	}
	return targets[:min(len(targets), mostAddresses)], nil
}

func (n Network) allows(t netip.AddrPort) bool {
	if n.Allow != nil {
		return n.Allow(t)
	}
	return Public(t.Addr())
}

func (n Network) lookup(ctx context.Context, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}, nil
	}
	resolve := n.Lookup
	if resolve == nil {
		resolve = system
	}
	addresses, err := resolve(ctx, host)
	if err == nil && len(addresses) == 0 {
		err = errors.New("no addresses")
	}
	if err != nil && ctx.Err() == nil {
		return nil, fmt.Errorf("%w: %w", ErrUnresolved, err)
	}
	return addresses, err
}

// system asks the resolver of the machine, which hands out IPv4 addresses
// mapped into IPv6: they are judged, and dialled, as what they are.
func system(ctx context.Context, host string) ([]netip.Addr, error) {
	addresses, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	for i, a := range addresses {
		addresses[i] = a.Unmap()
	}
	return addresses, err
}

// transport makes one connection for each request, so that each is checked.
func (n Network) transport() *http.Transport {
	return &http.Transport{
		Proxy:                  nil, // the environment's would be dialled unchecked
		DialContext:            n.Dial,
		TLSClientConfig:        &tls.Config{RootCAs: n.Roots, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    10 * time.Second,
		DisableKeepAlives:      true,
		DisableCompression:     true,
		MaxResponseHeaderBytes: 16 << 10,
	}
}
