package post

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
)

// Relay is the mail server that takes our letters.
type Relay struct {
	Host string
	Port int
	// Mode says how the way to it is protected.
	Mode           Mode
	User, Password string // empty user: it takes letters from us without
	// TLS overrides what the program trusts, for tests; nil: the system's roots.
	TLS *tls.Config
}

// Mode is how the way to a relay is protected.
type Mode int

const (
	TLS      Mode = iota // from the first byte
	StartTLS             // demanded before anything else is said
	Plain                // not at all: only to this machine itself
)

// ParseRelay reads the address of a relay: smtps://user@host (port 465),
// submission://user@host (port 587, STARTTLS demanded), or, for a relay on the
// same machine alone, smtp://127.0.0.1 (port 25). The password may be in the
// address or apart. No error repeats a password.
func ParseRelay(address, password string) (Relay, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "" {
		return Relay{}, errors.New("the address of the mail relay: want one such as smtps://user@mail.example.org")
	}
	modes := map[string]struct {
		mode Mode
		port int
	}{"smtps": {TLS, 465}, "submission": {StartTLS, 587}, "smtp": {Plain, 25}}
	m, ok := modes[u.Scheme]
	if !ok {
		return Relay{}, fmt.Errorf("the address of the mail relay begins with %q: want smtps://, submission:// or smtp://", u.Scheme+"://")
	}
	r := Relay{Host: u.Hostname(), Port: m.port, Mode: m.mode, User: u.User.Username(), Password: password}
	if inside, given := u.User.Password(); given {
		if password != "" {
			return Relay{}, errors.New("the password of the mail relay is given twice")
		}
		r.Password = inside
	}
	if u.Port() != "" {
		if r.Port, err = strconv.Atoi(u.Port()); err != nil || r.Port < 1 || r.Port > 65535 {
			return Relay{}, errors.New("the port of the mail relay is none")
		}
	}
	return r, r.check()
}

func (r Relay) check() error {
	switch {
	case r.Mode == Plain && !local(r.Host):
		return errors.New("smtp:// is for a mail relay on this machine alone: use submission:// or smtps://")
	case r.Mode == Plain && r.User != "":
		return errors.New("smtp:// carries no password: use submission:// or smtps://")
	case (r.User == "") != (r.Password == ""):
		return errors.New("the mail relay wants a user and a password, or neither")
	}
	return nil
}

func local(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

func (r Relay) tls() *tls.Config {
	c := &tls.Config{}
	if r.TLS != nil {
		c = r.TLS.Clone()
	}
	c.ServerName, c.MinVersion = r.Host, tls.VersionTLS12
	return c
}
