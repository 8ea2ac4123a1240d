// Package pgtest runs throw-away PostgreSQL clusters for tests, from the
// binaries of Debian's package postgresql. It knows nothing of what the
// databases hold.
package pgtest

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// Cluster is a running server that listens on a loopback port alone.
type Cluster struct {
	Port   int
	bin    string
	data   string
	uid    *syscall.Credential // nil: as this process
	served atomic.Int64
}

const password = "canary-password"

// Start makes a cluster and removes it when the test ends. Without the
// binaries the test is skipped, or fails where ATTUNE_TEST_ALL=1 is set.
func Start(t testing.TB) *Cluster {
	t.Helper()
	bin := binaries()
	if bin == "" {
		const message = "no PostgreSQL: apt-get install postgresql, or put initdb and pg_ctl on the PATH"
		if os.Getenv("ATTUNE_TEST_ALL") == "1" {
			t.Fatal(message)
		}
		t.Skip(message)
	}
	c := &Cluster{bin: bin, uid: credential(t)}
	root, err := os.MkdirTemp("", "attune-pg")
	check(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(root) })
	if c.uid != nil {
		check(t, os.Chown(root, int(c.uid.Uid), int(c.uid.Gid)))
	}
	c.data = filepath.Join(root, "data")
	secret := filepath.Join(root, "secret")
	check(t, os.WriteFile(secret, []byte(password), 0o644))
	c.must(t, "initdb", "-D", c.data, "-U", "attune", "--auth=scram-sha-256", "--pwfile="+secret,
		"--no-sync", "--locale=C", "--encoding=UTF8")
	c.Port = freePort(t)
	c.Start(t)
	t.Cleanup(func() { _ = c.command("pg_ctl", "-D", c.data, "-m", "immediate", "-w", "stop").Run() })
	return c
}

// binaries finds the folder of initdb and pg_ctl: the newest of Debian's, or
// that on the PATH.
func binaries() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	slices.SortFunc(found, func(a, b string) int { return version(a) - version(b) })
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1])
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path)
	}
	return ""
}

func version(path string) int {
	n, _ := strconv.Atoi(strings.Split(path, "/")[4])
	return n
}

// credential is of the user postgres where this process is root, which the
// server refuses to run as.
func credential(t testing.TB) *syscall.Credential {
	t.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	check(t, err)
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	check(t, err)
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	check(t, err)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// Start starts the server after Stop.
func (c *Cluster) Start(t testing.TB) {
	t.Helper()
	options := fmt.Sprintf("-c port=%d -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=100", c.Port)
	c.must(t, "pg_ctl", "-D", c.data, "-w", "-t", "60", "-l", filepath.Join(c.data, "server.log"), "-o", options, "start")
}

// Stop stops the server: mode is smart, fast or immediate, of which the last
// is as a crash.
func (c *Cluster) Stop(t testing.TB, mode string) {
	t.Helper()
	c.must(t, "pg_ctl", "-D", c.data, "-m", mode, "-w", "stop")
}

// PID is the process id of the running server, the parent of its backends.
func (c *Cluster) PID(t testing.TB) int {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(c.data, "postmaster.pid"))
	check(t, err)
	line, _, _ := strings.Cut(string(b), "\n")
	pid, err := strconv.Atoi(line)
	check(t, err)
	return pid
}

// Database makes an empty database and returns its address.
func (c *Cluster) Database(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("test_%d", c.served.Add(1))
	c.SQL(t, "CREATE DATABASE "+name)
	return c.Address(name, c.Port)
}

// Address is that of a database through the port, which may be a proxy's.
func (c *Cluster) Address(name string, port int) string {
	return fmt.Sprintf("postgres://attune:%s@127.0.0.1:%d/%s?sslmode=disable", password, port, name)
}

// SQL runs a statement as the operator and returns what psql prints.
func (c *Cluster) SQL(t testing.TB, statement string) string {
	t.Helper()
	return c.SQLIn(t, c.Address("postgres", c.Port), statement)
}

// SQLIn runs a statement in the database at the address.
func (c *Cluster) SQLIn(t testing.TB, address, statement string) string {
	t.Helper()
	return c.must(t, "psql", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", address, "-c", statement)
}

// Dump writes a database as pg_dump does.
func (c *Cluster) Dump(t testing.TB, address string) string {
	t.Helper()
	return c.must(t, "pg_dump", "-d", address)
}

// Load runs what Dump wrote, as psql does.
func (c *Cluster) Load(t testing.TB, address string, dump io.Reader) {
	t.Helper()
	cmd := c.command("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", address)
	cmd.Stdin = dump
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("psql: %v\n%s", err, out)
	}
}

func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(context.Background(), filepath.Join(c.bin, name), args...)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.uid, Setpgid: true}
	cmd.WaitDelay = time.Minute
	return cmd
}

func (c *Cluster) must(t testing.TB, name string, args ...string) string {
	t.Helper()
	cmd := c.command(name, args...)
	// pg_ctl hands its output to the server, which must not hold it open.
	out, err := os.CreateTemp("", "attune-pg")
	check(t, err)
	defer os.Remove(out.Name())
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	err = cmd.Run()
	said, _ := os.ReadFile(out.Name())
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, said)
	}
	return string(said)
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
