package harness_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/harness"
)

// The flags make more of what every go test does a little of.
var (
	full   = flag.Bool("full", false, "run in full and hold the figures against their targets")
	length = flag.Duration("for", 0, "how long each stretch of load lasts, or a soak as a whole")
	kills  = flag.Int("kills", 3, "how often the server is killed")
	bare   = flag.String("bare", "", "folder of a server to compare saves with: POST /v1/attempts, PUT /v1/attempts/ID/responses")
	out    = flag.String("out", "", "folder for plots")
	many   = flag.Int("attempts", 20_000, "finished attempts that are stored")
)

// stretch is how long a load lasts: short, or what was asked for.
func stretch(short, usual time.Duration) time.Duration {
	switch {
	case *length > 0:
		return *length
	case *full:
		return usual
	}
	return short
}

var binary struct {
	once sync.Once
	dir  string
	err  error
}

func TestMain(m *testing.M) {
	if os.Getenv(programEnv) != "" {
		program()
		return
	}
	flag.Parse()
	code := m.Run()
	if binary.dir != "" {
		os.RemoveAll(binary.dir)
	}
	os.Exit(code)
}

// built compiles the program once, without the race detector.
func built(t testing.TB) string {
	t.Helper()
	binary.once.Do(func() {
		if binary.dir, binary.err = os.MkdirTemp("", "attune-harness"); binary.err == nil {
			binary.err = compile(filepath.Join("..", ".."), "./cmd/attune", filepath.Join(binary.dir, "attune"))
			if binary.err == nil {
				binary.err = os.Chmod(binary.dir, 0o755) // for tests that run it as another user
			}
		}
	})
	check(t, binary.err)
	return filepath.Join(binary.dir, "attune")
}

func compile(dir, pkg, to string) error {
	cmd := exec.Command("go", "build", "-o", to, pkg)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", pkg, err, out)
	}
	return nil
}

// serve starts the program on a database until the test ends.
func serve(t testing.TB, db string, args ...string) *harness.Child {
	t.Helper()
	return start(t, command(t, db, args...))
}

// command runs the program with all that an operator has on: limits, though
// out of reach of a load that comes from one address, metrics and logs.
func command(t testing.TB, db string, args ...string) *exec.Cmd {
	t.Helper()
	args = append([]string{"serve", "--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0", "--rate-limit", "1000000/s", "--db", db}, args...)
	return exec.Command(built(t), args...)
}

func start(t testing.TB, cmd *exec.Cmd) *harness.Child {
	t.Helper()
	c, err := harness.Serve(t.Context(), cmd)
	check(t, err)
	t.Cleanup(func() { _ = c.Kill() })
	return c
}

// visitors begin n attempts at the full form.
func visitors(t testing.TB, url string, n int) []*harness.Visitor {
	t.Helper()
	consent := consentOf(t, url)
	vs := make([]*harness.Visitor, n)
	for i := range vs {
		vs[i] = &harness.Visitor{Wire: harness.NewWire(url)}
		check(t, vs[i].Begin(t.Context(), "full", consent))
		t.Cleanup(vs[i].Close)
	}
	return vs
}

func consentOf(t testing.TB, url string) string {
	t.Helper()
	v := &harness.Visitor{Wire: harness.NewWire(url)}
	defer v.Close()
	consent, err := v.Consent(t.Context())
	check(t, err)
	return consent
}

// saving is a load of single saves, each worker on an attempt of its own.
func saving(vs []*harness.Visitor, rate float64, d time.Duration) harness.Load {
	return harness.Load{
		Rate: rate, Workers: len(vs), For: d,
		Task: func(ctx context.Context, worker, n int) error {
			v := vs[worker]
			return v.Save(ctx, n%len(v.Items), 1+n%5)
		},
	}
}

// journeys is a load of whole journeys.
func journeys(t testing.TB, url string, workers int, rate float64, d time.Duration) harness.Load {
	t.Helper()
	consent := consentOf(t, url)
	vs := make([]*harness.Visitor, workers)
	for i := range vs {
		vs[i] = &harness.Visitor{Wire: harness.NewWire(url)}
		t.Cleanup(vs[i].Close)
	}
	return harness.Load{
		Rate: rate, Workers: workers, For: d,
		Task: func(ctx context.Context, worker, _ int) error { return vs[worker].Journey(ctx, consent) },
	}
}

// status asks for a page without a token and returns its status.
func status(t testing.TB, url, path string) int {
	t.Helper()
	w := harness.NewWire(url)
	defer w.Close()
	code, _, err := w.Do(t.Context(), "GET", path, "", "")
	check(t, err)
	return code
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
