package content_test

import (
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/attune-quiz/attune/content"
)

func settings(text string) (map[string]content.Setting, content.Findings) {
	tree := fstest.MapFS{"attune.yaml": {Data: []byte(text)}}
	return content.LoadSettings(tree, "attune.yaml", []string{"addr", "rate-limit", "connections", "trusted-proxy"})
}

func TestSettings(t *testing.T) {
	got, findings := settings("addr: 0.0.0.0:8080 # all\nrate-limit: off\nconnections: 12\ntrusted-proxy:\n  - 10.0.0.0/8\n  - fd00::/8\n")
	want := map[string]content.Setting{
		"addr":          {Texts: []string{"0.0.0.0:8080"}, Line: 1, Col: 7},
		"rate-limit":    {Texts: []string{"off"}, Line: 2, Col: 13},
		"connections":   {Texts: []string{"12"}, Line: 3, Col: 14},
		"trusted-proxy": {Texts: []string{"10.0.0.0/8", "fd00::/8"}, List: true, Line: 5, Col: 3},
	}
	if len(findings) > 0 || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v\nwant %v", got, findings, want)
	}
}

// Holds: ASVS 1.5.2
func TestWrongSettings(t *testing.T) {
	for text, want := range map[string]string{
		"adr: x\n":                      `attune.yaml:1:1: error: unknown setting "adr": did you mean "addr"?`,
		"addr:\n":                       `attune.yaml:1:6: error: "addr" must be a value`,
		"addr: x\naddr: y\n":            `attune.yaml:2:1: error: duplicate name "addr"`,
		"connections: {max: 3}\n":       `attune.yaml:1:14: error: "connections" must be a value`,
		"trusted-proxy: [[a]]\n":        `attune.yaml:1:17: error: "trusted-proxy" must be a value`,
		"- addr\n":                      `attune.yaml:1:1: error: must be fields with values`,
		"addr: &a x\nrate-limit: *a\n":  `attune.yaml:1:7: error: anchors and aliases are not allowed`,
		"addr: x\n---\naddr: y\n":       `second document`,
		"addr: \"x\n":                   `not valid YAML`,
		"":                              `the file is empty`,
		"addr: x\nlog: y\nrate: off\n ": `attune.yaml:3:1: error: unknown setting "rate"`,
	} {
		got, findings := settings(text)
		var all strings.Builder
		for _, f := range findings {
			all.WriteString(f.String() + "\n")
		}
		if got != nil || !strings.Contains(all.String(), want) {
			t.Errorf("%q: got %v, %s, want %s", text, got, all.String(), want)
		}
	}
}

// Whatever stands in a file, it gives known names alone or findings in it.
//
// Holds: R14
func FuzzSettings(f *testing.F) {
	f.Add("addr: x\nconnections: 12\ntrusted-proxy: [a, b]\n")
	f.Add("addr: &a x\nrate-limit: *a\n")
	f.Fuzz(func(t *testing.T, text string) {
		got, findings := settings(text)
		if (got == nil) != (len(findings) > 0) {
			t.Errorf("got %v and %v, want the one or the other", got, findings)
		}
		for name, s := range got {
			if name != "addr" && name != "rate-limit" && name != "connections" && name != "trusted-proxy" || !s.List && len(s.Texts) != 1 {
				t.Errorf("got %q: %v", name, s)
			}
		}
	})
}
