package story

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word of a text as it is written there, without a possessive
// ending.
type token struct{ text string }

// tokens cuts a text into words, numbers and pairs of Chinese, Japanese or
// Korean letters, and hands each to yield until that says false.
func tokens(text string, yield func(token) bool) {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case eastAsian(r):
			n := eastAsianRun(text[i:])
			if !pairs(text[i:i+n], yield) {
				return
			}
			i += n
		case wordRune(r):
			n := wordLen(text[i:])
			word := text[i : i+n]
			i += n
			if w := trimWord(word); w != "" {
				if !yield(token{text: w}) {
					return
				}
			}
		default:
			i += size
		}
	}
}

// wordLen returns the length of the word that s begins with. A point between
// letters (U.S.) or digits (13.5), a comma between digits (30,000) and an
// apostrophe between letters belong to it.
func wordLen(s string) int {
	i := 0
	prev := rune(0)
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if wordRune(r) && !eastAsian(r) {
			prev = r
			i += size
			continue
		}
		next, _ := utf8.DecodeRuneInString(s[i+size:])
		if !joins(prev, r, next) {
			break
		}
		prev = r
		i += size
	}
	if i < len(s) && s[i] == '.' && abbreviation(s[:i+1]) {
		i++
	}
	return i
}

// joins says whether the mark r between two letters is part of a word.
func joins(prev, r, next rune) bool {
	switch r {
	case '.':
		return unicode.IsDigit(prev) && unicode.IsDigit(next) || unicode.IsUpper(prev) && unicode.IsUpper(next)
	case ',':
		return unicode.IsDigit(prev) && unicode.IsDigit(next)
	case '\'', '’':
		return unicode.IsLetter(prev) && unicode.IsLetter(next)
	}
	return false
}

// abbreviation says whether a word with a point at its end is one like "U.S."
// or an initial.
func abbreviation(word string) bool {
	letters := strings.ReplaceAll(word, ".", "")
	points := len(word) - len(letters)
	return points > 0 && utf8.RuneCountInString(letters) == points && strings.ToUpper(letters) == letters
}

// trimWord takes the points of an abbreviation and a possessive ending away.
func trimWord(w string) string {
	if strings.ContainsAny(w, ".'’") {
		if abbreviation(strings.TrimRight(w, ".") + ".") {
			return strings.ReplaceAll(w, ".", "")
		}
		w = strings.TrimRight(w, ".")
		for _, end := range []string{"'s", "’s", "'S", "’S"} {
			w = strings.TrimSuffix(w, end)
		}
		// French and Italian articles: l'accord, dell'economia.
		if i := strings.LastIndexAny(w, "'’"); i >= 0 && i <= 4 {
			_, size := utf8.DecodeRuneInString(w[i:])
			w = w[i+size:]
		}
	}
	return w
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

func eastAsian(r rune) bool {
	return r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

func eastAsianRun(s string) int {
	for i, r := range s {
		if !eastAsian(r) {
			return i
		}
	}
	return len(s)
}

// pairs yields every two neighbouring letters of a run without spaces.
func pairs(run string, yield func(token) bool) bool {
	letters := []rune(run)
	if len(letters) == 1 {
		return yield(token{text: run})
	}
	for i := range len(letters) - 1 {
		if !yield(token{text: string(letters[i : i+2])}) {
			return false
		}
	}
	return true
}
