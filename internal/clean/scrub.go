package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining marks may stand on one character. Vowel signs
// and accents of all scripts need fewer; piles of them run over other lines.
const maxMarks = 8

// scrub removes control characters other than white space, marks piled on one
// character, and replaces what is not valid UTF-8.
func scrub(s string) string {
	var high pile
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if (r == utf8.RuneError && n == 1) || (unprintable(r) && !unicode.IsSpace(r)) || high.tooHigh(r) {
			return scrubbed(s)
		}
		i += n
	}
	return s
}

func scrubbed(s string) string {
	var high pile
	return strings.Map(func(r rune) rune {
		if unprintable(r) && !unicode.IsSpace(r) || high.tooHigh(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

// unprintable says whether r is a control character, a mark that turns the
// reading direction of what follows, one of the letters that nobody sees and
// programs read, or no character at all.
func unprintable(r rune) bool {
	switch {
	case r < ' ', r >= 0x7f && r < 0xa0,
		r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069,
		r == 0xfeff, r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe,
		r >= 0xfff9 && r <= 0xfffb, r >= 0xe0000 && r <= 0xe007f:
		return true
	}
	return false
}

// pile counts the combining marks on the character that was met last.
type pile int

// tooHigh takes in the next character and says whether it is a mark on top of
// as many as may be. Joiners that nobody sees are no new character.
func (p *pile) tooHigh(r rune) bool {
	switch {
	case r < 0x300:
		*p = 0
	case isMark(r):
		*p++
	case !unicode.Is(unicode.Cf, r):
		*p = 0
	}
	return *p > maxMarks
}

func isMark(r rune) bool {
	switch {
	case r < 0x370:
		return true
	case r < 0x483, r >= 0x3400 && r < 0xa000, r >= 0xac00 && r < 0xd800:
		return false
	}
	return unicode.Is(unicode.M, r)
}
