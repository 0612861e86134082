package post

import (
	"iter"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// slugLength is how many bytes of a headline an address keeps.
const slugLength = 39

// Slug returns the short name of a headline in an address: lower case ASCII
// letters, digits and hyphens, without the articles a, an and the, cut at the
// last whole word within 39 characters. A headline of which nothing is left
// gives "post".
func Slug(headline string) string {
	slug := ""
	for _, word := range slugWords(headline) {
		if word == "a" || word == "an" || word == "the" {
			continue
		}
		if slug == "" {
			slug = word[:min(len(word), slugLength)]
			continue
		}
		if len(slug)+1+len(word) > slugLength {
			break
		}
		slug += "-" + word
	}
	if slug == "" {
		return "post"
	}
	return slug
}

// slugWords returns a headline's words in ASCII, lower case. Apostrophes and
// the dots and commas inside "U.S." and "1,500" do not part words, hyphens do.
func slugWords(headline string) []string {
	var out strings.Builder
	runes := []rune(norm.NFKD.String(strings.ToLower(headline)))
	for i, r := range runes {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLower(r) || unicode.IsDigit(r)):
			out.WriteRune(r)
		case strings.ContainsRune("'’‘ʼ`´", r) || unicode.Is(unicode.Mn, r):
		case (r == '.' || r == ',') && within(runes, i):
		default:
			if ascii, ok := transliterated[r]; ok {
				out.WriteString(ascii)
			} else {
				out.WriteByte(' ')
			}
		}
	}
	return strings.Fields(out.String())
}

// within says whether the sign at i stands inside a word or a number, as the
// dots of "u.s." and "1.5" do.
func within(runes []rune, i int) bool {
	return i > 0 && i+1 < len(runes) && isAlnum(runes[i-1]) && isAlnum(runes[i+1])
}

func isAlnum(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// transliterated gives letters that decompose to no ASCII letter. Cyrillic and
// Greek are written as newspapers write names, without marks.
var transliterated = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'å': "a", 'ł': "l", 'đ': "d", 'ð': "d",
	'þ': "th", 'ı': "i", 'ħ': "h", 'ŧ': "t", 'ŋ': "ng", 'ə': "e", 'ĸ': "k",

	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ж': "zh", 'з': "z",
	'и': "i", 'й': "i", 'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p",
	'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts", 'ч': "ch",
	'ш': "sh", 'щ': "shch", 'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya",
	'є': "ye", 'і': "i", 'ґ': "g", 'ђ': "dj", 'ј': "j", 'љ': "lj", 'њ': "nj", 'ћ': "c", 'џ': "dz",

	'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th",
	'ι': "i", 'κ': "k", 'λ': "l", 'μ': "m", 'ν': "n", 'ξ': "x", 'ο': "o", 'π': "p",
	'ρ': "r", 'σ': "s", 'ς': "s", 'τ': "t", 'υ': "y", 'φ': "f", 'χ': "ch", 'ψ': "ps", 'ω': "o",
}

// Candidates yields the slugs that a post may take, best first and without
// end: the slug itself, with the day of the month ("visit_31"), then with a
// number from 2 on ("visit_2"). A number that is the day is passed over.
func Candidates(slug string, day int) iter.Seq[string] {
	return func(yield func(string) bool) {
		if !yield(slug) || !yield(slug+"_"+strconv.Itoa(day)) {
			return
		}
		for n := 2; ; n++ {
			if n != day && !yield(slug+"_"+strconv.Itoa(n)) {
				return
			}
		}
	}
}
