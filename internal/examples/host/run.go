package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"time"

	"github.com/attune-quiz/attune/internal/app"
	"github.com/attune-quiz/attune/internal/webhook"
	"github.com/attune-quiz/attune/quiz"
)

// partner is the id under which the site is known to Attune.
const partner = "example"

// run serves the site and Attune until ctx ends. Ready is told where both are.
func run(ctx context.Context, addr string, ready func(site, attune string)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	pages, err := listen(addr)
	if err != nil {
		return err
	}
	defer pages.Close()
	hooks, err := listen("127.0.0.1:0")
	if err != nil {
		return err
	}
	defer hooks.Close()
	identity, err := newIdentity(time.Now())
	if err != nil {
		return err
	}
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return err
	}
	s, err := newSite(quiz.FormatWebhookSecret(key))
	if err != nil {
		return err
	}

	ended := make(chan error, 3)
	serve(ctx, pages, s.pages(), ended)
	serve(ctx, tls.NewListener(hooks, &tls.Config{Certificates: []tls.Certificate{identity.certificate}}), s.hooks(), ended)
	where := "http://" + pages.Addr().String()
	cfg := attune(where, hooks.Addr().(*net.TCPAddr), identity, key)
	cfg.Ready = func(at app.Addresses) {
		s.open(at.Public)
		ready(where, at.Public)
	}
	go func() { ended <- app.Run(ctx, cfg) }()
	err = <-ended
	cancel()
	return errors.Join(err, <-ended, <-ended)
}

// listen listens on loopback and nowhere else.
func listen(addr string) (net.Listener, error) {
	at, err := netip.ParseAddrPort(addr)
	if err != nil || !at.Addr().IsLoopback() {
		return nil, fmt.Errorf("address %q: want one of this machine, such as 127.0.0.1:8090", addr)
	}
	return net.Listen("tcp", addr)
}

// serve serves until ctx ends and sends how it ended.
func serve(ctx context.Context, l net.Listener, h http.Handler, ended chan<- error) {
	s := &http.Server{Handler: h, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second}
	context.AfterFunc(ctx, func() { _ = s.Close() })
	go func() {
		err := s.Serve(l)
		if errors.Is(err, http.ErrServerClosed) {
			err = nil
		}
		ended <- err
	}()
}

// attune is the configuration of an Attune server that the site is a partner of.
func attune(site string, hooks *net.TCPAddr, identity identity, key []byte) app.Config {
	receiver := hooks.AddrPort()
	return app.Config{
		Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
		Partners: quiz.NewPartnerSet(&quiz.Partner{
			ID: partner, Name: "Example", Controller: "Example Site", PrivacyURL: site + "/privacy",
			Origins: []string{site}, Topic: "music",
			Webhook: &quiz.Webhook{URL: fmt.Sprintf("https://%s:%d/hooks", hookHost, receiver.Port()), Secrets: [][]byte{key}},
		}),
		Webhooks: webhook.Network{
			Lookup: func(context.Context, string) ([]netip.Addr, error) { return []netip.Addr{receiver.Addr()}, nil },
			Allow:  func(a netip.AddrPort) bool { return a == receiver },
			Roots:  identity.roots,
		},
	}
}
