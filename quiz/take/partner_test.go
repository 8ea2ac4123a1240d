package take_test

import (
	"testing"
	"time"

	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/scoring"
)

// throughAcme begins an attempt that comes through a partner.
func throughAcme(t *testing.T, w *world) quiz.Attempt {
	t.Helper()
	w.Partners = quiz.NewPartnerSet(&quiz.Partner{ID: "acme", Topic: "music", Locale: "en", Keep: 48 * time.Hour})
	said := beginning()
	said.Partner, said.Locale = "acme", ""
	b, err := w.Begin(t.Context(), said)
	if err != nil {
		t.Fatal(err)
	}
	w.save(t, b, map[quiz.ItemID]scoring.Response{"a1": 1, "a2": 2, "b1": 3, "b2": 4})
	return b.Attempt
}

// TestEventsNameThePartner: even that of an erasure, which leaves nothing else.
func TestEventsNameThePartner(t *testing.T) {
	w := newWorld(t)
	a := throughAcme(t, w)
	if _, err := w.Finish(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	if err := w.Erase(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	events, err := w.store.Claim(t.Context(), 9, time.Minute)
	if err != nil || len(events) != 3 {
		t.Fatalf("got %v, %v; want three events", events, err)
	}
	for _, e := range events {
		if e.Partner != "acme" || e.Attempt != a.ID {
			t.Errorf("%s: got partner %q of %s", e.Type, e.Partner, e.Attempt)
		}
	}
}

func TestPartnerFillsWhatIsUnsaid(t *testing.T) {
	if a := throughAcme(t, newWorld(t)); a.Topic != "music" || a.Locale != "en" {
		t.Errorf("got topic %q and locale %q, want those of the partner", a.Topic, a.Locale)
	}
}

// TestPartnerThatHasGone leaves its attempts to the visitor's choice.
func TestPartnerThatHasGone(t *testing.T) {
	w := newWorld(t)
	a := throughAcme(t, w)
	w.Partners = quiz.NewPartnerSet()
	if _, err := w.Finish(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	got, err := w.store.Get(t.Context(), a.ID)
	if want := w.now.AddDate(0, 0, 30); err != nil || !got.Expires.Equal(want) {
		t.Errorf("got expiry %v, %v; want %v", got.Expires, err, want)
	}
	if w.PartnerOf(&got) != nil || got.Partner != "acme" {
		t.Errorf("got partner %q, want its id alone to stay", got.Partner)
	}
}
