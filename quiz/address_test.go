package quiz_test

import (
	"errors"
	"net/mail"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/quiz"
)

func TestAddressIsRead(t *testing.T) {
	long := strings.Repeat("l", 64) + "@" + strings.Repeat("d", 63) + ".example"
	for typed, want := range map[string]string{
		"zoe@example.org":             "zoe@example.org",
		" zoe@Example.ORG\n":          "zoe@example.org",
		"Zoe.O'Hara+b=1@a-b.co.uk":    "Zoe.O'Hara+b=1@a-b.co.uk",
		"zoe@xn--fsqu00a.xn--0zwm56d": "zoe@xn--fsqu00a.xn--0zwm56d",
		"zoe@例子.中国":                   "zoe@例子.中国",
		"zoe@Bücher.example":          "zoe@bücher.example",
		"zoe@1and1.example":           "zoe@1and1.example",
		long:                          long,
	} {
		if got, err := quiz.ParseAddress(typed); err != nil || got != want {
			t.Errorf("%q: got %q, %v; want %q", typed, got, err, want)
		}
	}
}

func TestAddressIsRefused(t *testing.T) {
	for _, typed := range []string{
		"", " ", "zoe", "@", "zoe@", "@example.org", "zoe@@example.org", "zoe@example", "zoe@example.", "zoe@.example",
		"zoe@a..example", "zoe@-a.example", "zoe@a-.example", "zoe@a_b.example", "zoe@例-.example", "zoe@exa mple.org",
		".zoe@example.org", "zoe.@example.org", "z..e@example.org", `"zoe"@example.org`, "zoë@example.org", "zo e@example.org",
		"Zoe <zoe@example.org>", "<zoe@example.org>", "zoe@example.org (Zoe)", "zoe@example.org, kim@example.org",
		"zoe@example.org\r\nBcc: kim@example.org", "zoe@example.org\nkim@example.org", "zoe\x00@example.org", "zoe@exa\u200bmple.org",
		"zoe@[192.0.2.1]", "zoe@192.0.2.1", "zoe@localhost", "zoe@relay.internal", "zoe@printer.local", "zoe@a.invalid",
		"zoe@" + strings.Repeat("d", 64) + ".example", strings.Repeat("l", 65) + "@example.org",
		"zoe@" + strings.Repeat("d.", 125) + "example", "zoe@\xff.example",
	} {
		if got, err := quiz.ParseAddress(typed); !errors.Is(err, quiz.ErrAddress) || got != "" {
			t.Errorf("%q: got %q, %v; want it refused", typed, got, err)
		}
	}
}

// FuzzAddress: whatever is accepted is one plain address, for the standard
// library's reader too, that cannot end a header or a command.
//
// Holds: R14
func FuzzAddress(f *testing.F) {
	for _, seed := range []string{"zoe@example.org", "zoe@例子.中国", "a\r\nb@c.d", `"a b"@c.de`, "a@b.c (d)", "<a@b.cd>", "é@b.cd"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got, err := quiz.ParseAddress(typed)
		if err != nil {
			return
		}
		if strings.ContainsAny(got, " \t\r\n<>,;:\"()[]\\\x00") || strings.Count(got, "@") != 1 || len(got) > 254 {
			t.Errorf("%q reads as %q", typed, got)
		}
		if again, err := quiz.ParseAddress(got); err != nil || again != got {
			t.Errorf("%q reads again as %q, %v", got, again, err)
		}
		if parsed, err := mail.ParseAddress(got); err != nil || parsed.Address != got || parsed.Name != "" {
			t.Errorf("%q: net/mail reads %v, %v", got, parsed, err)
		}
	})
}
