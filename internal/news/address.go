package news

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"regexp"
	"sort"
	"strings"

	"golang.org/x/net/idna"
)

// AddressKey returns the one form under which an address is known, so that a
// report met twice is one report: no scheme, lower-case host in ASCII without
// its www., mobile or AMP prefix, no default port, no fragment, no tracking
// parameters, the others sorted, no AMP path, no slash at the end, percent
// escapes only where they are needed, and at most 1,000 bytes. It returns ""
// when the address is no http or https address. A key is for comparing: readers are sent to
// CleanAddress.
func AddressKey(address string) string {
	u := webAddress(address)
	if u == nil {
		return ""
	}
	u = unwrap(u)
	host := hostKey(u)
	if host == "" {
		return ""
	}
	path := pathKey(u.EscapedPath())
	query := queryKey(u.RawQuery)
	if host == "youtu.be" && len(path) > 1 {
		host, path, query = "youtube.com", "/watch", "v="+path[1:]
	}
	key := host + path
	if query != "" {
		key += "?" + query
	}
	return shortKey(key)
}

const (
	// longestAddress is how many bytes an address may have to be one: more
	// than any browser's line shows, and little to look through.
	longestAddress = 8 << 10
	// longestKey is how many bytes a key has at most: what an index of any
	// database takes.
	longestKey = 1000
	// keptKey is how many bytes of a longer one stand before its hash.
	keptKey = 900
)

// shortKey returns a key, or where it is too long its beginning and a hash of
// it.
func shortKey(key string) string {
	if len(key) <= longestKey {
		return key
	}
	sum := sha256.Sum256([]byte(key))
	return strings.ToValidUTF8(key[:keptKey], "") + hex.EncodeToString(sum[:])
}

// CleanAddress returns the address that readers are sent to: as it was
// published, without the parameters and fragments that only count readers. It
// returns "" when the address is no http or https address.
func CleanAddress(address string) string {
	if webAddress(address) == nil {
		return ""
	}
	address = oneLine(address)
	rest, fragment, _ := strings.Cut(address, "#")
	base, query, _ := strings.Cut(rest, "?")
	if kept := strings.Join(keptParameters(query), "&"); kept != "" {
		base += "?" + kept
	}
	if fragment != "" && !fragmentCounts(fragment) {
		base += "#" + fragment
	}
	return base
}

// IsAddress says whether a text is nothing but the address of a page, as the
// headline of a report is that nobody could read.
func IsAddress(text string) bool {
	text = strings.TrimSpace(text)
	return !strings.ContainsAny(text, " \t\r\n") && webAddress(text) != nil
}

// CompleteAddress returns what a person typed as an address without its
// scheme, such as example.org/feed, with https:// before it, and everything
// else as it is but for white space around it.
func CompleteAddress(typed string) string {
	typed = strings.TrimSpace(typed)
	if strings.HasPrefix(typed, "//") {
		return "https:" + typed
	}
	if bareAddress.MatchString(typed) {
		return "https://" + typed
	}
	return typed
}

// bareAddress is a host with a dot in it, or localhost, a port perhaps, and
// what may follow.
var bareAddress = regexp.MustCompile(`(?i)^(localhost|([\pL\pN_-]+\.)+[\pL\pN-]+|\[[0-9a-f:.]+\])(:[0-9]+)?([/?#]\S*)?$`)

// webAddress parses an http or https address with a host, forgiving what
// browsers forgive. It returns nil for anything else.
func webAddress(address string) *url.URL {
	if len(address) > 3*longestAddress { // white space may be dropped
		return nil
	}
	address, _, _ = strings.Cut(oneLine(address), "#")
	if len(address) > longestAddress {
		return nil
	}
	if strings.IndexByte(address, '%') >= 0 {
		address = strayPercent.ReplaceAllString(address, "%25$1")
	}
	u, err := url.Parse(address)
	if err != nil || u.Opaque != "" || u.Hostname() == "" {
		return nil
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	return u
}

// oneLine drops what browsers drop from an address, and gives it a scheme
// when only that is missing.
func oneLine(address string) string {
	address = strings.TrimSpace(address)
	if strings.HasPrefix(address, "//") {
		address = "https:" + address
	}
	address = strings.ReplaceAll(address, " ", "%20")
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' {
			return -1
		}
		return r
	}, address)
}

var strayPercent = regexp.MustCompile(`%([^0-9A-Fa-f]|[0-9A-Fa-f][^0-9A-Fa-f]|[0-9A-Fa-f]?$)`)

// hostKey returns the host as it is compared, with its port unless that is a
// default one.
func hostKey(u *url.URL) string {
	host := strings.Trim(strings.ToLower(u.Hostname()), ".")
	if !plainASCII(host) || strings.Contains(host, "xn--") {
		if ascii, err := idna.Lookup.ToASCII(host); err == nil {
			host = ascii
		}
	}
	if host == "" || strings.Contains(host, "..") || strings.ContainsAny(host, " /?#@<>%\"") {
		return ""
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	for {
		label, rest, found := strings.Cut(host, ".")
		if !found || !hostPrefixes[label] || !strings.Contains(rest, ".") {
			break
		}
		host = rest
	}
	if parts := strings.Split(host, "."); len(parts) > 3 && parts[1] == "m" {
		host = parts[0] + "." + strings.Join(parts[2:], ".")
	}
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		host += ":" + port
	}
	return host
}

var hostPrefixes = wordSet("www www1 www2 www3 m mobile mobil amp amp-www touch")

var (
	ampPath     = regexp.MustCompile(`(?i)^(?:/amp)+(/.+)$`)
	ampEnding   = regexp.MustCompile(`(?i)(?:(?:/amp(?:\.html?)?|/amphtml|/index\.amp\.html?|[.-]amp)/?)+$`)
	ampHTML     = regexp.MustCompile(`(?i)(?:[.-]amp)+(\.html?)$`)
	sessionPath = regexp.MustCompile(`(?i);(jsessionid|phpsessid|sid)=[^/;]*`)
	slashes     = regexp.MustCompile(`//+`)
)

// pathKey returns an escaped path as it is compared. The path of a front page
// is "".
func pathKey(path string) string {
	path = plainEscapes(path)
	if strings.IndexByte(path, ';') >= 0 {
		path = sessionPath.ReplaceAllString(path, "")
	}
	if strings.Contains(path, "//") {
		path = slashes.ReplaceAllString(path, "/")
	}
	path = dotless(path)
	if !saysAMP(path) {
		return strings.TrimRight(path, "/")
	}
	plain := path
	for range mostAMP {
		before := plain
		plain = ampPath.ReplaceAllString(plain, "$1")
		plain = ampHTML.ReplaceAllString(plain, "$1")
		plain = strings.TrimRight(ampEnding.ReplaceAllString(plain, ""), "/")
		if plain == before {
			return plain
		}
	}
	return strings.TrimRight(path, "/")
}

// mostAMP is how many turns a path is freed of its marks of AMP in. Pages
// carry one or two; one that goes on is made to cost time, and stays as it is.
const mostAMP = 8

// saysAMP says whether "amp" stands in a path, in any case. It spares most
// addresses the expressions.
func saysAMP(path string) bool {
	for i := 0; i+2 < len(path); i++ {
		if path[i]|0x20 == 'a' && path[i+1]|0x20 == 'm' && path[i+2]|0x20 == 'p' {
			return true
		}
	}
	return false
}

func plainASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// dotless resolves the "." and ".." parts of a path.
func dotless(path string) string {
	if !strings.Contains(path, "/.") {
		return path
	}
	var kept []string
	for _, part := range strings.Split(path, "/")[1:] {
		switch {
		case part == ".":
		case part == ".." && len(kept) > 0:
			kept = kept[:len(kept)-1]
		case part != "..":
			kept = append(kept, part)
		}
	}
	return "/" + strings.Join(kept, "/")
}

// queryKey returns a query as it is compared.
func queryKey(query string) string {
	kept := keptParameters(query)
	for i, p := range kept {
		name, value, found := strings.Cut(strings.ReplaceAll(p, "+", "%20"), "=")
		kept[i] = plainEscapes(name)
		if found {
			kept[i] += "=" + plainEscapes(value)
		}
	}
	sort.Strings(kept)
	return strings.Join(kept, "&")
}

// keptParameters returns the parameters of a query that do more than count
// readers, as they were written and in their order.
func keptParameters(query string) []string {
	query = strings.ReplaceAll(query, "&amp;", "&")
	var kept []string
	for _, p := range strings.Split(query, "&") {
		name, value, _ := strings.Cut(p, "=")
		if p != "" && name != "" && !tracking(unescaped(name), unescaped(value)) {
			kept = append(kept, p)
		}
	}
	return kept
}

func unescaped(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// fragmentCounts says whether a fragment only counts readers.
func fragmentCounts(fragment string) bool {
	first, _, _ := strings.Cut(strings.TrimLeft(fragment, "?!/"), "&")
	name, value, found := strings.Cut(first, "=")
	if found && (tracking(name, value) || strings.EqualFold(name, "echobox")) {
		return true
	}
	return channels[strings.ToLower(fragment)] || strings.EqualFold(fragment, "google_vignette")
}

const upperHex = "0123456789ABCDEF"

// plainEscapes writes percent escapes in one way: letters, digits and what
// needs none stand for themselves, everything else is escaped in upper case.
func plainEscapes(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c, escaped := s[i], false
		if c == '%' && i+2 < len(s) && unhex(s[i+1]) >= 0 && unhex(s[i+2]) >= 0 {
			c, escaped = byte(unhex(s[i+1])<<4|unhex(s[i+2])), true
			i += 2
		}
		if plainByte(c) || !escaped && strings.IndexByte("/!$&'()*+,;=:@", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(upperHex[c>>4])
		b.WriteByte(upperHex[c&15])
	}
	return b.String()
}

func plainByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		strings.IndexByte("-._~", c) >= 0
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
