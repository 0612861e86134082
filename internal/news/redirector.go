package news

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"net/url"
	"regexp"
	"strings"
)

// unwrap follows the addresses of redirectors and AMP caches, which carry the
// address of the page in themselves. A few wrappings are as many as are met.
func unwrap(u *url.URL) *url.URL {
	for range 4 {
		inner := webAddress(carried(u))
		if inner == nil {
			return u
		}
		u = inner
	}
	return u
}

// carried returns the address that a redirector's address carries, or "".
func carried(u *url.URL) string {
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	path := u.EscapedPath()
	switch {
	case strings.HasSuffix(host, ".cdn.ampproject.org"), host == "cdn.ampproject.org":
		return ampCached(path)
	case googleHost.MatchString(host) && strings.HasPrefix(path, "/amp/"):
		return ampCached(strings.TrimPrefix(path, "/amp"))
	}
	if googleHost.MatchString(host) && path == "/url" {
		query := u.Query()
		return cmp.Or(query.Get("url"), query.Get("q"))
	}
	if host == "news.google.com" {
		if inner := encodedAddress(path); inner != "" {
			return inner
		}
	}
	query := u.Query()
	for _, name := range redirectors[host] {
		if v := query.Get(name); v != "" {
			return v
		}
	}
	return ""
}

// encodedAddress returns the address that the last part of a path holds in
// base64 among other bytes, "" when it holds none.
func encodedAddress(path string) string {
	part := path[strings.LastIndexByte(path, '/')+1:]
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(part, "="))
	if err != nil {
		return ""
	}
	at := bytes.Index(raw, []byte("http"))
	if at < 0 {
		return ""
	}
	end := at
	for end < len(raw) && raw[end] > ' ' && raw[end] < 0x7f {
		end++
	}
	return string(raw[at:end])
}

var googleHost = regexp.MustCompile(`^google\.(com|[a-z]{2}|com?\.[a-z]{2})$`)

// redirectors are hosts that only pass readers on, with the parameters in
// which they carry where to. What any other host says of itself is not taken
// for an address: a site could name its pages as another's that way. Where it
// leads is known when its page was read.
var redirectors = map[string][]string{
	"l.facebook.com":            {"u"},
	"lm.facebook.com":           {"u"},
	"l.instagram.com":           {"u"},
	"l.messenger.com":           {"u"},
	"out.reddit.com":            {"url"},
	"t.umblr.com":               {"z"},
	"away.vk.com":               {"to"},
	"news.url.google.com":       {"url", "q"},
	"feedproxy.google.com":      {"url"},
	"exit.sc":                   {"url"},
	"href.li":                   {"url"},
	"go.skimresources.com":      {"url"},
	"click.linksynergy.com":     {"murl"},
	"urldefense.proofpoint.com": {"u"},
	"nl.nytimes.com":            {"url"},
	"redirect.viglink.com":      {"u"},
}

// ampCached returns the address in an AMP cache's path: /c/s/host/path, where
// s stands for https and the first letters for the kind of thing.
func ampCached(path string) string {
	scheme, rest := "http://", strings.TrimPrefix(path, "/")
	for {
		head, tail, found := strings.Cut(rest, "/")
		if !found || len(head) > 1 {
			break
		}
		if head == "s" {
			scheme = "https://"
		}
		rest = tail
	}
	if !strings.Contains(strings.SplitN(rest, "/", 2)[0], ".") {
		return ""
	}
	return scheme + rest
}
