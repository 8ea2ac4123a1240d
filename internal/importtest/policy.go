package importtest

import (
	"slices"
	"strings"
)

// Module is the path of this module.
const Module = "github.com/attune-quiz/attune"

// Rule says what a package may import beside the standard library. Paths of
// ours are relative to the module; a trailing "/..." covers a tree.
type Rule struct {
	Package string
	Ours    []string
	Others  []string // module paths, or a prefix of one
}

// Policy lists the rules; the first whose Package matches decides.
func Policy() []Rule {
	return []Rule{
		{Package: "scoring"},
		{Package: "quiz", Ours: []string{"scoring"}},
		{Package: "quiz/playbook", Ours: []string{"quiz", "scoring"}},
		{Package: "quiz/take", Ours: []string{"quiz", "quiz/playbook", "scoring"}},
		{
			Package: "content", Ours: []string{"quiz", "quiz/playbook", "scoring", "internal/prose"},
			Others: []string{"gopkg.in/yaml.v3", "github.com/go-playground/validator/v10", "golang.org/x/text"},
		},
		{Package: "internal/figure", Ours: []string{"scoring"}},
		{Package: "internal/fonts"},
		{
			Package: "internal/card", Ours: []string{"internal/figure", "internal/fonts", "quiz", "quiz/playbook"},
			Others: []string{"golang.org/x/image", "github.com/rivo/uniseg"},
		},
		{
			Package: "internal/store/...", Ours: []string{"internal/store/...", "quiz", "scoring"},
			Others: []string{"modernc.org/sqlite", "github.com/jackc/pgx/v5", "github.com/pressly/goose/v3"},
		},
		{
			Package: "internal/pdf/...", Ours: []string{"internal/pdf/...", "quiz/playbook", "quiz", "scoring", "internal/figure", "internal/fonts"},
			Others: []string{"github.com/jung-kurt/gofpdf", "github.com/rivo/uniseg"},
		},
		{Package: "internal/post/posttest", Others: []string{"github.com/emersion/go-smtp", "github.com/emersion/go-sasl"}},
		{
			Package: "internal/post", Ours: []string{"quiz", "quiz/playbook"},
			Others: []string{"github.com/wneessen/go-mail", "golang.org/x/net"},
		},
		{Package: "internal/jobs", Ours: []string{"quiz", "internal/webhook"}},
		{Package: "internal/webhook"},
		{Package: "internal/examples"},
		{Package: "internal/examples/verify"},
		{Package: "internal/examples/host", Ours: []string{"internal/examples/verify", "internal/app", "internal/webhook", "quiz"}},
		{
			Package: "internal/telemetry", Ours: []string{"quiz", "internal/store", "internal/trace"},
			Others: []string{"github.com/prometheus/client_golang"},
		},
		{Package: "internal/dataset", Ours: []string{"scoring"}},
		{Package: "api/reference", Others: []string{"gopkg.in/yaml.v3"}},
		{
			Package: "api/...", Ours: []string{"api/...", "quiz", "quiz/take", "quiz/playbook", "scoring", "internal/figure"},
			Others: []string{"github.com/labstack/echo/v4", "github.com/go-playground/validator/v10"},
		},
		{
			Package: "internal/app",
			Ours:    []string{"api/...", "content", "internal/...", "quiz/...", "scoring"},
			Others:  []string{"golang.org/x/sync"},
		},
		{
			Package: "cmd/attune",
			Ours:    []string{"internal/app", "internal/preview", "content", "scoring", "internal/dataset", "quiz", "quiz/playbook", "internal/pdf"},
			Others:  []string{"github.com/alecthomas/kong"},
		},
		{Package: "internal/prose"},
		{Package: "internal/preview", Ours: []string{"content", "quiz", "quiz/playbook", "quiz/take", "scoring"}},
		{Package: "internal/bench/..."},
		{Package: "internal/importtest"},
		{Package: "internal/proof"},
		{Package: "internal/contract"},
		{Package: "internal/release/...", Ours: []string{"internal/release"}},
		{Package: "internal/ship"},
		{Package: "internal/e2e"},
		{Package: "internal/harness"},
		{Package: "internal/strangers", Ours: []string{"internal/harness"}},
		{Package: "internal/trace"},
	}
}

// Find returns the rule for a package of ours and whether there is one.
func Find(rules []Rule, pkg string) (Rule, bool) {
	for _, r := range rules {
		if covers(r.Package, pkg) {
			return r, true
		}
	}
	return Rule{}, false
}

// Allows reports whether the rule lets its package import the path, which is
// not of the standard library.
func (r Rule) Allows(path string) bool {
	if ours, ok := relative(path); ok {
		return slices.ContainsFunc(r.Ours, func(p string) bool { return covers(p, ours) })
	}
	return slices.ContainsFunc(r.Others, func(p string) bool {
		return path == p || strings.HasPrefix(path, p+"/")
	})
}

func covers(pattern, pkg string) bool {
	tree, ok := strings.CutSuffix(pattern, "/...")
	return pkg == tree || ok && strings.HasPrefix(pkg, tree+"/")
}

func relative(path string) (string, bool) {
	return strings.CutPrefix(path, Module+"/")
}
