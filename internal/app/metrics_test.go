package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"gopkg.in/yaml.v3"

	"github.com/attune-quiz/attune/internal/app"
	"github.com/attune-quiz/attune/internal/harness"
	"github.com/attune-quiz/attune/internal/store/pgtest"
)

// scrape reads all metrics of a running program as Prometheus does.
func scrape(t *testing.T, admin string) map[string]*dto.MetricFamily {
	t.Helper()
	answer, err := http.Get(admin + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("a scrape got %s", answer.Status)
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(answer.Body)
	if err != nil {
		t.Fatalf("a scrape cannot be read: %v", err)
	}
	return families
}

// value is what the series with these labels counts; it fails where there is
// none.
func value(t *testing.T, families map[string]*dto.MetricFamily, name string, labels ...string) float64 {
	t.Helper()
	got, ok := find(families, name, labels)
	if !ok {
		t.Errorf("no series %s%v", name, labels)
	}
	return got
}

func find(families map[string]*dto.MetricFamily, name string, labels []string) (value float64, ok bool) {
	for _, m := range families[name].GetMetric() {
		var has []string
		for _, l := range m.GetLabel() {
			has = append(has, l.GetName()+"="+l.GetValue())
		}
		if slices.ContainsFunc(labels, func(l string) bool { return !slices.Contains(has, l) }) {
			continue
		}
		switch {
		case m.Counter != nil:
			return m.Counter.GetValue(), true
		case m.Gauge != nil:
			return m.Gauge.GetValue(), true
		}
		return float64(m.Histogram.GetSampleCount()), true
	}
	return -1, false
}

// visited is a program that a visitor has been to: a whole journey, a document,
// a refused save and a page that is not there. Close the visitor.
func visited(t *testing.T, cfg app.Config) (at app.Addresses, v *harness.Visitor) {
	t.Helper()
	cfg.AdminAddr, cfg.Version = "127.0.0.1:0", "v1.2.3"
	at = start(t, cfg)
	v = &harness.Visitor{Wire: harness.NewWire(at.Public)}
	t.Cleanup(v.Close)
	consent, err := v.Consent(t.Context())
	if err == nil {
		err = v.Journey(t.Context(), consent)
	}
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{"/playbook.pdf": 200, "/summary.pdf": 200} {
		if got, _, err := v.Do(t.Context(), "GET", "/v1/attempts/"+v.ID+path, v.Token, ""); err != nil || got != want {
			t.Fatalf("%s: got %d, %v, want %d", path, got, err, want)
		}
	}
	if err := v.Save(t.Context(), 0, 1); err == nil {
		t.Fatal("a finished attempt took a response")
	}
	for _, path := range []string{"/", "/nothing/here"} {
		if _, _, err := v.Do(t.Context(), "GET", path, "", ""); err != nil {
			t.Fatal(err)
		}
	}
	return at, v
}

func TestMetrics(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { metrics(t, filepath.Join(t.TempDir(), "attune.db")) })
	t.Run("PostgreSQL", func(t *testing.T) { metrics(t, pgtest.Start(t).Database(t)) })
}

func metrics(t *testing.T, db string) {
	at, v := visited(t, app.Config{DB: db, Limits: app.Limits{Guess: 1}})
	for range 2 {
		if _, _, err := v.Do(t.Context(), "POST", "/v1/resume", "", `{"code":"x"}`); err != nil {
			t.Fatal(err)
		}
	}
	if err := v.Erase(t.Context()); err != nil {
		t.Fatal(err)
	}
	const responses = "route=/v1/attempts/:id/responses"
	wants := []want{
		{"attune_http_requests_total", []string{responses, "method=PUT", "status=2xx"}, 44},
		{"attune_http_requests_total", []string{responses, "method=PUT", "status=4xx"}, 1},
		{"attune_http_request_duration_seconds", []string{responses, "method=PUT"}, 45},
		{"attune_http_requests_total", []string{"route=unmatched", "status=4xx"}, 1},
		{"attune_http_requests_in_flight", nil, 0},
		{"attune_saves_total", []string{"outcome=ok"}, 44},
		{"attune_saves_total", []string{"outcome=refused"}, 1},
		{"attune_saves_total", []string{"outcome=failed"}, 0},
		{"attune_attempts_started_total", []string{"instrument=relationship", "locale=en"}, 1},
		{"attune_attempts_finished_total", []string{"instrument=relationship", "locale=en"}, 1},
		{"attune_attempts_erased_total", nil, 1},
		{"attune_store_duration_seconds", []string{"call=save"}, 45},
		{"attune_render_duration_seconds", []string{"what=playbook"}, 1},
		{"attune_render_duration_seconds", []string{"what=summary"}, 1},
		{"attune_store_queue_writes", nil, 0},
		{"attune_store_queue_room", nil, 1024},
		{"attune_ready", nil, 1},
		{"attune_build_info", []string{"version=v1.2.3"}, 1},
		{"attune_refusals_total", []string{"limit=guess"}, 1},
		{"attune_connections", nil, 1},
		{"attune_events_total", []string{"outcome=ok"}, 3},
		{"attune_outbox_events", nil, 0},
		{"attune_outbox_oldest_seconds", nil, 0},
	}
	m := settled(t, at.Admin, wants)
	if got := value(t, m, "attune_store_commit_writes"); got < 44 {
		t.Errorf("got %v commits, want one at least for each save that waited for the one before", got)
	}
	if got := value(t, m, "attune_store_connections", "state=most"); got < 2 {
		t.Errorf("got at most %v connections", got)
	}
}

// want is what a series has to count.
type want struct {
	name   string
	labels []string
	value  float64
}

// settled scrapes until every series counts what it should: a request is counted
// just after its answer, and events are handed out within a second.
func settled(t *testing.T, admin string, wants []want) (families map[string]*dto.MetricFamily) {
	t.Helper()
	var wrong []string
	for range 200 {
		families, wrong = scrape(t, admin), nil
		for _, w := range wants {
			if got, ok := find(families, w.name, w.labels); !ok || got != w.value {
				wrong = append(wrong, fmt.Sprintf("%s%v: got %v, want %v", w.name, w.labels, got, w.value))
			}
		}
		if wrong == nil {
			return families
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("after ten seconds:\n%s", strings.Join(wrong, "\n"))
	return families
}

// until waits for what the program does by itself.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 200 {
		if ok() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("waited in vain until %s", what)
}

// Labels hold words that the program knows, never what somebody sent.
func TestLabelsAreClosed(t *testing.T) {
	at, v := visited(t, app.Config{})
	const made = "c4n4ry"
	for _, call := range [][2]string{
		{"GET", "/" + made}, {made, "/"}, {"GET", "/v1/instruments/" + made}, {"POST", "/" + made + "/resume"},
		{"GET", "/assets/" + made}, {"PUT", "/v1/attempts/" + made + "/responses"}, {"DELETE", "/v1/" + made},
	} {
		if _, _, err := v.Do(t.Context(), call[0], call[1], "", ""); err != nil {
			t.Fatal(err)
		}
	}
	series := 0
	for name, family := range scrape(t, at.Admin) {
		for _, m := range family.GetMetric() {
			series++
			if text := m.String(); strings.Contains(text, made) || strings.Contains(text, v.ID) {
				t.Errorf("%s holds what was sent: %s", name, text)
			}
		}
	}
	if series == 0 {
		t.Error("nothing was scraped")
	}
}

// The public listener has neither metrics nor profiles; the operator's has.
//
// Holds: ASVS 13.4.2, ASVS 13.4.5
func TestAdminIsApart(t *testing.T) {
	at := start(t, app.Config{AdminAddr: "127.0.0.1:0"})
	for path, want := range map[string]int{"/metrics": 200, "/debug/pprof/": 200, "/debug/pprof/cmdline": 200, "/": 404} {
		if got := status(t, at.Admin+path); got != want {
			t.Errorf("operator's %s: got %d, want %d", path, got, want)
		}
		if got := status(t, at.Public+path); path != "/" && got != 404 {
			t.Errorf("public %s: got %d, want 404", path, got)
		}
	}
}

func status(t *testing.T, url string) int {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	return answer.StatusCode
}

var metricName = regexp.MustCompile(`\b(?:attune|go|process)_[a-z_]+\b`)

// Every metric that an alert or the dashboard asks for is there, with the
// labels that it is asked by.
func TestAlertsAndDashboardKnowTheMetrics(t *testing.T) {
	at, _ := visited(t, app.Config{DB: filepath.Join(t.TempDir(), "attune.db")})
	families := scrape(t, at.Admin)
	asked := map[string][]string{"alerts": alertExpressions(t), "dashboard": dashboardExpressions(t)}
	if len(asked["alerts"]) != 5 || len(asked["dashboard"]) < 20 {
		t.Fatalf("got %d alerts and %d expressions of the dashboard", len(asked["alerts"]), len(asked["dashboard"]))
	}
	for where, expressions := range asked {
		for _, expr := range expressions {
			for _, name := range metricName.FindAllString(expr, -1) {
				known := families[name] != nil
				for _, suffix := range []string{"_bucket", "_sum", "_count"} {
					base, cut := strings.CutSuffix(name, suffix)
					known = known || cut && families[base].GetType() == dto.MetricType_HISTOGRAM
				}
				if !known {
					t.Errorf("%s: %s is no metric of the program", where, name)
				}
			}
			for _, label := range labelsOf(expr) {
				if !slices.Contains(labelNames(families), label) {
					t.Errorf("%s: no metric has the label %s of %s", where, label, expr)
				}
			}
		}
	}
}

var (
	matcher  = regexp.MustCompile(`([a-z]+)(?:=|!=|=~)"`)
	grouping = regexp.MustCompile(`by \(([a-z, ]+)\)`)
)

// labelsOf lists the labels that an expression names.
func labelsOf(expr string) (labels []string) {
	for _, m := range matcher.FindAllStringSubmatch(expr, -1) {
		labels = append(labels, m[1])
	}
	for _, m := range grouping.FindAllStringSubmatch(expr, -1) {
		labels = append(labels, strings.Split(m[1], ", ")...)
	}
	return labels
}

// labelNames lists those of all metrics, and those that Prometheus adds.
func labelNames(families map[string]*dto.MetricFamily) []string {
	names := []string{"instance", "job", "le"}
	for _, family := range families {
		for _, m := range family.GetMetric() {
			for _, l := range m.GetLabel() {
				names = append(names, l.GetName())
			}
		}
	}
	return names
}

const deploy = "../../deploy"

func alertExpressions(t *testing.T) (expressions []string) {
	t.Helper()
	var file struct {
		Groups []struct {
			Rules []struct{ Alert, Expr string }
		}
	}
	if err := yaml.Unmarshal(read(t, deploy+"/alerts.yaml"), &file); err != nil {
		t.Fatal(err)
	}
	for _, group := range file.Groups {
		for _, rule := range group.Rules {
			expressions = append(expressions, rule.Expr)
		}
	}
	return expressions
}

func dashboardExpressions(t *testing.T) (expressions []string) {
	t.Helper()
	var file struct {
		Panels []struct{ Targets []struct{ Expr string } }
	}
	if err := json.Unmarshal(read(t, deploy+"/grafana/attune.json"), &file); err != nil {
		t.Fatal(err)
	}
	for _, panel := range file.Panels {
		for _, target := range panel.Targets {
			expressions = append(expressions, target.Expr)
		}
	}
	return expressions
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Prometheus's own tool runs the tests of the alerts: each fires when it
// should and is silent before.
func TestAlertsFire(t *testing.T) {
	tool, err := exec.LookPath("promtool")
	if err != nil {
		if os.Getenv("ATTUNE_TEST_ALL") == "1" {
			t.Fatal("no promtool: apt-get install prometheus")
		}
		t.Skip("no promtool: apt-get install prometheus")
	}
	for _, args := range [][]string{{"check", "rules", "--lint=all", "alerts.yaml"}, {"test", "rules", "alerts_test.yaml"}} {
		cmd := exec.Command(tool, args...)
		cmd.Dir = deploy
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("promtool %v: %v\n%s", args, err, out)
		}
	}
	tests := string(read(t, deploy+"/alerts_test.yaml"))
	for _, m := range regexp.MustCompile(`alert: (\w+)`).FindAllStringSubmatch(string(read(t, deploy+"/alerts.yaml")), -1) {
		if !strings.Contains(tests, fmt.Sprintf("alertname: %s\n", m[1])) {
			t.Errorf("%s is not tested to fire", m[1])
		}
	}
}
