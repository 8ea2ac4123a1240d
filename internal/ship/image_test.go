package ship_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestImage builds the last stage of the Dockerfile from the binary, starts it
// as a container without an engine, and asks its own health check.
//
// Holds: S10
func TestImage(t *testing.T) {
	tool := need(t, "buildah")
	work := t.TempDir()
	write(t, filepath.Join(work, "out", "attune"), read(t, built(t)))
	check(t, os.Chmod(filepath.Join(work, "out", "attune"), 0o755))
	check(t, os.Mkdir(filepath.Join(work, "out", "data"), 0o755))
	buildah := func(args ...string) []string {
		return append([]string{"--storage-driver", "vfs", "--root", filepath.Join(work, "store"), "--runroot", filepath.Join(work, "run")}, args...)
	}
	run(t, module, tool, buildah("bud", "--format", "docker", "--isolation", "chroot", "--quiet",
		"--build-context", "build="+work, "--tag", "attune:test", ".")...)

	var image struct {
		Docker struct {
			Config struct {
				User        string
				Entrypoint  []string
				Healthcheck struct{ Test []string }
			} `json:"config"`
		}
	}
	check(t, json.Unmarshal([]byte(run(t, module, tool, buildah("inspect", "--type", "image", "attune:test")...)), &image))
	config := image.Docker.Config
	if config.User != "65532:65532" || len(config.Healthcheck.Test) != 3 || config.Healthcheck.Test[2] != "health" {
		t.Errorf("got user %q and health check %v", config.User, config.Healthcheck.Test)
	}

	name := strings.TrimSpace(run(t, module, tool, buildah("from", "--name", "attune-test", "attune:test")...))
	addr := fmt.Sprintf("ATTUNE_ADDR=127.0.0.1:%d", freePort(t))
	server := program(tool, buildah("run", "--isolation", "chroot", "--env", addr, name, "--", "/attune", "serve")...)
	var said strings.Builder
	server.Stdout, server.Stderr = &said, &said
	check(t, server.Start())
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()
	healthy := buildah(append([]string{"run", "--isolation", "chroot", "--env", addr, name, "--"}, config.Healthcheck.Test[1:]...)...)
	eventually(t, "the health check agrees", func() bool { return program(tool, healthy...).Run() == nil })
	pid, user := contained(t, server.Process.Pid)
	if user != 65532 {
		t.Errorf("it runs as user %d", user)
	}
	process, err := os.FindProcess(pid)
	check(t, err)
	check(t, process.Signal(os.Interrupt))
	if err := <-ended; err != nil {
		t.Errorf("it ended with %v\n%s", err, said.String())
	}
}

// contained finds the program among the children of buildah, and whose it is.
func contained(t *testing.T, parent int) (pid, user int) {
	t.Helper()
	found, err := filepath.Glob("/proc/[0-9]*/status")
	check(t, err)
	parents := map[int]int{}
	for _, path := range found {
		data, err := os.ReadFile(path)
		if err != nil {
			continue // it ended meanwhile
		}
		id, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		parents[id] = statusField(string(data), "PPid:")
		line, _ := os.ReadFile(filepath.Join(filepath.Dir(path), "cmdline"))
		if strings.Contains(string(line), "/attune\x00serve") && !strings.Contains(string(line), "buildah\x00") {
			if up := parents[id]; up == parent || statusOf(up, "PPid:") == parent || statusOf(statusOf(up, "PPid:"), "PPid:") == parent {
				pid, user = id, statusField(string(data), "Uid:")
			}
		}
	}
	if pid == 0 {
		t.Fatal("the program is not among the processes")
	}
	return pid, user
}

func statusOf(pid int, name string) int {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	return statusField(string(data), name)
}

func statusField(status, name string) int {
	_, rest, _ := strings.Cut(status, name)
	n, _ := strconv.Atoi(strings.Fields(rest + " x")[0])
	return n
}
