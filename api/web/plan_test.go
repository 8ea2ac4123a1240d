package web_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// The response to the safety question is used and forgotten: two people who
// end with the same audience have the same everything.
//
// Holds: ASVS 16.2.5
func TestSafetyLeavesNoTrace(t *testing.T) {
	for _, tt := range []struct {
		name, afraid, audience string
		want                   quiz.Audience
		next                   string
	}{
		{"affirmed", "yes", "", quiz.Solo, "/help"},
		{"affirmed and chose joint", "yes", "joint", quiz.Solo, "/help"},
		{"unsaid", "unsaid", "joint", quiz.Solo, "/result"},
		{"chose solo", "no", "solo", quiz.Solo, "/result"},
		{"chose nothing", "no", "", quiz.Solo, "/result"},
		{"chose joint", "no", "joint", quiz.Joint, "/result"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := open(t, nil)
			v := h.visitor(t)
			v.finish()
			v.goes(v.post("/safety", "afraid", tt.afraid, "audience", tt.audience), tt.next)
			a := v.attempt(h)
			if a.Plan.Audience != tt.want {
				t.Errorf("audience %q, want %q", a.Plan.Audience, tt.want)
			}

			plain := open(t, nil)
			other := plain.visitor(t)
			other.finish()
			audience := tt.want
			other.post("/plan", "part", "audience", "audience", string(audience))
			for _, path := range []string{"/result", "/playbook.pdf", "/plan.ics?start=2026-06-01", "/export", "/export.json", "/resume", "/compare", "/safety", "/help", "/"} {
				// The houses share clock and randomness, so that ids agree.
				if got, want := v.get(path).body, other.get(path).body; got != want {
					t.Errorf("%s tells the two apart:\n%s\n---\n%s", path, got, want)
				}
			}
		})
	}
}

func TestSafetyNeedsAReply(t *testing.T) {
	h := open(t, nil)
	v := h.visitor(t)
	v.finish()
	for _, afraid := range []string{"", "perhaps"} {
		v.goes(v.post("/safety", "afraid", afraid, "audience", "joint"), "/safety?error=1")
	}
	if a := v.attempt(h); a.Plan.Audience != "" {
		t.Errorf("audience %q before a reply", a.Plan.Audience)
	}
	p := v.get("/safety?error=1")
	if !strings.Contains(p.body, "<title>Error:") || !strings.Contains(p.body, `href="#afraid"`) || !strings.Contains(p.body, `id="afraid"`) {
		t.Errorf("safety with an error:\n%s", p.body)
	}
}

// Nobody without a partner is asked with whom to share the plan.
func TestWithoutAPartner(t *testing.T) {
	v := open(t, nil).visitor(t)
	v.finish("relationship", "none")
	for _, path := range []string{"/safety", "/result"} {
		if p := v.get(path); strings.Contains(p.body, `value="joint"`) {
			t.Errorf("%s offers a plan for two", path)
		}
	}
}

func TestPlan(t *testing.T) {
	h := open(t, nil)
	v := h.visitor(t)
	v.finish()
	for _, tt := range []struct {
		part string
		send []string
		want func(quiz.Plan) bool
	}{
		{"audience", []string{"audience", "joint"}, func(p quiz.Plan) bool { return p.Audience == quiz.Joint }},
		{"focus", []string{"focus", "repair"}, func(p quiz.Plan) bool { return slices.Equal(p.Focus, []quiz.ScaleID{"repair"}) }},
		{"region", []string{"region", "GB"}, func(p quiz.Plan) bool { return p.Region == "GB" }},
		{"region", []string{"region", ""}, func(p quiz.Plan) bool { return p.Region == "" }},
		{"keep", []string{"keep", "12w"}, func(p quiz.Plan) bool { return p.Keep == quiz.Keep12Weeks }},
	} {
		next := "/result?saved=" + tt.part + "#" + tt.part
		v.goes(v.post("/plan", append([]string{"part", tt.part}, tt.send...)...), next)
		if a := v.attempt(h); !tt.want(a.Plan) {
			t.Errorf("%s: plan %+v", tt.part, a.Plan)
		}
		if p := v.get("/result?saved=" + tt.part); !strings.Contains(p.body, "Saved.") {
			t.Errorf("%s: the page does not say that it was saved", tt.part)
		}
	}
	if p := v.get("/result"); !strings.Contains(p.body, today.Add(84*24*time.Hour).Format("2 January 2006")) {
		t.Error("the page does not say until when it is kept")
	}
}

// TestTicks ticks a practice and takes it back, by the form and by the script.
func TestTicks(t *testing.T) {
	h := open(t, nil)
	v := h.visitor(t)
	v.finish()
	none := v.get("/result").body
	id := regexp.MustCompile(`name="practice" value="([^"]+)"`).FindStringSubmatch(none)[1]
	if !strings.Contains(none, "Done so far: 0 of ") || strings.Contains(none, "Not done after all") {
		t.Error("something is done before anything was")
	}
	v.goes(v.post("/plan", "part", "done", "practice", id, "done", "1"), "/result?saved=done#plan")
	page := v.get("/result").body
	if !strings.Contains(page, "Done so far: 1 of ") || strings.Count(page, "Not done after all") != 1 {
		t.Error("the page does not show the tick")
	}
	if got := v.attempt(h).Plan.Done; !slices.Equal(got, []string{id}) {
		t.Errorf("stored %v, want %s", got, id)
	}
	if e := v.get("/export.json").body; !strings.Contains(e, id) {
		t.Error("the export leaves out what was done")
	}
	v.goes(v.post("/plan", "part", "done", "practice", id, "done", ""), "/result?saved=done#plan")
	if again := v.get("/result").body; again != none {
		t.Error("a tick that was taken back leaves a trace")
	}
	v.goes(v.post("/plan", "part", "done", "practice", "unheard-of", "done", "1"), "/result?error=done#plan")
}

// TestSheetAlone shows one worksheet on a page of its own.
func TestSheetAlone(t *testing.T) {
	h := open(t, nil)
	v := h.visitor(t)
	v.begin()
	v.goes(v.get("/sheets/journal"), "/take/1")
	v.answerAll(lean...)
	v.post("/check")
	links := regexp.MustCompile(`href="(/sheets/[^"]+)"`).FindAllStringSubmatch(v.get("/result").body, -1)
	if len(links) == 0 {
		t.Fatal("the result offers no sheet alone")
	}
	for _, l := range links {
		if p := v.get(l[1]); p.status != http.StatusOK || strings.Count(p.body, `class="sheet"`) != 1 {
			t.Errorf("%s: %d", l[1], p.status)
		}
	}
	if p := v.get("/sheets/unheard-of"); p.status != http.StatusNotFound {
		t.Errorf("an unknown sheet: %d, want 404", p.status)
	}
}

func TestPlanRefusals(t *testing.T) {
	h := open(t, nil)
	v := h.visitor(t)
	v.finish()
	before := v.attempt(h).Plan
	for part, send := range map[string][]string{
		"audience": {"audience", "everyone"}, "focus": {}, "region": {"region", "england"}, "keep": {"keep", "ever"},
	} {
		v.goes(v.post("/plan", append([]string{"part", part}, send...)...), "/result?error="+part+"#"+part)
		if p := v.get("/result?error=" + part); !strings.Contains(p.body, "<title>Error:") || !strings.Contains(p.body, `href="#`+part+`"`) {
			t.Errorf("%s: the page does not say what is wrong", part)
		}
	}
	if p := v.post("/plan", "part", "status", "status", "erased"); p.status != http.StatusUnprocessableEntity {
		t.Errorf("an unknown part: %d, want 422", p.status)
	}
	after := v.attempt(h).Plan
	if after.Audience != before.Audience || after.Region != before.Region || after.Keep != before.Keep || len(after.Focus) != 0 {
		t.Errorf("the plan changed to %+v", after)
	}
}

func TestFitIsCountedApart(t *testing.T) {
	h := open(t, nil)
	v := h.visitor(t)
	v.finish()
	before := v.get("/export.json").body
	v.goes(v.post("/fit", "section", "pattern", "fits", "partly"), "/result?thanks=pattern#fit-pattern")
	got, err := h.store.Tally(t.Context(), "fit.demo.en.pattern")
	if err != nil || got["partly"] != 1 || len(got) != 1 {
		t.Errorf("tally %v, %v", got, err)
	}
	if v.get("/export.json").body != before {
		t.Error("the reply stands in the export")
	}
	if p := v.get("/result?thanks=pattern"); strings.Count(p.body, "counted, without you") != 1 {
		t.Errorf("no thanks, or too many:\n%s", p.body)
	}
	for _, pairs := range [][]string{{"section", "faq", "fits", "yes"}, {"section", "map", "fits", "maybe"}, {}} {
		if p := v.post("/fit", pairs...); p.status != http.StatusUnprocessableEntity {
			t.Errorf("%v: %d, want 422", pairs, p.status)
		}
	}
}
