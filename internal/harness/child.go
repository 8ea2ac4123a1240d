package harness

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Child is a server in a process of its own.
type Child struct {
	URL   string
	Start time.Duration // from the start of the process to its word that it is ready
	cmd   *exec.Cmd
	ended chan struct{}
	err   error
	log   *tail
}

// readyWithin is how long a server may take to start.
const readyWithin = time.Minute

// Serve starts a server and waits until it says where it can be opened: in
// the first line of its standard output that holds a URL. It listens on a
// port that it picks itself.
func Serve(ctx context.Context, cmd *exec.Cmd) (*Child, error) {
	c := &Child{cmd: cmd, ended: make(chan struct{}), log: &tail{}}
	cmd.Stderr = c.log
	cmd.WaitDelay = time.Second
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Setpgid = true
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	url := make(chan string, 1)
	go c.watch(out, url)
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	select {
	case c.URL = <-url:
		c.Start = time.Since(begun)
		return c, nil
	case <-c.ended:
		return nil, fmt.Errorf("the server ended: %w\n%s", c.err, c.log)
	case <-ctx.Done():
		return nil, errors.Join(ctx.Err(), c.Kill())
	}
}

func (c *Child) watch(out io.Reader, url chan<- string) {
	scan := bufio.NewScanner(out)
	for scan.Scan() {
		if _, at, found := strings.Cut(scan.Text(), "http://"); found && len(url) == 0 {
			select {
			case url <- "http://" + strings.TrimSpace(at):
			default:
			}
		}
	}
	c.err = c.cmd.Wait()
	close(c.ended)
}

// Kill ends the process as kill -9 does.
func (c *Child) Kill() error { return c.end(syscall.SIGKILL) }

// Stop asks the process to end and waits; it returns how it ended.
func (c *Child) Stop() error {
	if err := c.end(syscall.SIGTERM); err != nil {
		return err
	}
	return c.err
}

func (c *Child) end(signal syscall.Signal) error {
	// Its whole group: a program that watches the server is told too.
	if err := syscall.Kill(-c.PID(), signal); err != nil && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	select {
	case <-c.ended:
		return nil
	case <-time.After(30 * time.Second):
		return errors.New("the server does not end")
	}
}

// PID is the process id.
func (c *Child) PID() int { return c.cmd.Process.Pid }

// Log returns the end of what the server logged.
func (c *Child) Log() string { return c.log.String() }

// tail keeps the last part of what is written to it.
type tail struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

const tailLength = 64 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.buf.Len() > 2*tailLength {
		t.buf.Next(t.buf.Len() - tailLength)
	}
	return t.buf.Write(p)
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.buf.String()
}
