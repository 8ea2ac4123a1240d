package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"os/signal"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"

	"github.com/attune-quiz/attune/internal/app"
	"github.com/attune-quiz/attune/quiz"
)

// serveFlags are all settings of the server.
type serveFlags struct {
	settingsFlag
	contentFlag
	Addr         string         `help:"Address to listen on; port 0 picks a free one." default:"127.0.0.1:8080" env:"ATTUNE_ADDR"`
	Partners     string         `help:"YAML file of the sites that embed the test; read again when it changes." placeholder:"FILE" env:"ATTUNE_PARTNERS"`
	Instrument   string         `help:"Instrument that the start page offers; by default the first that can be taken to a result." placeholder:"ID" env:"ATTUNE_INSTRUMENT"`
	DB           string         `name:"db" help:"SQLite file, made if it is not there, or postgres://…; memory: keeps nothing." default:"attune.db" env:"ATTUNE_DB" secret:"address"`
	Erasures     string         `help:"File that notes every erasure, for restores; by default beside a SQLite file." placeholder:"FILE" env:"ATTUNE_ERASURES"`
	Events       string         `help:"File that every event is appended to as a line of JSON." placeholder:"FILE" env:"ATTUNE_EVENTS"`
	BaseURL      string         `name:"base-url" help:"Public address, such as https://quiz.example.org; by default that of the listener." placeholder:"URL" env:"ATTUNE_BASE_URL"`
	AdminAddr    string         `name:"admin-addr" help:"Operator's private listener; empty turns it off." default:"127.0.0.1:9090" env:"ATTUNE_ADMIN_ADDR"`
	RateLimit    rate           `name:"rate-limit" help:"Requests a second for each address, such as 20/s, or off." default:"20/s" env:"ATTUNE_RATE_LIMIT"`
	GuessLimit   minutely       `name:"guess-limit" help:"Tries a minute for each address at codes, such as 10/m, or off." default:"10/m" env:"ATTUNE_GUESS_LIMIT"`
	KeyLimit     rate           `name:"key-limit" help:"Requests a second with each API key, such as 50/s, or off." default:"50/s" env:"ATTUNE_KEY_LIMIT"`
	PartnerLimit rate           `name:"partner-limit" help:"Requests a second for the visitors of each partner, such as 500/s, or off." default:"500/s" env:"ATTUNE_PARTNER_LIMIT"`
	Connections  int            `help:"Clients that may be connected at once; 0: any number." default:"4096" env:"ATTUNE_CONNECTIONS"`
	Each         int            `name:"connections-each" help:"Connections that one address may have; 0: any number. Trusted proxies are not counted." default:"256" env:"ATTUNE_CONNECTIONS_EACH"`
	OTLPEndpoint string         `name:"otlp-endpoint" help:"Collector that traces are sent to over OTLP/HTTP; by default nothing is traced." placeholder:"URL" env:"ATTUNE_OTLP_ENDPOINT,OTEL_EXPORTER_OTLP_ENDPOINT"`
	OTLPHeaders  string         `name:"otlp-headers" help:"Headers for the collector, such as authorization=Bearer%20KEY,tenant=a." placeholder:"NAME=VALUE,…" env:"ATTUNE_OTLP_HEADERS,OTEL_EXPORTER_OTLP_HEADERS" secret:"value"`
	TraceShare   float64        `name:"trace-share" help:"Share of requests that is traced, from 0 to 1." default:"0.1" env:"ATTUNE_TRACE_SHARE"`
	Controller   string         `help:"Who answers for the data; named before the first question." placeholder:"NAME" env:"ATTUNE_CONTROLLER"`
	PrivacyURL   string         `name:"privacy-url" help:"The controller's privacy notice; by default the page /privacy." placeholder:"URL" env:"ATTUNE_PRIVACY_URL"`
	SMTP         string         `name:"smtp" help:"Mail relay that playbooks go out through: smtps://USER@HOST, submission://USER@HOST or, on this machine, smtp://127.0.0.1." placeholder:"URL" env:"ATTUNE_SMTP" secret:"address"`
	SMTPPassword string         `name:"smtp-password" help:"Password of the mail relay." placeholder:"PASSWORD" env:"ATTUNE_SMTP_PASSWORD" secret:"value"`
	MailFrom     string         `name:"mail-from" help:"Sender of that mail, such as playbook@quiz.example.org." placeholder:"ADDRESS" env:"ATTUNE_MAIL_FROM"`
	TrustedProxy []netip.Prefix `name:"trusted-proxy" help:"Network of a proxy whose X-Forwarded-For counts, such as 10.0.0.0/8." placeholder:"CIDR" env:"ATTUNE_TRUSTED_PROXY"`
}

type serveCmd struct{ serveFlags }

func (c *serveCmd) Run(ctx context.Context, std streams) error {
	toCollector, err := parseHeaders(c.OTLPHeaders)
	if err != nil {
		return err
	}
	writer := app.NewLogWriter(std.Err)
	defer writer.Close()
	log := slog.New(slog.NewJSONHandler(writer, nil))
	if _, set := os.LookupEnv("GOGC"); !set {
		debug.SetGCPercent(gcPercent)
	}
	reload := make(chan os.Signal, 1)
	signal.Notify(reload, syscall.SIGHUP)
	defer signal.Stop(reload)
	return app.Run(ctx, app.Config{
		Addr: c.Addr, AdminAddr: c.AdminAddr, DB: c.DB, Content: c.fs(),
		PartnersFile: c.Partners, Reload: reload,
		SMTP: c.SMTP, SMTPPassword: c.SMTPPassword, MailFrom: c.MailFrom,
		Instrument: quiz.InstrumentID(c.Instrument), Erasures: c.Erasures, Events: c.Events,
		BaseURL: c.BaseURL, Controller: c.Controller, PrivacyURL: c.PrivacyURL,
		TrustedProxies: c.TrustedProxy, Limits: c.limits(), Connections: c.Connections, ConnectionsEach: c.Each, Version: buildVersion(),
		Collector: c.OTLPEndpoint, CollectorHeaders: toCollector, TraceShare: c.TraceShare,
		Log: log,
		Ready: func(at app.Addresses) {
			fmt.Fprintf(std.Out, "Attune is ready: open %s\n", at.Public)
			if at.Admin != "" {
				fmt.Fprintf(std.Out, "For the operator alone: %[1]s/metrics and %[1]s/debug/pprof/\n", at.Admin)
			}
			fmt.Fprintf(std.Out, "Responses are kept in %s. Press Ctrl-C to stop.\n", app.DescribeDB(c.DB))
			if err := tellSupervisor("READY=1"); err != nil {
				log.Error("start", "error", err)
			}
		},
	})
}

// gcPercent lets garbage grow to four times what is in use, which is some
// twenty megabytes of content and little else.
const gcPercent = 400

func (c serveFlags) limits() app.Limits {
	return app.Limits{
		Address: float64(c.RateLimit), Guess: float64(c.GuessLimit), Key: float64(c.KeyLimit), Partner: float64(c.PartnerLimit),
	}
}

// rate is a number of requests a second, minutely one a minute; 0 is no limit.
type (
	rate     float64
	minutely float64
)

// MarshalText writes what UnmarshalText reads.
func (r rate) MarshalText() ([]byte, error) { return writeRate(float64(r), "/s"), nil }

// MarshalText writes what UnmarshalText reads.
func (m minutely) MarshalText() ([]byte, error) { return writeRate(float64(m), "/m"), nil }

func writeRate(v float64, unit string) []byte {
	if v == 0 {
		return []byte("off")
	}
	return append(strconv.AppendFloat(nil, v, 'f', -1, 64), unit...)
}

// UnmarshalText reads "20/s" or "off".
func (r *rate) UnmarshalText(text []byte) error {
	v, err := parseRate(string(text), "20/s")
	*r = rate(v)
	return err
}

// UnmarshalText reads "10/m" or "off".
func (m *minutely) UnmarshalText(text []byte) error {
	v, err := parseRate(string(text), "10/m")
	*m = minutely(v)
	return err
}

// parseRate reads a number with the unit of the example, or "off".
func parseRate(text, example string) (float64, error) {
	if text == "off" {
		return 0, nil
	}
	number, ok := strings.CutSuffix(text, example[len(example)-2:])
	v, err := strconv.ParseFloat(number, 64)
	if !ok || err != nil || !(v > 0 && v <= 1e6) {
		return 0, fmt.Errorf("want a rate such as %s, or off; got %q", example, text)
	}
	return v, nil
}
