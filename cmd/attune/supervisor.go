package main

import (
	"fmt"
	"net"
	"os"
)

// tellSupervisor says something to the service manager that started us and asked
// to be told: systemd, for a unit of Type=notify, names a socket in
// NOTIFY_SOCKET (sd_notify(3)). Elsewhere nothing is done.
func tellSupervisor(state string) error {
	socket := os.Getenv("NOTIFY_SOCKET")
	if socket == "" {
		return nil
	}
	conn, err := net.Dial("unixgram", socket) // #nosec G704 -- a socket of this machine, which the service manager names
	if err != nil {
		return fmt.Errorf("tell the service manager %s: %w", state, err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte(state)); err != nil {
		return fmt.Errorf("tell the service manager %s: %w", state, err)
	}
	return nil
}
