package main

import (
	"context"
	"time"

	"github.com/attune-quiz/attune/internal/dataset"
)

type normsCmd struct {
	samplesFlags
	Source string    `help:"Id of the sample's entry under the instrument's sources; left to fill in by default." placeholder:"ID"`
	Sample string    `help:"Who they were, in a few words; left to fill in by default." placeholder:"TEXT"`
	Caveat string    `help:"What the sample cannot stand for; left to fill in by default." placeholder:"TEXT"`
	Date   time.Time `help:"Day of the computation, YYYY-MM-DD; by default today." format:"2006-01-02" placeholder:"DAY"`
	JSON   bool      `name:"json" help:"Print JSON instead of the YAML of an instrument file."`
}

func (c *normsCmd) Run(ctx context.Context, std streams) error {
	s, err := c.open(std)
	if err != nil {
		return err
	}
	defer s.Close()
	if c.Date.IsZero() {
		c.Date = time.Now()
	}
	about := dataset.About{Date: c.Date, Source: c.Source, Sample: c.Sample, Caveat: c.Caveat}
	table, err := dataset.DeriveNorms(ctx, s.in, s.form.Scorer, s.form.Spec, about, s.opt)
	s.bar.finish()
	if err != nil {
		return c.explain("norms of", err)
	}
	if c.JSON {
		return writeJSON(std.Out, table)
	}
	return table.WriteYAML(std.Out)
}
