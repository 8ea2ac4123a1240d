package e2e_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// newChromium is a phone as an engine. Frames share the process of their page,
// where its protocol reaches them.
func newChromium(t *testing.T, with ...setting) seat {
	t.Helper()
	p := newPhone(t, !slices.Contains(with, noScripts),
		chromedp.Flag("disable-site-isolation-trials", true),
		chromedp.Flag("disable-features", "IsolateOrigins,site-per-process,IsolateSandboxedIframes"),
	)
	c := tab{p, 1}
	for _, s := range with {
		switch s {
		case largeLetters:
			p.must("make letters larger", call(p.ctx, page.SetFontSizes, page.SetFontSizesParams{FontSizes: &page.FontSizes{Standard: 32}}))
		case twiceAsLarge:
			c.zoom = 2
		case forcedColours:
			p.media("forced-colors", "active")
		}
	}
	return seat{t, c}
}

// phoneOf returns the browser behind a seat from newChromium.
func phoneOf(s seat) *phone { return s.engine.(tab).p }

type tab struct {
	p    *phone
	zoom float64
}

func (c tab) open(url string) error { return chromedp.Do(c.p.ctx, chromedp.Navigate(url)) }

func (c tab) eval(expression string) ([]byte, error) { return c.evaluate(expression, 0) }

// evaluate runs an expression in a context; 0 is the page's own.
func (c tab) evaluate(expression string, in runtime.ExecutionContextID) ([]byte, error) {
	params := runtime.EvaluateParams{
		Expression: `(async () => JSON.stringify(await (` + expression + `)))()`, AwaitPromise: new(true), ReturnByValue: new(true),
	}
	if in != 0 {
		params.ContextID = in
	}
	out, err := chromedp.Call(c.p.ctx, runtime.Evaluate, params)
	switch {
	case err != nil:
		return nil, err
	case out.ExceptionDetails != nil:
		wrong := out.ExceptionDetails
		if wrong.Exception != nil {
			return nil, errors.New(wrong.Exception.Description)
		}
		return nil, errors.New(wrong.Text)
	}
	var text string
	if err := json.Unmarshal(out.Result.Value, &text); err != nil {
		return nil, fmt.Errorf("%s gives no value: %w", expression, err)
	}
	return []byte(text), nil
}

func (c tab) click(selector string) error {
	var at struct {
		X, Y  float64
		Moved bool // the page had to be scrolled, or still scrolls elsewhere
	}
	for again := true; again; again = at.Moved {
		if at.Moved {
			time.Sleep(30 * time.Millisecond)
		}
		raw, err := c.eval(fmt.Sprintf(`(() => {
			const node = document.querySelector(%q), before = scrollY;
			node.scrollIntoView({ block: "center", behavior: "instant" });
			const { left, top, width, height } = node.getBoundingClientRect();
			return { x: left + width / 2, y: top + height / 2, moved: scrollY !== before };
		})()`, selector))
		if err != nil {
			return err
		}
		if err := json.Unmarshal(raw, &at); err != nil {
			return err
		}
	}
	return chromedp.Do(c.p.ctx, chromedp.MouseClickXY(at.X, at.Y))
}

func (c tab) press(keys ...string) error {
	for _, held := range keys {
		runes := []rune(held)
		for _, k := range runes {
			if err := c.key(input.DispatchKeyEventTypeKeyDown, k, held); err != nil {
				return err
			}
		}
		for _, k := range slices.Backward(runes) {
			if err := c.key(input.DispatchKeyEventTypeKeyUp, k, held); err != nil {
				return err
			}
		}
	}
	return nil
}

// key presses or releases one of the keys that are held together.
func (c tab) key(what input.DispatchKeyEventType, name rune, held string) error {
	if other, ok := chromiumKeys()[string(name)]; ok {
		name = []rune(other)[0]
	}
	k := kb.Key{Key: string(name), Text: string(name)}
	if known := kb.Keys[name]; known != nil {
		k = *known
	}
	event := input.DispatchKeyEventParams{Type: what, Key: k.Key, Code: k.Code, WindowsVirtualKeyCode: k.Windows}
	if strings.Contains(held, keyShift) {
		event.Modifiers = int64(chromedp.ModifierShift)
	}
	switch {
	case what == input.DispatchKeyEventTypeKeyUp:
	case k.Text == "" || name == '\t':
		event.Type = input.DispatchKeyEventTypeRawKeyDown
	default:
		event.Text = k.Text
	}
	return call(c.p.ctx, input.DispatchKeyEvent, event)
}

// chromiumKeys are the names that chromedp has for keys.
func chromiumKeys() map[string]string {
	return map[string]string{
		keyTab: kb.Tab, keyEnter: kb.Enter, keyShift: kb.Shift, keyEscape: kb.Escape, keyUp: kb.ArrowUp, keyDown: kb.ArrowDown,
	}
}

func (c tab) shot() (image.Image, error) {
	raw, err := chromedp.Run(c.p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		return nil, err
	}
	return png.Decode(bytes.NewReader(raw))
}
