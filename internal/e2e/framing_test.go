package e2e_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// framing is an engine that reaches into the first frame of its page, of
// whatever origin that is, and can change the size of its window.
type framing interface {
	engine
	inside() engine
	resize(width, height int) error
}

// newChromium is a phone as an engine. Frames share the process of their page,
// where its protocol reaches them.
func newChromium(t *testing.T) seat {
	t.Helper()
	return seat{t, tab{newPhone(t, true,
		chromedp.Flag("disable-site-isolation-trials", true),
		chromedp.Flag("disable-features", "IsolateOrigins,site-per-process,IsolateSandboxedIframes"),
	)}}
}

// phoneOf returns the browser behind a seat from newChromium.
func phoneOf(s seat) *phone { return s.engine.(tab).p }

type tab struct{ p *phone }

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
	return chromedp.Do(c.p.ctx, chromedp.Click(chromedp.CSS(selector)))
}

func (c tab) press(keys ...string) error {
	named := map[string]string{keyTab: "Tab", keyEnter: "Enter", keyShift: "Shift", keyEscape: "Escape"}
	for _, k := range keys {
		name, ok := named[k]
		if !ok {
			name = k
		}
		down := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown, Key: name}
		if !ok {
			down.Type, down.Text = input.DispatchKeyEventTypeKeyDown, name
		}
		for _, event := range []input.DispatchKeyEventParams{down, {Type: input.DispatchKeyEventTypeKeyUp, Key: name}} {
			if err := call(c.p.ctx, input.DispatchKeyEvent, event); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c tab) resize(width, height int) error {
	return chromedp.Do(c.p.ctx, chromedp.EmulateViewport(int64(width), int64(height)))
}

func (c tab) inside() engine { return tabFrame{c} }

// tabFrame is the first frame of a tab.
type tabFrame struct{ tab }

func (f tabFrame) eval(expression string) ([]byte, error) {
	id, err := f.id()
	if err != nil {
		return nil, err
	}
	world, err := chromedp.Call(f.p.ctx, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: id, WorldName: "test"})
	if err != nil {
		return nil, err
	}
	return f.evaluate(expression, world.ExecutionContextID)
}

func (f tabFrame) id() (cdp.FrameID, error) {
	tree, err := chromedp.Call(f.p.ctx, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return "", err
	}
	if len(tree.FrameTree.ChildFrames) == 0 {
		return "", errors.New("the page has no frame")
	}
	return tree.FrameTree.ChildFrames[0].Frame.ID, nil
}

func (f tabFrame) click(selector string) error {
	x, y, err := inView(f, f.tab, selector)
	if err != nil {
		return err
	}
	return chromedp.Do(f.p.ctx, chromedp.MouseClickXY(x, y))
}

// inView brings an element into view, in its frame and in the page, and
// returns where in the page its middle is.
func inView(frame, page engine, selector string) (x, y float64, err error) {
	var at, box struct{ X, Y float64 }
	raw, err := frame.eval(fmt.Sprintf(`(() => {
		const node = document.querySelector(%q);
		node.scrollIntoView({ block: "center", behavior: "instant" });
		const { left, top, width, height } = node.getBoundingClientRect();
		return { x: left + width / 2, y: top + height / 2 };
	})()`, selector))
	if err == nil {
		err = json.Unmarshal(raw, &at)
	}
	if err != nil {
		return 0, 0, err
	}
	raw, err = page.eval(fmt.Sprintf(`(() => {
		const frame = document.querySelector("iframe");
		const inDialog = Boolean(frame.closest("dialog"));
		if (!inDialog) scrollBy({ top: frame.getBoundingClientRect().top + %f - innerHeight / 2, behavior: "instant" });
		const { left, top } = frame.getBoundingClientRect();
		return { x: left, y: top };
	})()`, at.Y))
	if err == nil {
		err = json.Unmarshal(raw, &box)
	}
	return box.X + at.X, box.Y + at.Y, err
}

func (f *firefox) resize(width, height int) error {
	return f.call("browsingContext.setViewport", fmt.Sprintf(
		`{"context":%q,"viewport":{"width":%d,"height":%d}}`, f.context, width, height), nil)
}

func (f *firefox) inside() engine { return firefoxFrame{f} }

// firefoxFrame is the first frame of a tab, which has a context of its own.
type firefoxFrame struct{ page *firefox }

func (f firefoxFrame) now() (*firefox, error) {
	var tree struct {
		Contexts []struct {
			Children []struct{ Context string }
		}
	}
	if err := f.page.call("browsingContext.getTree", fmt.Sprintf(`{"root":%q}`, f.page.context), &tree); err != nil {
		return nil, err
	}
	if len(tree.Contexts) == 0 || len(tree.Contexts[0].Children) == 0 {
		return nil, errors.New("the page has no frame")
	}
	return &firefox{conn: f.page.conn, next: f.page.next, context: tree.Contexts[0].Children[0].Context}, nil
}

func (f firefoxFrame) open(string) error { return errors.New("a frame is opened by its page") }

func (f firefoxFrame) eval(expression string) ([]byte, error) {
	in, err := f.now()
	if err != nil {
		return nil, err
	}
	return in.eval(expression)
}

func (f firefoxFrame) click(selector string) error {
	in, err := f.now()
	if err != nil {
		return err
	}
	return in.click(selector)
}

func (f firefoxFrame) press(keys ...string) error {
	in, err := f.now()
	if err != nil {
		return err
	}
	return in.press(keys...)
}

func (w *webkit) resize(width, height int) error {
	return command(http.MethodPost, w.session+"/window/rect", fmt.Sprintf(`{"width":%d,"height":%d}`, width, height), nil)
}

func (w *webkit) inside() engine { return webkitFrame{w} }

// webkitFrame is the first frame of a page; each command goes in and out.
type webkitFrame struct{ page *webkit }

func (f webkitFrame) in(do func() error) error {
	if err := f.page.post("/frame", `{"id":0}`, nil); err != nil {
		return err
	}
	return errors.Join(do(), f.page.post("/frame", `{"id":null}`, nil))
}

func (f webkitFrame) open(string) error { return errors.New("a frame is opened by its page") }

func (f webkitFrame) eval(expression string) (out []byte, err error) {
	err = f.in(func() (err error) {
		out, err = f.page.eval(expression)
		return err
	})
	return out, err
}

// click finds the element in the frame and clicks there in the page: the driver
// scrolls no page around a frame.
func (f webkitFrame) click(selector string) error {
	x, y, err := inView(f, f.page, selector)
	if err != nil {
		return err
	}
	return f.page.post("/actions", fmt.Sprintf(`{"actions":[{"type":"pointer","id":"mouse","actions":[
		{"type":"pointerMove","x":%d,"y":%d,"duration":0,"origin":"viewport"},
		{"type":"pointerDown","button":0},{"type":"pointerUp","button":0}]}]}`, int(x), int(y)), nil)
}

func (f webkitFrame) press(keys ...string) error {
	return f.in(func() error { return f.page.press(keys...) })
}
