package main

import (
	"bytes"
	"fmt"
	"time"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/internal/app"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

type playbookCmd struct {
	contentFlag
	Instrument string    `help:"Instrument that the responses belong to." required:"" placeholder:"ID"`
	Responses  string    `help:"JSON file such as {\"an01\":4,\"an02\":null}; by default standard input." placeholder:"FILE"`
	Out        string    `help:"PDF to write; by default standard output." placeholder:"FILE"`
	Locale     string    `help:"Language of the playbook." default:"en"`
	Topic      string    `help:"Topic whose chapter is added." placeholder:"ID"`
	Audience   string    `help:"For whom the plan is: joint or solo." enum:"joint,solo" default:"solo"`
	Paper      string    `help:"Paper: a4 or letter." enum:"a4,letter" default:"a4"`
	Date       time.Time `help:"Day that is printed, YYYY-MM-DD; by default today." format:"2006-01-02" placeholder:"DAY"`
}

func (c *playbookCmd) Run(std streams) error {
	lib, _ := content.Load(c.fs())
	if err := lib.Usable(); err != nil {
		return fmt.Errorf("content: %w; run attune check", err)
	}
	in, err := std.open(c.Responses)
	if err != nil {
		return err
	}
	defer in.Close()
	if c.Date.IsZero() {
		c.Date = time.Now()
	}
	var pdf bytes.Buffer
	err = app.Offline{
		Library: lib, Instrument: quiz.InstrumentID(c.Instrument), Locale: quiz.Locale(c.Locale),
		Topic: quiz.TopicID(c.Topic), Audience: quiz.Audience(c.Audience), Paper: playbook.Paper(c.Paper), Date: c.Date,
	}.Playbook(in, &pdf)
	if err != nil {
		return err
	}
	return std.write(c.Out, pdf.Bytes())
}
