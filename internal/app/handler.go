package app

import (
	"fmt"
	"net/http"

	"github.com/attune-quiz/attune/api"
	"github.com/attune-quiz/attune/api/web"
	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/internal/card"
	"github.com/attune-quiz/attune/internal/pdf"
	"github.com/attune-quiz/attune/internal/telemetry"
	"github.com/attune-quiz/attune/quiz/take"
)

func (c Config) handler(lib *content.Library, st store, listening string, meter *telemetry.Meter) (http.Handler, office, error) {
	s, err := c.site(listening)
	if err != nil {
		return nil, office{}, err
	}
	printer, err := pdf.New()
	if err != nil {
		return nil, office{}, fmt.Errorf("prepare the PDF printer: %w", err)
	}
	if c.Instrument != "" {
		if in, err := lib.Instrument(c.Instrument); err != nil || !in.Servable() {
			return nil, office{}, fmt.Errorf("%w: instrument %q has no wording here", ErrConfig, c.Instrument)
		}
	}
	press := newPress(func() { meter.Refused("renders") }, meter.Rendering)
	painter, err := card.New()
	if err != nil {
		return nil, office{}, fmt.Errorf("prepare the card painter: %w", err)
	}
	journey := &take.Service{
		Catalogue: lib, Attempts: meter.Attempts(st), Tallies: st, ResumeCodes: st, Shares: st, Gates: st, Letters: st, GateCodes: st,
		Versions: st, Partners: c.Partners, Now: c.Now, Random: c.Random,
		Forget: printer.Forget,
	}
	pages, err := web.New(web.Config{
		Take: journey, Instrument: c.Instrument, Texts: lib.Texts(), Printer: printer, Cards: painter, Controller: s.controller, PrivacyURL: s.privacy,
		BaseURL: s.base, Secure: s.secure, Render: press.do, Log: c.Log,
	})
	if err != nil {
		return nil, office{}, fmt.Errorf("prepare the pages: %w", err)
	}
	h, err := api.New(api.Config{
		Take: journey, Texts: lib.Texts(), Printer: printer, Ledger: st, Deliveries: st, Pages: pages, Ready: st.Ping,
		Controller: s.controller, PrivacyURL: s.privacy, BaseURL: s.base,
		TrustedProxies: c.TrustedProxies, Limits: c.Limits, Log: c.Log, Now: c.Now,
		Watch: meter.Request, Refused: meter.Refused, Render: press.do,
	})
	if err != nil {
		return nil, office{}, fmt.Errorf("prepare the API: %w", err)
	}
	return h, office{journey, lib.Texts(), printer, press, meter}, nil
}
