// Package source keeps to which outlets and feeds the newsroom follows: it
// reads and writes lists of them, takes a list over, finds the feeds of a
// site, and brings the list a new newsroom starts with. It fetches nothing
// itself and stores nothing itself.
package source

import (
	"net"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/idna"

	"dateline/internal/news"
)

// Listing is one line of a list of outlets: an outlet and one of its feeds.
type Listing struct {
	// Outlet is who publishes. Its name is never empty in a list that was
	// read; its kind is empty when the list does not say.
	Outlet news.Outlet
	// FeedURL is the feed's address as the list gives it. It may be one that
	// cannot be followed, which Import then reports.
	FeedURL string
	// Title is what the list says that the feed calls itself; may be empty.
	Title string
	// Folder is where the listing stands in the list, the names of nested
	// folders joined by "/"; empty at the top.
	Folder string
	// Pattern is set for a page without a feed that is followed by its links,
	// as wire.ParsePage takes it; FeedURL is then the page's address.
	Pattern string
}

// feedAddress returns the address in the one form it is stored in: an http or
// https address with scheme and host in lower case, without a default port and
// without a fragment. The reason says, in one sentence, why an address cannot
// be followed; it is empty when it can.
func feedAddress(address string) (clean, reason string) {
	address = strings.TrimSpace(address)
	if address == "" {
		return "", "It has no feed address."
	}
	u, err := url.Parse(withoutFeedScheme(address))
	if err != nil || u.Opaque != "" {
		return "", "Its feed address cannot be understood."
	}
	u.Scheme = strings.ToLower(u.Scheme)
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return "", "Its feed address is not an http or https address."
	case u.Hostname() == "":
		return "", "Its feed address names no host."
	case u.User != nil:
		return "", "Its feed address holds a name and password, which would be stored in the open."
	}
	host, err := idna.Lookup.ToASCII(u.Hostname())
	if err != nil {
		host = strings.ToLower(u.Hostname())
	}
	u.Host = hostPort(u.Scheme, host, u.Port())
	u.Fragment, u.RawFragment = "", ""
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String(), ""
}

// siteAddress returns the address of a front page as it was given, "" for
// anything that a browser should not be sent to.
func siteAddress(text string) string {
	text = strings.TrimSpace(text)
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	return text
}

// withoutFeedScheme turns the forms that browsers once handed to feed readers,
// feed://host/ and feed:https://host/, into ordinary addresses.
func withoutFeedScheme(address string) string {
	if len(address) < 5 || !strings.EqualFold(address[:5], "feed:") {
		return address
	}
	rest := address[5:]
	if strings.HasPrefix(rest, "//") {
		return "http:" + rest
	}
	return rest
}

func hostPort(scheme, host, port string) string {
	standard := map[string]string{"http": "80", "https": "443"}
	if port != "" && port != standard[scheme] {
		return net.JoinHostPort(host, port)
	}
	if strings.Contains(host, ":") {
		return "[" + host + "]"
	}
	return host
}

// kindOf returns the kind that text names, "" when it names none.
func kindOf(text string) news.OutletKind {
	kind := news.OutletKind(strings.ToLower(strings.TrimSpace(text)))
	if slices.Contains(news.OutletKinds, kind) {
		return kind
	}
	return ""
}

// countryOf returns an ISO 3166 code in upper case, "" for anything that does
// not look like one.
func countryOf(text string) string {
	code := strings.ToUpper(strings.TrimSpace(text))
	if len(code) == 2 && code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z' {
		return code
	}
	return ""
}

// languageOf returns a language tag in lower case, "" for words that are none.
func languageOf(text string) string {
	tag := strings.ToLower(strings.ReplaceAll(strings.TrimSpace(text), "_", "-"))
	if len(tag) < 2 || len(tag) > 35 || strings.ContainsAny(tag, " \t\r\n;,/") {
		return ""
	}
	return tag
}

// standingOf returns the standing that text names, the plain one when it names
// none.
func standingOf(text string) news.Standing {
	switch standing := news.Standing(strings.ToLower(strings.TrimSpace(text))); standing {
	case news.StandingPreferred, news.StandingIgnored:
		return standing
	}
	return news.StandingPlain
}
