package fetch

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// longestAddress is how many bytes an address may have.
const longestAddress = 8 << 10

// localNames are the names, and the suffixes of names, that mean something on
// a private network only.
var localNames = []string{
	"localhost", "local", "localdomain", "internal", "intranet", "private",
	"lan", "home", "corp", "home.arpa", "onion", "invalid",
}

// target parses an address and checks everything that can be checked before
// its host is looked up. The host of what it returns is lower-case ASCII.
func (c *Client) target(address string) (*url.URL, *Fault) {
	if len(address) > longestAddress {
		return nil, &Fault{Kind: KindBadAddress, Reason: "The address is too long."}
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return nil, &Fault{Kind: KindBadAddress, Reason: "The address cannot be read.", cause: err}
	}
	if fault := c.admit(u); fault != nil {
		return nil, fault
	}
	return u, nil
}

// admit checks scheme, credentials, host and port, and puts the host into the
// one form that is looked up, dialled and sent.
func (c *Client) admit(u *url.URL) *Fault {
	switch {
	case u.Scheme == "" && u.Host == "":
		return &Fault{Kind: KindBadAddress, Reason: "The address has no http:// or https:// before it."}
	case u.Scheme != "http" && u.Scheme != "https":
		return refuse("Only http and https addresses are fetched.")
	case u.User != nil:
		return refuse("An address with a user name in it is not fetched.")
	case u.Opaque != "" || u.Hostname() == "":
		return &Fault{Kind: KindBadAddress, Reason: "The address names no host."}
	}
	host, fault := hostName(u.Hostname())
	if fault != nil {
		return fault
	}
	port, fault := portOf(u)
	if fault != nil {
		return fault
	}
	if fault := c.worthDialling(host, port); fault != nil {
		return fault
	}
	u.Fragment, u.RawFragment = "", ""
	u.Host = bracketed(host)
	if u.Port() == "" && port != defaultPort(u.Scheme) {
		u.Host = net.JoinHostPort(host, strconv.Itoa(int(port)))
	}
	return nil
}

// worthDialling refuses what the guard would refuse anyway, without asking a
// name server, so that nobody learns of the attempt.
func (c *Client) worthDialling(host string, port uint16) *Fault {
	if _, ruled := c.rules.lookup(host); ruled {
		return nil
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		return c.guard.permits(netip.AddrPortFrom(ip, port))
	}
	if c.guard.only {
		return &Fault{Kind: KindDNS, Reason: "The host " + host + " is not part of the demonstration."}
	}
	if !c.guard.portPossible(port) {
		return refuse("The address names a port that no public site uses.")
	}
	for _, name := range localNames {
		if host == name || strings.HasSuffix(host, "."+name) {
			return refuse("The host's name belongs to a private network, and those are not asked.")
		}
	}
	return nil
}

// hostName returns a host in lower-case ASCII without a dot at its end, or an
// IP address in its usual form. It refuses names that some resolvers would
// take for a number: they are only written to slip past a check.
func hostName(host string) (string, *Fault) {
	host = strings.TrimSuffix(host, ".")
	if ip, err := netip.ParseAddr(host); err == nil {
		if ip.Zone() != "" {
			return "", refuse("An address with a network zone in it is not fetched.")
		}
		return ip.String(), nil
	}
	ascii, err := hostProfile().ToASCII(host)
	if err != nil {
		return "", refuse("The host's name is not one that a public site can have.")
	}
	ascii = strings.ToLower(strings.TrimSuffix(ascii, "."))
	// Other scripts' digits and dots have become plain ones by now.
	if ip, err := netip.ParseAddr(ascii); err == nil {
		return ip.String(), nil
	}
	if ascii == "" || len(ascii) > 253 || strings.ContainsFunc(ascii, notInHost) || strings.Contains(ascii, "..") {
		return "", refuse("The host's name is not one that a public site can have.")
	}
	if numeric(ascii[strings.LastIndexByte(ascii, '.')+1:]) {
		return "", refuse("The host is a number written in an unusual way.")
	}
	return ascii, nil
}

// hostProfile maps names as browsers do. Underscores occur in real names, so
// the strict rules for letters are left to notInHost.
func hostProfile() *idna.Profile {
	return idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false))
}

func notInHost(r rune) bool {
	return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '.' && r != '_'
}

// numeric says whether a label is a number in decimal, octal or hexadecimal.
func numeric(label string) bool {
	if hex, ok := strings.CutPrefix(label, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(label, "0123456789") == ""
}

func portOf(u *url.URL) (uint16, *Fault) {
	if u.Port() == "" {
		return defaultPort(u.Scheme), nil
	}
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	if err != nil || port == 0 {
		return 0, refuse("The address names a port that does not exist.")
	}
	return uint16(port), nil
}

func defaultPort(scheme string) uint16 {
	if scheme == "https" {
		return 443
	}
	return 80
}

func bracketed(host string) string {
	if strings.Contains(host, ":") {
		return "[" + host + "]"
	}
	return host
}

// redirects says whether a status sends the client elsewhere.
func redirects(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// lasting says whether a redirect means that the address has changed for good.
func lasting(status int) bool {
	return status == http.StatusMovedPermanently || status == http.StatusPermanentRedirect
}

// next returns where a redirect leads, checked as the first address was.
func (c *Client) next(from *url.URL, res *Response) (*url.URL, *Fault) {
	location := strings.TrimSpace(res.Header.Get("Location"))
	if location == "" {
		return nil, badRedirect(res.Status, "The site sends us on without saying where.")
	}
	if len(location) > longestAddress {
		return nil, badRedirect(res.Status, "The site sends us on to an address that is too long.")
	}
	if lower := strings.ToLower(location); strings.Contains(lower, "%0d") || strings.Contains(lower, "%0a") {
		return nil, badRedirect(res.Status, "The site sends us on to an address with a line break in it.")
	}
	to, err := from.Parse(location)
	if err != nil {
		return nil, refuse("The site sends us on to an address that cannot be read.")
	}
	if from.Scheme == "https" && to.Scheme == "http" {
		return nil, refuse("The site sends us from https to http, where anyone on the way could change what we read.")
	}
	if fault := c.admit(to); fault != nil {
		return nil, fault
	}
	return to, nil
}

func badRedirect(status int, reason string) *Fault {
	return &Fault{Kind: KindBadRedirect, Reason: reason, Status: status}
}
