package harness_test

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/app"
	"github.com/attune-quiz/attune/internal/harness"
	"github.com/attune-quiz/attune/internal/webhook"
	"github.com/attune-quiz/attune/quiz"
)

// programEnv holds the settings of a test binary that is to be the program
// itself: with a webhook on loopback, which no flag of the program allows, and
// a clock that the test moves.
const programEnv = "ATTUNE_HARNESS_PROGRAM"

// settings are handed to the program.
type settings struct {
	DB     string
	Port   uint16            // of the webhook, on loopback
	Root   []byte            // its certificate, in DER
	Secret []byte            // of each partner
	Clock  string            // file with the seconds that the clock is ahead
	Paths  map[string]string // of the webhook, by partner
	Gate   string            // of each partner
}

const hookHost = "example.com"

// program runs as cmd/attune does, until it is told to stop.
func program() {
	var s settings
	err := json.Unmarshal([]byte(os.Getenv(programEnv)), &s)
	if err == nil {
		err = s.run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func (s settings) run() error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	root, err := x509.ParseCertificate(s.Root)
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	roots.AddCert(root)
	loopback := netip.MustParseAddr("127.0.0.1")
	var sides []*quiz.Partner
	for id, path := range s.Paths {
		sides = append(sides, &quiz.Partner{ID: quiz.PartnerID(id), Gate: quiz.GateKind(s.Gate), Webhook: &quiz.Webhook{
			URL: fmt.Sprintf("https://%s:%d%s", hookHost, s.Port, path), Secrets: [][]byte{s.Secret},
		}})
	}
	return app.Run(ctx, app.Config{
		// Letters wait for a relay that is not there.
		SMTP: "smtp://127.0.0.1:1", MailFrom: "playbook@example.com",
		DB: s.DB, Log: slog.New(slog.NewJSONHandler(os.Stderr, nil)), Now: ahead(s.Clock),
		Partners: quiz.NewPartnerSet(sides...),
		Webhooks: webhook.Network{
			Roots: roots, Timeout: time.Second,
			Lookup: func(context.Context, string) ([]netip.Addr, error) { return []netip.Addr{loopback}, nil },
			Allow:  func(a netip.AddrPort) bool { return a == netip.AddrPortFrom(loopback, s.Port) },
		},
		Ready: func(at app.Addresses) { fmt.Println("ready:", at.Public) },
	})
}

// ahead is a clock that is ahead by as many seconds as the file says, which it
// reads again every few milliseconds.
func ahead(file string) func() time.Time {
	var mu sync.Mutex
	var read time.Time
	var by time.Duration
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		if time.Since(read) > 10*time.Millisecond {
			b, err := os.ReadFile(file)
			if n, e := strconv.Atoi(strings.TrimSpace(string(b))); err == nil && e == nil {
				by = time.Duration(n) * time.Second
			}
			read = time.Now()
		}
		return time.Now().Add(by)
	}
}

// hooked is the program with a webhook, in processes of its own.
type hooked struct {
	t *testing.T
	settings
	ahead int
}

func newHooked(t *testing.T, db string, port int, r *recorder, paths map[string]string) *hooked {
	h := &hooked{t: t, settings: settings{
		DB: db, Port: uint16(port), Root: r.Certificate().Raw, Secret: []byte(hookSecret),
		Clock: filepath.Join(t.TempDir(), "ahead"), Paths: paths,
	}}
	h.pass(0)
	return h
}

// pass moves the clock of every process on.
func (h *hooked) pass(d time.Duration) {
	h.t.Helper()
	h.ahead += int(d / time.Second)
	part := h.Clock + ".part"
	check(h.t, os.WriteFile(part, []byte(strconv.Itoa(h.ahead)), 0o600))
	check(h.t, os.Rename(part, h.Clock))
}

// start starts one more process.
func (h *hooked) start() *harness.Child {
	h.t.Helper()
	self, err := os.Executable()
	check(h.t, err)
	set, err := json.Marshal(h.settings)
	check(h.t, err)
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), programEnv+"="+string(set))
	return start(h.t, cmd)
}
