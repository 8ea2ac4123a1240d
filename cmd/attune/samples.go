package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/internal/dataset"
	"github.com/attune-quiz/attune/quiz"
)

// samplesFlags are shared by the commands that read a file of responses.
type samplesFlags struct {
	contentFlag
	Instrument string `help:"Instrument that the file belongs to." required:"" placeholder:"ID"`
	Form       string `help:"Form whose items the file has; by default the instrument's first." placeholder:"ID"`
	In         string `help:"CSV file with a header row of item ids; by default standard input." placeholder:"FILE.csv"`
	Missing    string `help:"Value that stands for a missing response, besides an empty cell and NA." placeholder:"V"`
	KeepGoing  bool   `name:"keep-going" help:"Count a bad cell and take it as missing instead of stopping."`
}

// sample is a file of responses, opened, and what it is read by.
type sample struct {
	form *quiz.Form
	in   io.ReadCloser
	opt  dataset.Options
	bar  *bar
}

// open finds the form and the file. The caller closes the sample.
func (f samplesFlags) open(std streams) (*sample, error) {
	form, err := f.form()
	if err != nil {
		return nil, err
	}
	in, err := std.open(f.In)
	if err != nil {
		return nil, err
	}
	s := &sample{form: form, in: in, opt: dataset.Options{KeepGoing: f.KeepGoing}, bar: newBar(std.Err, in)}
	if f.Missing != "" {
		s.opt.Missing = []string{f.Missing}
	}
	if s.bar != nil {
		s.opt.Progress = s.bar.show
	}
	return s, nil
}

func (s *sample) Close() error {
	s.bar.finish()
	return s.in.Close()
}

// form loads the named instrument alone and returns the form to score by.
func (f samplesFlags) form() (*quiz.Form, error) {
	in, findings := content.LoadInstrument(f.fs(), quiz.InstrumentID(f.Instrument))
	if in == nil {
		var why strings.Builder
		for _, finding := range findings {
			fmt.Fprintf(&why, "\n%s", finding)
		}
		return nil, fmt.Errorf("%w: instrument %q cannot be used%s", errUsage, f.Instrument, why.String())
	}
	if f.Form == "" {
		return &in.Forms[0], nil
	}
	form := in.Form(quiz.FormID(f.Form))
	if form == nil {
		return nil, fmt.Errorf("%w: instrument %q has no form %q", errUsage, f.Instrument, f.Form)
	}
	return form, nil
}

// explain says what to do about a bad cell: the package that found it knows no
// flags.
func (f samplesFlags) explain(doing string, err error) error {
	if err == nil {
		return nil
	}
	if cell, ok := errors.AsType[*dataset.CellError](err); ok {
		what := "--missing with the value that stands for a missing response"
		if f.Missing == "" && len(cell.Value) <= 10 {
			what = fmt.Sprintf("--missing %q if that stands for a missing response", cell.Value)
		}
		return fmt.Errorf("%s %s: %w\nGive %s, or --keep-going to count bad cells and take them as missing", doing, f.Instrument, err, what)
	}
	return fmt.Errorf("%s %s: %w", doing, f.Instrument, err)
}

type reliabilityCmd struct {
	samplesFlags
	JSON bool `name:"json" help:"Print JSON with all digits instead of tables."`
}

func (c *reliabilityCmd) Run(ctx context.Context, std streams) error {
	s, err := c.open(std)
	if err != nil {
		return err
	}
	defer s.Close()
	report, err := dataset.MeasureReliability(ctx, s.in, s.form.Spec, s.opt)
	s.bar.finish()
	if err != nil {
		return c.explain("reliability of", err)
	}
	if c.JSON {
		return writeJSON(std.Out, report)
	}
	return report.WriteText(std.Out)
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
