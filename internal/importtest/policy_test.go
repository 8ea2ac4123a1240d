package importtest

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

type listed struct {
	ImportPath string
	Imports    []string
	Standard   bool
}

// list asks the go command for every package of the module and its direct
// imports.
func list(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var pkgs []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return pkgs
		} else if err != nil {
			t.Fatal(err)
		}
		pkgs = append(pkgs, p)
	}
}

func TestImportsFollowThePolicy(t *testing.T) {
	for _, p := range list(t) {
		name, ok := relative(p.ImportPath)
		if !ok {
			t.Errorf("%s: only folders of the house hold Go", p.ImportPath)
			continue
		}
		rule, ok := Find(Policy(), name)
		if !ok {
			t.Errorf("%s: no rule; add one to policy.go and docs/architecture.md, or move the code", name)
			continue
		}
		for _, imp := range p.Imports {
			if !standard(imp) && !rule.Allows(imp) {
				t.Errorf("%s imports %s, which its rule does not allow", name, imp)
			}
		}
	}
}

// standard reports whether a path has no domain, as those of the standard
// library.
func standard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}

func TestAllows(t *testing.T) {
	rules := Policy()
	for _, tc := range []struct {
		pkg, imp string
		want     bool
	}{
		{"scoring", Module + "/quiz", false},
		{"quiz", Module + "/scoring", true},
		{"quiz", Module + "/quiz/playbook", false},
		{"quiz/take", "github.com/labstack/echo/v4", false},
		{"api/web", "github.com/labstack/echo/v4/middleware", true},
		{"api", "gopkg.in/yaml.v3", false},
		{"content", "gopkg.in/yaml.v3", true},
		{"internal/store/sqlite", Module + "/internal/store", true},
		{"internal/store/sqlite", Module + "/quiz/take", false},
		{"internal/pdf", "github.com/jung-kurt/gofpdf", true},
		{"internal/figure", "github.com/jung-kurt/gofpdf", false},
	} {
		rule, ok := Find(rules, tc.pkg)
		if !ok {
			t.Fatalf("no rule for %s", tc.pkg)
		}
		if got := rule.Allows(tc.imp); got != tc.want {
			t.Errorf("%s imports %s: got %v, want %v", tc.pkg, tc.imp, got, tc.want)
		}
	}
}

func TestFindUnknown(t *testing.T) {
	if r, ok := Find(Policy(), "internal/util"); ok {
		t.Errorf("internal/util: got rule %+v, want none", r)
	}
}
