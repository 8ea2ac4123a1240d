package e2e_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/websocket"
)

// firefox speaks WebDriver BiDi: JSON over one WebSocket.
type firefox struct {
	conn    *websocket.Conn
	next    *atomic.Int64
	context string // of the one tab
}

// preferences keep Firefox to itself and let nothing outside this machine be
// asked for.
const preferences = `
user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", 9);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", 9);
user_pref("network.proxy.no_proxies_on", "127.0.0.1");
user_pref("network.proxy.allow_hijacking_localhost", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("app.update.enabled", false);
user_pref("remote.prefs.recommended", true);
`

var listening = regexp.MustCompile(`WebDriver BiDi listening on (ws://\S+)`)

// firefoxSettings are preferences too.
func firefoxSettings() map[setting]string {
	return map[setting]string{
		noScripts: `user_pref("javascript.enabled", false);`,
		largeLetters: `
user_pref("font.size.variable.x-western", 32);
user_pref("font.size.variable.x-unicode", 32);
user_pref("font.size.variable.zh-CN", 32);
`,
		twiceAsLarge:  `user_pref("layout.css.devPixelsPerPx", "2.0");`,
		forcedColours: `user_pref("browser.display.document_color_use", 2);`,
	}
}

func newFirefox(t *testing.T, with ...setting) seat {
	t.Helper()
	path := need(t, "firefox-esr", "firefox")
	profile := t.TempDir()
	prefs := preferences
	for _, w := range with {
		prefs += firefoxSettings()[w]
	}
	if err := os.WriteFile(filepath.Join(profile, "user.js"), []byte(prefs), 0o600); err != nil {
		t.Fatal(err)
	}
	// With a page from the start the focus is in it, not in the address.
	const blank = "about:mozilla"
	const origin = "http://127.0.0.1"
	cmd := exec.Command(path, "--headless", "--no-remote", "--profile", profile, "--width", "360", "--height", "780",
		"--remote-debugging-port", "0", "--remote-allow-origins", origin, blank)
	cmd.Env = append(os.Environ(), "HOME="+profile, "MOZ_HEADLESS=1", "MOZ_CRASHREPORTER_DISABLE=1")
	url := start(t, cmd, listening)
	conn, err := websocket.Dial(url+"/session", "", origin)
	if err != nil {
		t.Fatalf("reach Firefox: %v", err)
	}
	t.Cleanup(func() { conn.Close() })
	f := &firefox{conn: conn, next: &atomic.Int64{}}
	s := seat{t, f}
	s.must("begin a session", f.call("session.new", `{"capabilities":{}}`, nil))
	var tree struct{ Contexts []struct{ Context string } }
	s.must("find the tab", f.call("browsingContext.getTree", `{}`, &tree))
	f.context = tree.Contexts[0].Context
	return s
}

// start runs a program until the test ends, and returns what the pattern finds
// in what it prints.
func start(t *testing.T, cmd *exec.Cmd, pattern *regexp.Regexp) string {
	t.Helper()
	out, in := io.Pipe()
	cmd.Stdout, cmd.Stderr = in, in
	if err := cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", cmd.Path, err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		in.Close()
	})
	found := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if m := pattern.FindStringSubmatch(lines.Text()); m != nil {
				select {
				case found <- m[1]:
				default:
				}
			}
		}
	}()
	select {
	case url := <-found:
		return url
	case <-time.After(time.Minute):
		t.Fatalf("%s does not say where it listens", cmd.Path)
		return ""
	}
}

// call sends a command and waits for its answer, passing over events.
func (f *firefox) call(method, params string, into any) error {
	id := f.next.Add(1)
	if err := f.conn.SetDeadline(time.Now().Add(browserTimeout)); err != nil {
		return err
	}
	if err := websocket.Message.Send(f.conn, fmt.Sprintf(`{"id":%d,"method":%q,"params":%s}`, id, method, params)); err != nil {
		return fmt.Errorf("send %s: %w", method, err)
	}
	for {
		var raw []byte
		if err := websocket.Message.Receive(f.conn, &raw); err != nil {
			return fmt.Errorf("await %s: %w", method, err)
		}
		var answer struct {
			ID             int64
			Error, Message string
			Result         json.RawMessage
		}
		if err := json.Unmarshal(raw, &answer); err != nil {
			return fmt.Errorf("read the answer to %s: %w", method, err)
		}
		switch {
		case answer.ID != id:
			continue
		case answer.Error != "":
			return fmt.Errorf("%s: %s: %s", method, answer.Error, answer.Message)
		case into == nil:
			return nil
		}
		return json.Unmarshal(answer.Result, into)
	}
}

func (f *firefox) open(url string) error {
	err := f.call("browsingContext.navigate", fmt.Sprintf(`{"context":%q,"url":%q,"wait":"complete"}`, f.context, url), nil)
	return err
}

// evaluated is the answer to script.evaluate.
type evaluated struct {
	Type   string
	Result struct {
		Type     string
		Value    json.RawMessage
		SharedID string `json:"sharedId"`
	}
	ExceptionDetails struct{ Text string } `json:"exceptionDetails"`
}

func (f *firefox) evaluate(expression string) (out evaluated, err error) {
	quoted, err := json.Marshal(expression)
	if err != nil {
		return out, err
	}
	err = f.call("script.evaluate", fmt.Sprintf(
		`{"expression":%s,"target":{"context":%q},"awaitPromise":true,"resultOwnership":"none"}`, quoted, f.context), &out)
	if err == nil && out.Type != "success" {
		err = errors.New(out.ExceptionDetails.Text)
	}
	return out, err
}

func (f *firefox) eval(expression string) ([]byte, error) {
	// Where pages run no scripts, no promise is kept either.
	out, err := f.evaluate(`((v) => v instanceof Promise ? v.then(JSON.stringify) : JSON.stringify(v))(` + expression + `)`)
	if err != nil {
		return nil, err
	}
	var text string
	if err := json.Unmarshal(out.Result.Value, &text); err != nil {
		return nil, fmt.Errorf("%s gives no value: %w", expression, err)
	}
	return []byte(text), nil
}

func (f *firefox) click(selector string) error {
	out, err := f.evaluate(fmt.Sprintf(`(() => { const e = document.querySelector(%q); e?.scrollIntoView({ block: "center", behavior: "instant" }); return e; })()`, selector))
	if err != nil {
		return err
	}
	if out.Result.SharedID == "" {
		return fmt.Errorf("nothing matches %s", selector)
	}
	return f.call("input.performActions", fmt.Sprintf(`{"context":%q,"actions":[{"type":"pointer","id":"mouse","actions":[
		{"type":"pointerMove","x":0,"y":0,"origin":{"type":"element","element":{"sharedId":%q}}},
		{"type":"pointerDown","button":0},{"type":"pointerUp","button":0}]}]}`, f.context, out.Result.SharedID), nil)
}

func (f *firefox) shot() (image.Image, error) {
	var out struct{ Data []byte }
	if err := f.call("browsingContext.captureScreenshot", fmt.Sprintf(`{"context":%q}`, f.context), &out); err != nil {
		return nil, err
	}
	return png.Decode(bytes.NewReader(out.Data))
}

func (f *firefox) press(keys ...string) error {
	return f.call("input.performActions", fmt.Sprintf(`{"context":%q,"actions":[{"type":"key","id":"keys","actions":%s}]}`,
		f.context, keyActions(keys)), nil)
}

// keyActions are key presses as WebDriver and BiDi both write them.
func keyActions(keys []string) []byte {
	type act struct {
		Type  string `json:"type"`
		Value string `json:"value"`
	}
	acts := []act{}
	for _, held := range keys {
		for _, k := range held {
			acts = append(acts, act{"keyDown", string(k)})
		}
		for _, k := range slices.Backward([]rune(held)) {
			acts = append(acts, act{"keyUp", string(k)})
		}
	}
	out, _ := json.Marshal(acts) // strings alone
	return out
}
