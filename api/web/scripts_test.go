package web_test

import (
	"bytes"
	"crypto/sha512"
	"encoding/base64"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/attune-quiz/attune/api/web"
)

// bundles lists the scripts that are served and the sources that each is made
// of, in their order.
func bundles() map[string][]string {
	return map[string][]string{
		"script.js": {"core", "save", "offer", "paper", "page", "result", "resume"},
		"frame.js":  {"core", "save", "offer", "paper", "frame"},
		filepath.Join("loader", web.LoaderVersion+".js"): {"loader"},
	}
}

// TestScripts holds the scripts that are served against their sources in
// scripts/; -update makes them anew.
func TestScripts(t *testing.T) {
	for name, parts := range bundles() {
		want := bundle(t, parts)
		file := filepath.Join("assets", name)
		if *update {
			if err := os.WriteFile(file, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what %s makes (%v); run the test with -update", file, strings.Join(parts, ", "), err)
		}
	}
}

// bundle joins the parts in one function and writes them short.
func bundle(t *testing.T, parts []string) []byte {
	t.Helper()
	var source strings.Builder
	source.WriteString("(() => {\n'use strict';\n")
	for _, p := range parts {
		part, err := os.ReadFile(filepath.Join("scripts", p+".js"))
		if err != nil {
			t.Fatal(err)
		}
		source.Write(part)
	}
	source.WriteString("})();\n")
	made := api.Transform(source.String(), api.TransformOptions{
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true,
		Target: api.ES2022, Charset: api.CharsetUTF8,
	})
	for _, e := range made.Errors {
		t.Errorf("%v: %+v", e.Text, e.Location)
	}
	return made.Code
}

// Loaders that were served stay as they are for ever: pages name their hash. A
// change of the loader is a new version beside the others.
//
// Holds: E7
func TestLoadersStay(t *testing.T) {
	files, err := filepath.Glob("assets/loader/*.js")
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha512.Sum384(body)
		got.WriteString(filepath.Base(file) + " sha384-" + base64.StdEncoding.EncodeToString(sum[:]) + "\n")
	}
	want, err := os.ReadFile("testdata/loaders.txt")
	if err != nil || got.String() != string(want) {
		t.Errorf("the loaders changed (%v):\n got %s want %s", err, got.String(), want)
	}
}

// A loader that makes the frame itself reserves what a snippet's frame does.
//
// Holds: E2
func TestLoaderKeepsTheSnippetsRoom(t *testing.T) {
	room := regexp.MustCompile(` height="(\d+)"`).FindStringSubmatch(web.Snippet("https://quiz.example.org", "acme", "demo", "Quiz"))
	loader, err := os.ReadFile("scripts/loader.js")
	if err != nil || room == nil {
		t.Fatalf("the snippet keeps %v, %v", room, err)
	}
	if !bytes.Contains(loader, []byte(" : "+room[1]+"}px")) {
		t.Errorf("the loader does not keep %s px", room[1])
	}
}
