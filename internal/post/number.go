package post

import (
	"strings"
	"unicode"
)

// subject is what a verb's number is judged by.
type subject struct {
	many   bool // the word it is about is a plural: "leaders of Japan"
	near   bool // the word just before the verb is a plural: "group of leaders"
	joined bool // "Iran and Iraq"
	listed bool // "Ethiopia, Eritrea"
	ends   bool // a comma ends it
	far    bool // a preposition or a relative clause stands after the word it is about
	name   bool // it is two words that nobody knows: "Gareth Collins"
}

// subject returns the subject of a verb at i.
func (s *sentence) subject(i int) subject {
	words := s.tokens[s.begin:i]
	head := len(words) - 1
	var sub subject
	for k, t := range words {
		if k > 0 && (t.class&isPreposition != 0 && t.class&isAdverb == 0 || t.class&isRelative != 0 || t.word == "to") {
			head, sub.far = k-1, true
			break
		}
		sub.joined = sub.joined || t.word == "and"
	}
	for !sub.far && head > 0 && adverbial(words[head]) {
		head--
	}
	for _, t := range words[:head] {
		sub.listed = sub.listed || t.comma
	}
	sub.many, sub.near = s.plural(s.begin+head), s.plural(i-1)
	sub.ends = words[len(words)-1].comma
	sub.name = len(words) == 2 && unknown(words[0]) && unknown(words[1])
	return sub
}

// agreement weighs the number of the subject: a form in -s wants a singular, a
// base form a plural.
func (s *sentence) agreement(i int, r reading) float64 {
	sub := s.subject(i)
	if r.third {
		return sub.withThird()
	}
	switch {
	case sub.many && !sub.near && sub.far && r.nounal:
		return -0.4 // too far away to be sure
	case sub.many:
		return 1.2
	case (sub.joined || sub.listed) && sub.far && r.nounal:
		return -1
	case sub.joined || sub.listed:
		return 0.8
	case sub.near:
		return pick(r.nounal, -1.5, 0)
	}
	return -5
}

// withThird weighs the subject of a form in -s.
func (sub subject) withThird() float64 {
	switch {
	case sub.many && sub.far:
		return pick(sub.near, -3.5, -2)
	case sub.many && sub.name:
		return -0.5
	case sub.many:
		return pick(sub.joined, -1.5, -2.3)
	case (sub.joined || sub.listed && !sub.ends) && !sub.far:
		return -1
	}
	return 0.5
}

// plural says whether the word at i is a plural noun by its look. A number is
// one when no noun stands before it that it may belong to.
func (s *sentence) plural(i int) bool {
	t, w := s.tokens[i], s.tokens[i].word
	switch {
	case isNumber(t):
		counts := i == s.begin || s.tokens[i-1].class&(isAdverb|isPreposition|isDeterminer) != 0
		return counts && strings.Trim(w, "0123456789,") == "" && w != "1" && !isYear(w)
	case t.class&isPlural != 0:
		return true
	case t.class&isSingular != 0 || t.possessive || len(w) < 3:
		return false
	}
	if strings.HasSuffix(w, "series") {
		return false
	}
	return strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is")
}

func isNumber(t token) bool {
	for _, r := range t.word {
		if unicode.IsDigit(r) {
			return true
		}
		if unicode.IsLetter(r) {
			return false
		}
	}
	return false
}

// unknown says whether nothing is known of a word.
func unknown(t token) bool {
	return t.class == 0 && lexicon().bare(t.word) == nil && lexicon().third(t.word) == nil
}

// isYear says whether a number rather names a year.
func isYear(word string) bool {
	return len(word) == 4 && (word[:2] == "19" || word[:2] == "20")
}
