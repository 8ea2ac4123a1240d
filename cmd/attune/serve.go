package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/attune-quiz/attune/internal/app"
	"github.com/attune-quiz/attune/quiz"
)

type serveCmd struct {
	contentFlag
	Addr         string         `help:"Address to listen on; port 0 picks a free one." default:"127.0.0.1:8080" env:"ATTUNE_ADDR"`
	Instrument   string         `help:"Instrument that the start page offers; by default the first that can be taken to a result." placeholder:"ID" env:"ATTUNE_INSTRUMENT"`
	DB           string         `name:"db" help:"SQLite file, made if it is not there, or postgres://…; memory: keeps nothing." default:"attune.db" env:"ATTUNE_DB"`
	Erasures     string         `help:"File that notes every erasure, for restores; by default beside a SQLite file." placeholder:"FILE" env:"ATTUNE_ERASURES"`
	Events       string         `help:"File that every event is appended to as a line of JSON." placeholder:"FILE" env:"ATTUNE_EVENTS"`
	BaseURL      string         `name:"base-url" help:"Public address, such as https://quiz.example.org; by default that of the listener." placeholder:"URL" env:"ATTUNE_BASE_URL"`
	AdminAddr    string         `name:"admin-addr" help:"Operator's private listener; empty turns it off." default:"127.0.0.1:9090" env:"ATTUNE_ADMIN_ADDR"`
	RateLimit    rate           `name:"rate-limit" help:"Requests a second for each address, such as 20/s, or off." default:"20/s" env:"ATTUNE_RATE_LIMIT"`
	Controller   string         `help:"Who answers for the data; named before the first question." placeholder:"NAME" env:"ATTUNE_CONTROLLER"`
	PrivacyURL   string         `name:"privacy-url" help:"The controller's privacy notice; by default the page /privacy." placeholder:"URL" env:"ATTUNE_PRIVACY_URL"`
	TrustedProxy []netip.Prefix `name:"trusted-proxy" help:"Network of a proxy whose X-Forwarded-For counts, such as 10.0.0.0/8." placeholder:"CIDR" env:"ATTUNE_TRUSTED_PROXY"`
}

func (c *serveCmd) Run(ctx context.Context, std streams) error {
	log := app.NewLogWriter(std.Err)
	defer log.Close()
	if _, set := os.LookupEnv("GOGC"); !set {
		debug.SetGCPercent(gcPercent)
	}
	return app.Run(ctx, app.Config{
		Addr: c.Addr, AdminAddr: c.AdminAddr, DB: c.DB, Content: c.fs(),
		Instrument: quiz.InstrumentID(c.Instrument), Erasures: c.Erasures, Events: c.Events,
		BaseURL: c.BaseURL, Controller: c.Controller, PrivacyURL: c.PrivacyURL,
		TrustedProxies: c.TrustedProxy, RateLimit: float64(c.RateLimit),
		Log: slog.New(slog.NewJSONHandler(log, nil)),
		Ready: func(at app.Addresses) {
			fmt.Fprintf(std.Out, "Attune is ready: open %s\n", at.Public)
			if at.Admin != "" {
				fmt.Fprintf(std.Out, "For the operator alone: %s/debug/pprof/\n", at.Admin)
			}
			fmt.Fprintf(std.Out, "Responses are kept in %s. Press Ctrl-C to stop.\n", app.DescribeDB(c.DB))
		},
	})
}

// gcPercent lets garbage grow to four times what is in use, which is some
// twenty megabytes of content and little else.
const gcPercent = 400

// rate is a number of requests a second; 0 is no limit.
type rate float64

// UnmarshalText reads "20/s" or "off".
func (r *rate) UnmarshalText(text []byte) error {
	if string(text) == "off" {
		*r = 0
		return nil
	}
	number, ok := strings.CutSuffix(string(text), "/s")
	v, err := strconv.ParseFloat(number, 64)
	if !ok || err != nil || !(v > 0 && v <= 1e6) {
		return fmt.Errorf("want a rate such as 20/s, or off; got %q", text)
	}
	*r = rate(v)
	return nil
}
