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
	text, _ := decodeEntities(s)
	return text
}

// unescape decodes the entities of a text of the document and notes those
// that are none, or that nobody defined.
func (z *tokenizer) unescape(s string) string {
	text, fault := decodeEntities(s)
	if fault == undeclared {
		if fault = DamageMarkup; z.doctype {
			fault = ""
		}
	}
	if fault != "" {
		z.note(fault)
	}
	return text
}

// undeclared is the fault of an entity that HTML has and XML has not, unless
// the document type names where it is defined.
const undeclared Kind = "undeclared"

// decodeEntities decodes the entities of a text and returns the worst of the
// faults among them.
func decodeEntities(s string) (string, Kind) {
	amp := strings.IndexByte(s, '&')
	if amp < 0 {
		return s, ""
	}
	var b strings.Builder
	// Most entities are of four bytes and stand for one.
	b.Grow(len(s) - 3*min(strings.Count(s, "&"), strings.Count(s, ";")))
	var worst Kind
	for amp >= 0 {
		b.WriteString(s[:amp])
		s = s[amp:]
		n, fault := appendEntity(&b, s)
		if fault != "" && (worst == "" || worst == undeclared) {
			worst = fault
		}
		s = s[n:]
		amp = strings.IndexByte(s, '&')
	}
	b.WriteString(s)
	return b.String(), worst
}

// maxEntity is the length of the longest entity, "&" and ";" included.
const maxEntity = 34

// appendEntity writes the character of the entity at the beginning of s and
// returns the length of the entity, or writes the "&" when there is none. It
// says what is wrong with the entity.
func appendEntity(b *strings.Builder, s string) (int, Kind) {
	end := strings.IndexByte(s[:min(len(s), maxEntity)], ';')
	if end < 2 {
		return appendAmpersand(b)
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
		return end + 1, undeclared
	default:
		if name[0] == '#' {
			return appendNumber(b, name[1:], end+1)
		}
		return appendNamed(b, s[:end+1])
	}
	return end + 1, ""
}

// appendAmpersand writes an "&" that begins no entity.
func appendAmpersand(b *strings.Builder) (int, Kind) {
	b.WriteByte('&')
	return 1, DamageMarkup
}

func appendNumber(b *strings.Builder, digits string, length int) (int, Kind) {
	base := rune(10)
	if digits != "" && (digits[0] == 'x' || digits[0] == 'X') {
		base, digits = 16, digits[1:]
	}
	var r rune
	for i := range len(digits) {
		d := digitOf(digits[i])
		if d >= base || r > utf8.MaxRune {
			return appendAmpersand(b)
		}
		r = r*base + d
	}
	switch {
	case digits == "":
		return appendAmpersand(b)
	case r > utf8.MaxRune || r >= 0xd800 && r < 0xe000:
		b.WriteRune(utf8.RuneError)
		return length, DamageBytes
	case r < ' ' && r != '\n' && r != '\t' && r != '\r':
		return length, DamageBytes
	case r != 0x7f:
		b.WriteRune(r)
	}
	if r&0xfffe == 0xfffe {
		return length, DamageBytes
	}
	return length, ""
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

func appendNamed(b *strings.Builder, entity string) (int, Kind) {
	for _, c := range []byte(entity[1 : len(entity)-1]) {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
			return appendAmpersand(b)
		}
	}
	text := html.UnescapeString(entity)
	if strings.HasSuffix(text, ";") && len(text) > 1 {
		// A shorter name fits, as "not" does in "notit;": that is a guess.
		return appendAmpersand(b)
	}
	b.WriteString(text)
	return len(entity), undeclared
}

// isEntity says whether an entity that is known stands at the beginning of s.
func isEntity(s string) bool {
	var b strings.Builder
	if len(s) < 3 {
		return false
	}
	n, _ := appendEntity(&b, s)
	return n > 1
}

var htmlEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// escape makes HTML of a plain text.
func escape(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return s
	}
	return htmlEscaper.Replace(s)
}
