package release

import (
	"bytes"
	"context"
	"debug/buildinfo"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// part is something that the binary consists of beside our own code.
type part struct {
	Name, Version string
	Sum           string // of the module as in go.sum; empty: none
	URL           string // package URL
	License       string // SPDX expression
	Files         []file // of its licence
}

// parts reads from the binary what is linked into it, and finds the licence of
// each. A part without one is an error: it must not ship.
func (cfg Config) parts(ctx context.Context, binary string) ([]part, error) {
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		return nil, fmt.Errorf("read what is linked in: %w", err)
	}
	dirs, err := cfg.folders(ctx)
	if err != nil {
		return nil, err
	}
	version := strings.TrimPrefix(info.GoVersion, "go")
	all := []part{{Name: "std", Version: version, URL: "pkg:golang/std@" + version}}
	where := []string{dirs["std"]}
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		all = append(all, part{Name: m.Path, Version: m.Version, Sum: m.Sum, URL: "pkg:golang/" + m.Path + "@" + m.Version})
		where = append(where, dirs[m.Path+"@"+m.Version])
	}
	fonts := filepath.Join(cfg.Source, "internal", "fonts")
	all = append(all, part{Name: "Noto Sans", Version: "subset", URL: "pkg:generic/noto-sans"})
	where = append(where, fonts)
	for i := range all {
		if err := all[i].license(where[i]); err != nil {
			return nil, fmt.Errorf("%s: %w", all[i].Name, err)
		}
	}
	return all, nil
}

// folders finds the folder of each module by path and version, and that of the
// standard library as "std".
func (cfg Config) folders(ctx context.Context) (map[string]string, error) {
	root, err := cfg.goCommand(ctx, "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	dirs := map[string]string{"std": strings.TrimSpace(string(root))}
	listed, err := cfg.goCommand(ctx, "list", "-m", "-json", "all")
	if err != nil {
		return nil, err
	}
	for d := json.NewDecoder(bytes.NewReader(listed)); ; {
		var m struct{ Path, Version, Dir string }
		switch err := d.Decode(&m); {
		case errors.Is(err, io.EOF):
			return dirs, nil
		case err != nil:
			return nil, fmt.Errorf("list modules: %w", err)
		}
		dirs[m.Path+"@"+m.Version] = m.Dir
	}
}

func (cfg Config) goCommand(ctx context.Context, args ...string) ([]byte, error) {
	env, err := cfg.environment()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = cfg.Source
	cmd.Env = env
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w", strings.Join(args, " "), err)
	}
	return out, nil
}
