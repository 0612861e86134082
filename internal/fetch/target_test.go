package fetch_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"dateline/internal/fetch"
	"dateline/internal/news"
)

// TestTrickyAddresses gives the client every way of writing an address that
// leads where it must not go, directly and as a redirect. The witness tells
// when one got through.
func TestTrickyAddresses(t *testing.T) {
	private := witness(t)
	port := addressOf(t, private).Port()
	// The rule of the allow-list is for another port, so that the port alone
	// does not decide in every case.
	names := nameServer(t, map[string][]string{
		"private.example": {"10.0.0.1"}, "loopback.example": {"127.0.0.1"},
		"mapped.example": {"::ffff:127.0.0.1"}, "mixed.example": {"10.0.0.1", "127.0.0.1", "fd00::1"},
	})
	hosts := []string{
		"127.0.0.1", "127.1", "2130706433", "0177.0.0.1", "0x7f.0.0.1", "0x7f000001", "0", "0.0.0.0",
		"localhost", "localhost.", "x.localhost", "LOCALHOST", "metadata.google.internal", "printer.local",
		"169.254.169.254", "2852039166", "0251.0376.0251.0376", "10.0.0.1", "192.168.0.1", "100.64.0.1",
		"[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
		"[fe80::1%25lo]", "[fd00::1]", "[fec0::1]", "１２７.０.０.１", "①②⑦.0.0.1", "127。0。0。1",
		"user@127.0.0.1", "user:word@127.0.0.1", "example.org@127.0.0.1", "xn--localhost-.",
		"private.example", "loopback.example", "mapped.example", "mixed.example",
	}
	client := clientFor(t, fetch.Options{Resolver: names})
	for _, host := range hosts {
		for _, at := range []string{"", fmt.Sprintf(":%d", port)} {
			address := "http://" + host + at + "/secret"
			_, err := client.Get(t.Context(), fetch.Request{URL: address})
			if got := faultOf(err); got != fetch.KindRefused {
				t.Errorf("Get(%s) = %v (kind %q), want refused", address, err, got)
			}
		}
	}
	site := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", "http://"+r.URL.Query().Get("to")+"/secret")
		w.WriteHeader(http.StatusFound)
	})
	follow := clientFor(t, fetch.Options{Resolver: names}, site)
	for _, host := range hosts {
		address := site.URL + "/?to=" + strings.ReplaceAll(host, "%", "%25") + fmt.Sprintf(":%d", port)
		_, err := follow.Get(t.Context(), fetch.Request{URL: address})
		if got := faultOf(err); got != fetch.KindRefused {
			t.Errorf("redirect to %s = %v (kind %q), want refused", host, err, got)
		}
	}
}

func TestAddressesOfOtherKinds(t *testing.T) {
	client := clientFor(t, fetch.Options{Resolver: nameServer(t, nil)})
	for _, tc := range []struct {
		address string
		want    fetch.Kind
	}{
		{"file:///etc/passwd", fetch.KindRefused},
		{"gopher://example.org/", fetch.KindRefused},
		{"javascript:alert(1)", fetch.KindRefused},
		{"data:text/xml,x", fetch.KindRefused},
		{"unix:///var/run/x.sock", fetch.KindRefused},
		{"http://example.org:22/", fetch.KindRefused},
		{"http://example.org:6379/", fetch.KindRefused},
		{"http://example.org:99999/", fetch.KindRefused},
		{"http://example.org\\@127.0.0.1/", fetch.KindBadAddress},
		{"", fetch.KindBadAddress},
		{"example.org/feed", fetch.KindBadAddress},
		{"http://", fetch.KindBadAddress},
		{"http:///path", fetch.KindBadAddress},
		{"http://example.org/" + strings.Repeat("a", 9000), fetch.KindBadAddress},
		{"http://nobody.example/", fetch.KindDNS},
	} {
		_, err := client.Get(t.Context(), fetch.Request{URL: tc.address})
		if got := faultOf(err); got != tc.want {
			t.Errorf("Get(%.60q) = %v (kind %q), want %q", tc.address, err, got, tc.want)
		}
	}
}

// A mixed answer is dialled at the permitted address only.
func TestMixedAnswer(t *testing.T) {
	site := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "permitted") })
	names := nameServer(t, map[string][]string{"mixed.example": {"10.0.0.1", "127.0.0.1", "192.168.7.7"}})
	client := clientFor(t, fetch.Options{Resolver: names}, site)
	address := fmt.Sprintf("http://mixed.example:%d/", addressOf(t, site).Port())
	res, err := client.Get(t.Context(), fetch.Request{URL: address})
	if err != nil {
		t.Fatalf("Get(%s): %v", address, err)
	}
	if got := string(res.Body); got != "permitted" {
		t.Errorf("body = %q, want %q", got, "permitted")
	}
}

func TestRules(t *testing.T) {
	site := serve(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Host) })
	private := witness(t)
	to, closed := addressOf(t, site), addressOf(t, private)
	rules := fetch.Rules{
		{Host: "*.outlets.example", To: to},
		{Host: "secret.outlets.example", To: closed},
		{Host: "plain.example", To: to},
	}
	for _, tc := range []struct {
		name    string
		address string
		only    bool
		body    string
		want    fetch.Kind
	}{
		{"a name", "http://plain.example/feed", false, "plain.example", ""},
		{"upper case, dot at the end", "http://PLAIN.example./feed", true, "plain.example", ""},
		{"the port of the address is kept for the site", "http://plain.example:81/feed", true, "plain.example:81", ""},
		{"a suffix", "http://a.b.outlets.example/", true, "a.b.outlets.example", ""},
		{"the suffix itself is not below it", "http://outlets.example/", true, "", fetch.KindDNS},
		{"a rule opens nothing", "http://secret.outlets.example/", false, "", fetch.KindRefused},
		{"no rule, nothing else", "http://other.example/", true, "", fetch.KindDNS},
		{"a public address, nothing else", "http://8.8.8.8/", true, "", fetch.KindRefused},
	} {
		t.Run(tc.name, func(t *testing.T) {
			client := clientFor(t, fetch.Options{Rules: rules, Only: tc.only}, site)
			res, err := client.Get(t.Context(), fetch.Request{URL: tc.address})
			if got := faultOf(err); got != tc.want {
				t.Fatalf("Get(%s) = %v (kind %q), want %q", tc.address, err, got, tc.want)
			}
			if err == nil && string(res.Body) != tc.body {
				t.Errorf("the site saw host %q, want %q", res.Body, tc.body)
			}
		})
	}
}

func TestParseRule(t *testing.T) {
	for _, tc := range []struct {
		text string
		want fetch.Rule
		ok   bool
	}{
		{"news.example=127.0.0.1:8080", fetch.Rule{Host: "news.example", To: netip.MustParseAddrPort("127.0.0.1:8080")}, true},
		{"*.News.Example = [::1]:80", fetch.Rule{Host: "*.news.example", To: netip.MustParseAddrPort("[::1]:80")}, true},
		{"news.example", fetch.Rule{}, false},
		{"news.example=localhost:80", fetch.Rule{}, false},
		{"news.example=127.0.0.1", fetch.Rule{}, false},
		{"news.example=127.0.0.1:0", fetch.Rule{}, false},
		{"=127.0.0.1:80", fetch.Rule{}, false},
		{"a b=127.0.0.1:80", fetch.Rule{}, false},
	} {
		got, err := fetch.ParseRule(tc.text)
		if (err == nil) != tc.ok || got != tc.want {
			t.Errorf("ParseRule(%q) = %v, %v, want %v, ok %v", tc.text, got, err, tc.want, tc.ok)
		}
		if err != nil && !errors.Is(err, news.ErrInvalid) {
			t.Errorf("ParseRule(%q) = %v, want an error of kind invalid", tc.text, err)
		}
	}
}
