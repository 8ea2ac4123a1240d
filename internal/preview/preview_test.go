package preview_test

import (
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/net/html"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/internal/preview"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

var now = func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

func shipped(t *testing.T) fstest.MapFS {
	t.Helper()
	tree := fstest.MapFS{}
	err := fs.WalkDir(content.Shipped(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(content.Shipped(), name)
		tree[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// englishOnly leaves every other language out.
func englishOnly(t *testing.T) fstest.MapFS {
	t.Helper()
	tree := shipped(t)
	for name := range tree {
		if strings.Contains(name, "/zh-Hans") {
			delete(tree, name)
		}
	}
	return tree
}

func serve(t *testing.T, cfg preview.Config) func(path string) string {
	t.Helper()
	cfg.Now = now
	h, err := preview.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return func(path string) string {
		t.Helper()
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
		if rec.Code != http.StatusOK {
			t.Fatalf("%s: got %d %s", path, rec.Code, rec.Body)
		}
		if _, err := html.Parse(strings.NewReader(rec.Body.String())); err != nil {
			t.Error(err)
		}
		return rec.Body.String()
	}
}

// TestEveryStateIsShown asks for each state by name and wants its own opening.
func TestEveryStateIsShown(t *testing.T) {
	get := serve(t, preview.Config{Tree: englishOnly(t)})
	for _, form := range []string{"full", "short"} {
		for _, id := range playbook.StateIDs() {
			page := get("/?form=" + form + "&state=" + string(id))
			if want := "<th scope=\"row\">states." + string(id) + ".opening</th>"; !strings.Contains(page, want) {
				t.Errorf("form %s, state %s: the page lacks %s", form, id, want)
			}
		}
	}
}

func TestScoresChooseTheState(t *testing.T) {
	get := serve(t, preview.Config{Tree: englishOnly(t)})
	for _, tc := range []struct{ anxious, avoidant, want string }{
		{"4.5", "1.5", "anxious"}, {"99", "1", "anxious"}, {"1.5", "4.5", "avoidant"}, {"1", "1", "secure"}, {"5", "5", "fearful"}, {"3", "3", "middle"},
	} {
		page := get("/?state=scores&anxious=" + tc.anxious + "&avoidant=" + tc.avoidant)
		if !strings.Contains(page, "states."+tc.want+".opening") {
			t.Errorf("%s, %s: the page is not for %s", tc.anxious, tc.avoidant, tc.want)
		}
	}
}

// TestControls changes each and looks for what only it brings.
func TestControls(t *testing.T) {
	get := serve(t, preview.Config{Tree: englishOnly(t)})
	for _, tc := range []struct{ query, has, hasNot string }{
		{"", "No findings", "topic music"},
		{"?topic=music", "practices.mu_list.steps", "id=\"none\""},
		{"?topic=nowhere", "<caption>notes</caption>", "practices.mu_list.steps"},
		{"?audience=joint&partner=current", "joint_notice", "practices.aw_none"},
		{"?audience=solo", "<caption>integration</caption>", "joint_notice"},
		{"?partner=none", "_none.scene", "joint_notice"},
		{"?focus=repair&focus2=meaning", `<option value="repair" selected>`, "zz"},
		{"?form=short", `<option value="short" selected>`, "scales.repair"},
		{"?focus=%3Cscript%3E&state=%22", "<!doctype html>", "<script>"},
	} {
		page := get("/" + tc.query)
		if !strings.Contains(page, tc.has) || strings.Contains(page, tc.hasNot) {
			t.Errorf("%s: want %q and not %q", tc.query, tc.has, tc.hasNot)
		}
	}
}

// TestLanguagesStandSideBySide gives a second language one text of its own.
func TestLanguagesStandSideBySide(t *testing.T) {
	tree := englishOnly(t)
	tree["locales/de.yaml"] = &fstest.MapFile{Data: []byte("site: { name: Attune }\n")}
	tree["playbooks/relationship/text/de/frame.yaml"] = &fstest.MapFile{Data: []byte("pause: { title: Die Pausenkarte, intro: Ein Satz., rows: [a, b, c], say: Pause., back: Zurück. }\n")}
	page := serve(t, preview.Config{Tree: tree})("/")
	for _, want := range []string{`<th scope="col">en</th><th scope="col">de</th>`, `<td lang="de"><p>Die Pausenkarte</p>`, "The pause card", "Findings: "} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	only := serve(t, preview.Config{Tree: tree, Locales: []quiz.Locale{"de"}})("/")
	if strings.Contains(only, `<th scope="col">en</th>`) {
		t.Error("a language stands there that was not asked for")
	}
}

// TestSavingIsSeen changes a file and wants another version and another page.
func TestSavingIsSeen(t *testing.T) {
	tree := englishOnly(t)
	get := serve(t, preview.Config{Tree: tree})
	before := get("/version")
	if get("/version") != before || !strings.Contains(get("/"), `data-version="`+before+`"`) {
		t.Error("the version changes by itself, or the page has another")
	}
	const name = "playbooks/relationship/text/en/frame.yaml"
	data := strings.Replace(string(tree[name].Data), "title: The pause card", "title: Congratulations", 1)
	tree[name] = &fstest.MapFile{Data: []byte(data), ModTime: now()}
	if get("/version") == before {
		t.Error("a saved file leaves the version as it was")
	}
	page := get("/?state=secure")
	for _, want := range []string{"<p>Congratulations</p>", "Findings: 1", name + ":", "flattery"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestBrokenContentShowsItsFindings(t *testing.T) {
	tree := englishOnly(t)
	tree["instruments/relationship/instrument.yaml"] = &fstest.MapFile{Data: []byte("a: [")}
	page := serve(t, preview.Config{Tree: tree})("/")
	for _, want := range []string{"not valid YAML", "No playbook: "} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestOwnFilesAndNoOthers(t *testing.T) {
	h, err := preview.New(preview.Config{Tree: englishOnly(t), Now: now})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{
		"/static/style.css": 200, "/static/script.js": 200, "/static/page.html": 404, "/static/..%2fdoc.go": 404, "/x": 404,
	} {
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
		if rec.Code != want {
			t.Errorf("%s: got %d, want %d", path, rec.Code, want)
		}
		if !strings.Contains(rec.Header().Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s has no policy", path)
		}
	}
}

func TestRunServesLoopbackAlone(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", ":0", "example.org:80", "127.0.0.1"} {
		if err := preview.Run(t.Context(), preview.Config{Tree: content.Shipped(), Addr: addr}); err == nil || !strings.Contains(err.Error(), "address") {
			t.Errorf("%s: got %v", addr, err)
		}
	}
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- preview.Run(t.Context(), preview.Config{Tree: englishOnly(t), Addr: "127.0.0.1:0", Now: now, Ready: func(u string) { ready <- u }})
	}()
	address := <-ready
	if u, err := url.Parse(address); err != nil || u.Hostname() != "127.0.0.1" {
		t.Fatalf("got address %q, %v", address, err)
	}
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if body, _ := io.ReadAll(answer.Body); !strings.Contains(string(body), "<caption>tonight</caption>") {
		t.Errorf("got %s", body)
	}
}
