package e2e_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/internal/app"
	"github.com/attune-quiz/attune/internal/harness"
	"github.com/attune-quiz/attune/quiz"
)

// TestUpgradeOfContent begins two attempts, finishes one, turns the keys of a
// scale round, starts the program anew and finishes the other: both have the
// same profile, and it still has its playbook.
func TestUpgradeOfContent(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content"), content.Shipped()); err != nil {
		t.Fatal(err)
	}
	cfg := app.Config{DB: filepath.Join(dir, "attune.db"), Content: os.DirFS(filepath.Join(dir, "content"))}
	first := boot(t, cfg)
	before, across := visitor(t, first.url), visitor(t, first.url)
	respond(t, before, 0, 44)
	want := finish(t, before)
	respond(t, across, 0, 20)
	first.stop()

	structure := filepath.Join(dir, "content", "instruments", "relationship", "instrument.yaml")
	change(t, structure,
		"version: 1.0.0", "version: 2.0.0",
		"[+an01, +an02, +an03, +an04, -an05, -an06, -an07, -an08]", "[-an01, -an02, -an03, -an04, +an05, +an06, +an07, +an08]")
	second := boot(t, cfg)
	fresh := visitor(t, second.url)
	respond(t, fresh, 0, 44)
	if got := finish(t, fresh); got.Version != "2.0.0" || *got.Scales["anxious"].Value == *want.Scales["anxious"].Value {
		t.Fatalf("the change of content changes nothing: %+v", got)
	}

	move(across, second.url)
	respond(t, across, 20, 44)
	got := finish(t, across)
	got.FinishedAt = want.FinishedAt
	if !reflect.DeepEqual(got, want) {
		t.Errorf("begun before the upgrade:\n got %+v\nwant %+v", got, want)
	}
	if err := across.Playbook(t.Context()); err != nil {
		t.Errorf("its playbook: %v", err)
	}
	// What was finished before the upgrade stays as it was.
	move(before, second.url)
	if again := finish(t, before); !reflect.DeepEqual(again, want) {
		t.Errorf("finished before the upgrade:\n got %+v\nwant %+v", again, want)
	}
}

func visitor(t *testing.T, url string) *harness.Visitor {
	t.Helper()
	v := &harness.Visitor{Wire: harness.NewWire(url)}
	t.Cleanup(func() { v.Close() })
	consent, err := v.Consent(t.Context())
	if err == nil {
		err = v.Begin(t.Context(), "full", consent)
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func move(v *harness.Visitor, url string) {
	v.Close()
	v.Wire = harness.NewWire(url)
}

func respond(t *testing.T, v *harness.Visitor, from, to int) {
	t.Helper()
	for item := from; item < to; item++ {
		if err := v.Save(t.Context(), item, 1+(item*item+item/3)%5); err != nil {
			t.Fatal(err)
		}
	}
}

func finish(t *testing.T, v *harness.Visitor) (p quiz.Profile) {
	t.Helper()
	raw, err := v.Finish(t.Context())
	if err == nil {
		err = json.Unmarshal(raw, &p)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// change replaces texts, which must be there, in a file.
func change(t *testing.T, path string, pairs ...string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(string(b), pairs[i]) {
			t.Fatalf("%s has no %q", path, pairs[i])
		}
	}
	if err := os.WriteFile(path, []byte(strings.NewReplacer(pairs...).Replace(string(b))), 0o644); err != nil {
		t.Fatal(err)
	}
}
