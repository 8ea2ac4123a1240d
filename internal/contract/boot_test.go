package contract_test

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/attune-quiz/attune/internal/app"
	"github.com/attune-quiz/attune/quiz"
)

// boot runs the program on a free port until the test ends.
func boot(t *testing.T, cfg app.Config) string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan string, 1), make(chan error, 1)
	cfg.Ready = func(at app.Addresses) { ready <- at.Public }
	go func() { ended <- app.Run(ctx, cfg) }()
	select {
	case url := <-ready:
		t.Cleanup(func() {
			cancel()
			if err := <-ended; err != nil {
				t.Errorf("the program ended with %v", err)
			}
		})
		return url
	case err := <-ended:
		cancel()
		t.Fatalf("the program did not start: %v", err)
	case <-time.After(time.Minute):
		cancel()
		t.Fatal("the program did not start within a minute")
	}
	return ""
}

// bootWithPartner runs it with the partner acme, whose endpoint is at no
// address, and returns a key that opens the partner's API.
func bootWithPartner(t *testing.T) (url, key string) {
	t.Helper()
	url, keys := bootWithPartners(t, "acme")
	return url, keys["acme"]
}

// bootWithPartners runs it with partners that want a code at their gate, and
// returns a key of each.
func bootWithPartners(t *testing.T, ids ...string) (url string, keys map[string]string) {
	t.Helper()
	keys = map[string]string{}
	text := "partners:\n"
	for _, id := range ids {
		key, err := quiz.NewKey(rand.Reader, false)
		if err != nil {
			t.Fatal(err)
		}
		keys[id] = key
		hash := quiz.HashOf(key)
		secret := "whsec_" + base64.StdEncoding.EncodeToString([]byte(rand.Text() + rand.Text())[:32])
		text += fmt.Sprintf(`  - id: %[1]s
    name: Site %[1]s
    controller: Site GmbH
    privacy: https://%[1]s.invalid/privacy
    origins: [https://%[1]s.invalid]
    gate: code
    webhook: {url: "https://hooks.%[1]s.invalid/attune", secrets: [{value: %[2]s}]}
    keys: [{hash: %[3]s, side: live}]
`, id, secret, hex.EncodeToString(hash[:]))
	}
	file := filepath.Join(t.TempDir(), "partners.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return boot(t, app.Config{PartnersFile: file}), keys
}

// finishOne takes the short form through the partner to its result.
func finishOne(t *testing.T, base, partner string) (a struct{ ID, Token string }) {
	t.Helper()
	a = beginOne(t, base, partner)
	var paper struct{ Items []struct{ ID string } }
	ask(t, http.MethodGet, base+"/v1/instruments/relationship?locale=en&form=short", "", "", &paper)
	given := map[string]int{}
	for i, item := range paper.Items {
		given[item.ID] = 1 + i%5
	}
	body, err := json.Marshal(map[string]any{"responses": given})
	if err != nil {
		t.Fatal(err)
	}
	var answer map[string]any
	ask(t, http.MethodPut, base+"/v1/attempts/"+a.ID+"/responses", a.Token, string(body), &answer)
	ask(t, http.MethodPost, base+"/v1/attempts/"+a.ID+"/finish", a.Token, "", &answer)
	return a
}

// beginOne begins an attempt at the short form that came through the partner.
func beginOne(t *testing.T, base, partner string) (a struct{ ID, Token string }) {
	t.Helper()
	var in struct{ Consent struct{ Version string } }
	ask(t, http.MethodGet, base+"/v1/instruments/relationship?locale=en&partner="+partner, "", "", &in)
	ask(t, http.MethodPost, base+"/v1/attempts", "", fmt.Sprintf(
		`{"instrument":"relationship","form":"short","locale":"en","consent":%q,"age_ok":true,"partner":%q}`, in.Consent.Version, partner), &a)
	return a
}

// ask makes a call that has to succeed.
func ask(t *testing.T, method, url, token, body string, into any) {
	t.Helper()
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil || resp.StatusCode > 299 {
		t.Fatalf("%s %s: %d, %v", method, url, resp.StatusCode, err)
	}
}

// eventually waits for something that is true within half a minute.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if is() {
			return
		}
	}
	t.Fatalf("not within half a minute: %s", what)
}
