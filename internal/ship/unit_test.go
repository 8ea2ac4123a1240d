package ship_test

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
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

// TestUnitIsToldWhenReady: what the unit waits for is sent when the program
// answers, not before.
func TestUnitIsToldWhenReady(t *testing.T) {
	if !strings.Contains(read(t, filepath.Join(deploy, "systemd", "attune@.service")), "\nType=notify\n") {
		t.Fatal("the unit does not wait")
	}
	dir, err := os.MkdirTemp("", "n") // a path that fits a socket's name
	check(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: filepath.Join(dir, "s"), Net: "unixgram"})
	check(t, err)
	defer socket.Close()
	addr := fmt.Sprintf("127.0.0.1:%d", freePort(t))
	cmd := exec.Command(built(t), "serve", "--addr", addr, "--admin-addr", "", "--db", "memory:")
	cmd.Env = append(os.Environ(), "NOTIFY_SOCKET="+filepath.Join(dir, "s"))
	check(t, cmd.Start())
	defer func() {
		check(t, cmd.Process.Signal(os.Interrupt))
		check(t, cmd.Wait())
	}()
	check(t, socket.SetReadDeadline(time.Now().Add(time.Minute)))
	var heard [64]byte
	n, err := socket.Read(heard[:])
	check(t, err)
	if string(heard[:n]) != "READY=1" {
		t.Errorf("heard %q", heard[:n])
	}
	res, err := http.Get("http://" + addr + "/readyz")
	check(t, err)
	res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Errorf("ready, and /readyz says %s", res.Status)
	}
}
