package fetch

import (
	"net/netip"
	"slices"
	"syscall"
)

// globalUnicast6 is the only part of IPv6 that addresses on the internet are
// given out of.
var globalUnicast6 = netip.MustParsePrefix("2000::/3")

// specialRanges are the ranges of the special-purpose registries of IPv4, and
// those of IPv6 inside 2000::/3: private networks, this machine, documentation,
// and the tunnels that carry an IPv4 address which nobody would check.
var specialRanges = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),       // this network
	netip.MustParsePrefix("10.0.0.0/8"),      // private
	netip.MustParsePrefix("100.64.0.0/10"),   // carrier-grade NAT
	netip.MustParsePrefix("127.0.0.0/8"),     // loopback
	netip.MustParsePrefix("169.254.0.0/16"),  // link-local, cloud metadata
	netip.MustParsePrefix("172.16.0.0/12"),   // private
	netip.MustParsePrefix("192.0.0.0/24"),    // protocol assignments
	netip.MustParsePrefix("192.0.2.0/24"),    // documentation
	netip.MustParsePrefix("192.31.196.0/24"), // AS112
	netip.MustParsePrefix("192.52.193.0/24"), // AMT
	netip.MustParsePrefix("192.88.99.0/24"),  // 6to4 relay, deprecated
	netip.MustParsePrefix("192.168.0.0/16"),  // private
	netip.MustParsePrefix("192.175.48.0/24"), // AS112
	netip.MustParsePrefix("198.18.0.0/15"),   // benchmarks
	netip.MustParsePrefix("198.51.100.0/24"), // documentation
	netip.MustParsePrefix("203.0.113.0/24"),  // documentation
	netip.MustParsePrefix("224.0.0.0/4"),     // multicast
	netip.MustParsePrefix("240.0.0.0/4"),     // reserved, broadcast

	netip.MustParsePrefix("2001::/23"),         // protocol assignments, Teredo, ORCHID
	netip.MustParsePrefix("2001:db8::/32"),     // documentation
	netip.MustParsePrefix("2002::/16"),         // 6to4
	netip.MustParsePrefix("2620:4f:8000::/48"), // AS112
	netip.MustParsePrefix("3ffe::/16"),         // the former 6bone
	netip.MustParsePrefix("3fff::/20"),         // documentation
}

// webPorts are the ports that a public site may be asked on.
var webPorts = []uint16{80, 443}

// public says whether an address is one on the internet. It says no to every
// special range, to an address with a zone, and to IPv6 that wraps IPv4 in a
// translator's or tunnel's prefix.
func public(ip netip.Addr) bool {
	if !ip.IsValid() || ip.Zone() != "" {
		return false
	}
	// A mapped address is the IPv4 address to the kernel, so judge that one.
	ip = ip.Unmap()
	if ip.Is6() && !globalUnicast6.Contains(ip) {
		return false
	}
	return !slices.ContainsFunc(specialRanges, func(r netip.Prefix) bool { return r.Contains(ip) })
}

// guard decides which socket addresses may be dialled.
type guard struct {
	allow []netip.AddrPort // exact addresses that are let through though they are private
	only  bool             // nothing but those is let through
}

// permits returns nil when to may be dialled, and otherwise a fault of kind
// KindRefused.
func (g guard) permits(to netip.AddrPort) *Fault {
	to = netip.AddrPortFrom(to.Addr().Unmap(), to.Port())
	switch {
	case slices.Contains(g.allow, to):
		return nil
	case g.only:
		return refuse("Only the addresses of the demonstration can be reached here.")
	case !public(to.Addr()):
		return refuse("The address leads into a private network, and those are not asked.")
	case !slices.Contains(webPorts, to.Port()):
		return refuse("The address names a port that no public site uses.")
	}
	return nil
}

// portPossible says whether any address at that port could be let through, so
// that a hopeless address need not even be looked up.
func (g guard) portPossible(port uint16) bool {
	if !g.only && slices.Contains(webPorts, port) {
		return true
	}
	return slices.ContainsFunc(g.allow, func(a netip.AddrPort) bool { return a.Port() == port })
}

// control is called by the dialer with the address of the socket, after
// everything was resolved and before anything is sent: what was checked is
// what is dialled, whatever a name server says the next time.
func (g guard) control(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return refuse("The address cannot be checked.")
	}
	if f := g.permits(to); f != nil {
		return f
	}
	return nil
}
