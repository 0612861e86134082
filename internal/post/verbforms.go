package post

import "strings"

// irregularParticiples are the -ing forms that no rule gives.
var irregularParticiples = map[string]string{
	"be": "being", "singe": "singeing",
}

// participle returns the -ing form of a verb's base form, lower case.
func participle(base string, doubles bool) string {
	if ing, ok := irregularParticiples[base]; ok {
		return ing
	}
	stem, e := strings.CutSuffix(base, "e")
	switch {
	case strings.HasSuffix(base, "ie"):
		return base[:len(base)-2] + "ying"
	case e && stem != "" && !strings.ContainsRune("eoy", rune(stem[len(stem)-1])):
		return stem + "ing"
	case strings.HasSuffix(base, "ic"):
		return base + "king"
	case doubles || shortVowel(base):
		return base + base[len(base)-1:] + "ing"
	}
	return base + "ing"
}

// shortVowel says whether a word has one syllable and ends in one vowel and
// one consonant that is doubled: "hit", "plan", "quit", but not "fix" or "aid".
func shortVowel(word string) bool {
	n := len(word)
	if n < 2 || strings.IndexByte("aeiouwxy", word[n-1]) >= 0 || !isVowel(word, n-2) {
		return false
	}
	for i := range n - 2 {
		if isVowel(word, i) {
			return false
		}
	}
	return true
}

// isVowel says whether a vowel stands at i. The u of "qu" is none, a y is one
// when it does not begin the word.
func isVowel(word string, i int) bool {
	switch word[i] {
	case 'a', 'e', 'i', 'o':
		return true
	case 'u':
		return i == 0 || word[i-1] != 'q'
	case 'y':
		return i > 0
	}
	return false
}

// thirdPerson returns the form in -s of a base form.
func thirdPerson(base string) string {
	n := len(base)
	switch {
	case base == "quiz" || base == "whiz":
		return base + "zes"
	case strings.HasSuffix(base, "s"), strings.HasSuffix(base, "x"), strings.HasSuffix(base, "z"),
		strings.HasSuffix(base, "ch"), strings.HasSuffix(base, "sh"), strings.HasSuffix(base, "o"):
		return base + "es"
	case n > 1 && base[n-1] == 'y' && !isVowel(base, n-2):
		return base[:n-1] + "ies"
	}
	return base + "s"
}

// regularPast returns the past form in -ed, which irregular verbs do not use.
func regularPast(v *verb) string {
	base, n := v.base, len(v.base)
	switch {
	case strings.HasSuffix(base, "e"):
		return base + "d"
	case n > 1 && base[n-1] == 'y' && !isVowel(base, n-2):
		return base[:n-1] + "ied"
	}
	ing := participle(base, v.doubles)
	return strings.TrimSuffix(ing, "ing") + "ed"
}
