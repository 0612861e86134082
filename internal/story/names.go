package story

import "strings"

// nameKey brings a name to a form that its spellings in other languages mostly
// share: Mexiko and Mexico, Kiew and Kiev, Italien and Italy, and with how
// German names what belongs to a place: Hambacher and Hambach.
func nameKey(lower string) string {
	s := sounds.Replace(fold(lower))
	var b strings.Builder
	for i := range len(s) {
		if i == 0 || s[i] != s[i-1] || s[i] >= 0x80 {
			b.WriteByte(s[i])
		}
	}
	s = b.String()
	for len(s) > 4 && strings.IndexByte("aeounrs", s[len(s)-1]) >= 0 {
		s = s[:len(s)-1]
	}
	return s
}

// sounds writes alike what languages spell in different ways.
var sounds = strings.NewReplacer(
	"sch", "sh", "tsch", "ch", "ck", "k", "ph", "f", "qu", "k", "q", "k", "x", "ks",
	"ch", "ch", "c", "k", "z", "s", "w", "v", "y", "i", "j", "i", "ie", "i", "ou", "u", "oo", "u", "th", "t",
)

// plainNumber writes a number without marks between thousands and with a point
// before its decimals.
func plainNumber(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if s[i] != '.' && s[i] != ',' {
			b.WriteByte(s[i])
			continue
		}
		rest := s[i+1:]
		digits := 0
		for digits < len(rest) && rest[digits] >= '0' && rest[digits] <= '9' {
			digits++
		}
		if digits != 3 {
			b.WriteByte('.')
		}
	}
	return b.String()
}
