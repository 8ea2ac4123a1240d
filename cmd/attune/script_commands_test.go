package main

import (
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// copyContent copies the YAML that ships to a folder: copycontent DIR.
func copyContent(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: copycontent DIR")
	}
	ts.Check(os.CopyFS(ts.MkAbs(args[0]), os.DirFS(ts.Getenv("SHIPPED"))))
}

// replace swaps a text that stands in a file, once or more, for another:
// replace FILE OLD NEW.
func replace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replace FILE OLD NEW")
	}
	file := ts.MkAbs(args[0])
	b, err := os.ReadFile(file)
	ts.Check(err)
	if !strings.Contains(string(b), args[1]) {
		ts.Fatalf("%s holds no %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(file, []byte(strings.ReplaceAll(string(b), args[1], args[2])), 0o644))
}

// isPDF checks that a file begins and ends as a PDF: pdf FILE.
func isPDF(ts *testscript.TestScript, neg bool, args []string) {
	b, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	whole := strings.HasPrefix(string(b), "%PDF-") && strings.HasSuffix(strings.TrimSpace(string(b)), "%%EOF")
	if whole == neg {
		ts.Fatalf("%s: a whole PDF: %v", args[0], whole)
	}
}
