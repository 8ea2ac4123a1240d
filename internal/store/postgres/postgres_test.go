package postgres_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/store/pgtest"
	"github.com/attune-quiz/attune/internal/store/postgres"
	"github.com/attune-quiz/attune/internal/store/storetest"
	"github.com/attune-quiz/attune/quiz"
)

// Holds: ASVS 1.2.4, ASVS 2.3.3, H2
func TestStore(t *testing.T) {
	cluster := pgtest.Start(t)
	storetest.Run(t, func(t *testing.T, clock func() time.Time) storetest.Store {
		return open(t, cluster.Database(t), clock)
	})
}

// open opens a store that the end of the test closes.
func open(t testing.TB, address string, clock func() time.Time) *postgres.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), address, clock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestReplicasStartAtOnce(t *testing.T) {
	address := pgtest.Start(t).Database(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			s, err := postgres.Open(t.Context(), address, time.Now)
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Ping(t.Context()); err != nil {
				t.Error(err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// Holds: R12
func TestNewerSchemaIsRefused(t *testing.T) {
	cluster := pgtest.Start(t)
	address := cluster.Database(t)
	open(t, address, time.Now)
	cluster.SQLIn(t, address, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, true)`)
	_, err := postgres.Open(t.Context(), address, time.Now)
	if err == nil || !strings.Contains(err.Error(), "the database has schema 999 and this program knows schemas up to") {
		t.Errorf("got %v, want a sentence about the newer schema", err)
	}
}

// TestPasswordsStayUnsaid looks for the password in every error of opening.
//
// Holds: ASVS 13.3.1
func TestPasswordsStayUnsaid(t *testing.T) {
	for _, address := range []string{
		"postgres://attune:canary@127.0.0.1:1/attune?connect_timeout=1",
		"postgres://attune:canary@127.0.0.1:1/attune?password=canary&connect_timeout=1",
		"postgres://attune:canary@127.0.0.1:notaport/attune",
		"postgres://attune:can%ary@host/attune",
		"postgres://attune:canary@host/attune?sslmode=canary",
		"postgres://attune:canary@[::1/attune",
	} {
		_, err := postgres.Open(t.Context(), address, time.Now)
		if err == nil || strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), "can%ary") {
			t.Errorf("%s: got %v, want an error without the password", address, err)
		}
		if shown := postgres.Redacted(address); strings.Contains(shown, "canary") {
			t.Errorf("%s is shown as %s", address, shown)
		}
	}
}

// TestCommitsAreDurable: an operator's default must not weaken what is
// promised.
//
// Holds: R2
func TestCommitsAreDurable(t *testing.T) {
	cluster := pgtest.Start(t)
	address := cluster.Database(t)
	cluster.SQL(t, "ALTER ROLE attune SET synchronous_commit = off")
	s := open(t, address, time.Now)
	if got := s.Setting(t.Context(), "synchronous_commit"); got != "on" {
		t.Errorf("got synchronous_commit %q, want on", got)
	}
}

func TestClosedIsUnavailable(t *testing.T) {
	s, err := postgres.Open(t.Context(), pgtest.Start(t).Database(t), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = s.Save(t.Context(), "att_1", []quiz.Response{{Place: 0, Value: 1}}, time.Now())
	if err == nil {
		t.Error("a closed store took a save")
	}
}
