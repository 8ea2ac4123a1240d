package e2e_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/mail"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/attune-quiz/attune/internal/app"
	"github.com/attune-quiz/attune/internal/post/posttest"
	"github.com/attune-quiz/attune/quiz"
)

// shopKey opens the API for the partner of these tests.
const shopKey = "atk_live_SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS"

// gated is a program with a partner that has the gate, a relay that takes its
// letters, and a database in a file.
type gated struct {
	program
	sink *posttest.Sink
	host *hostSite // a page of the partner
	db   string
}

func bootGated(t *testing.T, by quiz.GateKind, tlsFirst bool) gated {
	t.Helper()
	g := gated{sink: posttest.Start(t, tlsFirst), host: newHost(t), db: filepath.Join(t.TempDir(), "attune.db")}
	relay := "submission://" + g.sink.Host
	if tlsFirst {
		relay = "smtps://" + g.sink.Host
	}
	g.program = boot(t, app.Config{
		DB: g.db, AdminAddr: "127.0.0.1:0",
		SMTP: strings.Replace(relay, "://", "://"+strings.Replace(posttest.User, "@", "%40", 1)+"@", 1), SMTPPassword: posttest.Password,
		MailFrom: "playbook@quiz.example.org", MailRoots: g.sink.Roots,
		Partners: quiz.NewPartnerSet(&quiz.Partner{
			ID: "shop", Name: "The Shop", Controller: "Shop Ltd", PrivacyURL: "https://shop.example/privacy", Gate: by,
			Origins: []string{g.host.url},
			Keys:    []quiz.PartnerKey{{Hash: quiz.HashOf(shopKey), Side: "shop"}},
			Webhook: &quiz.Webhook{URL: "https://shop.example/hook", Secrets: [][]byte{make([]byte, 32)}},
		}),
	})
	return g
}

// result takes the short test through the partner.
func (p *phone) result(base string) {
	p.t.Helper()
	p.open(base + "/?partner=shop&form=short&topic=music")
	begin(p)
	for n := 0; p.count("input[name=response]") > 0 && n < 44; n++ {
		answer(p, 1+n%5)
	}
	p.follow(`form[action="/check"] button`)
	p.click(`input[name=afraid][value=no]`)
	p.follow(`form[action="/safety"] button`)
	if at := p.at(base); at != "/result" {
		p.t.Fatalf("the test leads to %s", at)
	}
}

func (p *phone) keys(selector, text string) {
	p.t.Helper()
	p.must("type into "+selector, chromedp.Do(p.ctx, chromedp.SendKeys(chromedp.CSS(selector), text)))
}

// locked fails unless the page shows what is free, and nothing else.
func (p *phone) locked() {
	p.t.Helper()
	for selector, want := range map[string]int{
		"#unlock form": 1, "#plan .practice": 1, "#phrases .phrase": 3, ".tonight": 1, "#plan .stage": 5,
		"#topic": 0, "#worksheets": 0, "#faq": 0, `a[href^="/playbook.pdf"]`: 0, `form[action="/plan.ics"]`: 0, `a[href="/summary.pdf"]`: 1,
	} {
		if n := p.count(selector); n != want {
			p.t.Errorf("behind the gate there are %d of %s, want %d", n, selector, want)
		}
	}
}

func (p *phone) unlocked() {
	p.t.Helper()
	for selector, least := range map[string]int{"#plan .practice": 4, "#phrases .phrase": 6, "#topic .practice": 1, "#worksheets": 1, `a[href="/playbook.pdf"]`: 1} {
		if n := p.count(selector); n < least {
			p.t.Errorf("the open playbook has %d of %s, want at least %d", n, selector, least)
		}
	}
	if n := p.count("#unlock form"); n != 0 {
		p.t.Error("the gate is still there")
	}
}

// TestEmailGate gives an address, with a slip first, and gets the playbook on
// the page and by mail; then the address is nowhere.
func TestEmailGate(t *testing.T) {
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("scripts=%v", scripts), func(t *testing.T) {
			p := newPhone(t, scripts)
			house := bootGated(t, quiz.GateEmail, scripts)
			p.result(house.url)
			p.locked()
			p.fits()
			if n := p.count("#unlock input[type=checkbox]:checked"); n != 0 {
				t.Error("the marketing consent is ticked")
			}
			p.keys("#unlock-email", "canary.zoe@mail")
			p.follow("#unlock button")
			if title := p.title(); !strings.HasPrefix(title, "Error:") {
				t.Errorf("a slip leads to %q", title)
			}
			p.locked()
			p.fits()
			if n := p.count(`#unlock-email[value="canary.zoe@mail"][aria-invalid=true]`); n != 1 {
				t.Error("what was typed is lost")
			}
			p.complaints = nil // of the status of that page
			read(p, "clear the field", chromedp.Evaluate[string](`document.querySelector("#unlock-email").value = ""`))
			p.keys("#unlock-email", "canary.zoe@mail.example")
			p.follow("#unlock button")
			if at := p.at(house.url); at != "/result?saved=unlock#unlock" {
				t.Fatalf("an address leads to %s", at)
			}
			p.unlocked()
			p.fits()
			p.quiet()
			onPage := p.download(`#pdf a.button`)
			mailed := house.letter(t, "canary.zoe@mail.example")
			if !bytes.HasPrefix(mailed, []byte("%PDF-1.")) || !bytes.Equal(mailed, onPage) {
				t.Errorf("the mail brings %d bytes, the page %d: want the same PDF", len(mailed), len(onPage))
			}
			house.forgets(t, p, "canary.zoe")
		})
	}
}

// letter waits for the one letter that went out and returns its file.
func (g gated) letter(t *testing.T, to string) []byte {
	t.Helper()
	for end := time.Now().Add(time.Minute); len(g.sink.Letters()) == 0; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("no letter within a minute\n%s", g.log.all())
		}
	}
	letters := g.sink.Letters()
	if len(letters) != 1 || letters[0].To != to {
		t.Fatalf("got %d letters, the first to %s; want one to %s", len(letters), letters[0].To, to)
	}
	m, err := mail.ReadMessage(bytes.NewReader(letters[0].Data))
	if err != nil {
		t.Fatal(err)
	}
	if subject := m.Header.Get("Subject"); subject != "The document you asked for" {
		t.Errorf("the subject is %q", subject)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	if _, err := parts.NextPart(); err != nil {
		t.Fatal(err)
	}
	file, err := parts.NextRawPart()
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, file))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// forgets looks for the address once its letter has gone: in the log, in the
// metrics, in the export, and in every byte of the database and its journal.
func (g gated) forgets(t *testing.T, p *phone, canary string) {
	t.Helper()
	metrics := string(p.ask(g.admin + "/metrics"))
	if !strings.Contains(metrics, "/unlock") {
		t.Error("the metrics say nothing of the gate")
	}
	p.follow(`#keep a[href="/export"]`)
	export := p.download(`a.button[href="/export.json"]`)
	g.stop()
	for name, text := range map[string]string{"metrics": metrics, "export": string(export), "log": g.log.all()} {
		if strings.Contains(text, canary) {
			t.Errorf("the %s holds the address", name)
		}
	}
	g.keepsNone(t, canary)
}

// TestCodeGate opens a gate with a code that the partner's server had made, and
// finds it used up.
func TestCodeGate(t *testing.T) {
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("scripts=%v", scripts), func(t *testing.T) {
			p := newPhone(t, scripts)
			house := bootGated(t, quiz.GateCode, true)
			code := house.mint(t)
			p.result(house.url)
			p.locked()
			p.keys("#unlock-code", strings.ToLower(strings.ReplaceAll(code, "-", " ")))
			p.follow("#unlock button")
			if at := p.at(house.url); at != "/result?saved=unlock#unlock" {
				t.Fatalf("a code leads to %s", at)
			}
			p.unlocked()
			p.fits()
			p.quiet()
			p.download(`#pdf a.button`)
			erase(p, house.url)

			p.result(house.url)
			p.locked()
			p.keys("#unlock-code", code)
			p.follow("#unlock button")
			if title := p.title(); !strings.HasPrefix(title, "Error:") {
				t.Errorf("a used code leads to %q", title)
			}
			p.locked()
			p.fits()
			if house.log.holds(code) {
				t.Error("the log holds the code")
			}
		})
	}
}

// mint has the program make one code, as a partner's server does.
func (g gated) mint(t *testing.T) string {
	t.Helper()
	body := fmt.Sprintf(`{"count":1,"expires_at":%q}`, time.Now().Add(time.Hour).UTC().Format(time.RFC3339))
	req, err := http.NewRequest(http.MethodPost, g.url+"/v1/partner/codes", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+shopKey)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var minted struct{ Codes []string }
	if err := json.NewDecoder(res.Body).Decode(&minted); err != nil || len(minted.Codes) != 1 {
		t.Fatalf("got %d, %v, %v; want one code", res.StatusCode, minted, err)
	}
	return minted.Codes[0]
}
