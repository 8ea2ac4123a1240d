package post

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// Sender sends letters through a relay. It is safe for concurrent use.
type Sender struct {
	relay   Relay
	from    netmail.Address
	domain  string // of from
	texts   quiz.Texts
	printer playbook.Printer
	whole   Documents
	render  Render
	now     func() time.Time
}

// Documents composes the whole playbook of an attempt, or returns ErrNotFound
// where it is gone.
type Documents func(context.Context, quiz.AttemptID) (playbook.Document, error)

// Render runs what renders, when there is room for it; quiz.ErrBusy: not now.
type Render func(ctx context.Context, what string, render func() error) error

// Config is what a Sender is made of; all of it is needed.
type Config struct {
	Relay   Relay
	From    string // such as "Attune <playbook@quiz.example.org>"
	Texts   quiz.Texts
	Printer playbook.Printer
	Whole   Documents
	Render  Render
	Now     func() time.Time
}

// New returns a sender, or what is wrong with the address of the sender.
func New(c Config) (*Sender, error) {
	from, err := netmail.ParseAddress(c.From)
	if err != nil {
		return nil, fmt.Errorf("the address that letters come from: want one such as name@example.org: %w", err)
	}
	domain, err := wire(from.Address)
	if err != nil {
		return nil, fmt.Errorf("the address that letters come from: %w", err)
	}
	from.Address = domain
	return &Sender{
		relay: c.Relay, from: *from, domain: domain[strings.LastIndexByte(domain, '@')+1:],
		texts: c.Texts, printer: c.Printer, whole: c.Whole, render: c.Render, now: c.Now,
	}, nil
}

// Send composes, prints and sends a letter. It returns quiz.ErrNotFound where
// the attempt is gone, quiz.ErrUndeliverable where no later try can help, and
// another error where one may. The relay may have taken a letter whose error
// is that the answer was lost: then it gets it twice, under one Message-ID.
func (s *Sender) Send(ctx context.Context, l quiz.Letter) error {
	doc, err := s.whole(ctx, l.Attempt)
	if err != nil {
		return fmt.Errorf("compose the playbook of a letter: %w", err)
	}
	var pdf bytes.Buffer
	err = s.render(ctx, "playbook", func() error { return s.printer.Print(&pdf, doc, playbook.A4) })
	if err != nil {
		return fmt.Errorf("print the playbook of a letter: %w", err)
	}
	m, err := s.message(l, doc.Locale, pdf.Bytes())
	if err != nil {
		return err
	}
	return s.hand(ctx, m)
}

// hand gives the message to the relay.
func (s *Sender) hand(ctx context.Context, m *mail.Msg) error {
	c, err := s.client(ctx)
	if err != nil {
		return fmt.Errorf("prepare for the mail relay: %w", err)
	}
	err = c.DialAndSendWithContext(ctx, m)
	if m.IsDelivered() {
		return nil // it was taken, whatever came after
	}
	return plainly(ctx, err)
}

func (s *Sender) client(ctx context.Context) (*mail.Client, error) {
	r := s.relay
	policy := map[Mode]mail.TLSPolicy{TLS: mail.NoTLS, StartTLS: mail.TLSMandatory, Plain: mail.NoTLS}[r.Mode]
	options := []mail.Option{
		mail.WithPort(r.Port), mail.WithHELO(s.domain), mail.WithTimeout(stepTimeout), mail.WithTLSPolicy(policy),
		mail.WithTLSConfig(r.tls()), mail.WithDialContextFunc(s.dialer(ctx)), mail.WithoutNoop(),
	}
	if r.User != "" {
		options = append(options, mail.WithSMTPAuthCustom(&chooser{relay: r}))
	}
	if r.Mode == TLS {
		options = append(options, mail.WithSSL())
	}
	return mail.NewClient(r.Host, options...)
}

// stepTimeout bounds each step of a conversation; the context bounds all.
const stepTimeout = 30 * time.Second

// dialer connects to the relay. The connection is cut when all ends, which is
// after dialling.
func (s *Sender) dialer(all context.Context) mail.DialContextFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		var d net.Dialer
		conn, err := d.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		context.AfterFunc(all, func() { _ = conn.Close() })
		if s.relay.Mode != TLS {
			return conn, nil
		}
		secured := tls.Client(conn, s.relay.tls())
		if err := secured.HandshakeContext(ctx); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
		return secured, nil
	}
}

// plainly says what went wrong without what the relay said of it, which may
// repeat the address.
func plainly(ctx context.Context, err error) error {
	var refused *mail.SendError
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("talk to the mail relay: %w", ctx.Err())
	case !errors.As(err, &refused):
		return unreached(err)
	case refused.ErrorCode() == 0:
		return errors.New("talk to the mail relay: the connection broke")
	}
	said := fmt.Errorf("the mail relay refused %s with %d", step(refused.Reason), refused.ErrorCode())
	// That a sender is refused is for the operator to mend, within the day.
	if refused.ErrorCode()/100 == 5 && refused.Reason != mail.ErrSMTPMailFrom {
		return fmt.Errorf("%w: %w", quiz.ErrUndeliverable, said)
	}
	return said
}

// unreached says why nothing was sent. Nobody has named a recipient by then.
func unreached(err error) error {
	var network net.Error
	var untrusted *tls.CertificateVerificationError
	switch {
	case errors.As(err, &untrusted):
		return fmt.Errorf("reach the mail relay: %w", untrusted)
	case errors.As(err, &network):
		return fmt.Errorf("reach the mail relay: %w", network)
	}
	return errors.New("reach the mail relay: it refused the connection, its protection, the user or the password")
}

func step(reason mail.SendErrReason) string {
	switch reason {
	case mail.ErrSMTPMailFrom:
		return "the sender"
	case mail.ErrSMTPRcptTo:
		return "the recipient"
	case mail.ErrSMTPData, mail.ErrSMTPDataClose, mail.ErrWriteContent:
		return "the letter"
	}
	return "the conversation"
}
