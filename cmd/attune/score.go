package main

import (
	"context"
	"fmt"

	"github.com/attune-quiz/attune/internal/dataset"
)

type scoreCmd struct {
	samplesFlags
	Out         string `help:"CSV file to write, whole or not at all; by default standard output." placeholder:"FILE"`
	Percentiles bool   `help:"Append each score's percentile: by the columns age and gender where the file has them, empty for minors."`
}

func (c *scoreCmd) Run(ctx context.Context, std streams) error {
	if sameFile(c.In, c.Out) {
		return fmt.Errorf("%w: --in and --out are the same file: %s", errUsage, c.Out)
	}
	s, err := c.open(std)
	if err != nil {
		return err
	}
	defer s.Close()
	out, err := std.create(c.Out)
	if err != nil {
		return err
	}
	defer out.discard()
	s.opt.Percentiles = c.Percentiles
	summary, err := dataset.Score(ctx, s.in, out, s.form.Scorer, s.form.Spec, s.opt)
	s.bar.finish()
	if err != nil {
		return c.explain("score", err)
	}
	if err := out.keep(); err != nil {
		return fmt.Errorf("score %s: %w", c.Instrument, err)
	}
	return summary.WriteText(std.Err)
}
