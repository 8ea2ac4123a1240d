package verify_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/examples/verify"
	"github.com/attune-quiz/attune/internal/webhook"
	"github.com/attune-quiz/attune/quiz"
)

// example is a webhook as a receiver gets it, and whether to believe it.
type example struct {
	Secrets []string          `json:"secrets"`
	Headers map[string]string `json:"headers"`
	Body    []byte            `json:"body"`
	Now     int64             `json:"now"`

	name string
	good bool
}

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// signed is a webhook of ours with the keys, changed by the change.
func signed(name string, good bool, known []string, at time.Time, change func(*example), keys ...[]byte) example {
	m := webhook.Message{ID: "evt_MDEyMzQ1Njc4OUFCQ0RFRg", Body: []byte(`{"type":"attempt.finished","data":{"article":"音乐 & calm"}}`)}
	h := http.Header{}
	m.Sign(h, at, keys...)
	e := example{name: name, good: good, Secrets: known, Body: m.Body, Now: now.Unix(), Headers: map[string]string{}}
	for key := range h {
		e.Headers[strings.ToLower(key)] = h.Get(key)
	}
	if change != nil {
		change(&e)
	}
	return e
}

func examples() []example {
	old, next := []byte("the secret of last month."), []byte("the secret of this month!")
	both := []string{quiz.FormatWebhookSecret(old), quiz.FormatWebhookSecret(next)}
	header := func(name, value string) func(*example) {
		return func(e *example) { e.Headers[name] = value }
	}
	return []example{
		signed("good", true, both[:1], now, nil, old),
		signed("both sign, the old is known", true, both[:1], now, nil, old, next),
		signed("both sign, the new is known", true, both[1:], now, nil, old, next),
		signed("both are known, the new signs", true, both, now, nil, next),
		signed("just in time", true, both[:1], now.Add(-5*time.Minute), nil, old),
		signed("ahead, just in time", true, both[:1], now.Add(5*time.Minute), nil, old),
		signed("another signature before it", true, both[:1], now, func(e *example) {
			e.Headers["webhook-signature"] = "v1a,AAAA v1,AAAA v1 " + e.Headers["webhook-signature"]
		}, old),

		signed("another secret", false, both[1:], now, nil, old),
		signed("too old", false, both[:1], now.Add(-5*time.Minute-time.Second), nil, old),
		signed("too new", false, both[:1], now.Add(5*time.Minute+time.Second), nil, old),
		signed("another body", false, both[:1], now, func(e *example) { e.Body = append([]byte(" "), e.Body...) }, old),
		signed("an empty body", false, both[:1], now, func(e *example) { e.Body = []byte{} }, old),
		signed("another id", false, both[:1], now, header("webhook-id", "evt_x"), old),
		signed("a time that was made younger", false, both[:1], now.Add(-time.Hour), header("webhook-timestamp", "1795424400"), old),
		signed("no id", false, both[:1], now, header("webhook-id", ""), old),
		signed("no time", false, both[:1], now, header("webhook-timestamp", ""), old),
		signed("a time that is none", false, both[:1], now, header("webhook-timestamp", "soon"), old),
		signed("a time that never ends", false, both[:1], now, header("webhook-timestamp", strings.Repeat("9", 400)), old),
		signed("no signature", false, both[:1], now, header("webhook-signature", ""), old),
		signed("a signature cut short", false, both[:1], now, func(e *example) {
			e.Headers["webhook-signature"] = e.Headers["webhook-signature"][:20]
		}, old),
		signed("a signature without its version", false, both[:1], now, func(e *example) {
			e.Headers["webhook-signature"] = strings.TrimPrefix(e.Headers["webhook-signature"], "v1,")
		}, old),
		signed("another version", false, both[:1], now, func(e *example) {
			e.Headers["webhook-signature"] = "v2" + strings.TrimPrefix(e.Headers["webhook-signature"], "v1")
		}, old),
		signed("signs of another alphabet", false, both[:1], now, header("webhook-signature", "v1,签名 v1,ünterschrift"), old),
		signed("no secret", false, []string{}, now, nil, old),
		signed("an empty secret", false, []string{"whsec_"}, now, nil, nil),
	}
}

func TestGo(t *testing.T) {
	var answers []bool
	for _, e := range examples() {
		h := http.Header{}
		for name, value := range e.Headers {
			h.Set(name, value)
		}
		answers = append(answers, verify.Verify(e.Secrets, h, e.Body, time.Unix(e.Now, 0)) == nil)
	}
	hold(t, answers)
}

func TestNode(t *testing.T) { run(t, "node", "nodejs", "testdata/check.mjs") }

func TestPython(t *testing.T) { run(t, "python3", "python3", "testdata/check.py") }

// run asks the verifier of another language about every example.
func run(t *testing.T, program, of, script string) {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		message := "no " + program + ": apt-get install " + of
		if os.Getenv("ATTUNE_TEST_ALL") == "1" {
			t.Fatal(message)
		}
		t.Skip(message)
	}
	cases, err := json.Marshal(examples())
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, script)
	cmd.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1")
	cmd.Stdin = bytes.NewReader(cases)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", script, err, said.Bytes())
	}
	var answers []bool
	if err := json.Unmarshal(out, &answers); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	hold(t, answers)
}

// hold holds answers against what is to be believed.
func hold(t *testing.T, answers []bool) {
	t.Helper()
	all := examples()
	if len(answers) != len(all) {
		t.Fatalf("got %d answers, want %d", len(answers), len(all))
	}
	for i, e := range all {
		if answers[i] != e.good {
			t.Errorf("%s: got %v, want %v", e.name, answers[i], e.good)
		}
	}
}
