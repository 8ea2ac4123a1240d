package e2e_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// mostShift is how much of a host's page may move because of us.
const mostShift = .02

// watching begins to sum up layout shifts before anything of the page is drawn.
const watching = `<script>
	window.shifted = 0;
	window.moved = [];
	new PerformanceObserver((list) => {
		for (const e of list.getEntries()) {
			shifted += e.value;
			moved.push(e.value.toFixed(4) + " " + e.sources.map((s) => s.node?.nodeName + " " + s.previousRect.y + "+" + s.previousRect.height + " to " + s.currentRect.y + "+" + s.currentRect.height).join(", "));
		}
	}).observe({ type: "layout-shift", buffered: true });
</script>
<style>body { max-width: 44rem; margin: 0 auto; padding: 0 1rem; font: 1.05rem/1.6 sans-serif; }</style>`

// screenful is more text than fits on any screen of these tests.
var screenful = strings.Repeat("<p>Put on one song that you both like, and do not talk while it plays. When it ends, say one sentence that begins with “I”, and leave it at that for tonight.</p>\n", 24)

// kept returns what the page of snippets hands out first.
func kept(t *testing.T, s seat, e embedded, query string) map[string]string {
	t.Helper()
	s.goTo(e.url + "/partners/acme/embed?" + query)
	return value[map[string]string](s, `Object.fromEntries([...document.querySelectorAll(".variant")].map((v) => [v.id, v.querySelector("code").textContent]))`)
}

// TestHostStandsStill puts each snippet that is handed out on a page that is
// full of text, where our script comes long after the page is drawn. Nothing on
// it moves while the test comes and a reader scrolls to it. The one line on the
// first screen, where nobody is told to put it, shows that it would be seen.
//
// Holds: E2, P1, P3
func TestHostStandsStill(t *testing.T) {
	e := bootEmbedded(t)
	s := newChromium(t)
	p := phoneOf(s)
	inline, card, popup := kept(t, s, e, "topic=music"), kept(t, s, e, "topic=music&show=card"), kept(t, s, e, "topic=music&show=popup")
	chinese := kept(t, s, e, "topic=music&language=zh-Hans")
	late := []*network.Conditions{}
	for _, script := range []string{"/embed.js", "/embed/v1.0.0.js"} {
		late = append(late, &network.Conditions{URLPattern: e.url + script, Latency: 300, DownloadThroughput: -1, UploadThroughput: -1})
	}
	_, err := chromedp.Call(p.ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: late})
	p.must("have the script come late", err)
	p.must("keep no script", call(p.ctx, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true}))
	wordPress := regexp.MustCompile(`<iframe .*</iframe>`).FindString(inline["fixed"])
	pages := map[string]string{
		"room kept, on the first screen":      inline["reserved"] + screenful,
		"room kept, within the text":          screenful[:len(screenful)/24*2] + inline["reserved"] + screenful,
		"room kept, after a screen of text":   screenful + inline["reserved"] + screenful,
		"room kept, in Chinese":               chinese["reserved"] + screenful,
		"fixed version, on the first screen":  inline["pinned"] + screenful,
		"one line, after a screen of text":    screenful + inline["script"] + screenful,
		"phrase card, on the first screen":    card["reserved"] + screenful,
		"phrase card, after a screen of text": screenful + card["script"] + screenful,
		"popup, within the text":              screenful[:len(screenful)/24*2] + "<p>" + popup["reserved"] + "</p>" + screenful,
		"frame without a script, among text":  inline["fixed"] + screenful,
		"as WordPress shows it, among text":   asWordPress(wordPress) + screenful,
		"as WordPress shows a card, on top":   asWordPress(regexp.MustCompile(`<iframe .*</iframe>`).FindString(card["fixed"])) + screenful,
		"two of them":                         inline["reserved"] + screenful + card["reserved"] + screenful,
	}
	const tall = 1400 // as only some desks are
	for _, size := range [][2]int{{400, 780}, {1200, 900}, {1600, tall}} {
		s.must("resize the window", s.engine.(framing).resize(size[0], size[1]))
		for name, body := range pages {
			if size[1] == tall && !strings.Contains(name, "on the first screen") {
				continue
			}
			s.goTo(e.host.put("/still", hostPage{head: watching, body: body}))
			if got := s.shifts(size, !strings.HasPrefix(name, "popup")); got >= mostShift {
				t.Errorf("%s, %v: the page shifts by %.4f, want less than %v:\n%s", name, size, got, mostShift,
					strings.Join(value[[]string](s, `moved`), "\n"))
			}
		}
		s.goTo(e.host.put("/still", hostPage{head: watching, body: inline["script"] + screenful}))
		if got := s.shifts(size, true); got < mostShift {
			t.Errorf("%v: one line above the text shifts the page by %.4f: nothing is measured here", size, got)
		}
	}
}

// asWordPress is what WordPress makes of a frame from another site, with the
// part of its script that listens.
func asWordPress(frame string) string {
	frame = regexp.MustCompile(` src="([^"]*)"`).ReplaceAllString(frame, ` src="$1#?secret=abcdef1234" data-secret="abcdef1234" sandbox="allow-scripts" security="restricted"`)
	frame = regexp.MustCompile(`height="800"`).ReplaceAllString(frame, `height="900"`)
	return `<script>addEventListener("message", ({ data, source }) => {
		const frame = document.querySelector("[data-secret]");
		if (data?.message === "height" && data.secret === "abcdef1234" && source === frame.contentWindow) frame.height = Math.min(1000, Math.max(200, ~~data.value));
	});</script>` + frame
}

// shifts returns how much of the page has moved, once its frame has come and a
// reader has been to it.
func (s seat) shifts(size [2]int, framed bool) float64 {
	s.t.Helper()
	s.until(`document.readyState === "complete"`)
	if framed {
		// As a reader does: a bit at a time, to the frame.
		for range 40 {
			if value[float64](s, `document.querySelector("iframe")?.getBoundingClientRect().top ?? 9e9`) < float64(size[1])/2 {
				break
			}
			value[bool](s, `(scrollBy({ top: innerHeight / 2, behavior: "instant" }), true)`)
			time.Sleep(30 * time.Millisecond)
		}
		inside := seat{s.t, s.engine.(framing).inside()}
		inside.until(`document.readyState === "complete" && !!document.querySelector("main")`)
	}
	time.Sleep(400 * time.Millisecond) // shifts are told a while after they were seen
	return value[float64](s, `shifted`)
}

// TestRoomIsEnough: the room that the snippet keeps is as much as the start
// takes, in each language, as narrow as a small phone, and little more there.
func TestRoomIsEnough(t *testing.T) {
	e := bootEmbedded(t)
	s := newChromium(t)
	for _, size := range [][2]int{{320, 640}, {360, 780}, {400, 800}, {700, 900}, {1200, 900}} {
		s.must("resize the window", s.engine.(framing).resize(size[0], size[1]))
		for _, show := range []string{"inline", "card"} {
			for _, language := range []string{"en", "zh-Hans"} {
				code := kept(t, s, e, fmt.Sprintf("topic=music&article=quiet-evenings&show=%s&language=%s", show, language))["reserved"]
				s.goTo(e.host.put("/", hostPage{body: code}))
				s.until(`!!document.querySelector("attune-quiz")`)
				w := window{s, seat{t, s.engine.(framing).inside()}}
				w.frame.until(`document.readyState === "complete" && !!document.querySelector("main")`)
				room := value[int](s, `+document.querySelector("iframe").getAttribute("height")`)
				high := value[int](w.frame, `Math.ceil(document.documentElement.getBoundingClientRect().height)`)
				t.Logf("%s in %s, %d wide: %d high in a room of %d", show, language, size[0], high, room)
				if high > room {
					t.Errorf("%s in %s, %d wide: %d high in a room of %d", show, language, size[0], high, room)
				}
			}
		}
	}
}

// TestRoomComesBack: what makes the frame higher for a moment, as a narrow window
// does, leaves it no higher than its room was.
func TestRoomComesBack(t *testing.T) {
	e := bootEmbedded(t)
	s := newChromium(t)
	s.must("resize the window", s.engine.(framing).resize(900, 900))
	code := kept(t, s, e, "topic=music&show=card")["reserved"]
	w := look(t, s, e.host.put("/", hostPage{body: code + screenful}))
	const height = `document.querySelector("iframe").getBoundingClientRect().height`
	first := value[float64](s, height)
	value[bool](w.frame, `(document.querySelector("main").style.paddingBlockEnd = "30rem", true)`)
	s.until(height + ` > 500`)
	value[bool](w.frame, `(document.querySelector("main").style.paddingBlockEnd = "", true)`)
	s.until(fmt.Sprintf(height+` === %v`, first))
}
