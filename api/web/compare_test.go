package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/quiz"
)

// give posts a file, or text, to the page that compares.
func (v *visitor) give(file, text string) page {
	v.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if file != "" {
		part, err := form.CreateFormFile("file", "export.json")
		if err == nil {
			_, err = part.Write([]byte(file))
		}
		if err != nil {
			v.t.Fatal(err)
		}
	}
	if err := form.WriteField("text", text); err != nil {
		v.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		v.t.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodPost, v.base+"/compare", &body)
	if err != nil {
		v.t.Fatal(err)
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	return v.do(req)
}

func TestCompare(t *testing.T) {
	h := openShipped(t)
	for locale, want := range map[string]string{"en": "We cannot yet tell change from chance.", "zh-Hans": "是真的变了，还是碰巧，眼下还分不清。"} {
		first := sharer(t, h, locale)
		kept := first.get("/export.json").body
		if len(kept) > 12<<10 {
			t.Errorf("the file of the short test has %d bytes", len(kept))
		}
		v := sharer(t, h, locale)
		for _, p := range []page{v.give(kept, ""), v.give("", kept)} {
			if p.status != http.StatusOK || !strings.Contains(p.body, want) || strings.Count(p.body, "fig-earlier") != 1 {
				t.Errorf("%s: got %d, want both areas on one map and %q", locale, p.status, want)
			}
			if p.header.Get("Cache-Control") != "no-store" {
				t.Errorf("got Cache-Control %q", p.header.Get("Cache-Control"))
			}
		}
		other := sharer(t, h, map[string]string{"en": "zh-Hans", "zh-Hans": "en"}[locale])
		if p := other.give(kept, ""); p.status != http.StatusOK || strings.Contains(p.body, want) && !strings.Contains(p.body, "<li>") {
			t.Errorf("in two languages: got %d", p.status)
		}
	}
}

func TestCompareRefuses(t *testing.T) {
	h := openShipped(t)
	v := sharer(t, h, "en")
	open := h.visitor(t)
	open.post("/begin", "locale", "en", "consent", consentOf(t, h), "age_ok", "1", "form", "short")
	unfinished := open.get("/export.json").body
	open.goes(open.get("/compare"), "/take/1")
	open.goes(open.give("x", ""), "/take/1")
	for name, tt := range map[string]struct{ file, text, want string }{
		"nothing":    {"", "", "Choose the file"},
		"not ours":   {"hello", "", "not a file that we gave you"},
		"changed":    {"", `{"id":"<script>alert(1)</script>"}`, "not a file that we gave you"},
		"unfinished": {unfinished, "", "was not finished"},
	} {
		p := v.give(tt.file, tt.text)
		if p.status != http.StatusUnprocessableEntity || !strings.Contains(p.body, tt.want) || !strings.Contains(p.body, "<title>Error:") || strings.Contains(p.body, "<script>alert") {
			t.Errorf("%s: got %d, want %q", name, p.status, tt.want)
		}
	}
	if p := v.give(strings.Repeat("x", 20<<10), ""); p.status != http.StatusRequestEntityTooLarge {
		t.Errorf("too large: got %d, want 413", p.status)
	}
	if p := v.post("/compare", "text", "{}"); p.status != http.StatusUnprocessableEntity {
		t.Errorf("a form of another kind: got %d", p.status)
	}
}

// The longest export there is fits through the form that takes it back.
func TestFullExportFits(t *testing.T) {
	h := openShipped(t)
	v := h.visitor(t)
	v.post("/begin", "locale", "zh-Hans", "consent", consentOf(t, h), "age_ok", "1", "form", "full",
		"topic", "music", "article", strings.Repeat("音", 200), "relationship", "current")
	for n := 1; n <= 44; n++ {
		v.post("/take/"+itoa(n), "response", []string{"5", "1", "3"}[n%3], "ms", "12345")
	}
	v.goes(v.post("/check"), "/safety")
	phrases, _ := v.picks("radio")
	for range quiz.MaxShares {
		v.made("card", "phrase", "pick", phrases[0])
	}
	v.makeCode()
	kept := v.get("/export.json").body
	t.Logf("the fullest export has %d bytes", len(kept))
	if p := v.give(kept, ""); p.status != http.StatusOK {
		t.Errorf("got %d for %d bytes", p.status, len(kept))
	}
	p := v.get("/export")
	for _, want := range []string{"音音音", "/s/shr_", "12 秒", `href="/export.json"`, `name="keep" value="12m"`, "接续码"} {
		if !strings.Contains(p.body, want) {
			t.Errorf("the readable page lacks %q", want)
		}
	}
	if strings.Contains(p.body, v.token()) {
		t.Error("the readable page holds the token")
	}
}

func TestExportPage(t *testing.T) {
	h := open(t, nil)
	v := h.visitor(t)
	v.begin()
	v.answerAll("3", "")
	p := v.get("/export")
	if p.status != http.StatusOK || !strings.Contains(p.body, "I wait by the phone.") || strings.Contains(p.body, `name="keep"`) {
		t.Errorf("in the middle of the test: got %d", p.status)
	}
	if got := v.get("/export.json").header.Get("Content-Disposition"); got != `attachment; filename="export.json"` {
		t.Errorf("got %q", got)
	}
	v.post("/language", "locale", "en", "to", "/export")
	if until := v.attempt(h).Expires.Sub(today); until != 24*time.Hour {
		t.Errorf("looking moved the end to %v", until)
	}
}

// TestBrokenUpload: a form that breaks off is the sender's fault, not ours.
func TestBrokenUpload(t *testing.T) {
	v := open(t, nil).visitor(t)
	v.finish()
	for _, body := range []string{"", "x", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nhalf"} {
		req, err := http.NewRequest(http.MethodPost, v.base+"/compare", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		if p := v.do(req); p.status != http.StatusBadRequest {
			t.Errorf("%q: got %d, want 400", body, p.status)
		}
	}
}
