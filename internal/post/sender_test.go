package post_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/content"
	"github.com/attune-quiz/attune/internal/post"
	"github.com/attune-quiz/attune/internal/post/posttest"
	"github.com/attune-quiz/attune/quiz"
	"github.com/attune-quiz/attune/quiz/playbook"
)

var written = time.Date(2026, 11, 26, 14, 30, 0, 0, time.UTC)

var letter = quiz.Letter{ID: "let_MDEyMzQ1Njc4OUFCQ0RFRg", Attempt: "att_1", To: "zoe@例子.example", Created: written}

// pdf stands for a print: long enough for many lines, with every byte in it.
func pdf() []byte {
	var out bytes.Buffer
	for i := range 4 * 256 {
		out.WriteByte(byte(i))
	}
	return out.Bytes()
}

// printer prints the same for everybody.
type printer struct{}

func (printer) Print(w io.Writer, _ playbook.Document, p playbook.Paper) error {
	_, err := w.Write(append([]byte(p), pdf()...))
	return err
}

func (printer) Summary(io.Writer, playbook.Document, playbook.Paper) error {
	return errors.New("no letter asks for a summary")
}

// sender sends through the sink in the locale.
func sender(t *testing.T, sink *posttest.Sink, mode post.Mode, locale quiz.Locale, changes ...func(*post.Config)) *post.Sender {
	t.Helper()
	lib, _ := content.Load(content.Shipped())
	c := post.Config{
		Relay: relayOf(t, sink, mode), From: "Attune 测试 <playbook@quiz.example.org>", Texts: lib.Texts(), Printer: printer{},
		Whole: func(_ context.Context, id quiz.AttemptID) (playbook.Document, error) {
			if id != letter.Attempt {
				return playbook.Document{}, quiz.ErrNotFound
			}
			return playbook.Document{Locale: locale}, nil
		},
		Render: func(_ context.Context, _ string, render func() error) error { return render() },
		Now:    func() time.Time { return written },
	}
	for _, change := range changes {
		change(&c)
	}
	s, err := post.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func relayOf(t *testing.T, sink *posttest.Sink, mode post.Mode) post.Relay {
	t.Helper()
	host, port, err := net.SplitHostPort(sink.Host)
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	return post.Relay{
		Host: host, Port: n, Mode: mode, User: posttest.User, Password: posttest.Password,
		TLS: &tls.Config{RootCAs: sink.Roots},
	}
}

// TestLetter reads what a relay gets as a mail program does.
func TestLetter(t *testing.T) {
	for locale, want := range map[quiz.Locale]struct{ subject, text string }{
		"en":      {"The document you asked for", "as a PDF"},
		"zh-Hans": {"你要的文件", "一份 PDF"},
	} {
		for mode, tlsFirst := range map[post.Mode]bool{post.TLS: true, post.StartTLS: false} {
			sink := posttest.Start(t, tlsFirst)
			if err := sender(t, sink, mode, locale).Send(t.Context(), letter); err != nil {
				t.Fatal(err)
			}
			got := sink.Letters()
			if len(got) != 1 || got[0].From != "playbook@quiz.example.org" || got[0].To != "zoe@xn--fsqu00a.example" {
				t.Fatalf("got %+v, want one to the address as the network knows it", got)
			}
			readLetter(t, got[0].Data, want.subject, want.text)
		}
	}
}

func readLetter(t *testing.T, data []byte, subject, text string) {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || decoded != subject {
		t.Errorf("subject: got %q, %v; want %q", decoded, err, subject)
	}
	from, err := m.Header.AddressList("From")
	if err != nil || len(from) != 1 || from[0].Name != "Attune 测试" || from[0].Address != "playbook@quiz.example.org" {
		t.Errorf("from: got %v, %v", from, err)
	}
	for name, want := range map[string]string{
		"To": "<zoe@xn--fsqu00a.example>", "Date": "Thu, 26 Nov 2026 14:30:00 +0000", "Auto-Submitted": "auto-generated",
		"Message-Id": "<let_MDEyMzQ1Njc4OUFCQ0RFRg@quiz.example.org>", "Mime-Version": "1.0",
	} {
		if got := m.Header[name]; len(got) != 1 || got[0] != want {
			t.Errorf("%s: got %q, want %q alone", name, got, want)
		}
	}
	for name := range m.Header {
		known := "Subject From To Date Auto-Submitted Message-Id Mime-Version Content-Type Content-Language"
		if !strings.Contains(known, name) {
			t.Errorf("%s tells more than it has to: %q", name, m.Header[name])
		}
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/mixed" {
		t.Fatalf("got %s, %v", kind, err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	words, err := parts.NextRawPart()
	if err != nil || !strings.HasPrefix(words.Header.Get("Content-Type"), "text/plain") {
		t.Fatalf("the first part: %v, %v", words, err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(words))
	if err != nil || !strings.Contains(string(body), text) || strings.Contains(string(body), "http") {
		t.Errorf("got %q, %v; want %q in it, and no link", body, err, text)
	}
	file, err := parts.NextRawPart()
	if err != nil || file.FileName() != "playbook.pdf" || !strings.HasPrefix(file.Header.Get("Content-Type"), "application/pdf") {
		t.Fatalf("the second part: %v, %v", file, err)
	}
	got, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, file))
	if want := append([]byte("a4"), pdf()...); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the file: got %d bytes, %v; want the print of %d", len(got), err, len(want))
	}
	if _, err := parts.NextRawPart(); !errors.Is(err, io.EOF) {
		t.Errorf("there is more: %v", err)
	}
}

// TestRelayRefuses tells what is worth another try from what is not, and names
// the address in no error, though the relay does.
func TestRelayRefuses(t *testing.T) {
	sink := posttest.Start(t, true)
	s := sender(t, sink, post.TLS, "en")
	for _, tt := range []struct {
		step string
		code int
		ever bool // another try may help
	}{
		{"mail", 451, true}, {"mail", 550, true}, {"rcpt", 450, true}, {"rcpt", 550, false}, {"data", 452, true}, {"data", 554, false},
	} {
		sink.Answer(func(step string) error {
			if step == tt.step {
				return posttest.Refusal(tt.code, "<zoe@xn--fsqu00a.example> zoe@例子.example is not wanted")
			}
			return nil
		})
		err := s.Send(t.Context(), letter)
		if err == nil || errors.Is(err, quiz.ErrUndeliverable) == tt.ever {
			t.Errorf("%s with %d: got %v, want another try %t", tt.step, tt.code, err, tt.ever)
		}
		if err != nil && (strings.Contains(err.Error(), "zoe") || !strings.Contains(err.Error(), strconv.Itoa(tt.code))) {
			t.Errorf("%s with %d: got %v", tt.step, tt.code, err)
		}
	}
	if got := sink.Letters(); len(got) > 0 {
		t.Errorf("got %d letters", len(got))
	}
}

// TestRelayHangs: whatever does not end, ends with the time for it.
func TestRelayHangs(t *testing.T) {
	for _, at := range []string{"mail", "rcpt", "data"} {
		sink := posttest.Start(t, true)
		ctx, cancel := context.WithCancel(t.Context())
		sink.Answer(func(step string) error {
			if step == at {
				cancel()
				<-t.Context().Done()
			}
			return nil
		})
		err := sender(t, sink, post.TLS, "en").Send(ctx, letter)
		if !errors.Is(err, context.Canceled) || errors.Is(err, quiz.ErrUndeliverable) {
			t.Errorf("at %s: got %v, want the end of the context", at, err)
		}
	}
}

// TestRelayIsWrong: no letter goes over a way that is not as it should be.
func TestRelayIsWrong(t *testing.T) {
	first, later := posttest.Start(t, true), posttest.Start(t, false)
	for name, relay := range map[string]post.Relay{
		"strange certificate":    with(relayOf(t, first, post.TLS), func(r *post.Relay) { r.TLS.RootCAs = x509.NewCertPool() }),
		"strange after STARTTLS": with(relayOf(t, later, post.StartTLS), func(r *post.Relay) { r.TLS.RootCAs = x509.NewCertPool() }),
		"no TLS where it is due": relayOf(t, later, post.TLS),
		"another password":       with(relayOf(t, first, post.TLS), func(r *post.Relay) { r.Password = "s3cret" }),
		"another user":           with(relayOf(t, first, post.TLS), func(r *post.Relay) { r.User = "kim" }),
		"no user":                with(relayOf(t, first, post.TLS), func(r *post.Relay) { r.User, r.Password = "", "" }),
		"nobody there":           with(relayOf(t, first, post.TLS), func(r *post.Relay) { r.Port = 1 }),
		"password in the clear":  with(relayOf(t, later, post.Plain), func(*post.Relay) {}),
	} {
		err := sender(t, first, post.TLS, "en", func(c *post.Config) { c.Relay = relay }).Send(t.Context(), letter)
		if err == nil || errors.Is(err, quiz.ErrUndeliverable) {
			t.Errorf("%s: got %v, want another try", name, err)
		}
		if err != nil && (strings.Contains(err.Error(), "zoe") || strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), posttest.Password)) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if n := len(first.Letters()) + len(later.Letters()); n > 0 {
		t.Errorf("got %d letters", n)
	}
}

func with(r post.Relay, change func(*post.Relay)) post.Relay {
	change(&r)
	return r
}

// TestNothingToSend: what cannot be composed or printed reaches no relay.
func TestNothingToSend(t *testing.T) {
	sink := posttest.Start(t, true)
	gone := letter
	gone.Attempt = "att_gone"
	if err := sender(t, sink, post.TLS, "en").Send(t.Context(), gone); !errors.Is(err, quiz.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
	busy := func(c *post.Config) {
		c.Render = func(context.Context, string, func() error) error { return quiz.ErrBusy }
	}
	if err := sender(t, sink, post.TLS, "en", busy).Send(t.Context(), letter); !errors.Is(err, quiz.ErrBusy) {
		t.Errorf("got %v, want ErrBusy", err)
	}
	nowhere := letter
	nowhere.To = "zoe@例" + strings.Repeat("子", 70) + ".example"
	if err := sender(t, sink, post.TLS, "en").Send(t.Context(), nowhere); !errors.Is(err, quiz.ErrUndeliverable) || strings.Contains(err.Error(), "zoe") {
		t.Errorf("got %v, want ErrUndeliverable", err)
	}
	if n := sink.Tried(); n > 0 {
		t.Errorf("%d letters were begun", n)
	}
}

func TestSenderIsRefused(t *testing.T) {
	for _, from := range []string{"", "zoe", "zoe@", "zoe@a b", "zoe@example.org\r\nBcc: kim@example.org", "zoe@-.example"} {
		if _, err := post.New(post.Config{From: from}); err == nil {
			t.Errorf("%q: accepted", from)
		}
	}
}
