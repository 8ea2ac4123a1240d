package api_test

import (
	"encoding/json"
	"math"
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/api"
	"github.com/attune-quiz/attune/quiz"
)

// same fails the test where a tree is not the JSON that was written by hand.
func same(t *testing.T, got any, want string) {
	t.Helper()
	var tree any
	if err := json.Unmarshal([]byte(want), &tree); err != nil {
		t.Fatalf("the wanted JSON: %v", err)
	}
	if !reflect.DeepEqual(got, tree) {
		text, _ := json.Marshal(got)
		t.Errorf("got  %s\nwant %s", text, want)
	}
}

func TestInstruments(t *testing.T) {
	w := boot(t)
	got := w.get(t, call{method: "GET", path: "/v1/instruments"}, 200)
	same(t, any(got), `{"instruments":[{"id":"mini","title":"Mini (en)","forms":["full","short"],"locales":["en","zh-Hans"],"minutes":4}]}`)

	chinese := http.Header{"Accept-Language": {"zh-TW"}}
	got = w.get(t, call{method: "GET", path: "/v1/instruments", header: chinese}, 200)
	if title := got["instruments"].([]any)[0].(map[string]any)["title"]; title != "Mini (zh-Hans)" {
		t.Errorf("got title %v for Accept-Language: zh-TW", title)
	}
}

func TestInstrument(t *testing.T) {
	got := boot(t).get(t, call{method: "GET", path: "/v1/instruments/mini?form=short&locale=en"}, 200)
	same(t, any(got), `{"id":"mini","version":"1.2.3","title":"Mini (en)","locale":"en","form":"short","minutes":2,
		"consent":{"version":"7","text":"Example Ltd asks. More: https://example.org/privacy"},
		"items":[{"id":"an1","stem":"Stem of an1 (en).","options":"agree5"},{"id":"an2","stem":"Stem of an2 (en).","options":"agree5"},
			{"id":"av1","stem":"Stem of av1 (en).","options":"agree5"},{"id":"av2","stem":"Stem of av2 (en).","options":"agree5"}],
		"option_sets":{"agree5":[{"value":1,"label":"no"},{"value":2,"label":"rather no"},{"value":3,"label":"partly"},
			{"value":4,"label":"rather yes"},{"value":5,"label":"yes"}]}}`)
}

func TestInstrumentLocale(t *testing.T) {
	for _, tt := range []struct{ query, accept, want string }{
		{"", "", "en"},
		{"", "zh", "zh-Hans"},
		{"?locale=zh-Hans", "en", "zh-Hans"},
		{"?locale=zh", "", "zh-Hans"},
		{"?locale=fr", "", "en"}, // the interface has it, the instrument has not
		{"?locale=xx", "", "en"},
	} {
		c := call{method: "GET", path: "/v1/instruments/mini" + tt.query, header: http.Header{}}
		if tt.accept != "" {
			c.header.Set("Accept-Language", tt.accept)
		}
		if got := boot(t).get(t, c, 200)["locale"]; got != tt.want {
			t.Errorf("%q with Accept-Language %q: got locale %v, want %s", tt.query, tt.accept, got, tt.want)
		}
	}
}

func TestBegin(t *testing.T) {
	w := boot(t)
	rec := w.do(t, call{method: "POST", path: "/v1/attempts", body: `{"instrument":"mini","form":"short","locale":"zh-Hans",
		"consent":"7","age_ok":true,"topic":"music","article":"依恋 / wiki","relationship":"none"}`})
	if rec.Code != 201 {
		t.Fatalf("got %d %s", rec.Code, rec.Body)
	}
	var got map[string]any
	if err := json.Unmarshal(rec.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	id, token := got["id"].(string), got["token"].(string)
	if want := "/v1/attempts/" + id; rec.Header().Get("Location") != want {
		t.Errorf("got Location %q, want %q", rec.Header().Get("Location"), want)
	}
	if !regexp.MustCompile(`^[A-Za-z0-9_-]{27}$`).MatchString(token) {
		t.Errorf("got token %q", token)
	}
	if got["expires_at"] != "2026-11-24T10:00:00Z" {
		t.Errorf("got expires_at %v, want a day later", got["expires_at"])
	}
	if first := got["items"].([]any)[0].(map[string]any)["stem"]; len(got["items"].([]any)) != 4 || first != "Stem of an1 (zh-Hans)." {
		t.Errorf("got items %v", got["items"])
	}
	if a := w.stored(t, ticket{id, token}); a.Topic != "music" || a.Article != "依恋 / wiki" || a.Relation != quiz.RelationNone {
		t.Errorf("stored %+v", a)
	}
}

// Holds: S5, H3
func TestBeginAgain(t *testing.T) {
	w := boot(t)
	key := http.Header{"Idempotency-Key": {"0123456789abcdef"}}
	c := call{method: "POST", path: "/v1/attempts", body: beginBody, header: key}
	first, second := w.get(t, c, 201), w.get(t, c, 201)
	if first["id"] != second["id"] || first["token"] == second["token"] {
		t.Errorf("got ids %v and %v, want one; and two tokens", first["id"], second["id"])
	}
	for _, answer := range []map[string]any{first, second} {
		w.get(t, ticket{first["id"].(string), answer["token"].(string)}.call("GET", "", ""), 200)
	}
	c.body = strings.Replace(beginBody, "full", "short", 1)
	w.refused(t, c, 409, "conflict")
}

func TestAttempt(t *testing.T) {
	w := boot(t)
	k := w.begin(t)
	saved := w.get(t, k.call("PUT", "/responses", `{"responses":{"an1":4,"an2":null},"elapsed_ms":{"an1":2300}}`), 200)
	same(t, any(saved), `{"answered":2,"total":8}`)
	got := w.get(t, k.call("GET", "", ""), 200)
	same(t, any(got), `{"id":"`+k.id+`","status":"in_progress","instrument":"mini","form":"full","locale":"en",
		"answered":2,"total":8,"responses":{"an1":4,"an2":null},
		"audience":"solo","focus":[],"keep":"30d","done":[],"expires_at":"2026-11-24T10:00:00Z"}`)
}

// Later values win, and what a call does not name stays.
//
// Holds: ASVS 2.3.3
func TestResponsesMerge(t *testing.T) {
	w := boot(t)
	k := w.begin(t)
	for _, step := range []struct{ body, want string }{
		{`{"responses":{"an1":4,"an2":null}}`, `{"an1":4,"an2":null}`},
		{`{"responses":{"an2":1,"me2":5}}`, `{"an1":4,"an2":1,"me2":5}`},
		{`{"responses":{"an1":null},"elapsed_ms":{"an1":100,"re1":50}}`, `{"an1":null,"an2":1,"me2":5}`},
		{`{"responses":{}}`, `{"an1":null,"an2":1,"me2":5}`},
	} {
		w.get(t, k.call("PUT", "/responses", step.body), 200)
		same(t, w.get(t, k.call("GET", "", ""), 200)["responses"], step.want)
	}
}

// The figures are worked by hand: see fullBody and miniSpec. SEM is .724569,
// its 1.96-fold 1.420155; anxious 5 is 2.76 SEM above the cut and avoidant 1 as far below it.
func TestProfile(t *testing.T) {
	w := boot(t)
	k := w.begin(t)
	w.get(t, k.call("PUT", "/responses", fullBody), 200)
	first := w.get(t, k.call("POST", "/finish", ""), 200)
	w.now = start.AddDate(0, 0, 1)
	for _, c := range []call{k.call("POST", "/finish", ""), k.call("GET", "/profile", "")} {
		if again := w.get(t, c, 200); !reflect.DeepEqual(again, first) {
			t.Errorf("%s: got %v, want %v", c.path, again, first)
		}
	}
	anxious := first["scales"].(map[string]any)["anxious"].(map[string]any)
	for name, want := range map[string]float64{"score": 5, "se": 0.724569, "low": 3.579845, "high": 5, "answered": 2, "items": 2} {
		if got := anxious[name].(float64); math.Abs(got-want) > 1e-5 {
			t.Errorf("anxious %s: got %v, want %v", name, got, want)
		}
	}
	bands := map[string]any{}
	for id, s := range first["scales"].(map[string]any) {
		bands[id] = s.(map[string]any)["band"]
	}
	same(t, any(bands), `{"anxious":"upper","avoidant":"lower","repair":"lower_to_middle","meaning":"middle_to_upper"}`)
	style := first["style"].(map[string]any)
	if p := style["probabilities"].(map[string]any)["anxious"].(float64); style["state"] != "anxious" || math.Abs(p-.99423) > 1e-4 {
		t.Errorf("got style %v, want anxious with probability .99423", style)
	}
	same(t, first["mechanisms"], `["repair","meaning"]`)
	same(t, first["focus"], `{"candidates":["repair","meaning"],"chosen":["repair","meaning"]}`)
	same(t, first["quality"], `{"flags":[]}`)
	same(t, []any{first["instrument"], first["version"], first["form"], first["finished_at"]}, `["mini","1.2.3","full","2026-11-23T10:00:00Z"]`)
}

// All alike gives the middle, no style and the flag; declined items leave a
// scale unscored with its reason.
func TestProfileWithoutStyle(t *testing.T) {
	w := boot(t)
	for body, want := range map[string]string{
		`{"responses":{"an1":2,"an2":2,"av1":2,"av2":2,"re1":2,"re2":2,"me1":2,"me2":2}}`:          `[3,"all_alike"]`,
		`{"responses":{"an1":null,"an2":null,"av1":1,"av2":2,"re1":null,"re2":4,"me1":1,"me2":2}}`: `[null,"much_missing"]`,
	} {
		k := w.begin(t)
		w.get(t, k.call("PUT", "/responses", body), 200)
		got := w.get(t, k.call("POST", "/finish", ""), 200)
		if got["style"] != nil {
			t.Errorf("%s: got style %v, want null", body, got["style"])
		}
		scale := got["scales"].(map[string]any)["anxious"].(map[string]any)
		flags := got["quality"].(map[string]any)["flags"].([]any)
		same(t, []any{scale["score"], flags[0]}, want)
		if scale["score"] == nil && scale["reason"] != "too_few" {
			t.Errorf("%s: got reason %v", body, scale["reason"])
		}
		w.get(t, k.call("GET", "/playbook", ""), 200)
	}
}

func TestPlan(t *testing.T) {
	w := boot(t)
	k := w.finished(t)
	for _, step := range []struct{ body, want string }{
		{`{}`, `{"audience":"solo","focus":["repair","meaning"],"keep":"30d","done":[],"expires_at":"2026-12-23T10:00:00Z"}`},
		{`{"audience":"joint","region":"GB"}`, `{"audience":"joint","focus":["repair","meaning"],"region":"GB","keep":"30d","done":[],"expires_at":"2026-12-23T10:00:00Z"}`},
		{`{"focus":["meaning"],"keep":"12w"}`, `{"audience":"joint","focus":["meaning"],"region":"GB","keep":"12w","done":[],"expires_at":"2027-02-15T10:00:00Z"}`},
		{`{"keep":"12m","region":""}`, `{"audience":"joint","focus":["meaning"],"keep":"12m","done":[],"expires_at":"2027-11-23T10:00:00Z"}`},
		{`{"done":["two-awareness","breathe"]}`, `{"audience":"joint","focus":["meaning"],"keep":"12m","done":["two-awareness","breathe"],"expires_at":"2027-11-23T10:00:00Z"}`},
		{`{"audience":"solo"}`, `{"audience":"solo","focus":["meaning"],"keep":"12m","done":["two-awareness","breathe"],"expires_at":"2027-11-23T10:00:00Z"}`},
		{`{"done":[]}`, `{"audience":"solo","focus":["meaning"],"keep":"12m","done":[],"expires_at":"2027-11-23T10:00:00Z"}`},
	} {
		got := w.get(t, k.call("PUT", "/plan", step.body), 200)
		same(t, any(got), step.want)
	}
	same(t, w.get(t, k.call("GET", "/profile", ""), 200)["focus"], `{"candidates":["repair","meaning"],"chosen":["meaning"]}`)
}

func TestPlaybook(t *testing.T) {
	w := boot(t)
	k := w.finished(t)
	got := w.get(t, k.call("GET", "/playbook", ""), 200)
	stages := got["stages"].([]any)
	if len(stages) != 4 || len(stages[0].(map[string]any)["practices"].([]any)) != 0 {
		t.Errorf("got stages %v, want four without anything for two", stages)
	}
	if tonight := got["tonight"].(map[string]any); tonight["id"] != "breathe" || tonight["phrase"].(map[string]any)["id"] != "ph1" {
		t.Errorf("got tonight %v", tonight)
	}
	w.get(t, k.call("PUT", "/plan", `{"audience":"joint","region":"GB"}`), 200)
	got = w.get(t, k.call("GET", "/playbook", ""), 200)
	same(t, got["stages"].([]any)[1].(map[string]any)["practices"].([]any)[0].(map[string]any)["id"], `"two-disclosure"`)
	same(t, got["help"].(map[string]any)["region"], `"United Kingdom"`)
}

// Holds: ASVS 3.2.1
func TestPlaybookPDF(t *testing.T) {
	w := boot(t)
	k := w.finished(t)
	for query, want := range map[string]string{"": "a4", "?paper=a4": "a4", "?paper=letter": "letter"} {
		rec := w.do(t, k.call("GET", "/playbook.pdf"+query, ""))
		if got := rec.Body.String(); rec.Code != 200 || got != "%PDF-1.7 "+want+" Mini playbook" {
			t.Errorf("%q: got %d %q", query, rec.Code, got)
		}
		for name, want := range map[string]string{
			"Content-Type": "application/pdf", "Content-Disposition": `attachment; filename="playbook.pdf"`, "Content-Length": "25",
		} {
			if query == "" && rec.Header().Get(name) != want {
				t.Errorf("got %s %q, want %q", name, rec.Header().Get(name), want)
			}
		}
	}
}

func TestSummaryPDF(t *testing.T) {
	w := boot(t)
	k := w.finished(t)
	for query, want := range map[string]string{"": "a4", "?paper=letter": "letter"} {
		rec := w.do(t, k.call("GET", "/summary.pdf"+query, ""))
		if got := rec.Body.String(); rec.Code != 200 || got != "%PDF-1.7 summary "+want+" Mini playbook" {
			t.Errorf("%q: got %d %q", query, rec.Code, got)
		}
		if got, want := rec.Header().Get("Content-Disposition"), `attachment; filename="summary.pdf"`; got != want {
			t.Errorf("got Content-Disposition %q, want %q", got, want)
		}
	}
	if rec := w.do(t, k.call("GET", "/summary.pdf?paper=a3", "")); rec.Code != 400 {
		t.Errorf("paper a3: got %d, want 400", rec.Code)
	}
}

// TestCalendar reads an entry of each practice that the plan has, for one and
// for two.
//
// Holds: ASVS 3.2.1
func TestCalendar(t *testing.T) {
	w := boot(t)
	k := w.finished(t)
	rec := w.do(t, k.call("GET", "/plan.ics?start=2026-12-01", ""))
	for name, want := range map[string]string{
		"Content-Type": "text/calendar; charset=utf-8", "Content-Disposition": `attachment; filename="plan.ics"`,
	} {
		if got := rec.Header().Get(name); rec.Code != 200 || got != want {
			t.Errorf("got %d, %s %q, want %q", rec.Code, name, got, want)
		}
	}
	w.get(t, k.call("PUT", "/plan", `{"audience":"joint"}`), 200)
	two := w.do(t, k.call("GET", "/plan.ics?start=2026-12-01", "")).Body.String()
	if got, want := strings.Count(two, "BEGIN:VEVENT\r\n"), 4; got != want {
		t.Errorf("got %d entries for two, want %d", got, want)
	}
	for _, want := range []string{"DTSTAMP:20261123T100000Z\r\n", "DTSTART;VALUE=DATE:20261201\r\n", "DTSTART;VALUE=DATE:20261222\r\n"} {
		if !strings.Contains(two, want) {
			t.Errorf("the calendar lacks %q:\n%s", want, two)
		}
	}
	if next := w.do(t, k.call("GET", "/plan.ics", "")).Body.String(); !strings.Contains(next, "DTSTART;VALUE=DATE:20261130\r\n") {
		t.Errorf("without a day the plan does not start on the next Monday:\n%s", next)
	}
}

// Holds: G2, H7
func TestExport(t *testing.T) {
	w := boot(t)
	k := w.finished(t)
	w.get(t, k.call("PUT", "/plan", `{"keep":"12w"}`), 200)
	got := w.get(t, k.call("GET", "/export", ""), 200)
	same(t, got["responses"], `{"an1":5,"an2":1,"av1":1,"av2":5,"re1":2,"re2":4,"me1":4,"me2":3}`)
	same(t, got["consent"], `{"version":"7","locale":"en","at":"2026-11-23T10:00:00Z"}`)
	same(t, got["plan"], `{"audience":"solo","focus":["repair","meaning"],"keep":"12w","done":[]}`)
	if !reflect.DeepEqual(got["profile"], any(w.get(t, k.call("GET", "/profile", ""), 200))) {
		t.Errorf("got profile %v", got["profile"])
	}
	if text, _ := json.Marshal(got); strings.Contains(string(text), k.token) {
		t.Error("the export holds the token")
	}
}

// Holds: G2, H7, ASVS 7.4.1
func TestErase(t *testing.T) {
	w := boot(t)
	k := w.finished(t)
	w.get(t, k.call("DELETE", "", ""), 204)
	for _, rest := range []string{"", "/profile", "/playbook", "/export"} {
		w.refused(t, k.call("GET", rest, ""), 404, "not-found")
	}
	w.refused(t, k.call("DELETE", "", ""), 404, "not-found")
}

func TestFit(t *testing.T) {
	w := boot(t)
	k := w.finished(t)
	before := w.stored(t, k)
	for _, fits := range []string{"yes", "partly", "yes"} {
		w.get(t, k.call("POST", "/fit", `{"section":"pattern","fits":"`+fits+`"}`), 204)
	}
	got, err := w.store.Tally(t.Context(), "fit.mini.en.pattern")
	if err != nil || !reflect.DeepEqual(got, map[string]int{"yes": 2, "partly": 1}) {
		t.Errorf("got %v %v, want two yes and one partly", got, err)
	}
	if after := w.stored(t, k); !reflect.DeepEqual(after, before) {
		t.Errorf("the attempt changed: got %+v, want %+v", after, before)
	}
}

func TestHealth(t *testing.T) {
	w := boot(t)
	same(t, any(w.get(t, call{method: "GET", path: "/healthz"}, 200)), `{"status":"ok"}`)
	same(t, any(w.get(t, call{method: "GET", path: "/readyz"}, 200)), `{"status":"ready"}`)
	ill := boot(t, func(c *api.Config) { c.Ready = broken })
	same(t, any(ill.get(t, call{method: "GET", path: "/healthz"}, 200)), `{"status":"ok"}`)
	ill.refused(t, call{method: "GET", path: "/readyz"}, 503, "unavailable")
}
