package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTellSupervisor(t *testing.T) {
	t.Run("nobody asked", func(t *testing.T) {
		t.Setenv("NOTIFY_SOCKET", "")
		if err := tellSupervisor("READY=1"); err != nil {
			t.Error(err)
		}
	})
	t.Run("a socket", func(t *testing.T) {
		dir, err := os.MkdirTemp("", "n") // a path that fits a socket's name
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.RemoveAll(dir) })
		path := filepath.Join(dir, "s")
		listener, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
		if err != nil {
			t.Skipf("no such sockets here: %v", err)
		}
		defer listener.Close()
		t.Setenv("NOTIFY_SOCKET", path)
		if err := tellSupervisor("READY=1"); err != nil {
			t.Fatal(err)
		}
		var heard [64]byte
		if n, err := listener.Read(heard[:]); err != nil || string(heard[:n]) != "READY=1" {
			t.Errorf("heard %q, %v", heard[:n], err)
		}
	})
	t.Run("a socket that is gone", func(t *testing.T) {
		t.Setenv("NOTIFY_SOCKET", filepath.Join(t.TempDir(), "gone"))
		if err := tellSupervisor("READY=1"); err == nil || !strings.Contains(err.Error(), "tell the service manager READY=1") {
			t.Errorf("got %v", err)
		}
	})
}
