package web_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// Every text that pages ask for exists, with the placeholders that they fill,
// and none is left over.
func TestWords(t *testing.T) {
	texts := shippedWords(t)
	used := map[string]bool{}
	for _, u := range append(inTemplates(t), inGo(t, texts)...) {
		used[u.key] = true
		text, ok := texts[u.key]
		if !ok {
			t.Errorf("%s asks for %q, which locales/en.yaml does not have", u.file, u.key)
			continue
		}
		if want := placeholders(text); u.fills != nil && !slices.Equal(u.fills, want) {
			t.Errorf("%s fills %v in %q, which has %v", u.file, u.fills, u.key, want)
		}
	}
	for key := range maps.Keys(texts) {
		if !used[key] && !strings.HasPrefix(key, "date.") && !strings.HasPrefix(key, "mail.") { // in another text, and in a letter
			t.Errorf("locales/en.yaml has %q, for which no page asks", key)
		}
	}
}

// use is one place that asks for a text; fills is nil where it is not known.
type use struct {
	file, key string
	fills     []string
}

func shippedWords(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile("../../content/locales/en.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var groups map[string]map[string]any
	if err := yaml.Unmarshal(data, &groups); err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for group, keys := range groups {
		for key, text := range keys {
			switch text := text.(type) {
			case string:
				texts[group+"."+key] = text
			case map[string]any:
				texts[group+"."+key] = "{count} " + text["other"].(string)
			default:
				t.Errorf("%s.%s is neither a text nor plural forms", group, key)
			}
		}
	}
	return texts
}

func placeholders(text string) []string {
	names := []string{}
	for _, m := range regexp.MustCompile(`\{(\w+)\}`).FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

var (
	asked = regexp.MustCompile(`[{(]-?\s*t "([^"]+)"((?: "\w+" (?:\([^)]*\)|[^\s})"]+))*)`)
	named = regexp.MustCompile(` "(\w+)" (?:\([^)]*\)|[^\s})"]+)`)
	calls = regexp.MustCompile(`(?:^|[{(\s])t\s+[^"\s]`)
)

func inTemplates(t *testing.T) []use {
	t.Helper()
	files, err := filepath.Glob("templates/*.html")
	if err != nil || len(files) == 0 {
		t.Fatalf("find templates: %v, %v", files, err)
	}
	var uses []use
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		source := regexp.MustCompile(`\{\{.*?\}\}`).FindAllString(string(data), -1)
		for _, action := range source {
			if calls.MatchString(action) {
				t.Errorf("%s: %s: the key of a text must be written out", file, action)
			}
			for _, m := range asked.FindAllStringSubmatch(action, -1) {
				u := use{file: file, key: m[1], fills: []string{}}
				for _, n := range named.FindAllStringSubmatch(m[2], -1) {
					u.fills = append(u.fills, n[1])
				}
				slices.Sort(u.fills)
				uses = append(uses, u)
			}
		}
	}
	return uses
}

// inGo finds the keys that Go code, of the pages and of the calendar, names as
// a whole.
func inGo(t *testing.T, texts map[string]string) []use {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	besides, err := filepath.Glob("../calendar/*.go")
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, besides...)
	groups := map[string]bool{}
	for key := range texts {
		group, _, _ := strings.Cut(key, ".")
		groups[group] = true
	}
	key := regexp.MustCompile(`^([a-z]+)\.[a-z0-9_]+$`)
	var uses []use
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				s, err := strconv.Unquote(lit.Value)
				if m := key.FindStringSubmatch(s); err == nil && m != nil && groups[m[1]] {
					uses = append(uses, use{file: file, key: s})
				}
			}
			return true
		})
	}
	return uses
}
