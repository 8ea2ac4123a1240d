package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/internal/pdf"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/quiz/take"
	"github.com/attune-quiz/attune/scoring"
)

// Offline asks for a playbook without a server: from responses in a file.
type Offline struct {
	Library    *content.Library
	Instrument quiz.InstrumentID
	Locale     quiz.Locale
	Topic      quiz.TopicID
	Audience   quiz.Audience
	Paper      playbook.Paper
	Date       time.Time // printed as the day of the result
}

// Playbook reads responses as a JSON object of item id to value, null where
// declined, and writes the PDF. The form is the smallest one that has all the
// items named.
func (o Offline) Playbook(responses io.Reader, out io.Writer) error {
	in, err := o.Library.Instrument(o.Instrument)
	if err != nil {
		return fmt.Errorf("instrument %q: %w", o.Instrument, err)
	}
	values, err := readResponses(responses)
	if err != nil {
		return err
	}
	form, err := formFor(in, values)
	if err != nil {
		return err
	}
	sheet, err := take.Fill(in, form, take.Answers{Responses: values})
	if err != nil {
		return err
	}
	doc, err := o.compose(in, form, sheet)
	if err != nil {
		return err
	}
	printer, err := pdf.New()
	if err != nil {
		return fmt.Errorf("prepare the PDF printer: %w", err)
	}
	return printer.Print(out, doc, o.Paper)
}

func (o Offline) compose(in *quiz.Instrument, form *quiz.Form, sheet quiz.Sheet) (playbook.Document, error) {
	lib, err := o.Library.Playbook(in.ID, o.Locale)
	if err != nil {
		return playbook.Document{}, fmt.Errorf("playbook of %q: %w", in.ID, err)
	}
	p := take.Score(in, form, sheet)
	p.FinishedAt = o.Date
	return playbook.Compose(in, p, lib, playbook.Choice{
		Topic: o.Topic, Audience: o.Audience, Focus: p.Focus.Chosen,
	}), nil
}

func readResponses(r io.Reader) (map[quiz.ItemID]scoring.Response, error) {
	var raw map[quiz.ItemID]*scoring.Response
	dec := json.NewDecoder(r)
	if err := dec.Decode(&raw); err != nil {
		return nil, fmt.Errorf(`read responses: want an object such as {"an01":4}: %w`, err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("read responses: text follows the object")
	}
	values := make(map[quiz.ItemID]scoring.Response, len(raw))
	for id, v := range raw {
		values[id] = quiz.Declined
		if v != nil {
			values[id] = *v
		}
	}
	return values, nil
}

func formFor(in *quiz.Instrument, values map[quiz.ItemID]scoring.Response) (*quiz.Form, error) {
	var found *quiz.Form
	for i := range in.Forms {
		form := &in.Forms[i]
		has := func(id quiz.ItemID) bool { return form.Place(id) >= 0 }
		if all(maps.Keys(values), has) && (found == nil || len(form.Items) < len(found.Items)) {
			found = form
		}
	}
	if found != nil {
		return found, nil
	}
	known := func(id quiz.ItemID) bool { _, ok := in.Item(id); return ok }
	for _, id := range slices.Sorted(maps.Keys(values)) {
		if !known(id) {
			return nil, fmt.Errorf("instrument %q has no item %q", in.ID, id)
		}
	}
	return nil, fmt.Errorf("no form of %q has all of the %d items", in.ID, len(values))
}

func all[T any](seq func(func(T) bool), ok func(T) bool) bool {
	for v := range seq {
		if !ok(v) {
			return false
		}
	}
	return true
}
