package api_test

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/api"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/take"
)

func beginning(partner, locale string) take.Beginning {
	return take.Beginning{
		Instrument: "mini", Form: "full", Locale: quiz.Locale(locale), Consent: "7", AgeOK: true, Partner: quiz.PartnerID(partner),
	}
}

func (w *world) beginMany(t testing.TB, n int, partner string) (ids []string) {
	t.Helper()
	for range n {
		b, err := w.take.Begin(t.Context(), beginning(partner, "en"))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, string(b.Attempt.ID))
		w.now = w.now.Add(time.Millisecond)
	}
	return ids
}

func TestAttemptsFile(t *testing.T) {
	w := boot(t)
	k := w.through(t, "acme")
	w.get(t, k.call("PUT", "/responses", fullBody), 200)
	w.get(t, k.call("POST", "/finish", ""), 200)
	w.unlock(t, k)
	w.now = w.now.Add(time.Minute)
	begun := w.through(t, "acme")
	w.through(t, "test_acme")
	rec := w.do(t, partnerCall("attempts.csv", acmeKey))
	if rec.Code != 200 || rec.Header().Get("Content-Type") != "text/csv; charset=utf-8; header=present" {
		t.Fatalf("got %d %s", rec.Code, rec.Header())
	}
	got, err := csv.NewReader(rec.Body).ReadAll()
	want := [][]string{
		{"id", "instrument", "status", "started_at", "finished_at", "unlocked_at"},
		{begun.id, "mini", "in_progress", "2026-11-23T10:01:00Z", "", ""},
		{k.id, "mini", "finished", "2026-11-23T10:00:00Z", "2026-11-23T10:00:00Z", "2026-11-23T10:00:00Z"},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
	if rec := w.do(t, call{method: "HEAD", path: "/v1/partner/attempts.csv", token: acmeKey}); rec.Code != 200 || rec.Body.Len() != 0 {
		t.Errorf("HEAD: got %d and %d bytes", rec.Code, rec.Body.Len())
	}
}

// TestLongFile reads a file of several pages over a connection.
func TestLongFile(t *testing.T) {
	w := boot(t)
	ids := w.beginMany(t, 1234, "acme")
	server := httptest.NewServer(w.handler)
	defer server.Close()
	body, err := w.download(t, server.URL)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil || len(lines) != len(ids)+1 {
		t.Fatalf("got %d lines, %v; want %d", len(lines), err, len(ids)+1)
	}
	for i, id := range ids {
		if got := lines[len(ids)-i][0]; got != id {
			t.Fatalf("line %d: got %s, want %s", len(ids)-i, got, id)
		}
	}
}

func (w *world) download(t *testing.T, url string) (string, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/v1/partner/attempts.csv", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+acmeKey)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return string(body), err
}

// failing is a ledger that answers so many times.
type failing struct {
	quiz.Ledger
	answers int
}

func (f *failing) Listed(ctx context.Context, side quiz.PartnerID, after quiz.Mark, limit int) ([]quiz.Listed, error) {
	if f.answers--; f.answers < 0 {
		return nil, errors.Join(quiz.ErrUnavailable, errors.New("the disk is gone"))
	}
	return f.Ledger.Listed(ctx, side, after, limit)
}

// TestFileThatBreaksOff is not taken for a whole one, and one that cannot be
// begun is refused.
func TestFileThatBreaksOff(t *testing.T) {
	ledger := &failing{answers: 2}
	w := boot(t, func(c *api.Config) { ledger.Ledger, c.Ledger = c.Ledger, ledger })
	w.beginMany(t, 1234, "acme")
	server := httptest.NewServer(w.handler)
	if body, err := w.download(t, server.URL); err == nil {
		t.Errorf("got a whole file of %d bytes", len(body))
	}
	server.Close() // the log is complete
	if !strings.Contains(w.log.String(), "the disk is gone") {
		t.Error("the log does not say why the file broke off")
	}
	w.refused(t, partnerCall("attempts.csv", acmeKey), 503, "unavailable")
}
