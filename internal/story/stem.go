package story

import (
	"strings"

	"github.com/kljensen/snowball/english"
	"github.com/kljensen/snowball/french"
	"github.com/kljensen/snowball/hungarian"
	"github.com/kljensen/snowball/norwegian"
	"github.com/kljensen/snowball/russian"
	"github.com/kljensen/snowball/spanish"
	"github.com/kljensen/snowball/swedish"
)

// stem brings a lower-case word to the form that its inflections share, folded
// to Latin letters. In a language without a stemmer only plain endings go.
func stem(word, language string) string {
	switch language {
	case "en", "":
		return nation(english.Stem(fold(word), false))
	case "fr":
		return fold(french.Stem(word, false))
	case "es":
		return fold(spanish.Stem(word, false))
	case "ru":
		return fold(russian.Stem(word, false))
	case "sv", "da":
		return fold(swedish.Stem(word, false))
	case "nb", "no", "nn":
		return fold(norwegian.Stem(word, false))
	case "hu":
		return fold(hungarian.Stem(word, false))
	}
	return trimEnding(fold(word))
}

// nation makes one stem of a country and its people: Russia and Russian.
func nation(s string) string {
	if len(s) < 5 {
		return s
	}
	if strings.HasSuffix(s, "ian") || strings.HasSuffix(s, "ean") {
		return s[:len(s)-2]
	}
	if strings.HasSuffix(s, "ia") || strings.HasSuffix(s, "ea") {
		return s[:len(s)-1]
	}
	return s
}

// endings are the commonest inflections of the languages without a stemmer of
// their own, longest first.
var endings = []string{"ern", "em", "en", "er", "es", "e", "s", "n", "a", "o", "i"}

func trimEnding(s string) string {
	for _, e := range endings {
		if len(s) >= len(e)+4 && strings.HasSuffix(s, e) {
			return s[:len(s)-len(e)]
		}
	}
	return s
}

// baseLanguage returns the language of a tag without its region: "en" of
// "en-US".
func baseLanguage(tag string) string {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	return base
}
