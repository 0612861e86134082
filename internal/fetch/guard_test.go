package fetch

import (
	"net/netip"
	"testing"
)

// Each special range is tried with an address inside it, and with one beside
// it that is on the internet.
func TestPublic(t *testing.T) {
	for _, tc := range []struct{ inside, outside string }{
		{"0.0.0.0", "1.0.0.1"},
		{"10.255.255.255", "11.0.0.0"},
		{"100.64.0.1", "100.128.0.1"},
		{"100.100.100.200", "100.63.255.255"},
		{"127.88.23.245", "128.0.0.1"},
		{"169.254.169.254", "169.255.0.1"},
		{"172.16.0.1", "172.32.0.1"},
		{"172.31.255.255", "172.15.255.255"},
		{"192.0.0.8", "192.0.1.1"},
		{"192.0.2.1", "192.0.3.1"},
		{"192.31.196.1", "192.31.197.1"},
		{"192.52.193.1", "192.52.194.1"},
		{"192.88.99.1", "192.88.98.1"},
		{"192.168.1.1", "192.169.0.1"},
		{"192.175.48.1", "192.175.49.1"},
		{"198.19.255.255", "198.20.0.1"},
		{"198.51.100.7", "198.51.101.7"},
		{"203.0.113.7", "203.0.114.7"},
		{"224.0.0.1", "223.255.255.255"},
		{"255.255.255.255", "8.8.8.8"},
		{"::", "2a00:1450:4001::1"},
		{"::1", "2606:4700::1"},
		{"::127.0.0.1", "2400:cb00::1"},
		{"::ffff:127.0.0.1", "::ffff:8.8.8.8"},
		{"::ffff:169.254.169.254", "::ffff:1.1.1.1"},
		{"64:ff9b::7f00:1", "2001:200::1"},
		{"64:ff9b::808:808", "2001:4860::8888"},
		{"64:ff9b:1::7f00:1", "2003::1"},
		{"100::1", "2001:500::1"},
		{"2001:0:7f00:1::", "2001:240::1"},
		{"2001:20::1", "2001:218::1"},
		{"2001:db8::1", "2001:db9::1"},
		{"2002:7f00:1::", "2003:7f00::"},
		{"2620:4f:8000::1", "2620:4f:8001::1"},
		{"3ffe::1", "3ffd::1"},
		{"3fff::1", "3fff:1000::1"},
		{"fc00::1", "2a02::1"},
		{"fd00:ec2::254", "2a03::1"},
		{"fe80::1", "2a04::1"},
		{"fec0::1", "2a05::1"},
		{"ff02::1", "2a06::1"},
		{"4000::1", "2a07::1"},
		{"5f00::1", "2a08::1"},
		{"100:0:0:1::1", "2a09::1"},
		{"2001:1::1", "2001:1200::1"},
		{"2001:2::1", "2a0a::1"},
		{"2001:3::1", "2a0b::1"},
		{"2001:4:112::1", "2a0c::1"},
		{"2001:10::1", "2a0d::1"},
		{"2001:30::1", "2a0e::1"},
		{"2001:1ff:ffff::1", "2001:200::"},
		{"3fff:fff:ffff::1", "3fff:1000::"},
	} {
		if public(netip.MustParseAddr(tc.inside)) {
			t.Errorf("public(%s) = true, want false", tc.inside)
		}
		if !public(netip.MustParseAddr(tc.outside)) {
			t.Errorf("public(%s) = false, want true", tc.outside)
		}
	}
	if public(netip.MustParseAddr("2a00:1450::1%eth0")) {
		t.Error("an address with a zone is public, want not")
	}
	if public(netip.Addr{}) {
		t.Error("the zero address is public, want not")
	}
}

func TestGuardPermits(t *testing.T) {
	own := netip.MustParseAddrPort("127.0.0.1:8080")
	for _, tc := range []struct {
		name  string
		guard guard
		to    string
		want  bool
	}{
		{"public on 80", guard{}, "8.8.8.8:80", true},
		{"public on 443", guard{}, "[2606:4700::1]:443", true},
		{"public on another port", guard{}, "8.8.8.8:22", false},
		{"private on 80", guard{}, "10.0.0.1:80", false},
		{"exactly the allowed one", guard{allow: []netip.AddrPort{own}}, "127.0.0.1:8080", true},
		{"the allowed one, mapped", guard{allow: []netip.AddrPort{own}}, "[::ffff:127.0.0.1]:8080", true},
		{"its host on another port", guard{allow: []netip.AddrPort{own}}, "127.0.0.1:8081", false},
		{"its port on another host", guard{allow: []netip.AddrPort{own}}, "127.0.0.2:8080", false},
		{"only the allowed one: public", guard{allow: []netip.AddrPort{own}, only: true}, "8.8.8.8:80", false},
		{"only the allowed one: itself", guard{allow: []netip.AddrPort{own}, only: true}, "127.0.0.1:8080", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			fault := tc.guard.permits(netip.MustParseAddrPort(tc.to))
			if got := fault == nil; got != tc.want {
				t.Errorf("permits(%s) = %v, want %v", tc.to, got, tc.want)
			}
			if err := tc.guard.control("tcp", tc.to, nil); (err == nil) != tc.want {
				t.Errorf("control(%s) = %v, want permitted: %v", tc.to, err, tc.want)
			}
		})
	}
}
