package post

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is one word of a headline.
type token struct {
	start, end int    // where the word stands, without the signs around it
	text       string // as it is written
	word       string // lower case, straight apostrophes, no dots at the end
	comma      bool   // a comma or an ellipsis follows
	closes     bool   // a quotation ends here
	possessive bool   // "Iran's", "Leaders'"
	quoted     bool   // stands within quotation marks
	question   bool   // a question mark follows
	class      class
}

// clauses splits a headline where a colon, a dash, a bar or the end of a
// sentence parts it.
func clauses(headline string) [][]token {
	var all [][]token
	var clause []token
	closer := rune(0)
	flush := func() {
		if len(clause) > 0 {
			all = append(all, clause)
		}
		clause = nil
	}
	at, depth := 0, 0
	for _, field := range strings.Fields(headline) {
		start := at + strings.Index(headline[at:], field)
		at = start + len(field)
		depth += strings.Count(field, "(") + strings.Count(field, "[")
		aside := depth > 0 // "(VIDEO)" is no part of the sentence
		depth = max(0, depth-strings.Count(field, ")")-strings.Count(field, "]"))
		if aside {
			continue
		}
		if strings.Trim(field, "-–—|·•/;:") == "" {
			flush()
			continue
		}
		var t token
		t, closer = readToken(field, start, closer)
		if t.word != "" {
			clause = append(clause, t)
		}
		if parts(field, t) {
			flush()
		}
	}
	flush()
	return all
}

// readToken reads one field. closer is the sign that ends the quotation the
// field stands in, 0 outside one, and is returned for the next field.
func readToken(field string, start int, closer rune) (token, rune) {
	inner := strings.TrimLeftFunc(field, isSign)
	opening := field[:len(field)-len(inner)]
	word := strings.TrimRightFunc(inner, isSign)
	closing := inner[len(word):]
	for _, r := range opening {
		if c, ok := quotes[r]; ok && closer == 0 {
			closer = c
		}
	}
	t := token{start: start + len(opening), end: start + len(opening) + len(word), text: word}
	t.quoted = closer != 0
	t.word = strings.ToLower(strings.ReplaceAll(word, "’", "'"))
	if closer != 0 && (strings.ContainsRune(closing, closer) || closer == '’' && strings.Contains(closing, "'")) {
		closer = 0
		t.closes = true
	} else if strings.ContainsAny(closing, "'’") && strings.HasSuffix(t.word, "s") {
		t.possessive = true
	}
	t.comma = t.comma || strings.ContainsAny(closing, ",…") || strings.Contains(closing, "...")
	if strings.HasSuffix(t.word, "'s") {
		t.word = strings.TrimSuffix(t.word, "'s")
		t.possessive = !lexicon().is(t.word, isOwner)
	} else {
		t.word = strings.ReplaceAll(t.word, "'", "")
	}
	t.question = strings.Contains(closing, "?")
	if t.word == "&" {
		t.word = "and"
	}
	t.class = lexicon().classes[t.word]
	return t, closer
}

// quotes gives the sign that ends a quotation by the one that begins it.
var quotes = map[rune]rune{'"': '"', '“': '”', '„': '“', '«': '»', '\'': '\'', '‘': '’'}

// isSign says whether a rune may stand around a word without being part of it.
func isSign(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '$' && r != '%' && r != '&' && r != '€' && r != '£'
}

// parts says whether a clause ends after a field: after a colon, a semicolon,
// a question or exclamation mark, or a full stop that is not an
// abbreviation's.
func parts(field string, t token) bool {
	closing := strings.TrimRight(field, `"'”’)`)
	last, _ := utf8.DecodeLastRuneInString(closing)
	switch last {
	case ':', ';', '?', '!':
		return true
	case '.':
		return len(t.word) > 4 && !strings.Contains(t.word, ".")
	}
	return false
}
