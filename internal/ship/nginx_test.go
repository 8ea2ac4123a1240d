package ship_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/attune-quiz/attune/internal/harness"
	"github.com/attune-quiz/attune/internal/store/pgtest"
)

const host = "quiz.example.org" // as in deploy/

// TestNginx runs deploy/nginx in front of two replicas on PostgreSQL and takes
// the test through it, by page and by API, while one replica goes away.
//
// Holds: ASVS 3.4.1, ASVS 4.1.2, ASVS 4.1.3, ASVS 15.3, G4
func TestNginx(t *testing.T) {
	p := proxied(t)

	t.Run("by page", func(t *testing.T) { byPage(t, p.visitor(t, "127.0.0.2")) })
	t.Run("in the clear", func(t *testing.T) { inTheClear(t, p) })
	t.Run("forged addresses", func(t *testing.T) { forged(t, p) })
	t.Run("a replica goes away", func(t *testing.T) {
		byAPI(t, p.visitor(t, "127.0.0.4"), func() { check(t, p.replicas[0].Kill()) })
	})
	t.Run("what is logged", func(t *testing.T) {
		log := read(t, filepath.Join(p.dir, "attune.log"))
		if !strings.Contains(log, "PUT 200") || !strings.Contains(log, "req_") {
			t.Errorf("the log of the proxy lacks requests with their ids:\n%.500s", log)
		}
		for _, word := range []string{"127.0.0.2", "127.0.0.4", "att_", "/take", "/v1"} {
			if strings.Contains(log, word) {
				t.Errorf("the log of the proxy holds %s", word)
			}
		}
	})
}

// proxy is nginx in front of two replicas.
type proxy struct {
	dir       string
	http, tls int // ports
	roots     *x509.CertPool
	replicas  []*harness.Child
}

func proxied(t *testing.T) *proxy {
	nginx, openssl := need(t, "nginx"), need(t, "openssl")
	db := pgtest.Start(t).Database(t)
	dir, err := os.MkdirTemp("", "attune-nginx")
	check(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	check(t, os.Chmod(dir, 0o755)) // nginx's workers are another user
	p := &proxy{dir: dir, http: freePort(t), tls: freePort(t), roots: x509.NewCertPool()}
	for i := range 2 {
		p.replicas = append(p.replicas, replica(t, db, filepath.Join(dir, fmt.Sprintf("%d.erasures", i))))
	}
	run(t, dir, openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
		"-subj", "/CN="+host, "-addext", "subjectAltName=DNS:"+host, "-keyout", "attune.key", "-out", "attune.pem")
	p.roots.AppendCertsFromPEM([]byte(read(t, filepath.Join(dir, "attune.pem"))))
	p.configure(t)
	cmd := program(nginx, "-p", dir, "-c", filepath.Join(dir, "nginx.conf"), "-g", "daemon off;")
	check(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Signal(os.Interrupt); _ = cmd.Wait() })
	eventually(t, "nginx listens and a replica is ready", func() bool {
		resp, err := p.visitor(t, "127.0.0.1").client.Get("https://" + host + "/readyz")
		if err != nil {
			return false
		}
		resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	})
	return p
}

// replica runs with the settings of deploy/systemd, on a port of its own.
func replica(t *testing.T, db, erasures string) *harness.Child {
	t.Helper()
	cmd := program(built(t), "serve", "--config", filepath.Join(deploy, "systemd", "attune.yaml"),
		"--addr", "127.0.0.1:0", "--admin-addr", "", "--erasures", erasures)
	secret := filepath.Join(t.TempDir(), "db")
	write(t, secret, db+"\n")
	cmd.Env = append(os.Environ(), "ATTUNE_DB_FILE="+secret)
	child, err := harness.Serve(t.Context(), cmd)
	check(t, err)
	t.Cleanup(func() { _ = child.Kill() })
	return child
}

// configure copies deploy/nginx with the ports and folders of this test.
func (p *proxy) configure(t *testing.T) {
	t.Helper()
	upstream := substitute(t, read(t, filepath.Join(deploy, "nginx", "upstream.conf")),
		"127.0.0.1:8081", strings.TrimPrefix(p.replicas[0].URL, "http://"),
		"127.0.0.1:8082", strings.TrimPrefix(p.replicas[1].URL, "http://"))
	server := substitute(t, read(t, filepath.Join(deploy, "nginx", "attune.conf")),
		"    listen [::]:80;\n", "", "    listen [::]:443 ssl http2;\n", "",
		"listen 80;", fmt.Sprintf("listen 127.0.0.1:%d;", p.http),
		"listen 443 ssl", fmt.Sprintf("listen 127.0.0.1:%d ssl", p.tls),
		"/etc/nginx/tls", p.dir, "/var/log/nginx", p.dir)
	write(t, filepath.Join(p.dir, "upstream.conf"), upstream)
	write(t, filepath.Join(p.dir, "attune.conf"), server)
	write(t, filepath.Join(p.dir, "nginx.conf"), strings.ReplaceAll(`
pid DIR/nginx.pid;
error_log DIR/error.log warn;
events {}
http {
  client_body_temp_path DIR/body;
  proxy_temp_path DIR/proxy;
  fastcgi_temp_path DIR/fastcgi;
  uwsgi_temp_path DIR/uwsgi;
  scgi_temp_path DIR/scgi;
  include DIR/upstream.conf;
  include DIR/attune.conf;
}
`, "DIR", p.dir))
}

// substitute replaces each former text, which must be there, by the latter.
func substitute(t *testing.T, text string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("the configuration lacks %q", pairs[i])
		}
		text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
	}
	return text
}

// byPage takes the short form without scripts.
func byPage(t *testing.T, v *visitor) {
	start := v.get("/?locale=en&form=short")
	if got := start.header.Get("Strict-Transport-Security"); !strings.Contains(got, "max-age=31536000") {
		t.Errorf("got Strict-Transport-Security %q", got)
	}
	form := inputs(start.body)
	form.Set("consent", "1")
	form.Set("age_ok", "1")
	form.Set("form", "short")
	begun := v.post("/begin", form)
	if begun.status != http.StatusSeeOther || begun.to != "/take/1" {
		t.Fatalf("begin: got %d to %q\n%s", begun.status, begun.to, begun.body)
	}
	if set := begun.header.Get("Set-Cookie"); !strings.HasPrefix(set, "__Host-attune=") || !strings.Contains(set, "Secure") {
		t.Errorf("got the cookie %q", set)
	}
	for n := 1; n <= 12; n++ {
		saved := v.post(fmt.Sprintf("/take/%d", n), map[string][]string{"response": {"4"}})
		if saved.status != http.StatusSeeOther {
			t.Fatalf("item %d: got %d\n%s", n, saved.status, saved.body)
		}
	}
	if done := v.post("/check", nil); done.to != "/safety" {
		t.Fatalf("finish: got %d to %q", done.status, done.to)
	}
	v.post("/safety", map[string][]string{"afraid": {"no"}, "audience": {"solo"}})
	if result := v.get("/result"); result.status != http.StatusOK || result.header.Get("Cache-Control") != "no-store" {
		t.Errorf("result: got %d, Cache-Control %q", result.status, result.header.Get("Cache-Control"))
	}
	if pdf := v.get("/playbook.pdf"); pdf.status != http.StatusOK || !strings.HasPrefix(pdf.body, "%PDF-") {
		t.Errorf("PDF: got %d", pdf.status)
	}
}

// inTheClear asks without TLS: pages lead to https, programs are refused.
func inTheClear(t *testing.T, p *proxy) {
	v := p.visitor(t, "127.0.0.2")
	v.scheme = "http"
	if page := v.get("/?topic=music"); page.status != http.StatusPermanentRedirect || page.to != "https://"+host+"/?topic=music" {
		t.Errorf("a page: got %d to %q", page.status, page.to)
	}
	if call := v.get("/v1/instruments"); call.status != http.StatusForbidden || !strings.Contains(call.body, "Use https") {
		t.Errorf("a call: got %d %s", call.status, call.body)
	}
}

// forged names another address in each request: it is limited all the same,
// and its neighbour is not.
func forged(t *testing.T, p *proxy) {
	v := p.visitor(t, "127.0.0.3")
	limited := false
	for n := 0; n < 400 && !limited; n++ {
		v.header = http.Header{
			"X-Forwarded-For": {fmt.Sprintf("192.0.2.%d", n%250)}, "X-Real-Ip": {fmt.Sprintf("192.0.2.%d", n%250)},
			"Forwarded": {fmt.Sprintf("for=192.0.2.%d;proto=http", n%250)}, "X-Forwarded-Proto": {"http"},
		}
		limited = v.get("/v1/instruments").status == http.StatusTooManyRequests
	}
	if !limited {
		t.Error("whoever forges X-Forwarded-For is not limited")
	}
	if got := p.visitor(t, "127.0.0.5").get("/v1/instruments").status; got != http.StatusOK {
		t.Errorf("a neighbour of the one who is limited got %d", got)
	}
}

// byAPI takes the short form over the API; in the middle something happens.
func byAPI(t *testing.T, v *visitor, happens func()) {
	var form struct {
		Consent struct{ Version string }
	}
	v.call("GET", "/v1/instruments/relationship?locale=en&form=short", "", "", http.StatusOK, &form)
	var begun struct {
		ID, Token string
		Items     []struct{ ID string }
	}
	body := fmt.Sprintf(`{"instrument":"relationship","form":"short","locale":"en","consent":%q,"age_ok":true}`, form.Consent.Version)
	v.call("POST", "/v1/attempts", "", body, http.StatusCreated, &begun)
	at := "/v1/attempts/" + begun.ID
	for i, item := range begun.Items {
		if i == len(begun.Items)/2 {
			happens()
		}
		v.call("PUT", at+"/responses", begun.Token, fmt.Sprintf(`{"responses":{%q:%d}}`, item.ID, 1+i%5), http.StatusOK, nil)
	}
	var profile struct {
		Scales map[string]struct{ Score *float64 }
	}
	v.call("POST", at+"/finish", begun.Token, "", http.StatusOK, &profile)
	if score := profile.Scales["anxious"].Score; score == nil {
		t.Errorf("the result has no score: %+v", profile)
	}
	v.call("DELETE", at, begun.Token, "", http.StatusNoContent, nil)
	v.call("GET", at, begun.Token, "", http.StatusNotFound, nil)
}

var input = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// inputs are the hidden fields of the forms of a page.
func inputs(body string) values {
	v := values{}
	for _, m := range input.FindAllStringSubmatch(body, -1) {
		v[m[1]] = []string{m[2]}
	}
	return v
}

// call asks the API and decodes what it answers.
func (v *visitor) call(method, path, token, body string, want int, into any) {
	v.t.Helper()
	req, err := http.NewRequest(method, v.scheme+"://"+host+path, strings.NewReader(body))
	check(v.t, err)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := v.client.Do(req)
	check(v.t, err)
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	check(v.t, err)
	if resp.StatusCode != want {
		v.t.Fatalf("%s %s: got %d %s", method, path, resp.StatusCode, answer)
	}
	if into != nil {
		check(v.t, json.Unmarshal(answer, into))
	}
}

// trusting is how a visitor checks the certificate of the test.
func (p *proxy) trusting() *tls.Config {
	return &tls.Config{RootCAs: p.roots, MinVersion: tls.VersionTLS12}
}
