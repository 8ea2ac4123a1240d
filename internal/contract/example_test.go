package contract_test

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// first and last are the calls whose examples must run before or after all
// others; what stands between needs a finished attempt.
var (
	first = []string{"listInstruments", "getInstrument", "beginAttempt", "saveResponses", "getAttempt", "finishAttempt", "changePlan",
		"makeResumeCode", "makeShare", "getShare", "listDeliveries"}
	last = []string{"revokeShare", "dropResumeCode", "eraseAttempt"}
)

// yields names what later examples take from an answer.
var yields = map[string]map[string]string{
	"getInstrument":  {"CONSENT": "consent.version"},
	"beginAttempt":   {"ID": "id", "TOKEN": "token"},
	"makeResumeCode": {"CODE": "code"},
	"makeShare":      {"SHARE": "id"},
	"listDeliveries": {"DELIVERY": "data.0.id"},
}

// TestExamplesRun runs the example of each call as a reader would, in a shell,
// against the whole program.
//
// Holds: H6
func TestExamplesRun(t *testing.T) {
	for _, name := range []string{"bash", "curl", "openssl"} {
		need(t, name)
	}
	base, key := bootWithPartner(t)
	beginOne(t, base, "acme")
	env := append(os.Environ(), "BASE="+base, "KEY="+key)
	eventually(t, "the partner has a delivery", func() bool {
		var list struct{ Data []struct{} }
		ask(t, http.MethodGet, base+"/v1/partner/deliveries", key, "", &list)
		return len(list.Data) > 0
	})
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
		switch at := v.(type) {
		case map[string]any:
			v = at[step]
		case []any:
			n, err := strconv.Atoi(step)
			if err != nil || n >= len(at) {
				t.Fatalf("no %s in %s", path, answer)
			}
			v = at[n]
		}
	}
	text, ok := v.(string)
	if !ok {
		t.Fatalf("no %s in %s", path, answer)
	}
	return text
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
