package ship_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestUnits lets systemd read the units as they are installed.
func TestUnits(t *testing.T) {
	analyze := need(t, "systemd-analyze")
	dir := t.TempDir()
	entries, err := os.ReadDir(filepath.Join(deploy, "systemd"))
	check(t, err)
	var units []string
	for _, e := range entries {
		if ext := filepath.Ext(e.Name()); ext != ".service" && ext != ".timer" {
			continue
		}
		// Only the path of the program is another here.
		text := strings.ReplaceAll(read(t, filepath.Join(deploy, "systemd", e.Name())), "/usr/local/bin/attune", built(t))
		name := strings.Replace(e.Name(), "@", "@1", 1)
		write(t, filepath.Join(dir, name), text)
		units = append(units, filepath.Join(dir, name))
	}
	if len(units) != 3 {
		t.Fatalf("got %v, want the server, the backup and its timer", units)
	}
	if said := run(t, dir, analyze, append([]string{"verify", "--man=no"}, units...)...); strings.Contains(said, dir) {
		t.Errorf("systemd complains:\n%s", said)
	}
}
