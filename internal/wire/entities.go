package wire

import (
	"html"
	"strings"
	"unicode/utf8"
)

// unescape decodes the entities of a text once. It wants each closed by a
// semicolon, so that an address like "?a=1&copy=2" stays what it is; what is
// no entity stays as it was written.
func unescape(s string) string {
	amp := strings.IndexByte(s, '&')
	if amp < 0 {
		return s
	}
	var b strings.Builder
	// Most entities are of four bytes and stand for one.
	b.Grow(len(s) - 3*min(strings.Count(s, "&"), strings.Count(s, ";")))
	for amp >= 0 {
		b.WriteString(s[:amp])
		s = s[amp:]
		n := appendEntity(&b, s)
		s = s[n:]
		amp = strings.IndexByte(s, '&')
	}
	b.WriteString(s)
	return b.String()
}

// maxEntity is the length of the longest entity, "&" and ";" included.
const maxEntity = 34

// appendEntity writes the character of the entity at the beginning of s and
// returns the length of the entity, or writes the "&" when there is none.
func appendEntity(b *strings.Builder, s string) int {
	end := strings.IndexByte(s[:min(len(s), maxEntity)], ';')
	if end < 2 {
		b.WriteByte('&')
		return 1
	}
	name := s[1:end]
	switch name {
	case "lt":
		b.WriteByte('<')
	case "gt":
		b.WriteByte('>')
	case "amp":
		b.WriteByte('&')
	case "quot":
		b.WriteByte('"')
	case "apos":
		b.WriteByte('\'')
	case "nbsp":
		b.WriteString("\u00a0")
	default:
		if name[0] == '#' {
			return appendNumber(b, name[1:], end+1)
		}
		return appendNamed(b, s[:end+1])
	}
	return end + 1
}

func appendNumber(b *strings.Builder, digits string, length int) int {
	base := rune(10)
	if digits != "" && (digits[0] == 'x' || digits[0] == 'X') {
		base, digits = 16, digits[1:]
	}
	var r rune
	for i := range len(digits) {
		d := digitOf(digits[i])
		if d >= base || r > utf8.MaxRune {
			b.WriteByte('&')
			return 1
		}
		r = r*base + d
	}
	switch {
	case digits == "":
		b.WriteByte('&')
		return 1
	case r > utf8.MaxRune || r >= 0xd800 && r < 0xe000:
		b.WriteRune(utf8.RuneError)
	case r >= ' ' && r != 0x7f || r == '\n' || r == '\t' || r == '\r':
		b.WriteRune(r)
	}
	return length
}

func digitOf(c byte) rune {
	switch {
	case c >= '0' && c <= '9':
		return rune(c - '0')
	case c >= 'a' && c <= 'f':
		return rune(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return rune(c-'A') + 10
	}
	return 99
}

func appendNamed(b *strings.Builder, entity string) int {
	for _, c := range []byte(entity[1 : len(entity)-1]) {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
			b.WriteByte('&')
			return 1
		}
	}
	text := html.UnescapeString(entity)
	if strings.HasSuffix(text, ";") && len(text) > 1 {
		// A shorter name fits, as "not" does in "notit;": that is a guess.
		b.WriteByte('&')
		return 1
	}
	b.WriteString(text)
	return len(entity)
}

// isEntity says whether an entity that is known stands at the beginning of s.
func isEntity(s string) bool {
	var b strings.Builder
	return len(s) > 2 && appendEntity(&b, s) > 1
}

var htmlEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// escape makes HTML of a plain text.
func escape(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return s
	}
	return htmlEscaper.Replace(s)
}
