package content_test

import (
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/tools/txtar"
)

// now is the day against which tests hold dates.
var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// copyTree reads a tree into memory, where a test may change it.
func copyTree(t testing.TB, fsys fs.FS) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		out[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// minimal is the smallest tree without findings.
func minimal(t testing.TB) fstest.MapFS {
	t.Helper()
	return copyTree(t, os.DirFS("testdata/minimal"))
}

// replace changes one text in one file, which has to hold it once.
func replace(t testing.TB, tree fstest.MapFS, name, before, after string) {
	t.Helper()
	data := string(tree[name].Data)
	if n := strings.Count(data, before); n != 1 {
		t.Fatalf("%s holds %q %d times, want once", name, before, n)
	}
	tree[name] = &fstest.MapFile{Data: []byte(strings.Replace(data, before, after, 1))}
}

// apply carries out the sections of an archive on a tree: "replace FILE" with
// the text before and after a line "=>", "write FILE", "delete FILE" and
// "copy FOLDER TO", which copies a language.
func apply(t testing.TB, tree fstest.MapFS, ar *txtar.Archive) {
	t.Helper()
	for _, f := range ar.Files {
		command, rest, _ := strings.Cut(f.Name, " ")
		switch command {
		case "replace":
			before, after, ok := strings.Cut(string(f.Data), "=>\n")
			if !ok {
				t.Fatalf("section %q lacks a line =>", f.Name)
			}
			replace(t, tree, rest, strings.TrimSuffix(before, "\n"), strings.TrimSuffix(after, "\n"))
		case "write":
			tree[rest] = &fstest.MapFile{Data: f.Data}
		case "delete":
			if tree[rest] == nil {
				t.Fatalf("no file %s to delete", rest)
			}
			delete(tree, rest)
		case "translate":
			translate(tree, rest)
		case "want":
		default:
			t.Fatalf("unknown section %q", f.Name)
		}
	}
}

// translate gives every English text a copy in another language.
func translate(tree fstest.MapFS, locale string) {
	for name, f := range tree {
		to := strings.Replace(name, "text/en/", "text/"+locale+"/", 1)
		if path.Base(name) == "en.yaml" {
			to = path.Join(path.Dir(name), locale+".yaml")
		}
		if to != name {
			tree[to] = f
		}
	}
}
