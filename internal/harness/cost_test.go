package harness_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/harness"
	"github.com/attune-quiz/attune/internal/store/pgtest"
)

var walks = flag.Int("journeys", 8, "whole journeys whose cost is counted")

// TestCost counts what a whole journey costs: 44 saves one by one, finishing,
// the playbook as JSON and as PDF. CPU time is the kernel's, of the server and,
// apart, of the database; bytes on the wire are counted on the way; what is
// stored is the growth of the file or the database.
func TestCost(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		db := filepath.Join(t.TempDir(), "attune.db")
		few, many := sizeAfter(t, db, 4, nil), int64(0)
		c := &cost{}
		many = sizeAfter(t, db, *walks, c)
		c.stored = many - few
		c.say(t, "SQLite")
		t.Logf("SQLite: %d syncs for %d journeys one after another, %d for as many sixteen at a time",
			syncsOf(t, 1), *walks, syncsOf(t, writers))
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		cluster := pgtest.Start(t)
		db := cluster.Database(t)
		server := serve(t, db)
		walkAll(t, server.URL, 4, 4) // connections and buffers are there
		c := &cost{}
		ask := func(query string) int64 {
			n, err := strconv.ParseInt(strings.TrimSpace(cluster.SQLIn(t, db, query)), 10, 64)
			check(t, err)
			return n
		}
		size := "SELECT pg_database_size(current_database())"
		journal := "SELECT (pg_current_wal_lsn() - '0/0')::bigint"
		syncs := "SELECT wal_sync FROM pg_stat_wal"
		size0, journal0, syncs0, cpu0 := ask(size), ask(journal), ask(syncs), cpuOfTree(t, cluster.PID(t))
		c.measure(t, server, *walks)
		c.database = cpuOfTree(t, cluster.PID(t)) - cpu0
		c.stored = ask(size) - size0
		c.say(t, "PostgreSQL")
		time.Sleep(time.Second) // statistics are reported twice a second
		t.Logf("PostgreSQL: %.0f bytes of journal and %.1f syncs a journey, %d at a time",
			float64(ask(journal)-journal0)/float64(*walks), float64(ask(syncs)-syncs0)/float64(*walks), writers)
	})
}

// cost is what a number of journeys took together.
type cost struct {
	journeys         int
	server, database time.Duration // of CPU
	sent, received   int64
	stored           int64
}

func (c *cost) say(t *testing.T, store string) {
	t.Helper()
	n := float64(c.journeys)
	t.Logf("%s: a journey costs %.1f ms of the server's CPU and %.1f ms of the database's, %.0f bytes in and %.0f out, %.0f bytes stored",
		store, ms(c.server)/n, ms(c.database)/n, float64(c.sent)/n, float64(c.received)/n, float64(c.stored)/n)
	if c.server <= 0 || c.sent <= 0 || c.received <= c.sent || c.stored < 0 {
		t.Errorf("that cannot be: %+v", *c)
	}
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// measure counts the journeys on a server that runs.
func (c *cost) measure(t *testing.T, server *harness.Child, n int) {
	t.Helper()
	link, err := harness.NewProxy(strings.TrimPrefix(server.URL, "http://"))
	check(t, err)
	defer link.Close()
	before := cpuOf(t, server.PID())
	walkAll(t, fmt.Sprintf("http://127.0.0.1:%d", link.Port()), n, writers)
	c.journeys, c.server = n, cpuOf(t, server.PID())-before
	c.sent, c.received = link.Carried()
}

// sizeAfter runs journeys on a SQLite file and returns its size once the
// server has ended.
func sizeAfter(t *testing.T, db string, n int, c *cost) int64 {
	t.Helper()
	server := serve(t, db)
	walkAll(t, server.URL, 2, 2) // fonts are parsed, caches are filled
	if c != nil {
		c.measure(t, server, n)
	} else {
		walkAll(t, server.URL, n, 2)
	}
	check(t, server.Stop())
	info, err := os.Stat(db)
	check(t, err)
	return info.Size()
}

// walkAll takes n journeys, so many at a time.
func walkAll(t *testing.T, url string, n, atOnce int) {
	t.Helper()
	consent := consentOf(t, url)
	left := make(chan int, n)
	for i := range n {
		left <- i
	}
	close(left)
	var wg sync.WaitGroup
	for range atOnce {
		wg.Go(func() {
			v := &harness.Visitor{Wire: harness.NewWire(url)}
			defer v.Close()
			for range left {
				if err := v.Journey(t.Context(), consent); err != nil {
					t.Error(err)
					return
				}
				status, pdf, err := v.Do(t.Context(), "GET", "/v1/attempts/"+v.ID+"/playbook.pdf", v.Token, "")
				if err != nil || status != 200 || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
					t.Errorf("PDF: %d, %v", status, err)
					return
				}
			}
		})
	}
	wg.Wait()
}

var counted = regexp.MustCompile(`(?m)^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s+(?:\d+\s+)?f(?:data)?sync$`)

// syncsOf counts the calls that sync to the disk in journeys on SQLite.
func syncsOf(t *testing.T, atOnce int) int {
	t.Helper()
	strace, err := exec.LookPath("strace")
	skipUnless(t, err == nil, "no strace: apt-get install strace")
	dir := t.TempDir()
	cmd := command(t, filepath.Join(dir, "attune.db"))
	cmd.Args = append([]string{"strace", "-f", "-c", "-o", filepath.Join(dir, "count"), "-e", "trace=fsync,fdatasync", cmd.Path}, cmd.Args[1:]...)
	cmd.Path = strace
	server := start(t, cmd)
	walkAll(t, server.URL, *walks, atOnce)
	check(t, server.Stop())
	table, err := os.ReadFile(filepath.Join(dir, "count"))
	check(t, err)
	total := 0
	for _, m := range counted.FindAllStringSubmatch(string(table), -1) {
		n, err := strconv.Atoi(m[1])
		check(t, err)
		total += n
	}
	if total == 0 {
		t.Errorf("no sync was counted:\n%s", table)
	}
	return total
}

// ticks is what the kernel counts CPU time in: USER_HZ, 100 on every Linux.
const ticks = 10 * time.Millisecond

// cpuOf is the CPU time of a process.
func cpuOf(t *testing.T, pid int) time.Duration {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	skipUnless(t, err == nil, "no /proc: CPU time is not measured here")
	_, rest, _ := strings.Cut(string(b), ") ")
	var total time.Duration
	// After the name: state is the first, utime the 12th, stime the 13th; those
	// of children that ended follow.
	for _, field := range strings.Fields(rest)[11:15] {
		n, err := strconv.ParseInt(field, 10, 64)
		check(t, err)
		total += time.Duration(n) * ticks
	}
	return total
}

// cpuOfTree is the CPU time of a process and its children.
func cpuOfTree(t *testing.T, pid int) time.Duration {
	t.Helper()
	total := cpuOf(t, pid)
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	check(t, err)
	for _, child := range strings.Fields(string(children)) {
		id, err := strconv.Atoi(child)
		check(t, err)
		if _, err := os.Stat("/proc/" + child); err == nil {
			total += cpuOf(t, id)
		}
	}
	return total
}
