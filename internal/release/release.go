package release

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Target is a platform by Go's names.
type Target struct{ OS, Arch string }

func (t Target) String() string { return t.OS + "-" + t.Arch }

// Targets are the platforms of a release.
func Targets() []Target {
	return []Target{{"linux", "amd64"}, {"linux", "arm64"}, {"darwin", "arm64"}, {"darwin", "amd64"}, {"windows", "amd64"}}
}

// Config says what to make.
type Config struct {
	Version string // such as v1.2.3 or v1.2.3-rc.1
	Source  string // root of the module
	Out     string // folder for the files; made if it is not there
	Targets []Target
}

var versions = regexp.MustCompile(`^v\d+\.\d+\.\d+(-[0-9a-z.]+)?$`)

// Make writes the archives, the bill of materials and SHA256SUMS, and returns
// their names in order.
func Make(ctx context.Context, cfg Config) ([]string, error) {
	if !versions.MatchString(cfg.Version) {
		return nil, fmt.Errorf("version %q: want one such as v1.2.3", cfg.Version)
	}
	if err := os.MkdirAll(cfg.Out, 0o755); err != nil {
		return nil, err
	}
	work, err := os.MkdirTemp("", "attune-release")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	var names []string
	for _, target := range cfg.Targets {
		made, err := cfg.one(ctx, target, work)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", target, err)
		}
		names = append(names, made...)
	}
	slices.Sort(names)
	if err := sums(cfg.Out, names); err != nil {
		return nil, err
	}
	return append(names, sumsFile), nil
}

// one builds for a target and writes its archive and its bill of materials.
func (cfg Config) one(ctx context.Context, target Target, work string) ([]string, error) {
	binary := filepath.Join(work, target.String())
	if err := cfg.build(ctx, target, binary); err != nil {
		return nil, err
	}
	parts, err := cfg.parts(ctx, binary)
	if err != nil {
		return nil, err
	}
	bill, err := billOf(cfg.Version, target, parts)
	if err != nil {
		return nil, err
	}
	files, err := cfg.contents(target, binary, parts, bill)
	if err != nil {
		return nil, err
	}
	name := fmt.Sprintf("attune-%s-%s", cfg.Version, target)
	archive := name + extension(target)
	if err := write(filepath.Join(cfg.Out, archive), name, files); err != nil {
		return nil, err
	}
	bom := name + ".cdx.json"
	return []string{archive, bom}, os.WriteFile(filepath.Join(cfg.Out, bom), bill, 0o644)
}

const sumsFile = "SHA256SUMS"

// sums writes a line for each file as sha256sum does.
func sums(dir string, names []string) error {
	var b strings.Builder
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		sum := sha256.Sum256(data)
		fmt.Fprintf(&b, "%s  %s\n", hex.EncodeToString(sum[:]), name)
	}
	return os.WriteFile(filepath.Join(dir, sumsFile), []byte(b.String()), 0o644)
}
