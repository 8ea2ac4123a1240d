package contract_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/internal/app"
)

// TestTypeScript generates the client's types anew, type-checks and builds it
// with its example, and lets the example take the test.
//
// Holds: H6
func TestTypeScript(t *testing.T) {
	need(t, "node")
	npm := need(t, "npm")
	work := filepath.Join(t.TempDir(), "api", "typescript")
	source := filepath.Join("..", "..", "api", "typescript")
	for _, name := range []string{"package.json", "package-lock.json", ".npmrc", "tsconfig.json", "src/client.ts", "src/example.ts", "../openapi.yaml"} {
		copyFile(t, filepath.Join(source, name), filepath.Join(work, name))
	}
	url := boot(t, app.Config{})
	run := func(name string, args ...string) string {
		t.Helper()
		cmd := exec.Command(name, args...)
		cmd.Dir, cmd.Env = work, append(os.Environ(), "BASE="+url)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	run(npm, "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund")
	run(npm, "run", "generate")
	fresh, err := os.ReadFile(filepath.Join(work, "src", "schema.ts"))
	if err != nil {
		t.Fatal(err)
	}
	kept := filepath.Join(source, "src", "schema.ts")
	if *update {
		if err := os.WriteFile(kept, fresh, 0o644); err != nil {
			t.Fatal(err)
		}
	} else if old, err := os.ReadFile(kept); err != nil || !bytes.Equal(old, fresh) {
		t.Errorf("%s is stale: go test ./internal/contract -update", kept)
	}
	run(npm, "run", "build") // type-checks all of it
	said := run("node", "dist/example.js")
	for _, want := range []string{"answered 12 of 12", "anxious: ", "tonight: ", "erased"} {
		if !strings.Contains(said, want) {
			t.Errorf("the example said %q, want %q in it", said, want)
		}
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o644); err != nil {
		t.Fatal(err)
	}
}
