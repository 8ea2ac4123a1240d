// Package posttest is a mail relay for tests: a real server of SMTP on a free
// loopback port, by another hand than the client's, which keeps what it is
// given and fails as it is told to.
package posttest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// The one user whom the relay takes letters from.
const (
	User     = "playbook@quiz.example.org"
	Password = "correct horse battery staple"
)

// Sink is the relay.
type Sink struct {
	Host  string // 127.0.0.1:port
	Roots *x509.CertPool

	mu      sync.Mutex
	letters []Letter
	answer  func(step string) error
	tried   int
}

// Letter is what the relay was given.
type Letter struct {
	From, To string
	Data     []byte
}

// Start runs a relay until the test ends: with TLS from the first byte, or
// else with STARTTLS. It takes nothing but from User, and no password in the
// clear.
func Start(t testing.TB, tlsFirst bool) *Sink {
	t.Helper()
	cert, roots := certificate(t)
	s := &Sink{Roots: roots, answer: func(string) error { return nil }}
	server := smtp.NewServer(s)
	server.Domain = "sink.example.org"
	server.MaxMessageBytes = 8 << 20
	server.ReadTimeout, server.WriteTimeout = time.Minute, time.Minute
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
	server.ErrorLog = discard{}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Host = l.Addr().String()
	if tlsFirst {
		l = tls.NewListener(l, server.TLSConfig)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	t.Cleanup(func() {
		_ = server.Close()
		if err := <-ended; err != nil && !errors.Is(err, smtp.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
			t.Errorf("the relay ended with %v", err)
		}
	})
	return s
}

// Answer lets fn decide what the relay says at each step: "mail", "rcpt" or
// "data". It may take its time.
func (s *Sink) Answer(fn func(step string) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = fn
}

// Refusal is an answer with the code.
func Refusal(code int, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 0, 0}, Message: text}
}

// Letters lists what the relay took.
func (s *Sink) Letters() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.letters)
}

// Tried is how many letters were begun.
func (s *Sink) Tried() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tried
}

// NewSession implements smtp.Backend.
func (s *Sink) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{sink: s}, nil }

type session struct {
	sink   *Sink
	known  bool
	letter Letter
}

// AuthMechanisms implements smtp.AuthSession.
func (*session) AuthMechanisms() []string { return []string{sasl.Plain} }

// Auth implements smtp.AuthSession.
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if s.known = user == User && password == Password; !s.known {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (s *session) step(name string) error {
	s.sink.mu.Lock()
	answer := s.sink.answer
	if name == "mail" {
		s.sink.tried++
	}
	s.sink.mu.Unlock()
	return answer(name)
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if !s.known {
		return smtp.ErrAuthRequired
	}
	s.letter = Letter{From: from}
	return s.step("mail")
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.letter.To = to
	return s.step("rcpt")
}

func (s *session) Data(r io.Reader) (err error) {
	if s.letter.Data, err = io.ReadAll(r); err != nil {
		return err
	}
	if err := s.step("data"); err != nil {
		return err
	}
	s.sink.mu.Lock()
	defer s.sink.mu.Unlock()
	s.sink.letters = append(s.sink.letters, s.letter)
	return nil
}

func (*session) Reset()        {}
func (*session) Logout() error { return nil }

// discard drops what the server has to say of broken connections.
type discard struct{}

func (discard) Printf(string, ...any) {}
func (discard) Println(...any)        {}

// certificate makes one for 127.0.0.1 and those who trust it.
func certificate(t testing.TB) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "sink"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}
