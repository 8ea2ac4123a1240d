package main

import (
	"context"
	"fmt"

	"github.com/attune-quiz/attune/internal/preview"
	"github.com/attune-quiz/attune/quiz"
)

type previewCmd struct {
	contentFlag
	Addr       string   `help:"Loopback address to listen on; port 0 picks a free one." default:"127.0.0.1:8081"`
	Instrument string   `help:"Instrument whose playbook is shown; by default the first with wording." placeholder:"ID"`
	Locale     []string `help:"Languages to show, such as en,zh-Hans; by default all." placeholder:"TAG"`
}

func (c *previewCmd) Run(ctx context.Context, std streams) error {
	cfg := preview.Config{
		Tree: c.fs(), Addr: c.Addr, Instrument: quiz.InstrumentID(c.Instrument),
		Ready: func(url string) {
			fmt.Fprintf(std.Out, "Preview: open %s\nThe page loads itself again when a file is saved. Press Ctrl-C to stop.\n", url)
		},
	}
	for _, l := range c.Locale {
		cfg.Locales = append(cfg.Locales, quiz.Locale(l))
	}
	return preview.Run(ctx, cfg)
}
