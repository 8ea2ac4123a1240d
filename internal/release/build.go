package release

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// build compiles the program without anything that tells where and when.
func (cfg Config) build(ctx context.Context, target Target, to string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-mod=readonly",
		"-ldflags", "-s -w -buildid= -X main.version="+cfg.Version, "-o", to, "./cmd/attune")
	cmd.Dir = cfg.Source
	cmd.Env = append(plain(os.Environ()), "CGO_ENABLED=0", "GOOS="+target.OS, "GOARCH="+target.Arch, "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	return nil
}

// plain drops what would change the code that is made.
func plain(env []string) []string {
	var kept []string
	for _, v := range env {
		name, _, _ := strings.Cut(v, "=")
		switch name {
		case "GOFLAGS", "GOAMD64", "GOARM64", "GOEXPERIMENT", "GOFIPS140", "GODEBUG", "GOOS", "GOARCH", "CGO_ENABLED", "GOWORK":
		default:
			kept = append(kept, v)
		}
	}
	return kept
}
