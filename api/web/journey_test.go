package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// Holds: A13
func TestJourneyToThePDF(t *testing.T) {
	h := open(t, nil)
	v := h.visitor(t)
	v.begin("topic", "music", "article", "quiet-evenings", "relationship", "current")

	for i, r := range lean {
		next := "/check"
		if i+1 < len(lean) {
			next = itemPath(i + 2)
		}
		v.goes(v.post(itemPath(i+1), "response", r, "ms", "2300"), next)
	}
	v.goes(v.post("/check"), "/safety")
	v.goes(v.post("/safety", "afraid", "no", "audience", "joint"), "/result")

	a := v.attempt(h)
	if a.Status != quiz.Finished || a.Topic != "music" || a.Article != "quiet-evenings" || a.Relation != quiz.RelationCurrent {
		t.Errorf("stored %v %q %q %q", a.Status, a.Topic, a.Article, a.Relation)
	}
	if got, want := a.Sheet.Took(0), 2300*time.Millisecond; got != want {
		t.Errorf("time on the first item %v, want %v", got, want)
	}
	if p := v.get("/result"); p.status != http.StatusOK || !strings.Contains(p.body, "A small playbook") {
		t.Errorf("result: %d\n%s", p.status, p.body)
	}
	for query, want := range map[string]string{"": "a4", "?paper=a4": "a4", "?paper=letter": "letter", "?paper=tabloid": "a4"} {
		p := v.get("/playbook.pdf" + query)
		if want := "A small playbook / joint / " + want; p.status != http.StatusOK || p.body != want {
			t.Errorf("playbook.pdf%s: %d %q, want %q", query, p.status, p.body, want)
		}
		if got, want := p.header.Get("Content-Disposition"), `attachment; filename="playbook.pdf"`; got != want {
			t.Errorf("playbook.pdf%s: Content-Disposition %q, want %q", query, got, want)
		}
	}
}

// TestSummary downloads the pages for a coach.
func TestSummary(t *testing.T) {
	v := open(t, nil).visitor(t)
	v.finish()
	p := v.get("/summary.pdf")
	if want := "summary of A small playbook"; p.status != http.StatusOK || p.body != want {
		t.Errorf("got %d %q, want %q", p.status, p.body, want)
	}
	if got, want := p.header.Get("Content-Disposition"), `attachment; filename="summary.pdf"`; got != want {
		t.Errorf("Content-Disposition: got %q, want %q", got, want)
	}
}

// Time on an item adds up over visits to it.
func TestTimeIsCumulative(t *testing.T) {
	h := open(t, nil)
	v := h.visitor(t)
	v.begin()
	for _, ms := range []string{"1000", "500", "", "-7", "many"} {
		v.post("/take/1", "response", "2", "ms", ms)
	}
	a := v.attempt(h)
	if got, want := a.Sheet.Took(0), 1500*time.Millisecond; got != want {
		t.Errorf("time %v, want %v", got, want)
	}
}

// Holds: A3
func TestItemKeepsWhatWasSaid(t *testing.T) {
	h := open(t, nil)
	v := h.visitor(t)
	v.begin()
	if p := v.get("/take/1"); strings.Contains(p.body, " checked") {
		t.Error("something is chosen before anything was said")
	}
	v.post("/take/1", "response", "2")
	if p := v.get("/take/1"); strings.Count(p.body, " checked") != 1 || !strings.Contains(p.body, `value="2" checked`) {
		t.Errorf("going back does not show the response:\n%s", p.body)
	}
	v.goes(v.post("/take/2", "response", "1", "decline", "1"), "/take/3")
	a := v.attempt(h)
	if got := a.Sheet.At(1); got != quiz.Declined {
		t.Errorf("declining with a response chosen stored %d", got)
	}
	if p := v.get("/take/2"); strings.Contains(p.body, " checked") || !strings.Contains(p.body, "You left this one out") {
		t.Errorf("a declined item does not say so:\n%s", p.body)
	}
	v.goes(v.post("/take/2"), "/take/3") // what was declined stays so
}

// Holds: A1, A4
func TestNothingChosen(t *testing.T) {
	v := open(t, nil).visitor(t)
	v.begin()
	v.goes(v.post("/take/1"), "/take/1?error=1")
	p := v.get("/take/1?error=1")
	for _, want := range []string{"<title>Error: Question 1 of 6", `role="alert"`, `<a href="#r1">`, `id="r1"`} {
		if !strings.Contains(p.body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	v.goes(v.post("/take/1", "from", "check"), "/take/1?error=1&from=check")
}

// Holds: ASVS 2.3.3, A4
func TestWrongResponseStoresNothing(t *testing.T) {
	h := open(t, nil)
	v := h.visitor(t)
	v.begin()
	v.post("/take/1", "response", "2")
	for _, r := range []string{"0", "4", "-1", "2.5", "yes", "99999", "-32767", "-32768", "1e3"} {
		if p := v.post("/take/1", "response", r); p.status != http.StatusUnprocessableEntity {
			t.Errorf("response %q: %d, want 422", r, p.status)
		}
	}
	a := v.attempt(h)
	if got := a.Sheet.At(0); got != 2 {
		t.Errorf("stored %d, want 2", got)
	}
}

// Holds: A5
func TestCheckLeadsBack(t *testing.T) {
	v := open(t, nil).visitor(t)
	v.begin()
	v.answerAll("3", "1", "", "1")
	p := v.get("/check")
	for _, want := range []string{"Left out", "Not answered yet", `href="/take/5?from=check"`} {
		if !strings.Contains(p.body, want) {
			t.Errorf("check lacks %q", want)
		}
	}
	v.goes(v.post("/check"), "/check?error=1")
	if p := v.get("/check?error=1"); !strings.Contains(p.body, "<title>Error:") ||
		!strings.Contains(p.body, "2 questions are still open") || !strings.Contains(p.body, `href="#q5"`) {
		t.Errorf("finishing early:\n%s", p.body)
	}
	v.goes(v.post("/take/5", "response", "1", "from", "check"), "/check")
}

// Whoever comes at the wrong time ends in something sensible.
//
// Holds: ASVS 2.3.1
func TestOrder(t *testing.T) {
	begun := func(v *visitor) { v.begin() }
	half := func(v *visitor) { v.begin(); v.answerAll("1", "2") }
	done := func(v *visitor) { v.finish() }
	get := func(path string) func(*visitor) page { return func(v *visitor) page { return v.get(path) } }
	post := func(path string, pairs ...string) func(*visitor) page {
		return func(v *visitor) page { return v.post(path, pairs...) }
	}
	for _, tt := range []struct {
		name   string
		before func(*visitor)
		do     func(*visitor) page
		want   string
	}{
		{"result before finishing", half, get("/result"), "/take/3"},
		{"pdf before finishing", half, get("/playbook.pdf"), "/take/3"},
		{"safety before finishing", half, get("/safety"), "/take/3"},
		{"safety said before finishing", half, post("/safety", "afraid", "no"), "/take/3"},
		{"plan before finishing", half, post("/plan", "part", "audience", "audience", "joint"), "/take/3"},
		{"fit before finishing", half, post("/fit", "section", "map", "fits", "yes"), "/take/3"},
		{"an item beyond the last", begun, get("/take/99"), "/take/1"},
		{"item zero", half, get("/take/0"), "/take/3"},
		{"an item after finishing", done, get("/take/2"), "/result"},
		{"a response after finishing", done, post("/take/2", "response", "1"), "/result"},
		{"check after finishing", done, get("/check"), "/result"},
		{"finishing twice", done, post("/check"), "/result"},
		{"beginning by its address", begun, get("/begin"), "/"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := open(t, nil).visitor(t)
			tt.before(v)
			v.goes(tt.do(v), tt.want)
		})
	}
}

func TestNotAnItem(t *testing.T) {
	v := open(t, nil).visitor(t)
	v.begin()
	for _, path := range []string{"/take/first", "/take/1.5", "/nothing", "/assets/style.css", "/assets/..%2fsite.go"} {
		if p := v.get(path); p.status != http.StatusNotFound || !strings.Contains(p.body, "<h1>There is no such page</h1>") {
			t.Errorf("%s: %d\n%s", path, p.status, p.body)
		}
	}
}

// Holds: A3
func TestTwoTabs(t *testing.T) {
	h := open(t, nil)
	v := h.visitor(t)
	v.finish()
	first := v.attempt(h)
	v.goes(v.post("/check"), "/result")
	v.goes(v.post("/take/1", "response", "1"), "/result")
	if again := v.attempt(h); again.Sheet.Given() != first.Sheet.Given() {
		t.Errorf("responses changed after finishing: %s to %s", first.Sheet.Given(), again.Sheet.Given())
	}
}

// Holds: G2
func TestExport(t *testing.T) {
	v := open(t, nil).visitor(t)
	v.finish("article", "quiet-evenings")
	p := v.get("/export.json")
	if got, want := p.header.Get("Content-Disposition"), `attachment; filename="export.json"`; got != want {
		t.Errorf("Content-Disposition %q, want %q", got, want)
	}
	var got struct {
		Status    string
		Article   string
		Responses map[string]int
		Profile   json.RawMessage
	}
	if err := json.Unmarshal([]byte(p.body), &got); err != nil {
		t.Fatal(err)
	}
	if got.Status != "finished" || got.Article != "quiet-evenings" || got.Responses["an01"] != 3 || len(got.Profile) == 0 {
		t.Errorf("export: %s", p.body)
	}
}

// Holds: G2, ASVS 7.4.1
func TestErase(t *testing.T) {
	h := open(t, nil)
	v := h.visitor(t)
	v.finish()
	id, _, _ := strings.Cut(v.token(), ".")
	if p := v.get("/erase"); p.status != http.StatusOK || !strings.Contains(p.body, `href="/result"`) {
		t.Errorf("confirm: %d\n%s", p.status, p.body)
	}
	if v.get("/result").status != http.StatusOK {
		t.Error("looking at the question erased something")
	}
	v.goes(v.post("/erase"), "/?notice=erased")
	if v.token() != "" {
		t.Error("the cookie is still there")
	}
	if _, err := h.store.Get(t.Context(), quiz.AttemptID(id)); err == nil {
		t.Error("the attempt is still there")
	}
	if p := v.get("/?notice=erased"); !strings.Contains(p.body, "Everything is erased") {
		t.Errorf("start does not say so:\n%s", p.body)
	}
}

// What is said travels in the body: an address that says it says nothing.
//
// Holds: ASVS 14.2
func TestAddressesSayNothing(t *testing.T) {
	h := open(t, nil)
	v := h.visitor(t)
	v.begin()
	v.goes(v.post("/take/1?response=3&decline=1"), "/take/1?error=1")
	v.answerAll(lean...)
	v.post("/check")
	v.goes(v.post("/safety?afraid=yes"), "/safety?error=1")
	v.goes(v.post("/plan?audience=joint", "part", "audience"), "/result?error=audience#audience")
	if a := v.attempt(h); a.Plan.Audience != "" {
		t.Errorf("the address set the audience %q", a.Plan.Audience)
	}
}
