package wire

import (
	"strings"
	"unicode/utf8"
)

// printable removes the control characters that no text has, and byte order
// marks inside of it. A document without any comes back as it is. It says
// whether there were characters that no document may have; a byte order mark
// or a delete is none of them.
func printable(s string) (string, bool) {
	at := firstUnprintable(s)
	if at < 0 {
		return s, false
	}
	controls := false
	var out strings.Builder
	out.Grow(len(s))
	for at >= 0 {
		out.WriteString(s[:at])
		controls = controls || s[at] < ' '
		_, n := utf8.DecodeRuneInString(s[at:])
		s = s[at+n:]
		at = firstUnprintable(s)
	}
	out.WriteString(s)
	return out.String(), controls
}

func firstUnprintable(s string) int {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= ' ' && c < 0x7f:
		case c == 0x7f, c < ' ' && c != '\n' && c != '\r' && c != '\t':
			return i
		case c == 0xef && strings.HasPrefix(s[i:], "\ufeff"):
			return i
		}
	}
	return -1
}

// cutTo returns no more of a text than limit bytes, whole characters only, and
// notes when something is missing.
func (z *tokenizer) cutTo(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	z.note(DamageFieldTooLong)
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}

// windows1252 are the characters that Windows has where Latin-1 has control
// characters, from 0x80 on; feeds number them by mistake.
var windows1252 = [32]rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8d, 'Ž', 0x8f,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9d, 'ž', 'Ÿ',
}

// mend sets right what wrong encoding left in a text: UTF-8 that was taken for
// Latin-1 and encoded once more, and characters of Windows among the controls.
func mend(s string) string {
	i := 0
	for i < len(s) && s[i] < utf8.RuneSelf {
		i++
	}
	if i == len(s) || (s[i] != 0xc2 && s[i] != 0xc3 && !strings.Contains(s, "\xc2")) {
		return s
	}
	if once, ok := decodedTwice(s); ok {
		return once
	}
	return strings.Map(func(r rune) rune {
		if r >= 0x80 && r < 0xa0 {
			return windows1252[r-0x80]
		}
		return r
	}, s)
}

// decodedTwice undoes one encoding too many. It reports false when the text
// was not encoded twice.
func decodedTwice(s string) (string, bool) {
	more := 0 // bytes that the character begun has to have
	for _, r := range s {
		switch {
		case more > 0 && r >= 0x80 && r < 0xc0:
			more--
		case more > 0 || r > 0xf4 || r >= 0x80 && r < 0xc2:
			return "", false
		case r >= 0xf0:
			more = 3
		case r >= 0xe0:
			more = 2
		case r >= 0xc2:
			more = 1
		}
	}
	if more > 0 {
		return "", false
	}
	out := make([]byte, 0, len(s))
	for _, r := range s {
		out = append(out, byte(r))
	}
	if !utf8.Valid(out) {
		return "", false
	}
	return string(out), true
}
