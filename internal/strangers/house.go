package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"time"
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
	base   string
	spec   string
	key    string // of the partner host
	server *exec.Cmd
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
// one address, and waits until it is ready. Nothing is ever mailed: the relay's
// address is where nobody listens.
func (h *house) start(ctx context.Context) error {
	addr, err := freeAddress(ctx)
	if err != nil {
		return err
	}
	h.base = "http://" + addr
	h.server = exec.CommandContext(ctx, filepath.Join(h.folder, "attune"), "serve",
		"--addr", addr, "--admin-addr", "", "--db", filepath.Join(h.folder, "attune.db"),
		"--partners", filepath.Join(h.folder, "partners.yaml"),
		"--smtp", "smtp://127.0.0.1:1", "--mail-from", "playbook@attune.example",
		"--rate-limit", "off", "--guess-limit", "off", "--key-limit", "off", "--partner-limit", "off")
	log, err := os.Create(filepath.Join(h.folder, "log"))
	if err != nil {
		return err
	}
	defer log.Close()
	h.server.Stdout, h.server.Stderr = log, log
	if err := h.server.Start(); err != nil {
		return fmt.Errorf("start the program: %w", err)
	}
	for end := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		if res, err := http.Get(h.base + "/readyz"); err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return nil
			}
		}
		if time.Now().After(end) || ctx.Err() != nil {
			h.stop()
			said, _ := os.ReadFile(log.Name())
			return fmt.Errorf("the program did not become ready: %s", said)
		}
	}
}

func (h *house) stop() {
	_ = h.server.Process.Signal(os.Interrupt)
	_ = h.server.Wait()
}

func freeAddress(ctx context.Context) (string, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	return l.Addr().String(), l.Close()
}

func shell(ctx context.Context, folder, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = folder
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", cmd, err, said)
	}
	return nil
}
