package release

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// build compiles the program without anything that tells where and when.
func (cfg Config) build(ctx context.Context, target Target, to string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-mod=readonly",
		"-ldflags", "-s -w -buildid= -X main.version="+cfg.Version, "-o", to, "./cmd/attune")
	env, err := cfg.environment()
	if err != nil {
		return err
	}
	cmd.Dir = cfg.Source
	cmd.Env = append(env, "CGO_ENABLED=0", "GOOS="+target.OS, "GOARCH="+target.Arch, "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	return nil
}

// environment is the one of this process without what would change the code that
// is made, and with the compiler that go.mod names: the one that is installed may
// have weaknesses that are known, and others write other bytes.
func (cfg Config) environment() ([]string, error) {
	mod, err := os.ReadFile(filepath.Join(cfg.Source, "go.mod"))
	if err != nil {
		return nil, fmt.Errorf("find the compiler: %w", err)
	}
	for line := range strings.Lines(string(mod)) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "toolchain "); ok {
			return append(plain(os.Environ()), "GOTOOLCHAIN="+name), nil
		}
	}
	return nil, errors.New("find the compiler: go.mod names no toolchain")
}

// plain drops what would change the code that is made.
func plain(env []string) []string {
	var kept []string
	for _, v := range env {
		name, _, _ := strings.Cut(v, "=")
		switch name {
		case "GOFLAGS", "GOAMD64", "GOARM64", "GOEXPERIMENT", "GOFIPS140", "GODEBUG", "GOOS", "GOARCH", "CGO_ENABLED", "GOWORK", "GOTOOLCHAIN":
		default:
			kept = append(kept, v)
		}
	}
	return kept
}
