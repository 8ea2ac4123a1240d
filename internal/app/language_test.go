package app_test

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/internal/app"
)

// TestIncompleteLanguageStarts gives an operator's French two texts of the
// interface and one stem: the program starts, shows these, lets English stand
// in for the rest, and names in the log what is missing.
func TestIncompleteLanguageStarts(t *testing.T) {
	tree := shippedTree(t)
	tree["locales/fr.yaml"] = file("site:\n  language_name: Français\nstart:\n  heading: Et vous ?\n")
	tree["instruments/relationship/text/fr.yaml"] = file("title: Le test\nstanding: Un essai.\nconsent: \"{controller}, {notice}\"\n" +
		"labels:\n  agree5: [Non, Plutôt non, En partie, Plutôt oui, Oui]\nstems:\n  an01: Une réponse lente me gâche l’après-midi.\n")
	log := &safeBuffer{}
	url := boot(t, app.Config{Content: tree, Log: slog.New(slog.NewTextHandler(log, nil))})

	page := get(t, url+"/?locale=fr")
	for _, want := range []string{`lang="fr"`, "Et vous ?", "Some of us call twice"} {
		if !strings.Contains(page, want) {
			t.Errorf("the French start page lacks %q", want)
		}
	}
	asked := get(t, url+"/v1/instruments/relationship?locale=fr&form=full")
	for _, want := range []string{"Une réponse lente", "When my partner goes quiet"} {
		if !strings.Contains(asked, want) {
			t.Errorf("the French items lack %q", want)
		}
	}
	for _, want := range []string{
		`missing text \"start.lead\" in fr`, `missing text \"stems.an02\" in fr`,
		"playbooks/relationship/text/fr", "those in en stand in",
	} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %s", want)
		}
	}
}

func shippedTree(t *testing.T) fstest.MapFS {
	t.Helper()
	tree := fstest.MapFS{}
	err := fs.WalkDir(content.Shipped(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(content.Shipped(), name)
		tree[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// boot runs the program until the test ends and returns its address.
func boot(t *testing.T, cfg app.Config) string {
	t.Helper()
	return start(t, cfg).Public
}

// start runs the program until the test ends and says where it listens.
func start(t *testing.T, cfg app.Config) app.Addresses {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ready, ended := make(chan app.Addresses, 1), make(chan error, 1)
	cfg.Ready = func(a app.Addresses) { ready <- a }
	go func() { ended <- app.Run(ctx, cfg) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the program ended with %v", err)
		}
	})
	select {
	case a := <-ready:
		return a
	case err := <-ended:
		ended <- nil
		t.Fatalf("the program did not start: %v", err)
	}
	return app.Addresses{}
}

func get(t *testing.T, url string) string {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: got %s", url, answer.Status)
	}
	return string(body)
}

// safeBuffer keeps a log for reading while it is written.
type safeBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
