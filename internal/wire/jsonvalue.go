package wire

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonText returns a value of JSON that should be a string. Numbers are taken
// for their digits, anything else for nothing. It notes what no text may have.
func (z *tokenizer) jsonText(raw string) string {
	switch {
	case raw == "":
		return ""
	case raw[0] == '-' || isDigit(raw[0]):
		return raw
	case raw[0] != '"' || len(raw) < 2:
		return ""
	}
	raw = raw[1 : len(raw)-1]
	at := strings.IndexByte(raw, '\\')
	if at < 0 {
		return raw
	}
	var b strings.Builder
	b.Grow(len(raw))
	for at >= 0 {
		b.WriteString(raw[:at])
		raw = raw[at+1:]
		raw = raw[z.jsonEscape(&b, raw):]
		at = strings.IndexByte(raw, '\\')
	}
	b.WriteString(raw)
	return b.String()
}

// jsonEscape writes what the escape at the beginning of s stands for, behind
// its backslash, and returns its length.
func (z *tokenizer) jsonEscape(b *strings.Builder, s string) int {
	if s == "" {
		return 0
	}
	switch c := s[0]; c {
	case 'n':
		b.WriteByte('\n')
	case 't':
		b.WriteByte('\t')
	case 'r':
		b.WriteByte('\r')
	case 'b', 'f':
		b.WriteByte(' ')
	case 'u':
		return z.jsonNumber(b, s)
	case '"', '\\', '/':
		b.WriteByte(c)
	default: // no escape at all: what follows stands for itself
		z.note(DamageJSON)
		return 0
	}
	return 1
}

// jsonNumber writes the character that "uXXXX" stands for, or a pair of them.
func (z *tokenizer) jsonNumber(b *strings.Builder, s string) int {
	r, ok := fourHex(s)
	if !ok {
		z.note(DamageJSON)
		return 0
	}
	switch length := len("uXXXX"); {
	case utf16.IsSurrogate(r):
		if rest := s[length:]; strings.HasPrefix(rest, `\u`) {
			if low, ok := fourHex(rest[1:]); ok {
				if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
					b.WriteRune(pair)
					return 2*length + 1
				}
			}
		}
		z.note(DamageBytes)
		b.WriteRune(utf8.RuneError)
	case r < ' ' && r != '\n' && r != '\t' && r != '\r':
		z.note(DamageBytes)
	default:
		b.WriteRune(r)
	}
	return len("uXXXX")
}

// fourHex reads the number of "uXXXX".
func fourHex(s string) (rune, bool) {
	if len(s) < 5 {
		return 0, false
	}
	var r rune
	for i := 1; i < 5; i++ {
		d := digitOf(s[i])
		if d > 15 {
			return 0, false
		}
		r = r<<4 | d
	}
	return r, true
}
