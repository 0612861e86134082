package wire

import (
	"net/url"
	"regexp"
	"strings"

	"dateline/internal/news"
)

const maxPattern = 500 // bytes

// linkPattern says which addresses are reports'.
type linkPattern struct {
	host  string // without "www."
	port  string // "" for any
	below bool   // hosts below that one count as well
	path  *regexp.Regexp
	query map[string]*regexp.Regexp // parameters that have to be there
}

// compilePattern reads a pattern for the links of a page.
func compilePattern(pattern string, page *url.URL) (*linkPattern, error) {
	pattern = strings.TrimSpace(pattern)
	_, rest, schemed := strings.Cut(pattern, "://")
	if !schemed {
		rest = pattern
	}
	if rest == "" || len(rest) > maxPattern || strings.ContainsAny(rest, " \t\r\n") {
		return nil, &Error{Kind: KindPattern, Reason: "The pattern has to be part of an address, like /news/*."}
	}
	l := &linkPattern{host: plainHost(page.Hostname()), below: true, query: map[string]*regexp.Regexp{}}
	if host, path, _ := strings.Cut(rest, "/"); host != "" && (schemed || strings.Contains(host, ".")) {
		bare := strings.TrimPrefix(host, "*.")
		l.below = len(bare) < len(host)
		bare, l.port, _ = strings.Cut(bare, ":")
		l.host = plainHost(bare)
		rest = "/" + path
	}
	if !strings.HasPrefix(rest, "/") {
		rest = "/" + rest
	}
	path, query, _ := strings.Cut(rest, "?")
	l.path = globOf(unescapedPath(strings.TrimSuffix(path, "/")), "[^/]+")
	for _, parameter := range strings.Split(query, "&") {
		if name, value, _ := strings.Cut(parameter, "="); name != "" {
			l.query[name] = globOf(value, ".+")
		}
	}
	return l, nil
}

// globOf makes an expression of text in which "*" stands for what one allows,
// "**" for anything, and "#" for a number.
func globOf(text, one string) *regexp.Regexp {
	var b strings.Builder
	b.WriteString("^")
	for text != "" {
		at := strings.IndexAny(text, "*#")
		if at < 0 {
			b.WriteString(regexp.QuoteMeta(text))
			break
		}
		b.WriteString(regexp.QuoteMeta(text[:at]))
		switch {
		case strings.HasPrefix(text[at:], "**"):
			b.WriteString(".+")
			text = strings.TrimLeft(text[at:], "*")
			continue
		case text[at] == '*':
			b.WriteString(one)
		default:
			b.WriteString("[0-9]+")
		}
		text = text[at+1:]
	}
	b.WriteString("$")
	// Everything outside the three signs was quoted, so this always compiles;
	// an expression that matches nothing stands in for the impossible.
	expression, err := regexp.Compile(b.String())
	if err != nil {
		return regexp.MustCompile(`[^\s\S]`)
	}
	return expression
}

// fits says whether an address is one that the pattern means.
func (l *linkPattern) fits(to *url.URL) bool {
	host := plainHost(to.Hostname())
	if host != l.host && !(l.below && strings.HasSuffix(host, "."+l.host)) {
		return false
	}
	if l.port != "" && to.Port() != l.port || !l.path.MatchString(strings.TrimSuffix(to.Path, "/")) {
		return false
	}
	if len(l.query) == 0 {
		return true
	}
	given := to.Query()
	for name, value := range l.query {
		if !value.MatchString(given.Get(name)) {
			return false
		}
	}
	return true
}

// key names the report at an address that fits the pattern, else "". A pattern
// that asks for no parameter tells reports by their path.
func (l *linkPattern) key(to *url.URL) string {
	switch {
	case !l.fits(to):
		return ""
	case len(l.query) == 0:
		return pathOnly(to)
	}
	return news.AddressKey(to.String())
}

// pathOnly names an address by its path, whatever parameters it has.
func pathOnly(to *url.URL) string {
	plain := *to
	plain.Fragment, plain.RawFragment, plain.RawQuery = "", "", ""
	return news.AddressKey(plain.String())
}

func plainHost(host string) string {
	return strings.TrimPrefix(strings.ToLower(strings.TrimSuffix(host, ".")), "www.")
}

func unescapedPath(path string) string {
	if plain, err := url.PathUnescape(path); err == nil {
		return plain
	}
	return path
}
