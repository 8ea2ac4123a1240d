package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
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
}

func (f samplesFlags) options() dataset.Options {
	if f.Missing == "" {
		return dataset.Options{}
	}
	return dataset.Options{Missing: []string{f.Missing}}
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

type scoreCmd struct {
	samplesFlags
	Out       string `help:"CSV file to write; by default standard output." placeholder:"FILE"`
	KeepGoing bool   `name:"keep-going" help:"Count a bad cell and take it as missing instead of stopping."`
}

func (c *scoreCmd) Run(ctx context.Context, std streams) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	in, err := std.open(c.In)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := std.create(c.Out)
	if err != nil {
		return err
	}
	opt := c.options()
	opt.KeepGoing = c.KeepGoing
	opt.Progress = progress(std.Err, in)
	buffered := bufio.NewWriterSize(out, 1<<20)
	summary, err := dataset.Score(ctx, in, buffered, form.Scorer, form.Spec, opt)
	if ferr := buffered.Flush(); err == nil {
		err = ferr
	}
	if cerr := out.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fmt.Errorf("score %s: %w", c.Instrument, err)
	}
	return summary.WriteText(std.Err)
}

// create opens the file for writing, or standard output where path is empty
// or "-".
func (s streams) create(path string) (io.WriteCloser, error) {
	if path == "" || path == "-" {
		return keptOpen{s.Out}, nil
	}
	return os.Create(path)
}

type keptOpen struct{ io.Writer }

func (keptOpen) Close() error { return nil }

const barWidth = 30

// progress draws a bar on a terminal, or nothing. The share is known where
// the input is a file.
func progress(to io.Writer, in io.Reader) func(dataset.Progress) {
	terminal, ok := to.(*os.File)
	if !ok || !isTerminal(terminal) {
		return nil
	}
	size := fileSize(in)
	return func(p dataset.Progress) {
		if size <= 0 {
			fmt.Fprintf(terminal, "\r%d rows", p.Rows)
			return
		}
		done := int(barWidth * min(p.Bytes, size) / size)
		fmt.Fprintf(terminal, "\r[%s%s] %d rows", strings.Repeat("=", done), strings.Repeat(" ", barWidth-done), p.Rows)
		if p.Bytes >= size {
			fmt.Fprintln(terminal)
		}
	}
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func fileSize(r io.Reader) int64 {
	f, ok := r.(*os.File)
	if !ok {
		return 0
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return 0
	}
	return info.Size()
}
