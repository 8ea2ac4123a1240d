package e2e_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"
)

// webkit speaks classic WebDriver: one HTTP request a command.
type webkit struct{ session string }

// elementKey is the name under which WebDriver hands an element over.
const elementKey = "element-6066-11e4-a52e-4f735466cecf"

func newWebKit(t *testing.T) seat {
	t.Helper()
	driver, xvfb := need(t, "WebKitWebDriver"), need(t, "Xvfb")
	browser := miniBrowser(t)
	display := startDisplay(t, xvfb)

	port := freePort(t)
	home := t.TempDir()
	cmd := exec.Command(driver, "--port="+strconv.Itoa(port), "--host=127.0.0.1")
	cmd.Env = append(os.Environ(), "DISPLAY=:"+display, "HOME="+home, "XDG_RUNTIME_DIR="+home,
		"GDK_BACKEND=x11", "WEBKIT_DISABLE_COMPOSITING_MODE=1", "WEBKIT_DISABLE_DMABUF_RENDERER=1", "LIBGL_ALWAYS_SOFTWARE=1",
		// Nothing outside this machine is ever asked for.
		"http_proxy=http://127.0.0.1:9", "https_proxy=http://127.0.0.1:9", "no_proxy=127.0.0.1")
	if err := cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", driver, err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	base := "http://127.0.0.1:" + strconv.Itoa(port)
	w := &webkit{}
	s := seat{t, w}
	s.must("wait for "+driver, await(base+"/status"))
	var session struct{ SessionID string }
	s.must("begin a session", command(http.MethodPost, base+"/session", fmt.Sprintf(
		`{"capabilities":{"alwaysMatch":{"webkitgtk:browserOptions":{"binary":%q,"args":["--automation"]}}}}`, browser), &session))
	w.session = base + "/session/" + session.SessionID
	t.Cleanup(func() { _ = command(http.MethodDelete, w.session, "", nil) })
	// As narrow as the window gets.
	s.must("make the window narrow", command(http.MethodPost, w.session+"/window/rect", `{"width":400,"height":800}`, nil))
	return s
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

// startDisplay runs a screen that nobody sees and returns its number.
func startDisplay(t *testing.T, xvfb string) string {
	t.Helper()
	return start(t, exec.Command(xvfb, "-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"), regexp.MustCompile(`^(\d+)$`))
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
		(async () => JSON.stringify(await (` + expression + `)))().then(done, (wrong) => done("wrong " + wrong));`})
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
