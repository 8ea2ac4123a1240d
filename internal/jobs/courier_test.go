package jobs_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/attune-quiz/attune/internal/jobs"
	"github.com/attune-quiz/attune/internal/store/memory"
	"github.com/attune-quiz/attune/internal/webhook"
	"github.com/attune-quiz/attune/quiz"
)

// post is a message as an endpoint got it.
type post struct {
	url  string
	at   time.Time
	id   string
	body string
}

// world is the endpoints of all partners, on the clock of the test. It answers
// by URL, 204 where it is told nothing, and keeps what it got.
type world struct {
	mu     sync.Mutex
	answer map[string]int // a status; 0: no answer at all
	got    []post
	open   map[string]int // posts under way
	most   map[string]int // at once, ever
}

func newWorld() *world {
	return &world{answer: map[string]int{}, open: map[string]int{}, most: map[string]int{}}
}

func (w *world) say(url string, status int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answer[url] = status
}

// Post implements jobs.Poster.
func (w *world) Post(ctx context.Context, m webhook.Message, to webhook.Endpoint) (int, error) {
	w.mu.Lock()
	status, told := w.answer[to.URL]
	w.got = append(w.got, post{to.URL, time.Now(), m.ID, string(m.Body)})
	w.open[to.URL]++
	w.most[to.URL] = max(w.most[to.URL], w.open[to.URL])
	w.mu.Unlock()
	defer func() { w.mu.Lock(); w.open[to.URL]--; w.mu.Unlock() }()
	switch {
	case told && status == 0:
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(webhook.Timeout):
			return 0, webhook.ErrTimeout
		}
	case told && status/100 != 2:
		return status, webhook.ErrStatus
	}
	return http.StatusNoContent, nil
}

// posts returns what came to the URL.
func (w *world) posts(url string) []post {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(w.got), func(p post) bool { return p.url != url })
}

const (
	acmeURL  = "https://acme.example/hook"
	otherURL = "https://other.example/hook"
)

func partner(id quiz.PartnerID, url string) *quiz.Partner {
	p := &quiz.Partner{ID: id}
	if url != "" {
		p.Webhook = &quiz.Webhook{URL: url, Secrets: [][]byte{[]byte("secret")}}
	}
	return p
}

// office is the outbox, the queue and the courier of one process.
type office struct {
	*memory.Store
	t        *testing.T
	partners *partners
	world    *world
	every    time.Duration // between looks
	made     int
}

// partners can be changed while they are used.
type partners struct {
	mu sync.Mutex
	quiz.Partners
}

func (p *partners) set(sides ...*quiz.Partner) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.Partners = quiz.NewPartnerSet(sides...)
}

func (p *partners) Partner(id quiz.PartnerID) (*quiz.Partner, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.Partners.Partner(id)
}

func newOffice(t *testing.T) *office {
	o := &office{Store: memory.New(time.Now), t: t, partners: &partners{}, world: newWorld(), every: time.Second}
	o.partners.set(partner("acme", acmeURL), partner("other", otherURL), partner("silent", ""))
	return o
}

func (o *office) courier(log *slog.Logger) *jobs.Courier {
	return &jobs.Courier{
		Deliveries: o, Attempts: o, Leads: o, Partners: o.partners, Poster: o.world,
		Every: o.every, Now: time.Now, Random: rand.Reader, Log: log,
	}
}

// open runs the office until the test says stop.
func (o *office) open() (stop func()) {
	ctx, cancel := context.WithCancel(o.t.Context())
	var wg sync.WaitGroup
	d := deliverer(o, jobs.Webhooks{Partners: o.partners, Deliveries: o, Now: time.Now})
	d.Every = o.every
	c := o.courier(slog.New(slog.DiscardHandler))
	l := &jobs.Leads{Leads: o, Partners: o.partners, Deliveries: o, Every: time.Minute, Now: time.Now, Log: slog.New(slog.DiscardHandler)}
	wg.Go(func() { _ = d.Run(ctx) })
	wg.Go(func() { _ = l.Run(ctx) })
	wg.Go(func() { _ = c.Run(ctx) })
	return func() { cancel(); wg.Wait() }
}

// begin stores an attempt that came through the partner, with the event.
func (o *office) begin(p quiz.PartnerID) (quiz.AttemptID, quiz.EventID) {
	o.t.Helper()
	o.made++
	a := quiz.Attempt{
		ID: quiz.AttemptID(fmt.Sprintf("att_%d", o.made)), Status: quiz.InProgress, Partner: p,
		Instrument: "relationship", Locale: "zh-Hans", Topic: "music", Article: "音乐 & <calm>",
		Sheet: quiz.NewSheet(1), Expires: time.Now().Add(1000 * time.Hour),
	}
	e := o.event(quiz.AttemptStarted, a)
	if err := o.Create(o.t.Context(), a, e); err != nil {
		o.t.Fatal(err)
	}
	return a.ID, e.ID
}

func (o *office) event(kind quiz.EventType, a quiz.Attempt) quiz.Event {
	o.made++
	return quiz.Event{ID: quiz.EventID(fmt.Sprintf("evt_%d", o.made)), Type: kind, Attempt: a.ID, Partner: a.Partner, At: time.Now()}
}

// happen stores an event of an attempt.
func (o *office) happen(id quiz.AttemptID, kind quiz.EventType) (made quiz.EventID) {
	o.t.Helper()
	err := o.Update(o.t.Context(), id, func(a *quiz.Attempt) ([]quiz.Event, error) {
		e := o.event(kind, *a)
		made = e.ID
		if kind == quiz.AttemptErased {
			a.Erase()
		}
		return []quiz.Event{e}, nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return made
}

func (o *office) delivery(p quiz.PartnerID, id quiz.EventID) quiz.Delivery {
	o.t.Helper()
	ds, err := o.ListDeliveries(o.t.Context(), p, quiz.DeliveryMark{}, 1000)
	if err != nil {
		o.t.Fatal(err)
	}
	for _, d := range ds {
		if d.ID == id {
			return d
		}
	}
	o.t.Fatalf("no delivery %s", id)
	return quiz.Delivery{}
}

// wait lets time pass, and everything settle.
func wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// TestBodies holds every body against what a partner may know, to the byte.
func TestBodies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		stop := o.open()
		defer stop()
		id, started := o.begin("acme")
		finished, unlocked := o.happen(id, quiz.AttemptFinished), o.happen(id, quiz.PlaybookUnlocked)
		wait(3 * time.Second)
		erased := o.happen(id, quiz.AttemptErased)
		wait(3 * time.Second)
		data := `{"attempt":"att_1","instrument":"relationship","locale":"zh-Hans","article":"音乐 \u0026 \u003ccalm\u003e","topic":"music"}`
		want := map[quiz.EventID]string{
			started:  `{"type":"attempt.started","timestamp":"2000-01-01T00:00:00Z","data":` + data + `}`,
			finished: `{"type":"attempt.finished","timestamp":"2000-01-01T00:00:00Z","data":` + data + `}`,
			unlocked: `{"type":"playbook.unlocked","timestamp":"2000-01-01T00:00:00Z","data":` + data + `}`,
			erased:   `{"type":"attempt.erased","timestamp":"2000-01-01T00:00:03Z","data":{"attempt":"att_1"}}`,
		}
		posts := o.world.posts(acmeURL)
		if len(posts) != len(want) {
			t.Errorf("got %d posts, want %d", len(posts), len(want))
		}
		for _, p := range posts {
			if p.body != want[quiz.EventID(p.id)] || !json.Valid([]byte(p.body)) {
				t.Errorf("%s\n got %s\nwant %s", p.id, p.body, want[quiz.EventID(p.id)])
			}
		}
		if n := len(o.world.posts(otherURL)); n > 0 {
			t.Errorf("another partner got %d posts", n)
		}
	})
}

// TestOfAnErasedAttempt the id alone is told, by whatever had not arrived.
func TestOfAnErasedAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		o.world.say(acmeURL, 500)
		stop := o.open()
		defer stop()
		id, started := o.begin("acme")
		wait(2 * time.Second)
		o.happen(id, quiz.AttemptErased)
		o.world.say(acmeURL, 200)
		wait(time.Minute)
		posts := o.world.posts(acmeURL)
		last := posts[len(posts)-1]
		if last.id != string(started) || last.body != `{"type":"attempt.started","timestamp":"2000-01-01T00:00:00Z","data":{"attempt":"att_1"}}` {
			t.Errorf("got %s", last.body)
		}
	})
}

func TestNobodyListens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		stop := o.open()
		defer stop()
		for _, p := range []quiz.PartnerID{"", "silent", "unknown"} {
			o.begin(p)
		}
		wait(time.Minute)
		if len(o.world.got) > 0 {
			t.Errorf("got %v, want nothing sent", o.world.got)
		}
		for _, p := range []quiz.PartnerID{"", "silent", "unknown"} {
			if ds, err := o.ListDeliveries(t.Context(), p, quiz.DeliveryMark{}, 9); err != nil || len(ds) > 0 {
				t.Errorf("%q: got %v, %v; want nothing queued", p, ds, err)
			}
		}
	})
}

// TestTheLadder tries ten times in three days, under one id, and gives up.
//
// Holds: S6
func TestTheLadder(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		fault  quiz.TryFault
		took   time.Duration
	}{
		"refused":  {503, quiz.TryRefused, 0},
		"redirect": {302, quiz.TryRefused, 0},
		"hanging":  {0, quiz.TryTimeout, webhook.Timeout},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := newOffice(t)
				o.every = 2 * time.Second
				o.world.say(acmeURL, c.status)
				stop := o.open()
				defer stop()
				_, id := o.begin("acme")
				wait(100 * time.Hour)
				posts := o.world.posts(acmeURL)
				if len(posts) != webhook.Tries {
					t.Fatalf("got %d tries, want %d", len(posts), webhook.Tries)
				}
				for i, p := range posts {
					if p.id != string(id) {
						t.Errorf("try %d came as %s, want %s", i, p.id, id)
					}
					if i == 0 {
						continue
					}
					step, _ := webhook.Wait(i, 0)
					gap := p.at.Sub(posts[i-1].at) - c.took
					if gap < step || float64(gap) > 1.1*float64(step)+float64(4*time.Second) {
						t.Errorf("try %d came %v after the one before, want %v and up to a tenth", i, gap, step)
					}
				}
				d := o.delivery("acme", id)
				if d.State != quiz.DeliveryFailed || len(d.Tries) != webhook.Tries {
					t.Errorf("got %+v, want it given up", d)
				}
				for _, try := range d.Tries {
					if try.Fault != c.fault || try.Status != c.status || try.Took != c.took {
						t.Errorf("got %+v in the log, want %+v", try, c)
					}
				}
			})
		})
	}
}

// TestComesBack: an endpoint that fails for a while gets everything, once each.
func TestComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		o.world.say(acmeURL, 500)
		stop := o.open()
		defer stop()
		want := map[string]bool{}
		for range 30 {
			_, id := o.begin("acme")
			want[string(id)] = true
		}
		wait(time.Minute)
		o.world.say(acmeURL, 200)
		failed := len(o.world.posts(acmeURL))
		wait(time.Hour)
		got := map[string]bool{}
		for _, p := range o.world.posts(acmeURL)[failed:] {
			if got[p.id] {
				t.Errorf("%s arrived twice", p.id)
			}
			got[p.id] = true
		}
		if len(got) != len(want) {
			t.Errorf("got %d, want %d", len(got), len(want))
		}
	})
}

// TestGone: 410 ends all that goes there, until the URL changes or the partner
// asks for a replay.
//
// Holds: S6
func TestGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		o.world.say(acmeURL, 410)
		stop := o.open()
		_, first := o.begin("acme")
		wait(2 * time.Second)
		_, second := o.begin("acme")
		wait(time.Hour)
		if n := len(o.world.posts(acmeURL)); n != 1 {
			t.Errorf("a gone endpoint got %d posts, want 1", n)
		}
		for id, want := range map[quiz.EventID]quiz.Try{first: {Status: 410, Fault: quiz.TryGone}, second: {Fault: quiz.TryDisabled}} {
			d := o.delivery("acme", id)
			if d.State != quiz.DeliveryFailed || len(d.Tries) != 1 || d.Tries[0].Fault != want.Fault || d.Tries[0].Status != want.Status {
				t.Errorf("got %+v, want it ended with %+v", d, want)
			}
		}
		stop()

		stop = o.open() // a restart does not forget it
		_, third := o.begin("acme")
		wait(2 * time.Second)
		if d := o.delivery("acme", third); d.State != quiz.DeliveryFailed {
			t.Errorf("after a restart: got %+v", d)
		}
		const moved = "https://acme.example/moved"
		o.partners.set(partner("acme", moved))
		_, fourth := o.begin("acme")
		wait(2 * time.Second)
		if posts := o.world.posts(moved); len(posts) != 1 || posts[0].id != string(fourth) {
			t.Errorf("the new URL got %v, want %s", posts, fourth)
		}

		o.partners.set(partner("acme", acmeURL))
		o.world.say(acmeURL, 200)
		if err := o.Replay(t.Context(), "acme", second); err != nil {
			t.Fatal(err)
		}
		wait(2 * time.Second)
		_, fifth := o.begin("acme")
		wait(2 * time.Second)
		posts := o.world.posts(acmeURL)[1:]
		if len(posts) != 2 || posts[0].id != string(second) || posts[1].id != string(fifth) {
			t.Errorf("after a replay: got %v, want %s and %s", posts, second, fifth)
		}
		stop()
	})
}

// TestReplay sends what has arrived again, under its id.
func TestReplay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		stop := o.open()
		defer stop()
		_, id := o.begin("acme")
		wait(time.Hour)
		asked := time.Now()
		if err := o.Replay(t.Context(), "acme", id); err != nil {
			t.Fatal(err)
		}
		wait(2 * time.Second)
		posts := o.world.posts(acmeURL)
		if len(posts) != 2 || posts[0].id != posts[1].id || posts[0].body != posts[1].body || posts[1].at.Before(asked) {
			t.Errorf("got %v, want the same twice", posts)
		}
		if d := o.delivery("acme", id); d.State != quiz.DeliveryDelivered || len(d.Tries) != 2 {
			t.Errorf("got %+v", d)
		}
	})
}

func TestAWebhookThatIsTakenOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		o.world.say(acmeURL, 500)
		stop := o.open()
		defer stop()
		_, id := o.begin("acme")
		wait(2 * time.Second)
		o.partners.set(partner("acme", ""))
		wait(time.Minute)
		d := o.delivery("acme", id)
		if d.State != quiz.DeliveryFailed || d.Tries[len(d.Tries)-1].Fault != quiz.TryUnset {
			t.Errorf("got %+v", d)
		}
	})
}

// TestFairness: a partner whose endpoint hangs takes its own lane and nothing
// of another's time.
func TestFairness(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		o.world.say(acmeURL, 0)
		stop := o.open()
		defer stop()
		for range 100 {
			o.begin("acme")
		}
		wait(5 * time.Second)
		begun := time.Now()
		for range 20 {
			o.begin("other")
		}
		wait(3 * time.Second)
		posts := o.world.posts(otherURL)
		if len(posts) != 20 {
			t.Fatalf("the other partner got %d of 20 posts", len(posts))
		}
		for _, p := range posts {
			if late := p.at.Sub(begun); late > 3*time.Second {
				t.Errorf("a post came %v late", late)
			}
		}
		wait(time.Minute)
		o.world.mu.Lock()
		defer o.world.mu.Unlock()
		if most := o.world.most[acmeURL]; most > 8 {
			t.Errorf("the hanging endpoint took %d workers", most)
		}
	})
}

// TestTwoCouriers: two replicas, each delivery once.
func TestTwoCouriers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		stop, stopOther := o.open(), o.open()
		want := map[string]bool{}
		for range 200 {
			_, id := o.begin("acme")
			want[string(id)] = true
		}
		wait(time.Minute)
		stop()
		stopOther()
		got := map[string]int{}
		for _, p := range o.world.posts(acmeURL) {
			got[p.id]++
		}
		for id := range want {
			if got[id] != 1 {
				t.Errorf("%s came %d times", id, got[id])
			}
		}
	})
}

// TestStopping lets what is on its way arrive, but not for ever, and the next
// courier tries under the same id what had no answer.
func TestStopping(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		o.world.say(acmeURL, 0)
		stop := o.open()
		_, id := o.begin("acme")
		wait(2 * time.Second)
		begun := time.Now()
		stop()
		if took := time.Since(begun); took > 6*time.Second {
			t.Errorf("it took %v to stop", took)
		}
		if d := o.delivery("acme", id); d.State != quiz.DeliveryPending || len(d.Tries) != 0 {
			t.Errorf("a try that we gave up is in the log: %+v", d)
		}
		o.world.say(acmeURL, 200)
		stop = o.open()
		wait(2 * time.Minute)
		stop()
		posts := o.world.posts(acmeURL)
		if len(posts) != 2 || posts[1].id != string(id) || o.delivery("acme", id).State != quiz.DeliveryDelivered {
			t.Errorf("got %v", posts)
		}
	})
}

// forgetful is a store that cannot record for a while.
type forgetful struct {
	quiz.Deliveries
	mu    sync.Mutex
	fails int
}

func (f *forgetful) RecordTry(ctx context.Context, id quiz.EventID, t quiz.Try, s quiz.DeliveryState, due time.Time) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fails > 0 {
		f.fails--
		return quiz.ErrUnavailable
	}
	return f.Deliveries.RecordTry(ctx, id, t, s, due)
}

// TestAStoreThatForgets: what could not be recorded comes again, under the
// same id, when its lease is over; the log of the program says so.
func TestAStoreThatForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		_, id := o.begin("acme")
		var log journal
		c := o.courier(slog.New(slog.NewTextHandler(&log, nil)))
		c.Deliveries = &forgetful{Deliveries: o, fails: 1}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		if _, err := deliverer(o, jobs.Webhooks{Partners: o.partners, Deliveries: o, Now: time.Now}).Deliver(ctx); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		wg.Go(func() { _ = c.Run(ctx) })
		wait(3 * time.Minute)
		cancel()
		wg.Wait()
		posts := o.world.posts(acmeURL)
		if len(posts) != 2 || posts[0].id != string(id) || posts[1].id != string(id) {
			t.Errorf("got %v, want %s twice", posts, id)
		}
		if !strings.Contains(log.String(), "unavailable") {
			t.Errorf("the log says nothing:\n%s", log.String())
		}
	})
}

// TestLogsOfFailures name the partner and the delivery, and nothing that was sent.
func TestLogsOfFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		o.world.say(acmeURL, 500)
		_, id := o.begin("acme")
		var log journal
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		if _, err := deliverer(o, jobs.Webhooks{Partners: o.partners, Deliveries: o, Now: time.Now}).Deliver(ctx); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		wg.Go(func() { _ = o.courier(slog.New(slog.NewTextHandler(&log, nil))).Run(ctx) })
		wait(2 * time.Second)
		cancel()
		wg.Wait()
		for _, want := range []string{"acme", string(id), "status=500", "fault=refused"} {
			if !strings.Contains(log.String(), want) {
				t.Errorf("the log lacks %q:\n%s", want, log.String())
			}
		}
		for _, bad := range []string{acmeURL, "att_", "音乐", "music", "secret"} {
			if strings.Contains(log.String(), bad) {
				t.Errorf("the log holds %q:\n%s", bad, log.String())
			}
		}
	})
}

// TestAllSinks: an event has arrived once it is in each of several sinks.
func TestAllSinks(t *testing.T) {
	events := []quiz.Event{{ID: "evt_1"}, {ID: "evt_2"}, {ID: "evt_3"}}
	first, second := &stubborn{willing: true}, &stubborn{}
	for _, c := range []struct {
		sinks jobs.All
		n     int
		err   error
	}{
		{nil, 3, nil},
		{jobs.All{jobs.All{}, jobs.All{}}, 3, nil},
		{jobs.All{jobs.All{}, first}, 1, errStubborn},
		{jobs.All{first, jobs.All{}}, 1, errStubborn},
		{jobs.All{first, second}, 0, errStubborn},
	} {
		if n, err := c.sinks.Deliver(t.Context(), events); n != c.n || !errors.Is(err, c.err) {
			t.Errorf("%v: got %d, %v; want %d, %v", c.sinks, n, err, c.n, c.err)
		}
	}
}
