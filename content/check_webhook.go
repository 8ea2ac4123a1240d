package content

import (
	"encoding/base64"
	"slices"
	"strings"

	"github.com/attune-quiz/attune/quiz"
)

// webhook builds where events go; nil where they go nowhere.
func (p partnerCheck) webhook(f *WebhookFile, steps ...any) *quiz.Webhook {
	if f == nil {
		return nil
	}
	within := func(more ...any) []any { return append(slices.Clone(steps), more...) }
	if f.URL != "" {
		p.checkWebhookURL(f.URL, p.at(within("url")...))
	}
	hook := &quiz.Webhook{URL: f.URL}
	for i, s := range f.Secrets {
		secret := p.secret(s, p.at(within("secrets", i)...))
		if secret == nil {
			continue
		}
		if slices.ContainsFunc(hook.Secrets, func(other []byte) bool { return string(other) == string(secret) }) {
			p.errorf(p.at(within("secrets", i)...), "both secrets are the same: delete one, or make another with \"attune partner secret\"")
		}
		hook.Secrets = append(hook.Secrets, secret)
	}
	return hook
}

// secret returns the bytes of a secret, or nil after reporting. What it
// reports never holds any of it.
func (p partnerCheck) secret(f SecretFile, at place) []byte {
	var text string
	switch {
	case f.Env != "" && f.File == "" && f.Value == "":
		value, set := p.src.Env(f.Env)
		if !set {
			p.lacking(at, "the environment variable %s is not set: set it to the secret", f.Env)
			return nil
		}
		text = value
	case f.File != "" && f.Env == "" && f.Value == "":
		data, err := p.src.ReadFile(f.File)
		if err != nil {
			p.lacking(at, "the file %s cannot be read: put the secret into it, and nothing else", f.File)
			return nil
		}
		text = strings.TrimSpace(string(data))
	case f.Value != "" && f.Env == "" && f.File == "":
		text = f.Value
	default:
		p.errorf(at, "say where the secret is: write one of env, file and value")
		return nil
	}
	secret := parseSecret(text)
	if secret == nil {
		p.errorf(at, "this is no secret of a webhook: write what \"attune partner secret\" prints, whsec_ and then 24 to 64 bytes in base64")
	}
	return secret
}

func (p partnerCheck) lacking(at place, format string, args ...any) {
	if p.src.Lacking == Warning {
		p.warnf(at, format, args...)
		return
	}
	p.errorf(at, format, args...)
}

const (
	secretPrefix = "whsec_"
	minSecret    = 24 // bytes, after Standard Webhooks 1.0.0
	maxSecret    = 64
)

// parseSecret returns the bytes of a secret of Standard Webhooks; nil where it
// is none.
func parseSecret(text string) []byte {
	encoded, ok := strings.CutPrefix(text, secretPrefix)
	secret, err := base64.StdEncoding.Strict().DecodeString(encoded)
	if !ok || err != nil || strings.ContainsAny(encoded, "\r\n") || len(secret) < minSecret || len(secret) > maxSecret {
		return nil
	}
	return secret
}
