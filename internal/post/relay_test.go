package post_test

import (
	"strings"
	"testing"

	"github.com/attune-quiz/attune/internal/post"
)

func TestRelayIsRead(t *testing.T) {
	for address, want := range map[string]post.Relay{
		"smtps://zoe@mail.example.org":                 {Host: "mail.example.org", Port: 465, Mode: post.TLS, User: "zoe", Password: "p"},
		"smtps://zoe%40example.org@mail.example:4650/": {Host: "mail.example", Port: 4650, Mode: post.TLS, User: "zoe@example.org", Password: "p"},
		"submission://zoe@mail.example.org":            {Host: "mail.example.org", Port: 587, Mode: post.StartTLS, User: "zoe", Password: "p"},
	} {
		if got, err := post.ParseRelay(address, "p"); err != nil || got != want {
			t.Errorf("%s: got %+v, %v; want %+v", address, got, err, want)
		}
	}
	for address, want := range map[string]post.Relay{
		"smtps://zoe:p%3Aw@mail.example.org": {Host: "mail.example.org", Port: 465, Mode: post.TLS, User: "zoe", Password: "p:w"},
		"submission://mail.example.org":      {Host: "mail.example.org", Port: 587, Mode: post.StartTLS},
		"smtp://127.0.0.1":                   {Host: "127.0.0.1", Port: 25, Mode: post.Plain},
		"smtp://[::1]:2525":                  {Host: "::1", Port: 2525, Mode: post.Plain},
		"smtp://localhost":                   {Host: "localhost", Port: 25, Mode: post.Plain},
	} {
		if got, err := post.ParseRelay(address, ""); err != nil || got != want {
			t.Errorf("%s: got %+v, %v; want %+v", address, got, err, want)
		}
	}
}

func TestRelayIsRefused(t *testing.T) {
	for _, tt := range []struct{ address, password string }{
		{"", ""}, {"mail.example.org", ""}, {"mail.example.org:465", ""}, {"http://mail.example.org", ""}, {"smtps://", ""},
		{"smtps://mail.example.org/path", ""}, {"smtps://mail.example.org?tls=no", ""}, {"smtps://mail.example.org:0", ""},
		{"smtps://mail.example.org:70000", ""}, {"smtps://zoe@mail.example.org", ""}, {"smtps://mail.example.org", "s3cret"},
		{"smtps://zoe:s3cret@mail.example.org", "s3cret"}, {"smtp://mail.example.org", ""}, {"smtp://10.0.0.1", ""},
		{"smtp://zoe:s3cret@127.0.0.1", ""}, {"smtps://zoe:s3cret@mail.example.org:x", ""}, {"smtp://127.0.0.1.example.org", ""},
	} {
		got, err := post.ParseRelay(tt.address, tt.password)
		if err == nil {
			t.Errorf("%s: got %+v, want it refused", tt.address, got)
		} else if strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: the error holds the password: %v", tt.address, err)
		}
	}
}

func FuzzRelay(f *testing.F) {
	f.Add("smtps://zoe:p@mail.example.org:465", "")
	f.Add("smtp://[::1]", "")
	f.Fuzz(func(t *testing.T, address, password string) {
		r, err := post.ParseRelay(address, password)
		if err == nil && (r.Host == "" || r.Port < 1 || r.Port > 65535 || (r.User == "") != (r.Password == "")) {
			t.Errorf("%q, %q: got %+v", address, password, r)
		}
	})
}
