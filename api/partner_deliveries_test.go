package api_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

const someAttempt = "att_AAAAAAAAAAAAAAAAAAAAAA"

// queue queues a delivery of an attempt and returns its id.
func (w *world) queue(t testing.TB, p quiz.PartnerID, kind quiz.EventType, subject string) quiz.EventID {
	t.Helper()
	ds, err := w.store.ListDeliveries(t.Context(), p, quiz.DeliveryMark{}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	id := quiz.EventID(fmt.Sprintf("evt_%s%019d", p[:3], len(ds)))
	d := quiz.Delivery{ID: id, Partner: p, Type: kind, Subject: subject, At: w.now, Due: w.now}
	if err := w.store.Enqueue(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	return id
}

func (w *world) tried(t testing.TB, id quiz.EventID, try quiz.Try, state quiz.DeliveryState, due time.Time) {
	t.Helper()
	if err := w.store.RecordTry(t.Context(), id, try, state, due); err != nil {
		t.Fatal(err)
	}
}

func TestDeliveryLog(t *testing.T) {
	w := boot(t)
	k := w.begin(t)
	pending := w.queue(t, "acme", quiz.AttemptStarted, k.id)
	w.now = w.now.Add(time.Minute)
	done := w.queue(t, "acme", quiz.AttemptFinished, k.id)
	w.now = w.now.Add(time.Minute)
	lead := w.queue(t, "acme", quiz.LeadCreated, "evt_lead")
	w.queue(t, "test_acme", quiz.AttemptStarted, k.id)
	w.tried(t, pending, quiz.Try{At: w.now, Took: 1234 * time.Millisecond, Status: 503, Fault: quiz.TryRefused}, quiz.DeliveryPending, w.now.Add(5*time.Second))
	w.tried(t, done, quiz.Try{At: w.now, Took: 15 * time.Second, Fault: quiz.TryTimeout}, quiz.DeliveryPending, w.now)
	w.tried(t, done, quiz.Try{At: w.now, Status: 204}, quiz.DeliveryDelivered, time.Time{})

	got := w.get(t, partnerCall("deliveries", acmeKey), 200)
	want := fmt.Sprintf(`{"data":[
		{"id":%q,"type":"lead.created","happened_at":"2026-11-23T10:02:00Z","status":"pending","next_try_at":"2026-11-23T10:02:00Z","tries":[]},
		{"id":%q,"type":"attempt.finished","attempt":%q,"happened_at":"2026-11-23T10:01:00Z","status":"delivered","tries":[
			{"at":"2026-11-23T10:02:00Z","duration_ms":15000,"fault":"timeout"},{"at":"2026-11-23T10:02:00Z","duration_ms":0,"status":204}]},
		{"id":%q,"type":"attempt.started","attempt":%q,"happened_at":"2026-11-23T10:00:00Z","status":"pending","next_try_at":"2026-11-23T10:02:05Z","tries":[
			{"at":"2026-11-23T10:02:00Z","duration_ms":1234,"status":503,"fault":"refused"}]}
	],"has_more":false,"next":null}`, lead, done, k.id, pending, k.id)
	var tree map[string]any
	if err := json.Unmarshal([]byte(want), &tree); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(got) != fmt.Sprint(tree) {
		t.Errorf("\n got %v\nwant %v", got, tree)
	}
	if got := w.get(t, partnerCall("deliveries", otherKey), 200); len(got["data"].([]any)) != 0 {
		t.Errorf("another partner: got %v, want none", got)
	}
	if got := w.get(t, partnerCall("deliveries", acmeTestKey), 200); len(got["data"].([]any)) != 1 {
		t.Errorf("the test side: got %v, want its own", got)
	}
}

// TestDeliveryPages walks the log while more is queued.
//
// Holds: H2
func TestDeliveryPages(t *testing.T) {
	w := boot(t)
	var want []string
	for range 7 {
		want = append(want, string(w.queue(t, "acme", quiz.AttemptStarted, someAttempt)))
		w.now = w.now.Add(time.Second)
	}
	slices.Reverse(want)
	got := w.walk(t, "deliveries?limit=3", acmeKey, func() {
		w.queue(t, "acme", quiz.AttemptStarted, someAttempt)
		w.now = w.now.Add(time.Second)
	})
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	next := w.get(t, partnerCall("deliveries?limit=1", acmeKey), 200)["next"].(string)
	w.refused(t, partnerCall("attempts?cursor="+next, acmeKey), 400, "invalid-query") // of another list
}

// TestReplays sends what is the partner's own again, and nothing of another's.
//
// Holds: S6, H7
func TestReplays(t *testing.T) {
	w := boot(t)
	replay := func(id quiz.EventID, key string) call {
		return call{method: "POST", path: "/v1/partner/deliveries/" + string(id) + "/replay", token: key}
	}
	id := w.queue(t, "acme", quiz.AttemptStarted, someAttempt)
	w.tried(t, id, quiz.Try{At: w.now, Status: 410, Fault: quiz.TryGone}, quiz.DeliveryFailed, time.Time{})
	for _, key := range []string{otherKey, acmeTestKey} { // a stranger's is as one that does not exist
		w.refused(t, replay(id, key), 404, "not-found")
	}
	w.refused(t, replay(id, ""), 401, "unauthorized")
	for _, unknown := range []quiz.EventID{"evt_AAAAAAAAAAAAAAAAAAAAAA", "evt_", "x", quiz.EventID(strings.Repeat("a", 300))} {
		w.refused(t, replay(unknown, acmeKey), 404, "not-found")
	}
	w.get(t, replay(id, acmeKey), 204)
	line := w.get(t, partnerCall("deliveries", acmeKey), 200)["data"].([]any)[0].(map[string]any)
	if line["status"] != "pending" || len(line["tries"].([]any)) != 1 {
		t.Errorf("after a replay: got %v", line)
	}

	lead := w.queue(t, "acme", quiz.LeadCreated, "evt_lead")
	w.tried(t, lead, quiz.Try{At: w.now, Status: 200}, quiz.DeliveryDelivered, time.Time{})
	w.refused(t, replay(lead, acmeKey), 410, "gone")
}
