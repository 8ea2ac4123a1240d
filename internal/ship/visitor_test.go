package ship_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

type values = url.Values

// visitor is a browser without scripts behind an address of its own.
type visitor struct {
	t      *testing.T
	client *http.Client
	scheme string
	header http.Header
}

// visitor returns one who comes from the loopback address and finds the host
// at the ports of the proxy.
func (p *proxy) visitor(t *testing.T, from string) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	check(t, err)
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
	ports := map[string]int{host + ":80": p.http, host + ":443": p.tls}
	transport := &http.Transport{
		TLSClientConfig: p.trusting(),
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			return dialer.DialContext(ctx, network, net.JoinHostPort("127.0.0.1", strconv.Itoa(ports[addr])))
		},
	}
	t.Cleanup(transport.CloseIdleConnections)
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &visitor{t: t, scheme: "https", client: &http.Client{Jar: jar, Transport: transport, CheckRedirect: stay}}
}

// page is an answer, read.
type page struct {
	status   int
	header   http.Header
	to, body string
}

func (v *visitor) get(path string) page { return v.do(http.MethodGet, path, "") }

func (v *visitor) post(path string, form values) page {
	return v.do(http.MethodPost, path, form.Encode())
}

func (v *visitor) do(method, path, body string) page {
	v.t.Helper()
	req, err := http.NewRequest(method, v.scheme+"://"+host+path, strings.NewReader(body))
	check(v.t, err)
	for name, value := range v.header {
		req.Header[name] = value
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", "https://"+host)
	}
	resp, err := v.client.Do(req)
	check(v.t, err)
	defer resp.Body.Close()
	read, err := io.ReadAll(resp.Body)
	check(v.t, err)
	return page{resp.StatusCode, resp.Header, resp.Header.Get("Location"), string(read)}
}

// program is a command in a process group of its own.
func program(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return cmd
}
