package e2e_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// webkit speaks classic WebDriver: one HTTP request a command.
type webkit struct {
	session string
	screen  screen
	zoom    int // pixels of the screen in one of CSS
}

// elementKey is the name under which WebDriver hands an element over.
const elementKey = "element-6066-11e4-a52e-4f735466cecf"

// toolbar makes the browser's own buttons so small that its window can be as
// narrow as a phone.
const toolbar = `button, entry { min-width: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px; }`

func newWebKit(t *testing.T, with ...setting) seat {
	t.Helper()
	driver, xvfb := need(t, "WebKitWebDriver"), need(t, "Xvfb")
	browser := miniBrowser(t)
	display := startScreen(t, xvfb)

	port := freePort(t)
	home := t.TempDir()
	write(t, filepath.Join(home, "gtk-3.0", "gtk.css"), toolbar)
	cmd := exec.Command(driver, "--port="+strconv.Itoa(port), "--host=127.0.0.1")
	cmd.Env = append(os.Environ(), "DISPLAY=:"+display.number, "HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_RUNTIME_DIR="+home,
		"GDK_BACKEND=x11", "WEBKIT_DISABLE_COMPOSITING_MODE=1", "WEBKIT_DISABLE_DMABUF_RENDERER=1", "LIBGL_ALWAYS_SOFTWARE=1",
		// Nothing outside this machine is ever asked for.
		"http_proxy=http://127.0.0.1:9", "https_proxy=http://127.0.0.1:9", "no_proxy=127.0.0.1")
	w := &webkit{screen: display, zoom: 1}
	args := []string{"--automation"}
	for _, s := range with {
		switch s {
		case noScripts:
			args = append(args, "--enable-javascript=false")
		case largeLetters:
			file := filepath.Join(home, "settings")
			write(t, file, "[websettings]\ndefault-font-size=32\n")
			args = append(args, "--config="+file)
		case twiceAsLarge:
			w.zoom = 2
			cmd.Env = append(cmd.Env, "GDK_SCALE=2")
		case forcedColours: // which it lacks
			cmd.Env = append(cmd.Env, "GTK_THEME=HighContrastInverse")
		}
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", driver, err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	base := "http://127.0.0.1:" + strconv.Itoa(port)
	s := seat{t, w}
	s.must("wait for "+driver, await(base+"/status"))
	options, err := json.Marshal(map[string]any{"binary": browser, "args": args})
	s.must("write the options", err)
	var session struct{ SessionID string }
	s.must("begin a session", command(http.MethodPost, base+"/session", fmt.Sprintf(
		`{"capabilities":{"alwaysMatch":{"webkitgtk:browserOptions":%s}}}`, options), &session))
	w.session = base + "/session/" + session.SessionID
	t.Cleanup(func() { _ = command(http.MethodDelete, w.session, "", nil) })
	s.must("make the window narrow", w.resize(phoneWidth, phoneHeight))
	return s
}

// write makes a file that a program is to read.
func write(t *testing.T, path, text string) {
	t.Helper()
	err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600))
	if err != nil {
		t.Fatal(err)
	}
}

// miniBrowser finds the browser of the WebKitGTK package, which is on no path.
func miniBrowser(t *testing.T) string {
	t.Helper()
	found, err := filepath.Glob("/usr/lib/*/webkit2gtk-4.*/MiniBrowser")
	if err != nil || len(found) == 0 {
		return need(t, "MiniBrowser")
	}
	return found[len(found)-1]
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func await(url string) error {
	var last error
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if last = command(http.MethodGet, url, "", nil); last == nil {
			return nil
		}
	}
	return last
}

var driverClient = &http.Client{Timeout: browserTimeout}

// command sends one command and unpacks its value.
func command(method, url, body string, into any) error {
	req, err := http.NewRequest(method, url, bytes.NewBufferString(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := driverClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	var answer struct{ Value json.RawMessage }
	if err := json.Unmarshal(raw, &answer); err != nil {
		return fmt.Errorf("status %d: %.200s: %w", res.StatusCode, raw, err)
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d: %.300s", res.StatusCode, answer.Value)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(answer.Value, into)
}

func (w *webkit) post(path, body string, into any) error {
	return command(http.MethodPost, w.session+path, body, into)
}

func (w *webkit) open(url string) error {
	return w.post("/url", fmt.Sprintf(`{"url":%q}`, url), nil)
}

func (w *webkit) run(script string, into any) error {
	body, err := json.Marshal(map[string]any{"script": script, "args": []any{}})
	if err != nil {
		return err
	}
	return w.post("/execute/sync", string(body), into)
}

func (w *webkit) eval(expression string) ([]byte, error) {
	body, err := json.Marshal(map[string]any{"args": []any{}, "script": `const done = arguments[arguments.length - 1];
		try {
			const value = (` + expression + `);
			if (value instanceof Promise) value.then(JSON.stringify).then(done, (wrong) => done("wrong " + wrong));
			else done(JSON.stringify(value));
		} catch (wrong) {
			done("wrong " + wrong);
		}`})
	if err != nil {
		return nil, err
	}
	var text string
	if err := w.post("/execute/async", string(body), &text); err != nil {
		return nil, err
	}
	if !json.Valid([]byte(text)) {
		return nil, errors.New(text)
	}
	return []byte(text), nil
}

func (w *webkit) click(selector string) error {
	var element map[string]string
	err := w.run(fmt.Sprintf(`const e = document.querySelector(%q); e && e.scrollIntoView({ block: "center", behavior: "instant" }); return e;`, selector), &element)
	if err != nil {
		return err
	}
	if element[elementKey] == "" {
		return fmt.Errorf("nothing matches %s", selector)
	}
	return w.post("/actions", fmt.Sprintf(`{"actions":[{"type":"pointer","id":"mouse","actions":[
		{"type":"pointerMove","x":0,"y":0,"duration":0,"origin":{%q:%q}},
		{"type":"pointerDown","button":0},{"type":"pointerUp","button":0}]}]}`, elementKey, element[elementKey]), nil)
}

func (w *webkit) press(keys ...string) error {
	return w.post("/actions", fmt.Sprintf(`{"actions":[{"type":"key","id":"keys","actions":%s}]}`, keyActions(keys)), nil)
}

// shot reads the screen: the driver's own pictures wait for the page to change.
func (w *webkit) shot() (image.Image, error) {
	var window struct{ X, Y, Width, Height int }
	if err := command(http.MethodGet, w.session+"/window/rect", "", &window); err != nil {
		return nil, err
	}
	raw, err := w.eval(`innerHeight`)
	if err != nil {
		return nil, err
	}
	high, err := strconv.Atoi(string(raw))
	if err != nil {
		return nil, err
	}
	bottom := window.Y + window.Height // above the page are the browser's buttons
	return w.screen.still(image.Rect(window.X*w.zoom, (bottom-high)*w.zoom, (window.X+window.Width)*w.zoom, bottom*w.zoom))
}
