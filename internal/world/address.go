package world

import (
	"net"
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// addressKey returns the form in which two spellings of one address are
// equal, and the name of its host: lower-case scheme and host, no default
// port, no fragment, path and query as they go over the wire. The error is a
// *news.InvalidError.
func addressKey(address string) (key, host string, err error) {
	u, err := url.Parse(address)
	if err != nil || u.Opaque != "" || u.Hostname() == "" || u.User != nil {
		return "", "", broken("%q is not an address", address)
	}
	scheme := strings.ToLower(u.Scheme)
	if scheme != "http" && scheme != "https" {
		return "", "", broken("%q is not an http or https address", address)
	}
	host = asciiHost(u.Hostname())
	return joinKey(scheme, host, u.Port(), u.RequestURI()), host, nil
}

// joinKey puts a key together; port may be empty.
func joinKey(scheme, host, port, request string) string {
	if port == "" || port == defaultPort(scheme) {
		return scheme + "://" + host + request
	}
	return scheme + "://" + net.JoinHostPort(host, port) + request
}

func defaultPort(scheme string) string {
	if scheme == "https" {
		return "443"
	}
	return "80"
}

// asciiHost returns the name as it stands in a Host header, or the name in
// lower case when it has no such form.
func asciiHost(name string) string {
	if ascii, err := idna.Lookup.ToASCII(name); err == nil {
		return ascii
	}
	return strings.ToLower(name)
}

// splitHost parts a Host header into name and port, "" when it has none.
func splitHost(header string) (name, port string) {
	name, port, err := net.SplitHostPort(header)
	if err != nil {
		name, port = strings.Trim(header, "[]"), ""
	}
	return asciiHost(name), port
}
