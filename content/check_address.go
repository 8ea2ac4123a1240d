package content

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

var hostPattern = regexp.MustCompile(`^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$`)

// canonicalOrigin returns the origin of an address as browsers write it, or
// why it has none.
func canonicalOrigin(text string) (string, error) {
	u, err := url.Parse(text)
	switch {
	case strings.Contains(text, "*"):
		return "", fmt.Errorf("no wildcard: write each origin on a line of its own")
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return "", fmt.Errorf("write scheme and host, such as https://www.example.org")
	}
	host, port := strings.ToLower(u.Hostname()), u.Port()
	address, err := netip.ParseAddr(host)
	switch {
	case err == nil && address.Zone() == "":
		host = address.String()
	case strings.ContainsFunc(host, func(r rune) bool { return r > unicode.MaxASCII }):
		return "", fmt.Errorf("write the host in ASCII, as xn--…")
	case err == nil || !hostPattern.MatchString(host):
		return "", fmt.Errorf("the host is no name that a browser knows")
	}
	origin := u.Scheme + "://" + host
	if address.Is6() {
		origin = u.Scheme + "://[" + host + "]"
	}
	if port != "" && port != map[string]string{"http": "80", "https": "443"}[u.Scheme] {
		origin += ":" + port
	}
	if u.Scheme == "http" && !isLoopback(host) {
		return "", fmt.Errorf("http is for development on this machine alone: write %s", strings.Replace(origin, "http:", "https:", 1))
	}
	return origin, nil
}

// isLoopback reports whether a host is this machine to a browser.
func isLoopback(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && address.IsLoopback()
}

// checkOrigins sees that each is an origin as browsers send it, once.
func (p partnerCheck) checkOrigins(list []string, steps ...any) {
	for i, text := range list {
		at := p.at(append(slices.Clone(steps), i)...)
		origin, err := canonicalOrigin(text)
		switch {
		case err != nil:
			p.errorf(at, "%q is no origin: %v", text, err)
		case origin != text && strings.TrimSuffix(text, "/") == origin:
			p.errorf(at, "an origin has no slash at its end: write %s", origin)
		case origin != text:
			p.errorf(at, "%q is not how a browser writes an origin: write %s", text, origin)
		case slices.Contains(list[:i], text):
			p.errorf(at, "the origin %s stands here twice: delete one", text)
		default:
			p.shareOrigin(text, at)
		}
	}
}

// shareOrigin notes whose an origin is. Two partners may be one site, but
// more often one of them was copied.
func (p partnerCheck) shareOrigin(origin string, at place) {
	other, taken := p.origins[origin]
	if taken && other != p.file.ID {
		p.warnf(at, "the origin %s is one of %q too: it can show the frame of both", origin, other)
	}
	if !taken {
		p.origins[origin] = p.file.ID
	}
}

// checkURL sees that a visitor can follow an address.
func (p partnerCheck) checkURL(text string, steps ...any) {
	if text == "" {
		return // reported as missing
	}
	if why := addressFault(text); why != "" {
		p.errorf(p.at(steps...), "%q is no address to link to: %s", text, why)
	}
}

func addressFault(text string) string {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }):
		return "write a whole one, such as https://www.example.org/page"
	case u.User != nil:
		return "delete what stands before the @"
	}
	if _, err := canonicalOrigin(u.Scheme + "://" + u.Host); err != nil {
		return err.Error()
	}
	return ""
}

// checkWebhookURL sees that deliveries can be sent to an address: over https,
// and not into a private network, where the dialler refuses to go.
func (p partnerCheck) checkWebhookURL(text string, at place) {
	u, err := url.Parse(text)
	switch {
	case err == nil && u.Scheme == "http" && u.Host != "":
		p.errorf(at, "deliveries go over https alone: write https://%s", u.Host+u.Path)
	case err != nil || addressFault(text) != "":
		p.errorf(at, "this is no address: write one such as https://hooks.example.org/attune")
	case u.Fragment != "":
		p.errorf(at, "delete what begins with #: it is sent to nobody")
	case isPrivate(u.Hostname()):
		p.warnf(at, "this address leads into a private network, where no delivery goes: write a public one")
	}
}

func isPrivate(host string) bool {
	ip := net.ParseIP(host)
	return isLoopback(host) || ip != nil && (ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsUnspecified())
}
