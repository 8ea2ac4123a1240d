package content_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

// TestFreePartsHoldNothingLocked draws 100 people in each language, cuts what
// each is given down to its free parts and looks for anything of the rest.
func TestFreePartsHoldNothingLocked(t *testing.T) {
	for locale, s := range shelves(t) {
		t.Run(string(locale), func(t *testing.T) {
			random := rand.New(rand.NewPCG(20261126, 8))
			for range 100 {
				form := &s.in.Forms[random.IntN(len(s.in.Forms))]
				p := drawProfile(t, s.in, form, random)
				c := drawChoice(s, p, random)
				full := playbook.Compose(s.in, p, s.book, c)
				by := []quiz.GateKind{quiz.GateEmail, quiz.GateCode}[random.IntN(2)]
				nothingLocked(t, full, full.Free(by))
				if t.Failed() {
					t.Fatalf("choice %+v", c)
				}
			}
		})
	}
}

// nothingLocked finds what is locked by itself: whatever the full document
// says in parts that no list of free parts names, unless a free part says the
// same.
func nothingLocked(t *testing.T, full, free playbook.Document) {
	t.Helper()
	first := full.Stages[0].Practices[0]
	freely := said(full.Title, full.Notice, full.Standing, full.Notes, full.Opening, full.Tonight, full.Pattern,
		full.Map, full.Dimensions, full.Mechanisms, full.Body, full.Pause, full.Help, first, firstOfThree(full.Phrases))
	for _, c := range full.Stages {
		freely = append(freely, said(c.Title, c.Weeks, c.Aim)...)
	}
	shown := strings.Join(said(free), "\n")
	for _, text := range freely {
		if !strings.Contains(shown, text) {
			t.Errorf("%q is free and not shown", text)
		}
	}
	open := strings.Join(freely, "\n")
	locked := said(full.Phrases, full.Worksheets, full.FAQ)
	for _, c := range full.Stages {
		for _, e := range c.Practices {
			if e.ID != first.ID {
				locked = append(locked, said(e)...)
			}
		}
	}
	if full.Topic != nil {
		locked = append(locked, said(full.Topic.Intro, full.Topic.Practices, full.Topic.Phrases)...)
	}
	if len(locked) < 200 {
		t.Errorf("only %d texts are locked", len(locked))
	}
	for _, text := range locked {
		if strings.Contains(shown, text) && !strings.Contains(open, text) {
			t.Errorf("%q is locked and shown", text)
		}
	}
}

// firstOfThree is one phrase for each of three situations.
func firstOfThree(all []playbook.Starter) []playbook.Starter {
	var first []playbook.Starter
	seen := map[string]bool{}
	for _, p := range all {
		if !seen[p.Situation] {
			first = append(first, p)
		}
		seen[p.Situation] = true
	}
	return first[:3]
}

// said lists every text in the values.
func said(values ...any) []string {
	var out []string
	var walk func(reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			// Ids of a few letters, such as kinds, are in longer words.
			if text := v.String(); len(text) > 8 && v.Type() == reflect.TypeFor[string]() {
				out = append(out, text)
			}
		case reflect.Pointer, reflect.Interface:
			if !v.IsNil() {
				walk(v.Elem())
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Struct:
			for i := range v.NumField() {
				if f := v.Type().Field(i); f.IsExported() && f.Name != "Labels" {
					walk(v.Field(i))
				}
			}
		case reflect.Map:
			for _, k := range v.MapKeys() {
				walk(v.MapIndex(k))
			}
		}
	}
	for _, v := range values {
		walk(reflect.ValueOf(v))
	}
	return out
}

// TestFreeGolden shows in a diff what is free and what waits.
func TestFreeGolden(t *testing.T) {
	const file = "testdata/free.golden"
	s := shelves(t)["en"]
	random := rand.New(rand.NewPCG(1, 1))
	p := drawProfile(t, s.in, &s.in.Forms[0], random)
	var got bytes.Buffer
	for _, c := range []playbook.Choice{
		{Audience: quiz.Solo, Topic: "music"},
		{Audience: quiz.Joint, Relation: quiz.RelationCurrent, Focus: p.Focus.Chosen},
	} {
		outlined(&got, playbook.Compose(s.in, p, s.book, c).Free(quiz.GateEmail))
	}
	if *update {
		if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("got\n%s\nwant\n%s", got.Bytes(), want)
	}
}

func outlined(out *bytes.Buffer, d playbook.Document) {
	fmt.Fprintf(out, "%s, state %s\n", d.Audience, d.Pattern.State)
	fmt.Fprintf(out, "  tonight %s, %s\n", d.Tonight.ID, d.Tonight.Phrase.ID)
	for _, c := range d.Stages {
		fmt.Fprintf(out, "  %s, %s: %d practices\n", c.ID, c.Title, len(c.Practices))
		for _, e := range c.Practices {
			fmt.Fprintf(out, "    %s\n", e.ID)
		}
	}
	for _, p := range d.Phrases {
		fmt.Fprintf(out, "  phrase %s: %s\n", p.ID, p.Text)
	}
	fmt.Fprintf(out, "  pause %s; help %s; %d sources\n", d.Pause.Title, d.Help.Title, len(d.Sources))
	fmt.Fprintf(out, "  locked %+v\n", *d.Locked)
}

// TestFreeLeavesTheWholeAlone: cutting copies, and no gate cuts nothing.
func TestFreeLeavesTheWholeAlone(t *testing.T) {
	s := shelves(t)["zh-Hans"]
	p := drawProfile(t, s.in, &s.in.Forms[0], rand.New(rand.NewPCG(2, 2)))
	compose := func() playbook.Document { return playbook.Compose(s.in, p, s.book, playbook.Choice{Topic: "music"}) }
	doc := compose()
	if open := doc.Free(quiz.GateNone); !reflect.DeepEqual(open, doc) {
		t.Error("no gate locks something")
	}
	cut := doc.Free(quiz.GateCode)
	cut.Stages[0].Practices[0].Title = "changed"
	cut.Stages[0].Title = "changed"
	if !reflect.DeepEqual(doc, compose()) {
		t.Error("cutting changed the whole")
	}
	if slices.ContainsFunc(doc.Free(quiz.GateCode).Sources, func(s playbook.Source) bool { return s.OfTopic }) {
		t.Error("a locked chapter shows its sources")
	}
}
