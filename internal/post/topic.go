package post

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Topic returns a headline as a noun phrase: its main verb, when it stands in
// the present tense, in the -ing form and in the case it was written in.
// "Minister Meets Farmers" gives "Minister Meeting Farmers". A headline
// without such a verb, and one in another language than English, is returned
// as it is. The language is a BCP 47 tag; an empty one is taken for English.
//
// Whether a word is the verb is weighed from the word itself, its neighbours
// and the number of its subject; the topic is a proposal that an editor may
// change.
func Topic(headline, language string) string {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	if base != "en" && base != "" {
		return headline
	}
	parts := clauses(headline)
	sentenceCase := inSentenceCase(parts)
	for i, c := range parts {
		at, v, settled := mainVerb(sentence{tokens: c, sentenceCase: sentenceCase, label: i < len(parts)-1})
		if v != nil {
			t := c[at]
			return headline[:t.start] + inCaseOf(t.text, participle(v.base, v.doubles)) + headline[t.end:]
		}
		if settled {
			break
		}
	}
	return headline
}

// inCaseOf writes a lower-case word in the case of another: capitals, a
// capital first, or neither.
func inCaseOf(like, word string) string {
	first, size := utf8.DecodeRuneInString(like)
	switch {
	case !unicode.IsUpper(first):
		return word
	case len(like) > size && strings.ToUpper(like) == like:
		return strings.ToUpper(word)
	}
	return strings.ToUpper(word[:1]) + word[1:]
}
