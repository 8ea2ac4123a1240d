package webhook

import "net/netip"

// Public reports whether the address is one of the public internet: no
// machine of ours, of the operator's network, or reached through a
// translation that hides which one it is.
func Public(a netip.Addr) bool {
	if !a.IsValid() || a.Zone() != "" || a.Is4In6() {
		return false
	}
	if a.Is4() {
		return !within(a, reserved4())
	}
	return netip.MustParsePrefix("2000::/3").Contains(a) && !within(a, reserved6())
}

func within(a netip.Addr, prefixes []string) bool {
	for _, p := range prefixes {
		if netip.MustParsePrefix(p).Contains(a) {
			return true
		}
	}
	return false
}

// reserved4 is IANA's registry of IPv4 special-purpose addresses, multicast
// and what is reserved.
func reserved4() []string {
	return []string{
		"0.0.0.0/8",       // this network, unspecified
		"10.0.0.0/8",      // private
		"100.64.0.0/10",   // behind a carrier's translation
		"127.0.0.0/8",     // loopback
		"169.254.0.0/16",  // link-local, the metadata of clouds
		"172.16.0.0/12",   // private
		"192.0.0.0/24",    // protocol assignments
		"192.0.2.0/24",    // documentation
		"192.31.196.0/24", // AS112
		"192.52.193.0/24", // AMT
		"192.88.99.0/24",  // relays of 6to4
		"192.168.0.0/16",  // private
		"192.175.48.0/24", // AS112
		"198.18.0.0/15",   // benchmarks
		"198.51.100.0/24", // documentation
		"203.0.113.0/24",  // documentation
		"224.0.0.0/4",     // multicast
		"240.0.0.0/4",     // reserved, broadcast
	}
}

// reserved6 is what IANA's registries except from global unicast. All else
// outside 2000::/3 is refused as a whole: loopback, unspecified, mapped IPv4,
// NAT64 (64:ff9b::/96), unique local, link-local, multicast.
func reserved6() []string {
	return []string{
		"2001::/23",         // protocol assignments, Teredo
		"2001:db8::/32",     // documentation
		"2002::/16",         // 6to4, which names an IPv4 address
		"2620:4f:8000::/48", // AS112
		"3fff::/20",         // documentation
	}
}
