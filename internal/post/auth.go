package post

import (
	"errors"
	"slices"

	"github.com/wneessen/go-mail/smtp"
)

// chooser is the best way of those that a relay offers to show that we are its
// user; none without TLS.
type chooser struct {
	relay  Relay
	chosen smtp.Auth
}

// Start implements smtp.Auth.
func (c *chooser) Start(server *smtp.ServerInfo) (name string, first []byte, err error) {
	offers := func(name string) bool { return slices.Contains(server.Auth, name) }
	user, password, host := c.relay.User, c.relay.Password, c.relay.Host
	switch {
	case !server.TLS:
		return "", nil, errors.New("no password goes out in the clear")
	case offers("SCRAM-SHA-256"):
		c.chosen = smtp.ScramSHA256Auth(user, password)
	case offers("PLAIN"):
		c.chosen = smtp.PlainAuth("", user, password, host, false)
	case offers("LOGIN"):
		c.chosen = smtp.LoginAuth(user, password, host, false)
	default:
		return "", nil, errors.New("the relay offers no way to show who we are")
	}
	return c.chosen.Start(server)
}

// Next implements smtp.Auth.
func (c *chooser) Next(said []byte, more bool) ([]byte, error) { return c.chosen.Next(said, more) }
