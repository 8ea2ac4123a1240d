package proof

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strings"
)

// Test is a test or fuzz target of this module.
type Test struct {
	Dir  string // of the package, relative to the module
	Name string
}

// Held is which tests claim an id, in the order of their folders.
type Held map[string][]Test

// Scan reads every test file under the root and returns what the tests claim.
// Folders that are hidden or named testdata or node_modules are left out.
func Scan(root fs.FS) (Held, error) {
	held := Held{}
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && skipped(entry.Name()):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, "_test.go"):
			return nil
		}
		source, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		return held.read(name, source)
	})
	if err != nil {
		return nil, fmt.Errorf("scan tests: %w", err)
	}
	return held, nil
}

func skipped(dir string) bool {
	return dir == "testdata" || dir == "node_modules" || dir != "." && strings.HasPrefix(dir, ".")
}

func (h Held) read(name string, source []byte) error {
	file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok || f.Doc == nil {
			continue
		}
		ids := claims(f.Doc.Text())
		if len(ids) > 0 && !isTest(f.Name.Name) {
			return fmt.Errorf("%s: %s holds nothing by itself: it is no test", name, f.Name.Name)
		}
		for _, id := range ids {
			h[id] = append(h[id], Test{path.Dir(name), f.Name.Name})
		}
	}
	return nil
}

func isTest(name string) bool {
	return strings.HasPrefix(name, "Test") || strings.HasPrefix(name, "Fuzz")
}

// claims returns the ids of the lines that begin with "Holds:".
func claims(doc string) (ids []string) {
	for line := range strings.Lines(doc) {
		listed, ok := strings.CutPrefix(strings.TrimSpace(line), "Holds:")
		if !ok {
			continue
		}
		for id := range strings.SplitSeq(strings.TrimSuffix(strings.TrimSpace(listed), "."), ",") {
			ids = append(ids, strings.TrimSpace(id))
		}
	}
	return ids
}
