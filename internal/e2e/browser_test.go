package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// The screen of a small phone.
const phoneWidth, phoneHeight = 360, 780

// browserTimeout ends a browser that hangs.
const browserTimeout = 3 * time.Minute

// chromium finds the browser, or skips the test.
func chromium(t *testing.T) string {
	t.Helper()
	return need(t, "chromium", "chromium-browser", "google-chrome", "chrome")
}

// phone is a browser on a narrow screen. Nothing that it complains about is
// let pass.
type phone struct {
	t         *testing.T
	ctx       context.Context
	downloads string
	done      chan string // ids of finished downloads
	steps     int         // how often the browser went back

	mu         sync.Mutex
	complaints []string
	asked      []string // address and Referer of every request
}

func newPhone(t *testing.T, scripts bool, more ...chromedp.ExecAllocatorOption) *phone {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-dev-shm-usage", true),
		// Nothing outside this machine is ever asked for.
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
	)
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), append(options, more...)...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)

	p := &phone{t: t, ctx: ctx, downloads: t.TempDir(), done: make(chan string, 4)}
	p.must("open the browser", errors.Join(
		chromedp.Listen(ctx, p.listen),
		chromedp.ListenBrowser(ctx, p.listen),
		chromedp.Do(ctx, chromedp.EmulateViewport(phoneWidth, phoneHeight, chromedp.EmulateMobile)),
		call(ctx, log.Enable, cdp.Empty{}),
		call(ctx, network.Enable, network.EnableParams{}),
		call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !scripts}),
		call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}),
	))
	events := true
	_, err := chromedp.CallBrowser(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllowAndName, DownloadPath: p.downloads, EventsEnabled: &events,
	})
	p.must("accept downloads", err)

	// The browser lives as long as the context that it was opened with; each
	// step has only so long.
	p.ctx, cancel = context.WithTimeout(ctx, browserTimeout)
	t.Cleanup(cancel)
	return p
}

// call is chromedp.Call for commands that answer nothing.
func call[P, R any](ctx context.Context, cmd cdp.Command[P, R], params P) error {
	_, err := chromedp.Call(ctx, cmd, params)
	return err
}

func (p *phone) listen(event any) {
	switch e := event.(type) {
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			p.complain(e.Entry.Text + " " + e.Entry.URL)
		}
	case *runtime.EventExceptionThrown:
		p.complain(e.ExceptionDetails.Text)
	case *network.EventRequestWillBeSent:
		p.mu.Lock()
		defer p.mu.Unlock()
		p.asked = append(p.asked, e.Request.URL)
	case *network.EventRequestWillBeSentExtraInfo:
		p.mu.Lock()
		defer p.mu.Unlock()
		for name, value := range e.Headers {
			if strings.EqualFold(name, "Referer") {
				p.asked = append(p.asked, fmt.Sprint("Referer: ", value))
			}
		}
	case *browser.EventDownloadProgress:
		if e.State == browser.DownloadProgressStateCompleted {
			p.done <- e.GUID
		}
	}
}

func (p *phone) complain(what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.complaints = append(p.complaints, what)
}

// quiet fails the test if the browser complained of anything.
func (p *phone) quiet() {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.complaints {
		p.t.Errorf("the browser complains: %s", c)
	}
	p.complaints = nil
}

func (p *phone) must(what string, err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatalf("%s: %v", what, err)
	}
}

// read runs an action and returns its value.
func read[T any](p *phone, what string, action chromedp.Action[T]) T {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, action)
	p.must(what, err)
	return v
}

func (p *phone) open(url string) {
	p.t.Helper()
	p.must("open "+url, chromedp.Do(p.ctx, chromedp.Navigate(url)))
}

// patience is how long a click may take to lead to another page before it is
// made again, as a person would.
const (
	patience = 10 * time.Second
	tries    = 3
)

// follow clicks what leads to another page and waits until that has loaded,
// or until the script has turned to it.
func (p *phone) follow(selector string) {
	p.t.Helper()
	title := p.title()
	read(p, "mark the page", chromedp.Evaluate[bool](`document.documentElement.toggleAttribute("data-left", true)`))
	for range tries {
		p.click(selector)
		if p.left(title) {
			return
		}
	}
	p.t.Fatalf("%s on %q leads nowhere", selector, p.title())
}

// rest lets the moment pass in which a click counts as the second half of a
// double tap.
func (p *phone) rest() { time.Sleep(doubleTap) }

// doubleTap is longer than that moment.
const doubleTap = 550 * time.Millisecond

// left waits for a page without the mark, loaded, or one with another title,
// and reports whether it came.
func (p *phone) left(title string) bool {
	elsewhere := fmt.Sprintf(`document.readyState === "complete" &&
		(document.title !== %q || !document.documentElement.hasAttribute("data-left"))`, title)
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		// The page may be on its way out: an error is asked again.
		if there, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](elsewhere)); err == nil && there {
			return true
		}
	}
	return false
}

func (p *phone) click(selector string) {
	p.t.Helper()
	p.must("click "+selector, chromedp.Do(p.ctx, chromedp.Click(chromedp.CSS(selector))))
}

func (p *phone) title() string {
	p.t.Helper()
	return read(p, "read the title", chromedp.Title())
}

// at returns the path of the page.
func (p *phone) at(base string) string {
	p.t.Helper()
	now := read(p, "read the address", chromedp.Location())
	path, ok := strings.CutPrefix(now, base)
	if !ok {
		p.t.Fatalf("the browser is at %s, outside %s", now, base)
	}
	return path
}

// fits fails the test where the page scrolls sideways.
func (p *phone) fits() {
	p.t.Helper()
	const over = `document.documentElement.scrollWidth - document.documentElement.clientWidth`
	if n := read(p, "measure the page", chromedp.Evaluate[int](over)); n > 0 {
		p.t.Errorf("%s is %d pixels wider than the screen", p.title(), n)
	}
}

func (p *phone) count(selector string) int {
	p.t.Helper()
	return read(p, "count "+selector, chromedp.Evaluate[int](fmt.Sprintf(`document.querySelectorAll(%q).length`, selector)))
}

// download clicks the link and returns what arrived.
func (p *phone) download(selector string) []byte {
	p.t.Helper()
	for range tries {
		p.click(selector)
		if data, ok := p.arrives(2 * patience); ok {
			return data
		}
	}
	p.t.Fatalf("download %s: nothing arrives", selector)
	return nil
}

// downloaded waits for a download that was begun in another way.
func (p *phone) downloaded(what string) []byte {
	p.t.Helper()
	data, ok := p.arrives(browserTimeout)
	if !ok {
		p.t.Fatalf("download %s: nothing arrives", what)
	}
	return data
}

// arrives waits for the next finished download.
func (p *phone) arrives(within time.Duration) ([]byte, bool) {
	p.t.Helper()
	select {
	case id := <-p.done:
		data, err := os.ReadFile(filepath.Join(p.downloads, id))
		p.must("read the download", err)
		return data, true
	case <-time.After(within):
	case <-p.ctx.Done():
	}
	return nil, false
}

func (p *phone) cookies() []*network.Cookie {
	p.t.Helper()
	got, err := chromedp.Call(p.ctx, network.GetCookies, network.GetCookiesParams{})
	p.must("read the cookies", err)
	return got.Cookies
}

// media makes a media feature have a value.
func (p *phone) media(feature, value string) {
	p.t.Helper()
	p.must("emulate "+value, call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: feature, Value: value}},
	}))
}

// pressShift presses and releases the Shift key.
func (p *phone) pressShift() {
	p.t.Helper()
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
		p.must("press Shift", call(p.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{
			Type: kind, Key: "Shift", Code: "ShiftLeft", WindowsVirtualKeyCode: 16,
		}))
	}
}
