package harness_test

import (
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/harness"
)

// skipUnless skips the test for the reason, or fails where nothing may skip.
func skipUnless(t testing.TB, ok bool, reason string) {
	t.Helper()
	if ok {
		return
	}
	if os.Getenv("ATTUNE_TEST_ALL") == "1" {
		t.Fatal(reason)
	}
	t.Skip(reason)
}

// ailing wants a server that lives and reads but is not ready, and whose
// refusals say when to come back.
func ailing(t *testing.T, url string, ls []*harness.Ledger) {
	t.Helper()
	if got := status(t, url, "/readyz"); got != http.StatusServiceUnavailable {
		t.Errorf("/readyz: got %d, want 503", got)
	}
	if got := status(t, url, "/healthz"); got != http.StatusOK {
		t.Errorf("/healthz: got %d, want 200", got)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/v1/attempts", nil)
	check(t, err)
	begin(t, req, consentOf(t, url))
	resp, err := http.DefaultClient.Do(req)
	check(t, err)
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusServiceUnavailable || resp.Header.Get("Retry-After") == "" {
		t.Errorf("a beginning: got %s and Retry-After %q, want 503 and a time", resp.Status, resp.Header.Get("Retry-After"))
	}
	for _, l := range ls { // reads go on
		v := &harness.Visitor{Wire: harness.NewWire(url), ID: l.ID, Token: l.Token}
		if _, err := v.Responses(t.Context()); err != nil {
			t.Errorf("a read: %v", err)
		}
		v.Close()
	}
}

// well wants a server that is ready again within a time, without a restart.
func well(t *testing.T, url string, c *harness.Churn) {
	t.Helper()
	since := time.Now()
	took := back(t, c, since)
	if got := status(t, url, "/readyz"); got != http.StatusOK {
		t.Errorf("/readyz: got %d, want 200", got)
	}
	t.Logf("saves again %v after the cause was gone; %s", took.Round(time.Millisecond), c)
	if took > 5*time.Second {
		t.Errorf("back after %v, want 5 s", took)
	}
}

// TestDiskFull (R3) fills the disk under writers and empties it again.
//
// Holds: R3
func TestDiskFull(t *testing.T) {
	dir := t.TempDir()
	skipUnless(t, syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=12m") == nil, "only root may mount a small disk")
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	server := serve(t, filepath.Join(dir, "attune.db"))
	ls := ledgers(t, server.URL, writers)
	c := churn(t, ls, nil)
	defer c.stop()
	time.Sleep(300 * time.Millisecond)
	ballast := filepath.Join(dir, "ballast")
	free := keepFull(t, ballast)
	for c.Failed.Load() == 0 || c.Since() < 500*time.Millisecond {
		time.Sleep(10 * time.Millisecond)
	}
	time.Sleep(stretch(time.Second, 5*time.Second))
	ailing(t, server.URL, ls)
	free()
	var refused harness.Status
	if first := c.First(); !errors.As(first, &refused) || refused.Code != http.StatusServiceUnavailable {
		t.Errorf("got %v, want 503", first)
	}
	check(t, os.Remove(ballast))
	well(t, server.URL, c.Churn)
	c.stop()
	verify(t, ls)
	check(t, server.Stop())
	sound(t, filepath.Join(dir, "attune.db"))
}

// keepFull takes all room, and what the server frees to help itself, until
// free is called.
func keepFull(t *testing.T, path string) (free func()) {
	t.Helper()
	f, err := os.Create(path)
	check(t, err)
	end := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		defer f.Close()
		for size := 1 << 16; ; {
			if _, err := f.Write(make([]byte, size)); err != nil {
				size = max(size/2, 512)
			} else {
				size = min(2*size, 1<<16)
			}
			select {
			case <-end:
				return
			default:
			}
		}
	})
	return func() { close(end); wg.Wait() }
}

// TestReadOnly (R4) starts the server on a file that it may not write, as a
// user who is not root, and lets it write again.
//
// Holds: R4
func TestReadOnly(t *testing.T) {
	dir, err := os.MkdirTemp("", "attune-readonly")
	check(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	db := filepath.Join(dir, "attune.db")
	first := serve(t, db)
	ls := ledgers(t, first.URL, 4)
	c := churn(t, ls, nil)
	time.Sleep(200 * time.Millisecond)
	c.stop()
	check(t, first.Stop())

	const nobody = 65534
	cmd := command(t, db)
	if os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		for _, path := range []string{dir, db, db + ".erasures"} {
			check(t, os.Chown(path, nobody, nobody))
		}
	}
	check(t, os.Chmod(db, 0o444))
	server := start(t, cmd)
	lead(ls, server.URL)
	c = churn(t, ls, nil)
	defer c.stop()
	for c.Failed.Load() == 0 {
		time.Sleep(10 * time.Millisecond)
	}
	if c.Saved.Load() > 0 {
		t.Errorf("%d saves were acknowledged on a file that cannot be written", c.Saved.Load())
	}
	ailing(t, server.URL, ls)
	check(t, os.Chmod(db, 0o600))
	well(t, server.URL, c.Churn)
}

// TestImmutable (R4) takes the right to write from under a running server.
//
// Holds: R4
func TestImmutable(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "attune.db")
	server := serve(t, db)
	chattr := func(flag string) error { return exec.Command("chattr", flag, db, db+"-wal").Run() }
	if err := chattr("+i"); err != nil {
		t.Skip("chattr +i does not work here; TestReadOnly shows the same")
	}
	t.Cleanup(func() { _ = chattr("-i") })
	check(t, chattr("-i"))
	ls := ledgers(t, server.URL, writers)
	c := churn(t, ls, nil)
	defer c.stop()
	time.Sleep(200 * time.Millisecond)
	check(t, chattr("+i"))
	for c.Failed.Load() == 0 {
		time.Sleep(10 * time.Millisecond)
	}
	ailing(t, server.URL, ls)
	check(t, chattr("-i"))
	well(t, server.URL, c.Churn)
	c.stop()
	verify(t, ls)
}
