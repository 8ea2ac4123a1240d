package app

import (
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"time"

	"github.com/attune-quiz/attune/api"
	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/internal/webhook"
	"github.com/attune-quiz/attune/quiz"
)

// Config is all that the program depends on. The zero value serves the
// embedded content from memory on a free loopback port.
type Config struct {
	Addr      string // host:port of the public listener; port 0 picks one
	AdminAddr string // host:port of the operator's listener; empty: none
	// DB is a SQLite file, the address of a PostgreSQL database, or "memory:"
	// for a store that ends with the process.
	DB string
	// Erasures is the file that notes every erasure, outside the database;
	// empty: beside a SQLite file, with ".erasures" after its name.
	Erasures string
	// Events is a file that every event is appended to; empty: nobody listens.
	Events  string
	Content fs.FS // nil: the content that ships
	// Instrument is what the start page offers; empty: the first that can be
	// taken to a result.
	Instrument quiz.InstrumentID
	// BaseURL is the public address; empty: that of the listener.
	BaseURL string
	// Controller is who answers for the data, named before the first item;
	// empty: the host of BaseURL.
	Controller string
	// PrivacyURL is the controller's notice; empty: the page /privacy.
	PrivacyURL     string
	TrustedProxies []netip.Prefix
	// Partners are the sites that embed the test; nil: those of PartnersFile.
	Partners quiz.Partners
	// PartnersFile describes them in YAML and is read again when it changes;
	// empty: there are none.
	PartnersFile string
	// Reload has the file read again for each signal; nil: never.
	Reload <-chan os.Signal
	// SMTP is the relay that takes letters, such as smtps://user@host; empty:
	// none go out, and no partner may have a gate that an address opens.
	// SMTPPassword is its password where it is not in the address, MailFrom
	// the sender, and MailRoots whom its certificate must be of; nil: anybody
	// whom the system trusts.
	SMTP, SMTPPassword, MailFrom string
	MailRoots                    *x509.CertPool
	// Webhooks is how partners' endpoints are reached; the zero value reaches
	// public addresses alone, and no other is for anything but tests.
	Webhooks webhook.Network
	Limits   Limits
	// Connections is how many clients may be connected, and ConnectionsEach how
	// many of one address that is no trusted proxy's; 0: any number.
	Connections, ConnectionsEach int

	Version string // of the program, for its operator
	// Collector is the OTLP/HTTP endpoint that traces are sent to, such as
	// http://127.0.0.1:4318; empty: nothing is traced. CollectorHeaders go with
	// what is sent there, and TraceShare of requests is traced, from 0 to 1.
	Collector        string
	CollectorHeaders http.Header
	TraceShare       float64

	Log    *slog.Logger
	Now    func() time.Time
	Random io.Reader
	// Ready is called once when the listeners accept connections.
	Ready func(Addresses)
}

// Limits says how much one caller may ask for; the zero value sets none.
type Limits = api.Limits

// Addresses tells where a running program listens.
type Addresses struct {
	Public string // a URL without a trailing slash
	Admin  string // empty: none
}

// ErrConfig wraps every error that a wrong Config causes.
var ErrConfig = errors.New("configuration")

func (c Config) withDefaults() Config {
	if c.Addr == "" {
		c.Addr = "127.0.0.1:0"
	}
	if c.DB == "" {
		c.DB = memoryDB
	}
	if c.Content == nil {
		c.Content = content.Shipped()
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	if c.Ready == nil {
		c.Ready = func(Addresses) {}
	}
	return c
}

// site is what BaseURL says, completed from the listener's address.
type site struct {
	base       string
	secure     bool
	controller string
	privacy    string
}

func (c Config) site(listening string) (site, error) {
	base := c.BaseURL
	if base == "" {
		base = "http://" + listening
	}
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.Path != "" && u.Path != "/" {
		return site{}, fmt.Errorf("%w: base URL %q: want a scheme and host alone, such as https://quiz.example.org", ErrConfig, base)
	}
	s := site{base: u.Scheme + "://" + u.Host, secure: u.Scheme == "https", controller: c.Controller, privacy: c.PrivacyURL}
	if s.controller == "" {
		s.controller = u.Host
	}
	if s.privacy == "" {
		s.privacy = s.base + "/privacy"
	}
	return s, nil
}
