package news

import (
	"bytes"
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
	if host == "news.google.com" {
		if inner := encodedAddress(path); inner != "" {
			return inner
		}
	}
	if u.RawQuery == "" {
		return ""
	}
	names, known := redirectors[host]
	if !known && passesOn(path) {
		names = passedIn
	}
	if len(names) == 0 {
		return ""
	}
	query := u.Query()
	for _, name := range names {
		if v := query.Get(name); known && v != "" || elsewhere(v, u) {
			return v
		}
	}
	return ""
}

// passedIn are the parameters in which redirectors carry where to.
var passedIn = []string{"url", "u", "to", "q", "target", "dest", "destination", "redirect", "link", "goto"}

// passing are the names of pages that only pass readers on.
var passing = wordSet("redirect redir redirector out away go click track url link goto exit leave jump r")

// passesOn says whether a path is that of a page that only passes readers on:
// /url, /out.php, /feed/redirect/.
func passesOn(path string) bool {
	path = strings.TrimRight(path, "/")
	name, _, _ := strings.Cut(path[strings.LastIndexByte(path, '/')+1:], ".")
	return passing[strings.ToLower(name)]
}

// elsewhere says whether a parameter is the address of a page on another host.
func elsewhere(value string, u *url.URL) bool {
	if !strings.HasPrefix(value, "http://") && !strings.HasPrefix(value, "https://") {
		return false
	}
	inner, err := url.Parse(value)
	return err == nil && inner.Hostname() != "" && !strings.EqualFold(inner.Hostname(), u.Hostname())
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
// which they carry where to.
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
