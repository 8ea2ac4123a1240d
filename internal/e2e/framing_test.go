package e2e_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// framing is an engine that reaches into the first frame of its page, of
// whatever origin that is, and can change the size of its window.
type framing interface {
	engine
	inside() engine
	// resize makes the page so many CSS pixels wide; its height is about what
	// is asked.
	resize(width, height int) error
}

func (c tab) resize(width, height int) error {
	return chromedp.Do(c.p.ctx, chromedp.EmulateViewport(int64(width), int64(height), chromedp.EmulateScale(c.zoom)))
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

// resize keeps the window in the middle, below the screen's pointer: nobody
// manages windows there, and the one below the pointer has the keyboard.
func (w *webkit) resize(width, height int) error {
	x := max(0, screenWidth/w.zoom-width) / 2
	y := max(0, screenHeight/w.zoom-height) / 2
	return command(http.MethodPost, w.session+"/window/rect", fmt.Sprintf(`{"x":%d,"y":%d,"width":%d,"height":%d}`, x, y, width, height), nil)
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
