package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"

	"github.com/attune-quiz/attune/internal/harness"
)

// hostPage is where embed.mjs serves its host page.
const hostPage = "http://localhost:8897"

// partners: a site whose page embed.mjs plays, with a key whose hash is put in,
// and one with each gate.
const partners = `partners:
  - id: host
    name: Host
    controller: Host e.V.
    privacy: https://host.example/privacy
    origins: ["` + hostPage + `"]
    keys: [{hash: %q, side: live}]
  - id: shop
    name: Shop
    controller: Shop Ltd
    privacy: https://shop.example/privacy
    origins: ["https://shop.example"]
    gate: code
  - id: letters
    name: Letters
    controller: Letters Ltd
    privacy: https://letters.example/privacy
    origins: ["https://letters.example"]
    gate: email
`

// house is the built program, the strangers' programs, and the process that
// runs.
type house struct {
	folder string // with attune, partners.yaml and checks/
	spec   string
	key    string // of the partner host
	server *harness.Child
}

func build(ctx context.Context, folder, checks string) (*house, error) {
	spec, err := filepath.Abs("api/openapi.yaml")
	if err != nil {
		return nil, err
	}
	h := &house{folder: folder, spec: spec}
	if err := shell(ctx, ".", "go", "build", "-o", filepath.Join(folder, "attune"), "./cmd/attune"); err != nil {
		return nil, err
	}
	if err := os.CopyFS(h.checks(), os.DirFS(checks)); err != nil {
		return nil, fmt.Errorf("copy the checks: %w", err)
	}
	if err := os.Chmod(h.checks(), 0o700); err != nil {
		return nil, err
	}
	if err := shell(ctx, h.checks(), "npm", "install", "--ignore-scripts", "--silent", "--no-fund", "--no-audit"); err != nil {
		return nil, err
	}
	made, err := exec.CommandContext(ctx, filepath.Join(folder, "attune"), "partner", "key", "--partner", "host").Output()
	if err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	hash := hashOf.Find(made)
	if h.key = string(keyOf.Find(made)); h.key == "" || hash == nil {
		return nil, fmt.Errorf("make a key: got %q", made)
	}
	return h, os.WriteFile(filepath.Join(folder, "partners.yaml"), fmt.Appendf(nil, partners, hash), 0o600)
}

var (
	keyOf  = regexp.MustCompile(`\batk_live_[\w-]+`)
	hashOf = regexp.MustCompile(`\b[0-9a-f]{64}\b`)
)

func (h *house) checks() string { return filepath.Join(h.folder, "checks") }

// start runs the program without quotas, for the strangers are many visitors at
// one address. Nothing is ever mailed: the relay's address is where nobody
// listens.
func (h *house) start(ctx context.Context) (err error) {
	h.server, err = harness.Serve(ctx, exec.Command(filepath.Join(h.folder, "attune"), "serve",
		"--addr", "127.0.0.1:0", "--admin-addr", "", "--db", filepath.Join(h.folder, "attune.db"),
		"--partners", filepath.Join(h.folder, "partners.yaml"),
		"--smtp", "smtp://127.0.0.1:1", "--mail-from", "playbook@attune.example",
		"--rate-limit", "off", "--guess-limit", "off", "--key-limit", "off", "--partner-limit", "off"))
	if err != nil {
		return fmt.Errorf("start the program: %w", err)
	}
	return nil
}

func shell(ctx context.Context, folder, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = folder
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", cmd, err, said)
	}
	return nil
}
