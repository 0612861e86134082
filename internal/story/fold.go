package story

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold writes a word in lower-case Latin letters without marks, so that one
// name is one word in most spellings and scripts. Scripts without a table
// below stay as they are.
func fold(word string) string {
	if plainASCII(word) {
		return strings.ToLower(word)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(word)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r < unicode.MaxASCII:
			b.WriteRune(r)
		default:
			if s, ok := latin(r); ok {
				b.WriteString(s)
			} else {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

func plainASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// latin returns how a lower-case letter is usually written in Latin letters
// in the English press.
func latin(r rune) (string, bool) {
	const first = 'а'
	if r >= first && int(r-first) < len(cyrillic) {
		return cyrillic[r-first], true
	}
	switch r {
	case 'ß':
		return "ss", true
	case 'æ':
		return "ae", true
	case 'ø':
		return "o", true
	case 'œ':
		return "oe", true
	case 'đ', 'ð':
		return "d", true
	case 'ł':
		return "l", true
	case 'þ':
		return "th", true
	case 'ı':
		return "i", true
	case 'є', 'ё':
		return "e", true
	case 'і':
		return "i", true
	case 'ї':
		return "yi", true
	case 'ґ':
		return "g", true
	}
	s, ok := greek[r]
	return s, ok
}

// cyrillic holds the letters from а to я in their order.
var cyrillic = [...]string{
	"a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p",
	"r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya",
}

var greek = map[rune]string{
	'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th",
	'ι': "i", 'κ': "k", 'λ': "l", 'μ': "m", 'ν': "n", 'ξ': "x", 'ο': "o", 'π': "p",
	'ρ': "r", 'σ': "s", 'ς': "s", 'τ': "t", 'υ': "y", 'φ': "f", 'χ': "ch", 'ψ': "ps", 'ω': "o",
}
