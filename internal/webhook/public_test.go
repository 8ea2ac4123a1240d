package webhook_test

import (
	"net/netip"
	"testing"

	"pgregory.net/rapid"

	"github.com/attune-quiz/attune/internal/webhook"
)

// TestPublic judges addresses of every kind.
//
// Holds: S7
func TestPublic(t *testing.T) {
	for text, want := range map[string]bool{
		"93.184.215.14": true, "8.8.8.8": true, "1.1.1.1": true, "223.255.255.255": true,
		"100.63.255.255": true, "100.128.0.0": true, "172.15.255.255": true, "172.32.0.0": true,
		"2606:4700::1111": true, "2a00:1450:4001::200e": true, "2001:200::1": true,

		"0.0.0.0": false, "0.1.2.3": false, "10.0.0.1": false, "100.64.0.1": false, "100.127.255.255": false,
		"127.0.0.1": false, "127.255.255.254": false, "169.254.169.254": false, "172.16.0.1": false, "172.31.255.255": false,
		"192.0.0.170": false, "192.0.2.1": false, "192.88.99.1": false, "192.168.1.1": false, "198.18.0.1": false,
		"198.19.255.255": false, "198.51.100.1": false, "203.0.113.1": false, "224.0.0.1": false, "239.255.255.255": false,
		"240.0.0.1": false, "255.255.255.255": false,
		"::": false, "::1": false, "::7f00:1": false, "::ffff:8.8.8.8": false, "::ffff:127.0.0.1": false,
		"64:ff9b::8.8.8.8": false, "64:ff9b::7f00:1": false, "64:ff9b:1::1": false, "100::1": false,
		"2001::1": false, "2001:10::1": false, "2001:db8::1": false, "2002:7f00:1::1": false, "3fff::1": false,
		"5f00::1": false, "fc00::1": false, "fd00:ec2::254": false, "fe80::1": false, "fe80::1%eth0": false,
		"fec0::1": false, "ff02::1": false, "2606:4700::1111%eth0": false,
	} {
		if got := webhook.Public(netip.MustParseAddr(text)); got != want {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
	}
	if webhook.Public(netip.Addr{}) {
		t.Error("no address is public")
	}
}

// TestPublicAgreesWithTheLibrary: whatever the standard library knows as
// special is not public, in any spelling.
func TestPublicAgreesWithTheLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom([]int{4, 16}).Draw(t, "bytes")
		b := rapid.SliceOfN(rapid.Byte(), n, n).Draw(t, "address")
		a, _ := netip.AddrFromSlice(b)
		special := a.IsPrivate() || a.IsLoopback() || a.IsMulticast() || a.IsUnspecified() ||
			a.IsLinkLocalUnicast() || a.IsLinkLocalMulticast() || !a.IsGlobalUnicast() || a.Is4In6()
		if special && webhook.Public(a) {
			t.Fatalf("%v is public", a)
		}
		if a.Is4() && webhook.Public(netip.AddrFrom16(a.As16())) {
			t.Fatalf("%v, mapped, is public", a)
		}
	})
}

func FuzzPublic(f *testing.F) {
	f.Add("127.0.0.1")
	f.Add("::ffff:10.0.0.1")
	f.Fuzz(func(t *testing.T, s string) {
		a, err := netip.ParseAddr(s)
		if err == nil && webhook.Public(a) && (a.Unmap().IsPrivate() || a.Unmap().IsLoopback() || !a.IsGlobalUnicast()) {
			t.Errorf("%v is public", a)
		}
	})
}
