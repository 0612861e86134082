package web

import (
	"net/http"
	"net/netip"
	"testing"
)

func TestAddressesAsTheyAreTyped(t *testing.T) {
	for typed, want := range map[string]string{
		" example.org/news ":      "https://example.org/news",
		"//example.org":           "https://example.org",
		"http://example.org/":     "http://example.org/",
		"localhost:8080/x":        "https://localhost:8080/x",
		"example.org/?to=http:x":  "https://example.org/?to=http:x",
		"javascript:alert(1)":     "javascript:alert(1)",
		"mailto:desk@example.org": "mailto:desk@example.org",
		"not an address":          "not an address",
		"nonsense":                "nonsense",
		"":                        "",
	} {
		if got := webAddress(typed); got != want {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
	}
}

func TestNetworkOfARequest(t *testing.T) {
	behind := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for _, tc := range []struct {
		name    string
		proxies []netip.Prefix
		remote  string
		header  []string
		want    string
	}{
		{"no proxy", nil, "192.0.2.7:5000", nil, "192.0.2.7"},
		{"no proxy, a header of the sender's own", nil, "192.0.2.7:5000", []string{"198.51.100.1"}, "192.0.2.7"},
		{"header from elsewhere than a proxy", behind, "192.0.2.7:5000", []string{"198.51.100.1"}, "192.0.2.7"},
		{"one proxy", behind, "10.1.2.3:80", []string{"198.51.100.1"}, "198.51.100.1"},
		{"what the sender put before it", behind, "10.1.2.3:80", []string{"203.0.113.9, 198.51.100.1"}, "198.51.100.1"},
		{"two proxies", behind, "10.1.2.3:80", []string{"203.0.113.9, 198.51.100.1, 10.9.9.9"}, "198.51.100.1"},
		{"two headers", behind, "10.1.2.3:80", []string{"203.0.113.9", "198.51.100.1, 10.9.9.9"}, "198.51.100.1"},
		{"with a port", behind, "10.1.2.3:80", []string{"198.51.100.1:4711"}, "198.51.100.1"},
		{"proxies only", behind, "10.1.2.3:80", []string{"10.9.9.9"}, "10.1.2.3"},
		{"no header", behind, "10.1.2.3:80", nil, "10.1.2.3"},
		{"no address", behind, "10.1.2.3:80", []string{"198.51.100.1, unknown"}, "10.1.2.3"},
		{"mapped", behind, "[::ffff:10.1.2.3]:80", []string{"::ffff:198.51.100.1"}, "198.51.100.1"},
		{"customer's network", nil, "[2001:db8:1:2:3:4:5:6]:80", nil, "2001:db8:1:2::/64"},
		{"customer's network behind a proxy", behind, "[fd00::1]:80", []string{"[2001:db8:1:2::9]:80"}, "2001:db8:1:2::/64"},
		{"no address at all", nil, "@", nil, "@"},
	} {
		s := &Server{Options: Options{Proxies: tc.proxies}}
		r := &http.Request{RemoteAddr: tc.remote, Header: http.Header{"X-Forwarded-For": tc.header}}
		if got := s.network(r); got != tc.want {
			t.Errorf("%s: got %q, want %q", tc.name, got, tc.want)
		}
	}
}
