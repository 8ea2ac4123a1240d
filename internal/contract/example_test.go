package contract_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/attune-quiz/attune/internal/app"
)

// first and last are the calls whose examples must run before or after all
// others; what stands between needs a finished attempt.
var (
	first = []string{"listInstruments", "getInstrument", "beginAttempt", "saveResponses", "getAttempt", "finishAttempt", "changePlan", "makeResumeCode", "makeShare"}
	last  = []string{"eraseAttempt"}
)

// yields names what later examples take from an answer.
var yields = map[string]map[string]string{
	"getInstrument":  {"CONSENT": "consent.version"},
	"beginAttempt":   {"ID": "id", "TOKEN": "token"},
	"makeResumeCode": {"CODE": "code"},
	"makeShare":      {"SHARE": "id"},
}

// TestExamplesRun runs the example of each call as a reader would, in a shell,
// against the whole program.
//
// Holds: H6
func TestExamplesRun(t *testing.T) {
	for _, name := range []string{"bash", "curl", "openssl"} {
		need(t, name)
	}
	env := append(os.Environ(), "BASE="+boot(t))
	dir := t.TempDir()
	for _, c := range ordered(t) {
		if c.Example == "" {
			t.Errorf("%s has no x-example", c.ID)
			continue
		}
		cmd := exec.Command("bash", "-eu", "-c", c.Example)
		cmd.Dir, cmd.Env = dir, env
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s\n%s", c.ID, err, c.Example, out)
		}
		for name, path := range yields[c.ID] {
			env = append(env, name+"="+pick(t, out, path))
		}
	}
}

type example struct {
	ID      string `yaml:"operationId"`
	Example string `yaml:"x-example"`
	Tags    []string
}

// ordered lists the calls of the contract as their examples can be run.
func ordered(t *testing.T) []example {
	t.Helper()
	data, err := os.ReadFile(current)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]yaml.Node
	}
	if err := yaml.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	var all []example
	for _, item := range doc.Paths {
		for method, node := range item {
			var e example
			if method == "parameters" {
				continue
			}
			if err := node.Decode(&e); err != nil {
				t.Fatal(err)
			}
			if slices.Contains(e.Tags, "partners") {
				continue // nobody has a key yet
			}
			all = append(all, e)
		}
	}
	rank := func(e example) int {
		if at := slices.Index(first, e.ID); at >= 0 {
			return at - len(first)
		}
		return 1 + slices.Index(last, e.ID)
	}
	sort.Slice(all, func(i, j int) bool {
		if a, b := rank(all[i]), rank(all[j]); a != b {
			return a < b
		}
		return all[i].ID < all[j].ID
	})
	return all
}

// pick returns the text at a path of names in a JSON answer.
func pick(t *testing.T, answer []byte, path string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal(answer, &v); err != nil {
		t.Fatalf("%v in %s", err, answer)
	}
	for step := range strings.SplitSeq(path, ".") {
		object, _ := v.(map[string]any)
		v = object[step]
	}
	text, ok := v.(string)
	if !ok {
		t.Fatalf("no %s in %s", path, answer)
	}
	return text
}

// boot runs the program on a free port until the test ends.
func boot(t *testing.T) string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- app.Run(ctx, app.Config{Ready: func(at app.Addresses) { ready <- at.Public }}) }()
	select {
	case url := <-ready:
		t.Cleanup(func() {
			cancel()
			if err := <-ended; err != nil {
				t.Errorf("the program ended with %v", err)
			}
		})
		return url
	case err := <-ended:
		cancel()
		t.Fatalf("the program did not start: %v", err)
	case <-time.After(time.Minute):
		cancel()
		t.Fatal("the program did not start within a minute")
	}
	return ""
}

// need skips the test where a program is missing, or fails it where nothing
// may be skipped.
func need(t *testing.T, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err == nil {
		return path
	}
	if os.Getenv("ATTUNE_TEST_ALL") == "1" {
		t.Fatalf("no %s: make tools", program)
	}
	t.Skipf("no %s: make tools", program)
	return ""
}
