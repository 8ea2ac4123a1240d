package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/attune-quiz/attune/internal/jobs"
	"github.com/attune-quiz/attune/internal/webhook"
	"github.com/attune-quiz/attune/quiz"
)

func (o *office) lead(id string, p quiz.PartnerID) {
	o.t.Helper()
	err := o.AddLead(o.t.Context(), quiz.Lead{
		ID: quiz.EventID("evt_" + id), Partner: p, Email: id + "@example.org", Locale: "en", Consent: "2026-11",
		Due: quiz.LeadsLeave(time.Now()),
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

// TestLeadsLeaveByTheHour: whenever in an hour they came, leads leave at its
// end, with that time in their bodies, in the order of their ids, and are gone.
func TestLeadsLeaveByTheHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		stop := o.open()
		defer stop()
		start := time.Now() // a full hour
		wait(5 * time.Minute)
		o.begin("acme")
		o.lead("zoe", "acme")
		wait(32 * time.Minute)
		o.lead("ann", "acme")
		wait(22*time.Minute + 59*time.Second)
		o.lead("mia", "acme")
		wait(time.Minute)
		o.lead("late", "acme")
		var got []post
		for _, p := range o.world.posts(acmeURL) {
			if p.id != "evt_1" && p.id != "evt_2" {
				got = append(got, p)
			}
		}
		if len(got) != 3 {
			t.Fatalf("got %v, want three leads", got)
		}
		for _, p := range got {
			if late := p.at.Sub(start.Add(time.Hour)); late < 0 || late > 2*time.Minute {
				t.Errorf("%s left %v after its hour", p.id, late)
			}
			name := p.id[len("evt_"):]
			want := fmt.Sprintf(`{"type":"lead.created","timestamp":"2000-01-01T01:00:00Z","data":{"email":"%s@example.org","locale":"en","consent":"2026-11"}}`, name)
			if p.body != want {
				t.Errorf("\n got %s\nwant %s", p.body, want)
			}
			if _, err := o.Lead(t.Context(), quiz.EventID(p.id)); !errors.Is(err, quiz.ErrNotFound) {
				t.Errorf("%s is still there: %v", p.id, err)
			}
		}
		var order []string
		ds, err := o.ListDeliveries(t.Context(), "acme", quiz.DeliveryMark{}, 9)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range ds {
			if d.Type == quiz.LeadCreated {
				order = append(order, string(d.ID))
			}
		}
		if !slices.Equal(order, []string{"evt_zoe", "evt_mia", "evt_ann"}) { // the list runs backwards
			t.Errorf("the log has them as %v", order)
		}
	})
}

// TestALeadThatDoesNotArrive waits for its endpoint, for replays, and then goes.
func TestALeadThatDoesNotArrive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		o.every = time.Minute
		o.world.say(acmeURL, 500)
		stop := o.open()
		defer stop()
		o.lead("ann", "acme")
		wait(6 * 24 * time.Hour)
		if n := len(o.world.posts(acmeURL)); n != webhook.Tries {
			t.Errorf("got %d tries, want %d", n, webhook.Tries)
		}
		o.world.say(acmeURL, 200)
		if err := o.Replay(t.Context(), "acme", "evt_ann"); err != nil {
			t.Fatal(err)
		}
		wait(2 * time.Minute)
		if d := o.delivery("acme", "evt_ann"); d.State != quiz.DeliveryDelivered || d.Subject != "" {
			t.Errorf("got %+v", d)
		}
		if err := o.Replay(t.Context(), "acme", "evt_ann"); !errors.Is(err, quiz.ErrGone) {
			t.Errorf("a second replay: got %v, want ErrGone", err)
		}
	})
}

func TestALeadThatNobodyWants(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		stop := o.open()
		defer stop()
		o.lead("ann", "silent")
		o.lead("ben", "unknown")
		wait(2 * time.Hour)
		if len(o.world.got) > 0 {
			t.Errorf("got %v", o.world.got)
		}
		for _, id := range []quiz.EventID{"evt_ann", "evt_ben"} {
			if _, err := o.Lead(t.Context(), id); !errors.Is(err, quiz.ErrNotFound) {
				t.Errorf("%s is still there: %v", id, err)
			}
		}
	})
}

// TestALeadThatIsLost ends its delivery: there is nothing to say.
func TestALeadThatIsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		o.world.say(acmeURL, 500)
		stop := o.open()
		defer stop()
		o.lead("ann", "acme")
		wait(time.Hour + 2*time.Minute)
		if err := o.DropLead(t.Context(), "evt_ann"); err != nil {
			t.Fatal(err)
		}
		wait(time.Hour)
		d := o.delivery("acme", "evt_ann")
		if d.State != quiz.DeliveryFailed || d.Tries[len(d.Tries)-1].Fault != quiz.TryLost {
			t.Errorf("got %+v", d)
		}
	})
}

// TestSweepForgetsWebhooks two weeks after their end, and leads with them.
func TestSweepForgetsWebhooks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		o.world.say(otherURL, 410)
		stop := o.open()
		_, id := o.begin("acme")
		o.lead("ann", "other")
		wait(2 * time.Hour)
		stop()
		s := sweeper(o, nil)
		s.Deliveries, s.Leads = o, o
		sweep := func() { runFor(t, s, time.Second) }
		wait(14*24*time.Hour - 3*time.Hour)
		sweep()
		o.delivery("acme", id)
		if _, err := o.Lead(t.Context(), "evt_ann"); err != nil {
			t.Errorf("too early: %v", err)
		}
		wait(3 * time.Hour)
		sweep()
		for _, p := range []quiz.PartnerID{"acme", "other"} {
			if ds, err := o.ListDeliveries(t.Context(), p, quiz.DeliveryMark{}, 9); err != nil || len(ds) > 0 {
				t.Errorf("%s: got %v, %v; want nothing", p, ds, err)
			}
		}
		if _, err := o.Lead(t.Context(), "evt_ann"); !errors.Is(err, quiz.ErrNotFound) {
			t.Errorf("the lead stays: %v", err)
		}
	})
}

// runFor lets a sweeper run for a while.
func runFor(t *testing.T, s *jobs.Sweeper, d time.Duration) {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	if err := s.Run(ctx); err != nil {
		t.Error(err)
	}
}
