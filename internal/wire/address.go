package wire

import (
	"net/url"
	"strings"
)

// absolute completes an address against base. One that may not be followed,
// like javascript:, becomes "".
func absolute(base *url.URL, ref string) string {
	ref = strings.TrimSpace(ref)
	if ref == "" || isPlainAddress(ref) {
		return ref
	}
	if strings.ContainsAny(ref, "\n\r\t") {
		ref = strings.NewReplacer("\n", "", "\r", "", "\t", "").Replace(ref)
	}
	if scheme, _, found := strings.Cut(ref, ":"); found && isScheme(scheme) {
		if refusedScheme(lower(scheme)) {
			return ""
		}
		return ref
	}
	if base == nil {
		return ref
	}
	u, err := url.Parse(strings.ReplaceAll(ref, " ", "%20"))
	if err != nil {
		return ref
	}
	return base.ResolveReference(u).String()
}

// isPlainAddress says whether an address is absolute and needs no work.
func isPlainAddress(s string) bool {
	if !strings.HasPrefix(s, "https://") && !strings.HasPrefix(s, "http://") {
		return false
	}
	for i := range len(s) {
		if s[i] <= ' ' {
			return false
		}
	}
	return true
}

func isScheme(s string) bool {
	for i := range len(s) {
		c := s[i] | 0x20
		if !(c >= 'a' && c <= 'z') && (i == 0 || !(s[i] >= '0' && s[i] <= '9' || s[i] == '+' || s[i] == '-' || s[i] == '.')) {
			return false
		}
	}
	return s != ""
}

func refusedScheme(scheme string) bool {
	switch scheme {
	case "javascript", "vbscript", "data", "about", "file", "livescript", "mocha", "jar", "view-source", "blob":
		return true
	}
	return false
}

// webAddress returns an address of the web as a base for others, nil when it
// is none.
func webAddress(base *url.URL, ref string) *url.URL {
	ref = strings.TrimSpace(ref)
	if ref == "" {
		return nil
	}
	u, err := url.Parse(ref)
	if err != nil {
		return nil
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil
	}
	return u
}

// absoluteMarkup completes the addresses in a fragment of HTML. One that needs
// nothing comes back as it is.
func absoluteMarkup(base *url.URL, s string) string {
	if base == nil {
		return s
	}
	var b strings.Builder
	done := 0 // what stands before is in b already
	for i := strings.IndexByte(s, '<'); i >= 0; {
		start := i + 1
		for i = start; i < len(s) && isNameByte(s[i]); i++ {
		}
		if i > start {
			end := tagEnd(s, i)
			done = completeTag(&b, base, s, i, end, done)
			i = end
		}
		next := strings.IndexByte(s[i:], '<')
		if next < 0 {
			break
		}
		i += next
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// completeTag completes the addresses among the attributes s[from:to] and
// returns how much of s has been written.
func completeTag(b *strings.Builder, base *url.URL, s string, from, to, done int) int {
	rest := s[from:to]
	for {
		name, value, after, ok := nextAttr(rest)
		if !ok {
			return done
		}
		rest = after
		if value == "" || !isLinkAttribute(name) || isPlainAddress(value) {
			continue
		}
		full := absolute(base, unescape(value))
		if full == value {
			continue
		}
		at := to - len(after) - len(value)
		if at > from && at+len(value) <= to && s[at:at+len(value)] != value {
			at-- // the value's closing quotation mark stands between
		}
		if at < from || s[at:at+len(value)] != value {
			continue
		}
		b.WriteString(s[done:at])
		b.WriteString(attrEscaper.Replace(full))
		done = at + len(value)
	}
}

var attrEscaper = strings.NewReplacer("&", "&amp;", `"`, "&#34;", "'", "&#39;", "<", "&lt;", ">", "&gt;")
