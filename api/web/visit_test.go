package web_test

import (
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/attune-quiz/attune/api"
	"github.com/attune-quiz/attune/api/web"
	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/internal/card"
	"github.com/attune-quiz/attune/internal/store/memory"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
	"github.com/attune-quiz/attune/quiz/take"
)

// today is the day of every test.
var today = time.Date(2026, 5, 4, 18, 30, 0, 0, time.UTC)

// titlePrinter prints the least that tells papers and audiences apart: these
// tests are about pages, not about print.
type titlePrinter struct{}

func (titlePrinter) Print(w io.Writer, doc playbook.Document, p playbook.Paper) error {
	_, err := io.WriteString(w, strings.Join([]string{doc.Title, string(doc.Audience), string(p)}, " / "))
	return err
}

func (titlePrinter) Summary(w io.Writer, doc playbook.Document, p playbook.Paper) error {
	_, err := io.WriteString(w, "summary of "+doc.Title)
	return err
}

var newPainter = sync.OnceValues(card.New)

func painter(t *testing.T) *card.Painter {
	t.Helper()
	p, err := newPainter()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// smallContent is the small instrument of package content's tests with the
// English words of the interface that ship, and a help line in one country.
func smallContent(t *testing.T) *content.Library {
	t.Helper()
	files := fstest.MapFS{}
	for _, root := range []string{"../../content/testdata/minimal", "../../content"} {
		addFiles(t, files, root, root == "../../content")
	}
	lib, findings := content.LoadAt(files, today)
	for _, f := range findings {
		t.Logf("content: %v", f)
	}
	if err := lib.Usable(); err != nil {
		t.Fatalf("load the small content: %v", err)
	}
	return lib
}

func addFiles(t *testing.T, files fstest.MapFS, root string, wordsOnly bool) {
	t.Helper()
	from := os.DirFS(root)
	err := fs.WalkDir(from, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(p) != ".yaml" || wordsOnly != (p == "locales/en.yaml") {
			return err
		}
		data, err := fs.ReadFile(from, p)
		files[p] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatalf("read %s: %v", root, err)
	}
}

// house is a running site with what stands behind it.
type house struct {
	url   string
	store *memory.Store
	take  *take.Service
	lib   *content.Library
	// handler is what answers at url.
	handler http.Handler
}

func open(t *testing.T, change func(*web.Config)) house {
	t.Helper()
	return openWith(t, smallContent(t), change)
}

// openShipped opens the site on the content that ships.
func openShipped(t *testing.T) house {
	t.Helper()
	lib, findings := content.LoadAt(content.Shipped(), today)
	if err := lib.Usable(); err != nil {
		t.Fatalf("load the shipped content: %v, %v", err, findings)
	}
	return openWith(t, lib, nil)
}

func openWith(t *testing.T, lib *content.Library, change func(*web.Config)) house {
	t.Helper()
	now := func() time.Time { return today }
	store := memory.New(now)
	journey := &take.Service{
		Catalogue: lib, Attempts: store, Tallies: store, ResumeCodes: store, Shares: store, Gates: store, Letters: store, GateCodes: store, Now: now,
		Random: rand.NewChaCha8([32]byte{1}),
	}
	cfg := web.Config{
		Take: journey, Texts: lib.Texts(), Printer: titlePrinter{}, Cards: painter(t), Controller: "Example House",
	}
	if change != nil {
		change(&cfg)
	}
	pages, err := web.New(cfg)
	if err != nil {
		t.Fatalf("web.New: %v", err)
	}
	handler, err := api.New(api.Config{
		Ledger: memory.New(time.Now), Deliveries: memory.New(time.Now),
		Take: journey, Texts: lib.Texts(), Printer: titlePrinter{}, Pages: pages, Controller: "Example House", Now: now,
	})
	if err != nil {
		t.Fatalf("api.New: %v", err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return house{url: server.URL, store: store, take: journey, lib: lib, handler: handler}
}

// visitor is a browser without scripts that follows no redirect by itself.
type visitor struct {
	t    *testing.T
	base string
	http *http.Client
}

func (h house) visitor(t *testing.T) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &visitor{t: t, base: h.url, http: &http.Client{Jar: jar, CheckRedirect: stay}}
}

// page is an answer, read.
type page struct {
	status int
	header http.Header
	to     string // Location
	body   string
}

func (v *visitor) get(path string) page {
	v.t.Helper()
	req, err := http.NewRequest(http.MethodGet, v.base+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.do(req)
}

func (v *visitor) post(path string, pairs ...string) page {
	v.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	req, err := http.NewRequest(http.MethodPost, v.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.do(req)
}

func (v *visitor) do(req *http.Request) page {
	v.t.Helper()
	res, err := v.http.Do(req)
	if err != nil {
		v.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return page{res.StatusCode, res.Header, res.Header.Get("Location"), string(body)}
}

// goes fails the test unless the answer is a redirect to the path.
func (v *visitor) goes(p page, want string) {
	v.t.Helper()
	if p.status != http.StatusSeeOther || p.to != want {
		v.t.Fatalf("got %d to %q, want 303 to %q\n%s", p.status, p.to, want, p.body)
	}
}

func (v *visitor) begin(pairs ...string) {
	v.t.Helper()
	v.goes(v.post("/begin", append([]string{"locale", "en", "consent", "1", "age_ok", "1"}, pairs...)...), "/take/1")
}

// answerAll gives the responses in order; "" declines.
func (v *visitor) answerAll(responses ...string) {
	v.t.Helper()
	for i, r := range responses {
		path := itemPath(i + 1)
		if r == "" {
			v.post(path, "decline", "1")
			continue
		}
		v.post(path, "response", r)
	}
}

func itemPath(n int) string { return "/take/" + string(rune('0'+n)) }

// lean are responses to the small instrument's full form that settle on one
// corner of the map.
var lean = []string{"3", "1", "1", "1", "3", "3"}

// finish takes the whole test and leaves the safety question open.
func (v *visitor) finish(pairs ...string) {
	v.t.Helper()
	v.begin(pairs...)
	v.answerAll(lean...)
	v.goes(v.post("/check"), "/safety")
}

// token returns the value of the cookie.
func (v *visitor) token() string {
	v.t.Helper()
	u, err := url.Parse(v.base)
	if err != nil {
		v.t.Fatal(err)
	}
	for _, c := range v.http.Jar.Cookies(u) {
		if c.Name == "attune" {
			return c.Value
		}
	}
	return ""
}

// attempt reads what is stored for the visitor.
func (v *visitor) attempt(h house) quiz.Attempt {
	v.t.Helper()
	id, _, _ := strings.Cut(v.token(), ".")
	a, err := h.store.Get(v.t.Context(), quiz.AttemptID(id))
	if err != nil {
		v.t.Fatal(err)
	}
	return a
}
