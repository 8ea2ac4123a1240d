package release

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// file is a file of an archive.
type file struct {
	name string // slashes, without the archive's own folder
	data []byte
	exec bool
}

// shipped are the files and folders of the source that go into each archive.
var shipped = []string{"LICENSE", "README.md", "deploy", "docs", "api/openapi.yaml"}

func (cfg Config) contents(target Target, binary string, parts []part, bill []byte) ([]file, error) {
	program, err := os.ReadFile(binary)
	if err != nil {
		return nil, err
	}
	name := "attune"
	if target.OS == "windows" {
		name += ".exe"
	}
	files := []file{{name: name, data: program, exec: true}, {name: "attune.cdx.json", data: bill}}
	for _, from := range shipped {
		taken, err := cfg.taken(from)
		if err != nil {
			return nil, err
		}
		files = append(files, taken...)
	}
	for _, p := range parts {
		for _, f := range p.Files {
			files = append(files, file{name: path.Join("licenses", strings.ReplaceAll(p.Name, " ", "-"), f.name), data: f.data})
		}
	}
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
	return files, nil
}

// taken reads a file of the source, or all files of a folder but hidden ones
// and secrets that somebody put beside compose.yaml.
func (cfg Config) taken(from string) (files []file, err error) {
	root := os.DirFS(cfg.Source)
	err = fs.WalkDir(root, from, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if base := entry.Name(); strings.HasPrefix(base, ".") || entry.IsDir() && (base == "secrets" || base == "tls") {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.IsDir() {
			return nil
		}
		data, err := os.ReadFile(filepath.Join(cfg.Source, filepath.FromSlash(name)))
		files = append(files, file{name: name, data: data})
		return err
	})
	return files, err
}
